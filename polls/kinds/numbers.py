"""Whole numbers as people write them."""

import re
from typing import Any
from unicodedata import normalize

from django import forms
from django.utils.translation import gettext_lazy

# No honest number is longer, and none that is gets parsed.
LONGEST = 40


class WholeNumberField(forms.Field):
    """A whole number between two limits: “30”, “ 30 ”, with ``unit="%"`` also “30 %”.

    Digits of any script and width are read (a reader's keyboard decides them); a fraction is
    refused rather than rounded, since rounding would change an answer unasked.
    """

    default_error_messages = {
        "fraction": gettext_lazy("Give a whole number, without a fraction."),
        "invalid": gettext_lazy("Give a whole number, in digits."),
        "outside": gettext_lazy("Give a whole number from %(least)d to %(most)d."),
    }

    def __init__(self, *, least: int, most: int, unit: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.least, self.most, self.unit = least, most, unit

    def to_python(self, value: Any) -> int | None:
        text = str(value or "")
        if len(text) > LONGEST:
            raise self._refusal("invalid")
        text = normalize("NFKC", text).strip().removesuffix(self.unit).strip()
        if not text:
            return None
        if re.fullmatch(r"[+-]?\d+[.,]\d+", text):
            raise self._refusal("fraction")
        if not re.fullmatch(r"[+-]?\d+", text):
            raise self._refusal("invalid")
        return int(text)

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is not None and not self.least <= value <= self.most:
            raise self._refusal("outside")

    def _refusal(self, code: str) -> forms.ValidationError:
        limits = {"least": self.least, "most": self.most}
        return forms.ValidationError(self.error_messages[code], code=code, params=limits)
