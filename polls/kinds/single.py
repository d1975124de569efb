"""One choice among several."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polls.kinds.base import AnswerForm, Kind, Marks
from polls.models import Question

OFFERED_NO_LONGER = gettext_lazy(
    "One of the answers sent is no longer offered: choose among those below."
)


@dataclass(frozen=True)
class Option:
    """A choice as the form offers it."""

    slug: str
    label: str
    chosen: bool
    tone: str = ""
    """The class of its colour, for the points of a scale."""


class ChoiceForm(AnswerForm):
    """A form whose answer is one or more of the choices, by their slugs, named ``choice``."""

    def build(self) -> None:
        field = cast(forms.ChoiceField, self.fields["choice"])
        # slugs alone: templates take labels from the options, in the reader's language
        field.choices = [(choice.slug, choice.slug) for choice in self.choices]

    @property
    def options(self) -> Sequence[Option]:
        """The choices in order, with what was sent or said before chosen."""
        value = self["choice"].value() or []
        chosen = set(value) if isinstance(value, list) else {value}
        return [Option(one.slug, one.label, one.slug in chosen) for one in self.choices]


class OneChoiceForm(ChoiceForm):
    choice = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose one answer."),
            "invalid_choice": OFFERED_NO_LONGER,
        },
    )

    def initial_from(self, marks: Marks) -> dict[str, Any]:
        return {"choice": next((c.slug for c in self.choices if c.pk in marks), None)}

    def clean_choice(self) -> str:
        if len(self.sent("choice")) > 1:
            raise forms.ValidationError(_("Choose one answer only."))
        chosen: str = self.cleaned_data["choice"]
        return chosen

    def marks(self) -> Marks:
        return {self.by_slug[self.cleaned_data["choice"]].pk: 1}


class Single(Kind):
    name = Question.Kind.SINGLE
    form_class = OneChoiceForm
