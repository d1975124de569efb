"""Short statements, by editors and readers, to agree or disagree with or to pass over.

A ballot grows by one mark with each statement answered: 1 agree, 0 pass, -1 disagree. Voters are
those who answered at least one; shares are of those who answered the statement, passes included.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from polls.kinds import wording
from polls.kinds.answers import Answer, AnswerForm, Marks
from polls.kinds.base import FEW_VOTERS, Kind, Result, Row, TallyRead, share_row
from polls.models import Choice, Question
from polls.statistics import charts

STANCES: dict[str, int] = {"agree": 1, "pass": 0, "disagree": -1}

# A statement unites when at least so large a share is sure (95 %) to stand on one side; it divides
# when neither side has more than that share of those who took one. No statement does both.
MAJORITY = 0.6
# And it divides only where at least half took a side: what most pass over is not disputed.
TAKING_SIDES = 0.5
# How many statements are put forward as uniting, and as dividing.
FOREMOST = 5


@dataclass(frozen=True)
class StatementTally:
    """What readers said of one statement; shares are of those who answered it."""

    choice: Choice
    agree: Row
    passed: Row
    disagree: Row

    @property
    def rows(self) -> list[Row]:
        return [self.agree, self.passed, self.disagree]

    @property
    def sided(self) -> int:
        """How many agree or disagree."""
        return self.agree.count + self.disagree.count

    @property
    def answered(self) -> int:
        return self.sided + self.passed.count

    @property
    def few(self) -> bool:
        return self.answered < FEW_VOTERS

    @property
    def majority(self) -> Row:
        """The larger side."""
        return max(self.agree, self.disagree, key=lambda row: row.count)

    @property
    def uneven(self) -> float:
        """How far from an even split: 0 for halves, 1 for one side alone or none."""
        return abs(self.agree.count - self.disagree.count) / self.sided if self.sided else 1.0

    @property
    def unites(self) -> bool:
        return not self.few and self.majority.low >= MAJORITY

    @property
    def divides(self) -> bool:
        return (
            not self.few
            and self.sided >= TAKING_SIDES * self.answered
            and self.majority.count <= MAJORITY * self.sided
        )

    @property
    def pieces(self) -> list[charts.Piece]:
        """The bar: who agrees from the left, who disagrees beside them, then who passed."""
        drawn, x = [], 0.0
        for row, tone in ((self.agree, "pos2"), (self.disagree, "neg2"), (self.passed, "mid")):
            width = 100 * row.share
            drawn.append(charts.Piece(charts.length(x), charts.length(width), f"tone-{tone}"))
            x += width
        return drawn


@dataclass(frozen=True, kw_only=True)
class StatementsResult(Result):
    """What unites, what divides, and the other statements; each statement once."""

    unites: Sequence[StatementTally]
    divides: Sequence[StatementTally]
    others: Sequence[StatementTally]


class StanceForm(AnswerForm):
    """``statement`` is a statement's slug, ``stance`` agree, pass or disagree."""

    statement = forms.ChoiceField(
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("Choose a statement to answer."),
            "invalid_choice": gettext_lazy(
                "This statement is no longer among those asked: answer another one."
            ),
        },
    )
    stance = forms.ChoiceField(
        choices=[(stance, stance) for stance in STANCES],
        error_messages={
            "required": gettext_lazy("Agree, disagree or pass."),
            "invalid_choice": gettext_lazy("Agree, disagree or pass."),
        },
    )

    def build(self) -> None:
        field = cast(forms.ChoiceField, self.fields["statement"])
        field.choices = [(choice.slug, choice.label) for choice in self.choices]

    def clean(self) -> None:
        if any(len(self.sent(name)) > 1 for name in self.fields):
            raise forms.ValidationError(_("Answer one statement at a time."))

    @property
    def asked(self) -> Choice | None:
        """The statement to answer now: the first offered that the reader has not answered."""
        return next((choice for choice in self.choices if choice.pk not in self.said), None)

    @property
    def number(self) -> int:
        """Which of the statements is asked, counting those answered."""
        return self.total - sum(choice.pk not in self.said for choice in self.choices) + 1

    @property
    def total(self) -> int:
        return len(self.choices)

    @property
    def answered(self) -> list[tuple[Choice, str]]:
        """The statements answered, each with its stance."""
        stances = {value: stance for stance, value in STANCES.items()}
        given = sorted(self.choices, key=lambda one: (one.position, one.pk))
        return [(one, stances[self.said[one.pk]]) for one in given if one.pk in self.said]

    def marks(self) -> Marks:
        statement = self.by_slug[self.cleaned_data["statement"]]
        return {statement.pk: STANCES[self.cleaned_data["stance"]]}


