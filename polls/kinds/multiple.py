"""Several choices, within the editor's limits; shares are of voters and add up to more than one.

“None of these”, where there is such a choice, is an answer by itself: no limit holds for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from polls.kinds import wording
from polls.kinds.answers import Marks
from polls.kinds.base import FEW_VOTERS, Kind
from polls.kinds.single import OFFERED_NO_LONGER, ChoiceForm, Option
from polls.models import Choice, Question


@dataclass(frozen=True, kw_only=True)
class Box(Option):
    """A choice as the form offers it."""

    alone: bool
    """Whether it goes with no other."""


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
    def none(self) -> Choice | None:
        """“None of these”, if there is such a choice."""
        return next((one for one in self.choices if one.role == Choice.Role.NONE), None)

    @property
    def options(self) -> Sequence[Box]:
        none = self.none.slug if self.none else None
        return [
            Box(choice=one.choice, chosen=one.chosen, alone=one.slug == none)
            for one in super().options
        ]

    @property
    def offered(self) -> int:
        """How many choices go together."""
        return len(self.choices) - (self.none is not None)

    @property
    def fewest(self) -> int:
        return self.question.min_choices

    @property
    def most(self) -> int:
        """The limit, which is never above what there is to choose."""
        return min(self.question.max_choices or self.offered, self.offered)

    @property
    def is_limited(self) -> bool:
        return self.most < self.offered

    @property
    def rule(self) -> str:
        words = f"{self.limits} {self.alone}".rstrip()
        return wording.Said(words, [self.none] if self.none else [])

    @property
    def limits(self) -> str:
        """How many to choose."""
        if self.fewest == self.most:
            return ngettext("Choose %(number)d.", "Choose exactly %(number)d.", self.most) % {
                "number": self.most
            }
        if self.is_limited and self.fewest > 1:
            return _("Choose from %(fewest)d to %(most)d.") % {
                "fewest": self.fewest,
                "most": self.most,
            }
        if self.is_limited:
            return _("Choose up to %(most)d.") % {"most": self.most}
        if self.fewest > 1:
            return _("Choose at least %(fewest)d.") % {"fewest": self.fewest}
        return _("Choose as many as you like.")

    @property
    def alone(self) -> str:
        """That “none of these” goes with nothing else; empty without such a choice."""
        if self.none is None:
            return ""
        return _("%(choice)s goes with no other answer.") % {
            "choice": wording.quoted([self.none.label])
        }

    def clean_choice(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["choice"]
        if len(set(chosen)) < len(chosen):
            raise forms.ValidationError(_("Each answer counts once: choose again."))
        if not chosen:
            raise forms.ValidationError(_("Choose at least one answer."))
        if self.none and self.none.slug in chosen:
            return self._with_nothing_else(chosen)
        if not self.fewest <= len(chosen) <= self.most:
            told = ngettext(
                "You have chosen %(number)d.", "You have chosen %(number)d.", len(chosen)
            ) % {"number": len(chosen)}
            raise forms.ValidationError(f"{self.limits} {told}")
        return chosen

    def _with_nothing_else(self, chosen: list[str]) -> list[str]:
        if len(chosen) > 1:
            told = _("Untick it or the others.")
            raise forms.ValidationError(f"{self.alone} {told}")
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
        together = sum(choice.role != Choice.Role.NONE for choice in choices)
        if question.min_choices > together:
            problems.append(_("More choices are required than there are."))
        if question.max_choices and question.max_choices > together:
            problems.append(_("More choices are allowed than there are: leave the limit empty."))
        return problems
