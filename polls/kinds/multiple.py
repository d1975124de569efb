"""Several choices, within the editor's limits; shares are of voters and add up to more than one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from polls.kinds.base import FEW_VOTERS, Kind, Marks
from polls.kinds.single import OFFERED_NO_LONGER, ChoiceForm
from polls.models import Choice, Question


class SeveralChoicesForm(ChoiceForm):
    """Checkboxes, of which the question's limits say how many may be ticked."""

    choice = forms.MultipleChoiceField(
        label=gettext_lazy("Your answers"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": OFFERED_NO_LONGER},
    )

    def initial_from(self, marks: Marks) -> dict[str, Any]:
        return {"choice": [choice.slug for choice in self.choices if choice.pk in marks]}

    @property
    def fewest(self) -> int:
        return self.question.min_choices

    @property
    def most(self) -> int:
        """The limit, which is never above what there is to choose."""
        return min(self.question.max_choices or len(self.choices), len(self.choices))

    @property
    def rule(self) -> str:
        if self.fewest == self.most:
            return ngettext("Choose %(number)d.", "Choose exactly %(number)d.", self.most) % {
                "number": self.most
            }
        if self.most < len(self.choices) and self.fewest > 1:
            return _("Choose from %(fewest)d to %(most)d.") % {
                "fewest": self.fewest,
                "most": self.most,
            }
        if self.most < len(self.choices):
            return _("Choose up to %(most)d.") % {"most": self.most}
        if self.fewest > 1:
            return _("Choose at least %(fewest)d.") % {"fewest": self.fewest}
        return _("Choose as many as you like.")

    def clean_choice(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["choice"]
        if len(set(chosen)) < len(chosen):
            raise forms.ValidationError(_("Each answer counts once: choose again."))
        if not chosen:
            raise forms.ValidationError(_("Choose at least one answer."))
        if not self.fewest <= len(chosen) <= self.most:
            told = ngettext(
                "You have chosen %(number)d.", "You have chosen %(number)d.", len(chosen)
            ) % {"number": len(chosen)}
            raise forms.ValidationError(f"{self.rule} {told}")
        return chosen

    def marks(self) -> Marks:
        return {self.by_slug[slug].pk: 1 for slug in self.cleaned_data["choice"]}


class Multiple(Kind):
    name = Question.Kind.MULTIPLE
    form_class = SeveralChoicesForm

    def lead(self, *, leaders: int, voters: int) -> str:
        if voters < FEW_VOTERS and leaders > 1:
            return ngettext(
                "%(choices)s are chosen most, each by %(count)s of %(voters)s voter.",
                "%(choices)s are chosen most, each by %(count)s of %(voters)s voters.",
                voters,
            )
        if voters < FEW_VOTERS:
            return ngettext(
                "%(choices)s is chosen most: by %(count)s of %(voters)s voter.",
                "%(choices)s is chosen most: by %(count)s of %(voters)s voters.",
                voters,
            )
        if leaders > 1:
            return _("%(choices)s are chosen most, each by %(percent)s of %(voters)s voters.")
        return _("%(choices)s is chosen most: by %(percent)s of %(voters)s voters.")

    def editorial_problems(self, *, question: Question, choices: Sequence[Choice]) -> list[str]:
        problems = super().editorial_problems(question=question, choices=choices)
        if question.min_choices > len(choices):
            problems.append(_("More choices are required than there are."))
        if question.max_choices and question.max_choices > len(choices):
            problems.append(_("More choices are allowed than there are: leave the limit empty."))
        return problems
