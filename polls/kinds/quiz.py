"""A question of fact, marked at once: its first answer stands, because it reveals the solution.

Every chosen choice is marked with the ballot's credit in percent. Exactly the right choices earn
100; otherwise each right choice counts for one and each wrong one against it:
``max(0, right chosen - wrong chosen) / right choices``, rounded, and never 100. A ballot that is
quite right therefore marks each right choice with 100, and no other ballot does, so that the
number of right ballots is the tally of any right choice at 100.

Radio buttons tell that one choice is right, checkboxes that several are, never how many: a reader
who must guess the form of the answer as well is tested on the form, not on the article.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from polls.kinds import wording
from polls.kinds.answers import Marks
from polls.kinds.base import FEW_VOTERS, Kind, Result, Row, TallyRead, share_row
from polls.kinds.single import OFFERED_NO_LONGER, ChoiceForm
from polls.models import Choice, Question

FULL_CREDIT = 100


def credit(*, chosen: Set[int], right: Set[int]) -> int:
    """What choosing these choices earns, in percent; 100 for exactly the right ones only."""
    if chosen == right:
        return FULL_CREDIT
    share = max(0, len(chosen & right) - len(chosen - right)) / max(1, len(right))
    return min(FULL_CREDIT - 1, round(FULL_CREDIT * share))


def credit_of(marks: Marks) -> int:
    """The credit of a ballot; 0 for none."""
    return max(marks.values(), default=0)


@dataclass(frozen=True)
class MarkedChoice:
    """A choice beside the solution."""

    choice: Choice
    chosen: bool

    @property
    def right(self) -> bool:
        return self.choice.correct


@dataclass(frozen=True)
class Reveal:
    """What the reader learns by answering: the verdict and the solution."""

    choices: Sequence[MarkedChoice]
    credit: int

    @property
    def answered(self) -> bool:
        return any(marked.chosen for marked in self.choices)

    @property
    def right(self) -> bool:
        return self.credit == FULL_CREDIT

    @property
    def partly(self) -> bool:
        return 0 < self.credit < FULL_CREDIT

    @property
    def verdict(self) -> str:
        """The verdict in words."""
        if self.right:
            return _("Right.")
        if self.partly:
            return _("Partly right: %(credit)s of the point.") % {
                "credit": wording.percentage(self.credit)
            }
        return _("Wrong.")


@dataclass(frozen=True, kw_only=True)
class QuizResult(Result):
    """How many were quite right. The rows say who chose what, and not what is right."""

    right: Row | None
    """How many earned full credit, told at a right choice; None for a question without one."""


class QuizForm(ChoiceForm):
    """Inputs named ``choice``, repeated where several are chosen; the values are slugs."""

    choice = forms.MultipleChoiceField(
        label=gettext_lazy("Your answer"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose an answer first."),
            "invalid_choice": OFFERED_NO_LONGER,
        },
    )

    @property
    def right(self) -> Set[int]:
        return {choice.pk for choice in self.choices if choice.correct}

    @property
    def several(self) -> bool:
        """Whether more than one choice is right, which the reader is told."""
        return len(self.right) > 1

    @property
    def rule(self) -> str:
        if not self.several:
            return ""
        return _(
            "Several answers are right. Each right one that you choose counts towards the point, "
            "each wrong one against it."
        )

    def clean_choice(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["choice"]
        if len(chosen) > 1 and not self.several:
            raise forms.ValidationError(_("Choose one answer only."))
        return chosen

    def marks(self) -> Marks:
        chosen = {self.by_slug[slug].pk for slug in self.cleaned_data["choice"]}
        earned = credit(chosen=chosen, right=self.right)
        return dict.fromkeys(sorted(chosen), earned)


class Quiz(Kind):
    name = Question.Kind.QUIZ
    form_class = QuizForm
    final = True
    submit_label = gettext_lazy("Answer")

    def reveal(self, *, choices: Sequence[Choice], marks: Marks) -> Reveal:
        return Reveal(
            choices=[MarkedChoice(choice, chosen=choice.pk in marks) for choice in choices],
            credit=credit_of(marks),
        )

    def result(
        self, *, question: Question, choices: Sequence[Choice], tally: TallyRead
    ) -> QuizResult:
        right = right_of(choices, tally)
        return QuizResult(
            question=question,
            voters=tally.voters,
            abstentions=tally.abstentions,
            version=tally.version,
            rows=self.rows(choices=choices, tally=tally),
            sentence=_sentence(right, voters=tally.voters),
            right=right,
        )

    def rows(self, *, choices: Sequence[Choice], tally: TallyRead) -> list[Row]:
        """How many chose each choice, whatever credit their answers earned."""
        chosen = {choice.pk: 0 for choice in choices}
        for (choice, _credit), count in tally.counts.items():
            chosen[choice] = chosen.get(choice, 0) + count
        together = TallyRead(
            voters=tally.voters, counts={(choice, 1): count for choice, count in chosen.items()}
        )
        return [share_row(choice, together) for choice in choices]

    def editorial_problems(self, *, question: Question, choices: Sequence[Choice]) -> list[str]:
        problems = []
        if not any(choice.correct for choice in choices):
            problems.append(_("A quiz question needs at least one right choice."))
        if all(choice.correct for choice in choices):
            problems.append(_("A quiz question needs at least one wrong choice."))
        if not question.explanation:
            problems.append(_("A quiz question needs an explanation, shown after the answer."))
        return problems


def right_of(choices: Sequence[Choice], tally: TallyRead) -> Row | None:
    """How many earned full credit, told at a right choice; None for a question without one."""
    key = next((choice for choice in choices if choice.correct), None)
    return share_row(key, tally, FULL_CREDIT) if key else None


def _sentence(right: Row | None, *, voters: int) -> str:
    if not voters or right is None:
        return _("Nobody has answered yet.")
    told = {"right": right.votes, "percent": right.percent, "voters": wording.whole(voters)}
    if voters < FEW_VOTERS:
        return (
            ngettext(
                "%(right)s of %(voters)s reader answered right.",
                "%(right)s of %(voters)s readers answered right.",
                voters,
            )
            % told
        )
    return _("%(percent)s of %(voters)s readers answered right.") % told
