"""One choice among several."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from polls.kinds.base import AnswerForm, Kind, Marks
from polls.models import Question


class OneChoiceForm(AnswerForm):
    """Radio buttons named ``choice``; the values are the choices' slugs."""

    choice = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one answer."),
            "invalid_choice": _("This answer is no longer offered: choose one of those below."),
        },
    )

    def initial_from(self, marks: Marks) -> dict[str, Any]:
        return {"choice": next((c.slug for c in self.choices if c.pk in marks), None)}

    def build(self) -> None:
        field = cast(forms.ChoiceField, self.fields["choice"])
        field.choices = [(choice.slug, choice.label) for choice in self.choices]

    def marks(self) -> Marks:
        return {self.by_slug[self.cleaned_data["choice"]].pk: 1}


class Single(Kind):
    name = Question.Kind.SINGLE
    form_class = OneChoiceForm
