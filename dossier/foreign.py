"""Texts that stand in another language than the page, since theirs lacks them."""

import re
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Model
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

_LETTER = re.compile(r"[^\W\d_]")
# What a text stands between that another one quotes or lists: alone, in quotation marks, or in a
# list as the kinds of question make it (“1. A, B · 2. C”, “A (3), B (5)”); or after its figure, at
# the end of a line (“60% A”).
_PLACES = (
    r"(?:(?<=^)|(?<=[“«„‘‹])|(?<=[“«„‘‹]\s)|(?<=[,·.:]\s))(%s)(?=$|\s?[”»“’›]|,\s|\s·\s|\s\(|\s?:)"
    r"|(?<=[%%\d–]\s)(%s)(?=$|\n)"
)


def language_of(row: Model | None, name: str) -> str:
    """The language that a row's text is shown in instead of the reader's; empty where it is not.

    Reads the very columns that showing the text reads: the reader's language, then the fallbacks.
    A number alone is in no language: it is read in the one round it.
    """
    languages = (get_language() or "", *settings.MODELTRANSLATION_FALLBACK_LANGUAGES)
    for code in languages:
        if text := getattr(row, build_localized_fieldname(name, code), None):
            return "" if code == languages[0] or not _LETTER.search(text) else code
    return ""


def marked(text: str, rows: Iterable[Model], name: str) -> SafeString:
    """The text as HTML; what it quotes or lists of the rows' texts says in which language it is.

    A word of the sentence round them is never taken for one of them.
    """
    told = conditional_escape(text)
    languages = ((escape(getattr(row, name)), language_of(row, name)) for row in rows)
    foreign = {str(label): code for label, code in languages if code}
    if not foreign:
        return told
    any_of = "|".join(re.escape(one) for one in sorted(foreign, key=len, reverse=True))
    html = re.sub(
        _PLACES % (any_of, any_of),
        lambda one: f'<span lang="{foreign[one[1] or one[2]]}">{one[1] or one[2]}</span>',
        told,
    )
    return mark_safe(html)  # noqa: S308 - of the escaped text, with codes of our own settings