class Statements(Kind):
    name = Question.Kind.STATEMENTS
    form_class = StanceForm
    own_buttons = True

    def merge(self, current: Answer, given: Answer) -> Answer:
        return Answer(marks=current.marks | given.marks)

    def describe(self, *, choices: Sequence[Choice], marks: Marks) -> str:
        answered = sum(choice.pk in marks for choice in choices)
        return ngettext(
            "%(answered)d of %(total)d statement answered",
            "%(answered)d of %(total)d statements answered",
            len(choices),
        ) % {"answered": answered, "total": len(choices)}

    def result(
        self, *, question: Question, choices: Sequence[Choice], tally: TallyRead
    ) -> StatementsResult:
        tallies = [_tally_of(choice, tally) for choice in choices]
        unites = sorted((one for one in tallies if one.unites), key=lambda one: -one.majority.low)
        divides = sorted((one for one in tallies if one.divides), key=lambda one: one.uneven)
        unites, divides = unites[:FOREMOST], divides[:FOREMOST]
        foremost = {one.choice.pk for one in (*unites, *divides)}
        return StatementsResult(
            question=question,
            voters=tally.voters,
            abstentions=tally.abstentions,
            version=tally.version,
            rows=self.rows(choices=choices, tally=tally),
            sentence=wording.Said(
                _sentence(unites=unites, divides=divides, voters=tally.voters),
                [one.choice for one in (*unites[:1], *divides[:1])],
            ),
            unites=unites,
            divides=divides,
            others=[one for one in tallies if one.choice.pk not in foremost],
        )

    def rows(self, *, choices: Sequence[Choice], tally: TallyRead) -> list[Row]:
        """Three rows a statement: agree, pass, disagree, as shares of those who answered it."""
        return [row for choice in choices for row in _tally_of(choice, tally).rows]

    def editorial_problems(self, *, question: Question, choices: Sequence[Choice]) -> list[str]:
        if not choices:
            return [_("A question of this kind needs at least one statement to begin with.")]
        return []


def _tally_of(choice: Choice, tally: TallyRead) -> StatementTally:
    counts = [tally.of(choice, value) for value in STANCES.values()]
    answers = TallyRead(voters=sum(counts), counts=tally.counts)
    agree, passed, disagree = (share_row(choice, answers, value) for value in STANCES.values())
    return StatementTally(choice=choice, agree=agree, passed=passed, disagree=disagree)


def _sentence(
    *, unites: Sequence[StatementTally], divides: Sequence[StatementTally], voters: int
) -> str:
    if not voters:
        return _("Nobody has answered yet.")
    said = [_uniting(one) for one in unites[:1]] + [_dividing(one) for one in divides[:1]]
    if said:
        return " ".join(said)
    return ngettext(
        "%(voters)s reader has answered: nothing unites or divides clearly so far.",
        "%(voters)s readers have answered: nothing unites or divides clearly so far.",
        voters,
    ) % {"voters": wording.whole(voters)}


def _uniting(first: StatementTally) -> str:
    told = {"statement": first.choice.label, "percent": first.majority.percent}
    if first.majority is first.agree:
        return _("“%(statement)s” unites most: %(percent)s agree.") % told
    return _("“%(statement)s” unites most: %(percent)s disagree.") % told


def _dividing(first: StatementTally) -> str:
    return _("“%(statement)s” divides most: %(agree)s agree, %(disagree)s disagree.") % {
        "statement": first.choice.label,
        "agree": first.agree.percent,
        "disagree": first.disagree.percent,
    }
