"""Languages that nobody speaks, made of the English texts, to see a page in.

One is longer by two fifths and accented, as a translation may be; the other is written from right
to left. Each stands in for English: its catalogue, Django's own, and what the database holds.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from unittest.mock import patch

from django.apps import apps
from django.db.models import Model, QuerySet
from django.test import override_settings
from django.utils import translation
from django.utils.translation import trans_real
from django.utils.translation.trans_real import CONTEXT_SEPARATOR, DjangoTranslation
from modeltranslation.translator import translator

# What is filled in, markup, entities, addresses and numbers stay as they are.
_KEPT = re.compile(
    r"(%\(\w+\)[sd]|%[%sd]|\{\w*\}|</?[^>]+>|&\w+;|\]\([^)]*\)|https?://\S+|\d[\d.,]*)"
)
_ACCENTED = str.maketrans("aeiouyAEIOUY", "åéîöüÿÅÉÎÖÜÝ")
_LETTERS = str.maketrans(
    dict(zip("abcdefghijklmnopqrstuvwxyz", cycle("אבגדהוזחטיכלמנסעפצקרשת"), strict=False))
)
LONGER = 0.4


@dataclass(frozen=True)
class Pseudo:
    """A language: how it writes an English text, and in which direction."""

    name: str
    write: Callable[[str], str]
    rtl: bool = False

    def __str__(self) -> str:
        return self.name


def _but_what_is_kept(text: str, write: Callable[[str], str]) -> str:
    parts = _KEPT.split(text)
    return "".join(part if place % 2 else write(part) for place, part in enumerate(parts))


def _longer(text: str) -> str:
    """Vowels are accented and doubled until the text is two fifths longer: “[Vöötéé]”."""
    owed = max(0, round(len(_KEPT.sub("", text)) * LONGER) - 2)

    def write(part: str) -> str:
        nonlocal owed
        written = []
        for letter in part:
            accented = letter.translate(_ACCENTED)
            double = accented != letter and owed > 0
            owed -= double
            written.append(accented * (1 + double))
        return "".join(written)

    return f"[{_but_what_is_kept(text, write)}]" if text.strip() else text


def _leftward(text: str) -> str:
    return _but_what_is_kept(text, lambda part: part.lower().translate(_LETTERS))


LONG = Pseudo("longer", _longer)
LEFTWARD = Pseudo("leftward", _leftward, rtl=True)


class Catalogue(DjangoTranslation):
    """All texts of a language, written as it is asked for them."""

    def __init__(self, pseudo: Pseudo) -> None:
        super().__init__("en")
        self._write = pseudo.write

    def gettext(self, message: str) -> str:
        return self._write(message.rpartition(CONTEXT_SEPARATOR)[2])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@contextmanager
def spoken(pseudo: Pseudo) -> Iterator[None]:
    """English is this language instead."""
    catalogues = trans_real._translations  # noqa: SLF001 - there is no other way in
    with (
        patch.dict(catalogues, {"en": Catalogue(pseudo)}),
        override_settings(LANGUAGES_BIDI=["en"] if pseudo.rtl else []),
        translation.override("en"),
    ):
        yield


def rewrite(pseudo: Pseudo) -> None:
    """Put the English texts that the database holds into this language."""
    for app in ("dossier", "polls"):
        for model in apps.get_app_config(app).get_models():
            if model in translator.get_registered_models():
                names = [f"{name}_en" for name in translator.get_options_for_model(model).fields]
                written: QuerySet[Model] = QuerySet(model)  # not modeltranslation's own
                rows = list(written)
                for row in rows:
                    for name in names:
                        setattr(row, name, pseudo.write(getattr(row, name) or "") or None)
                if rows:
                    written.bulk_update(rows, names)
