"""A language that shows what was translated: every text of a catalogue stands between ⟦ and ⟧."""

import re
from html.parser import HTMLParser

from django.apps import apps
from django.db.models import CharField, F, Field, Model, QuerySet, SlugField, TextField, Value
from django.db.models.functions import Concat
from django.test import Client
from django.utils.translation.trans_real import CONTEXT_SEPARATOR, DjangoTranslation

from polls.models.append_only import AppendOnly

_MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
_WORD = re.compile(r"[^\W\d_]+")
# What is the same in every language: the product's name, those of formats, and the languages' codes
# in a field's.
_NAMES = re.compile(r"(?<!\w)(?:Dossier|CSV|JSON|SVG|PNG)(?!\w)|\[(?:fr|en)\]")
# How Django describes its own pictures, whatever the language.
_PICTURES = frozenset({"False", "Search", "True"})

_DESCRIBING = frozenset({"description", "og:description", "og:title"})
_SILENT = frozenset({"kbd", "script", "style", "svg", "template"})
_SPOKEN = frozenset({"alt", "aria-label", "data-done", "placeholder", "title"})
_NOT_WORDS = frozenset("date dated from_status key_hash rule source_language to_status".split())


def marked(text: str) -> str:
    return f"⟦{text}⟧"


class Marking(DjangoTranslation):
    """Stands in for a language's catalogues, Django's own included."""

    def gettext(self, message: str) -> str:
        return marked(message.rpartition(CONTEXT_SEPARATOR)[2])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def mark_content() -> None:
    """Put what the database holds for readers between the same marks."""
    for app in ("dossier", "polls"):
        for model in apps.get_app_config(app).get_models():
            if any(isinstance(one, AppendOnly) for one in model._meta.constraints):
                continue  # what is only ever added is written with its marks
            names = [field.name for field in model._meta.fields if _is_words(field)]
            for name in names:
                rows: QuerySet[Model] = (
                    QuerySet(model).exclude(**{name: None}).exclude(**{name: ""})
                )
                text = Concat(Value("⟦"), F(name), Value("⟧"), output_field=TextField())
                rows.update(**{name: text})


def _is_words(field: Field) -> bool:
    is_source_of_translations = hasattr(field.model, f"{field.name}_fr")
    return (
        isinstance(field, CharField | TextField)
        and not isinstance(field, SlugField)
        and not field.choices
        and not field.primary_key
        and not is_source_of_translations
        and field.name not in _NOT_WORDS
    )


class Page(HTMLParser):
    """What a page says to those who see it and to those who hear it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self._silent: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: text or "" for name, text in attrs}
        if self._silent:
            self._silent += [tag] if tag == self._silent[0] else []
        elif tag in _SILENT or _is_name(tag, given):
            self._silent.append(tag)
        else:
            self.said += [text for name, text in given.items() if _is_said(tag, name, given)]

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[0]:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said.append(data)


def _is_name(tag: str, given: dict[str, str]) -> bool:
    """Whether an element holds a name that no language changes: ours, or a language's own."""
    return given.get("translate") == "no" or (tag == "a" and "hreflang" in given)


def _is_said(tag: str, name: str, given: dict[str, str]) -> bool:
    """Whether an attribute of an element is shown or read aloud."""
    if name == "content":
        return given.get("name", given.get("property")) in _DESCRIBING
    if name == "value":
        return tag == "input" and given.get("type") == "submit"
    return name in _SPOKEN and given[name] not in _PICTURES


def untranslated(html: str) -> list[str]:
    """The words of a page that came from no catalogue and not from the database."""
    text = _NAMES.sub(" ", " ".join(Page(html).said))
    rest = None
    while rest != text:
        rest, text = text, _MARKED.sub(" ", text)
    return _WORD.findall(text)


def untranslated_at(client: Client, address: str, *, status: int = 200) -> list[str]:
    """The untranslated words of the page at an address."""
    response = client.get(address, headers={"Accept-Language": "en"})
    assert response.status_code == status
    return untranslated(response.content.decode())
