"""The form that a guess is made in: a whole number for each choice, 100 together."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polls.kinds import wording
from polls.kinds.numbers import WholeNumberField
from polls.models import Choice
from polls.results.guesses import WHOLE, Shares


class GuessForm(forms.Form):
    """A field ``share-<number>`` for each choice, its number in their order from 1.

    One that is left empty takes what the others leave; several share it as evenly as whole numbers
    can.
    """

    def __init__(self, data: Mapping[str, Any] | None = None, *, choices: Sequence[Choice]) -> None:
        super().__init__(data)
        self.choices = list(choices)
        for number, choice in enumerate(self.choices, 1):
            self.fields[f"share-{number}"] = WholeNumberField(
                label=wording.Said(choice.label, [choice]),
                least=0,
                most=WHOLE,
                unit="%",
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        given = [cleaned.get(name) for name in self.fields]
        left = WHOLE - sum(share for share in given if share is not None)
        gaps = sum(share is None for share in given)
        if len(given) == gaps:
            raise forms.ValidationError(_("Say how you think the votes divide."))
        if left < 0 or (left > 0 and not gaps):
            told = ngettext("They make %(sum)d now.", "They make %(sum)d now.", WHOLE - left)
            wanted = _("The shares have to make 100 together.")
            raise forms.ValidationError(f"{wanted} {told % {'sum': WHOLE - left}}")
        even = iter(left // gaps + (place < left % gaps) for place in range(gaps))
        self.shares: Shares = {
            choice.pk: next(even) if share is None else share
            for choice, share in zip(self.choices, given, strict=True)
        }
        return cleaned
