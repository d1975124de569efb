"""A question's answers as one of a few levels a voter, to be laid beside another's.

Every voter with an answer is on exactly one level: the choice (of one choice), the point (of a
scale), one of five equal ranges (forecast), whom one put first (ranking), how right one was (quiz).
Of several choices there is no such level of the question, but one of each choice: chosen or not;
and so of statements: agree, disagree or pass, on no level who has not answered the one. Open
questions have no ballots.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from polls.insight.asked import Asked
from polls.kinds import wording
from polls.kinds.base import FEW_VOTERS
from polls.kinds.forecast import CERTAIN
from polls.kinds.quiz import FULL_CREDIT
from polls.models import Choice, Question
from polls.results.answered import Marks
from polls.statistics import charts

RANGE = 20  # percent of a forecast
# So many statements are offered, those that most have answered: a list of hundreds finds nothing.
MOST_STATEMENTS = 40
# By value, from pass: the places of the levels of statements_of; -1 counts from the end.
_STANCES = np.array([2, 0, 1])
NONE = -1
"""The level of a voter none of whose marks tells one."""


@dataclass(frozen=True)
class Level:
    label: str
    tone: str
    """The class of its colour."""
    code: str
    """What stands for it in files: a choice’s address, or a word of ours for what is none."""


@dataclass(frozen=True)
class Variable:
    """A question, or one choice of several, with the levels that its voters are on."""

    asked: Asked
    levels: Sequence[Level]
    choice: Choice | None = None

    @property
    def question(self) -> Question:
        return self.asked.question

    @property
    def name(self) -> str:
        """What stands for it in an address; slugs have no colon."""
        return f"{self.question.slug}:{self.choice.slug}" if self.choice else self.question.slug

    @property
    def label(self) -> str:
        return f"{self.question.prompt} {self.quoted}".rstrip()

    @property
    def quoted(self) -> str:
        """The one choice in quotation marks; empty for a question as a whole."""
        if self.choice is None:
            return ""
        return wording.Said(wording.quoted([self.choice.label]), [self.choice])

    @property
    def note(self) -> str:
        """How the levels were made of the answers, where they are not the answers themselves."""
        match self.question.kind:
            case Question.Kind.FORECAST:
                return _("Forecasts are put together in five equal ranges.")
            case Question.Kind.RANKING:
                return _("Of each order, only who comes first is looked at.")
            case Question.Kind.QUIZ:
                return _("Of the quiz, only how right an answer was is looked at.")
            case Question.Kind.MULTIPLE:
                return _("Of several choices, one is looked at: chosen or not.")
            case Question.Kind.STATEMENTS:
                return _(
                    "Of the statements, one is looked at; who answered only others counts as not "
                    "having answered."
                )
        return ""

    def of_voters(self, cells: Marks) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The voters of these marks, in order, and the level of each."""
        voters, starts = np.unique(cells[:, 0], return_index=True)
        if not len(voters):
            return voters, starts
        match self.question.kind:
            case Question.Kind.FORECAST:
                return voters, np.minimum(cells[starts, 2] // RANGE, len(self.levels) - 1)
            case Question.Kind.QUIZ:
                return voters, _how_right(np.maximum.reduceat(cells[:, 2], starts))
            case Question.Kind.RANKING:
                return voters, self._firsts(cells, starts)
            case Question.Kind.MULTIPLE:
                chosen = cells[:, 1] == (self.choice.pk if self.choice else 0)
                return voters, 1 - np.maximum.reduceat(chosen.astype(np.int64), starts)
            case Question.Kind.STATEMENTS:
                own = cells[:, 1] == (self.choice.pk if self.choice else 0)
                stances = np.where(own, _STANCES[cells[:, 2]], NONE)
                return voters, np.maximum.reduceat(stances, starts)
        return voters, self._places(cells[starts, 1])

    def of_answer(self, marks: Mapping[int, int]) -> int:
        """The level of one voter with these marks."""
        cells = np.array([(0, *mark) for mark in sorted(marks.items())], dtype=np.int64)
        return int(self.of_voters(cells.reshape(-1, 3))[1][0])

    def _places(self, choices: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where each choice stands among those shown."""
        known = {choice.pk: place for place, choice in enumerate(self.asked.choices)}
        return np.array([known.get(int(choice), NONE) for choice in choices], dtype=np.int64)

    def _firsts(self, cells: Marks, starts: NDArray[np.int64]) -> NDArray[np.int64]:
        """The place of the one ranked first; the last level for several that share it."""
        first = cells[:, 2] == 1
        places = np.where(first, self._places(cells[:, 1]), NONE)
        how_many = np.add.reduceat(first.astype(np.int64), starts)
        return np.where(how_many > 1, len(self.levels) - 1, np.maximum.reduceat(places, starts))


def variables_of(asked: Asked) -> list[Variable]:
    """What of the question can be laid beside another: none, one, or one a choice."""
    kind = asked.question.kind
    if kind in {Question.Kind.STATEMENTS, Question.Kind.OPEN} or not asked.choices:
        return []
    if kind != Question.Kind.MULTIPLE:
        return [Variable(asked, _levels(asked))]
    chosen = [
        Level(_("Chosen"), "tone-pos2", "chosen"),
        Level(_("Not chosen"), "tone-neg1", "not-chosen"),
    ]
    return [Variable(asked, chosen, choice) for choice in asked.choices]


def statements_of(asked: Asked) -> list[Variable]:
    """The statements that can be laid beside another question: those with ten answers or more.

    A statement's answers tell of no other's, so that none of them add up.
    """
    answered = {
        choice.pk: sum(asked.tally.of(choice, stance) for stance in (1, -1, 0))
        for choice in asked.choices
    }
    most = sorted(asked.choices, key=lambda choice: -answered[choice.pk])[:MOST_STATEMENTS]
    stances = [
        Level(_("Agree"), "tone-pos2", "agree"),
        Level(_("Disagree"), "tone-neg2", "disagree"),
        Level(_("Pass"), "tone-mid", "pass"),
    ]
    return [
        Variable(asked, stances, choice)
        for choice in asked.choices
        if choice in most and answered[choice.pk] >= FEW_VOTERS
    ]


def _levels(asked: Asked) -> list[Level]:
    match asked.question.kind:
        case Question.Kind.SCALE:
            points = len(asked.choices)
            return [
                Level(wording.Said(one.label, [one]), charts.tone(place, points), one.slug)
                for place, one in enumerate(asked.choices)
            ]
        case Question.Kind.FORECAST:
            return _ranges()
        case Question.Kind.QUIZ:
            return [
                Level(_("Right"), "tone-pos2", "right"),
                Level(_("Partly right"), "tone-mid", "partly-right"),
                Level(_("Wrong"), "tone-neg2", "wrong"),
            ]
    chosen = [
        Level(wording.Said(one.label, [one]), f"choice-{place % 8 + 1}", one.slug)
        for place, one in enumerate(asked.choices)
    ]
    if asked.question.kind == Question.Kind.RANKING:
        return [*chosen, Level(_("Several together"), "tone-mid", "(several)")]
    return chosen


def _ranges() -> list[Level]:
    count = CERTAIN // RANGE
    ends = [place * RANGE + RANGE - 1 for place in range(count - 1)] + [CERTAIN]
    return [
        Level(wording.span(place * RANGE, end), charts.tone(place, count), f"{place * RANGE}-{end}")
        for place, end in enumerate(ends)
    ]


def _how_right(credit: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.select([credit == FULL_CREDIT, credit > 0], [0, 1], default=2)
