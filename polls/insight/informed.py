"""Whether those who know the article's facts answer otherwise: a result by score in the quiz."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from dossier.models import Article
from polls.insight.asked import Asked, everything, shown
from polls.kinds import wording
from polls.kinds.base import FEW_VOTERS
from polls.kinds.quiz import FULL_CREDIT
from polls.models import Choice, Question
from polls.results.answered import Marks, marks_of
from polls.statistics import charts
from polls.statistics.intervals import wilson

# Kinds whose answers are shares of choices.
TOLD = frozenset({Question.Kind.SINGLE, Question.Kind.SCALE, Question.Kind.MULTIPLE})
# The shares of right answers, in hundredths, at which readers are parted.
CUTS = (50, 80, 101)


@dataclass(frozen=True)
class Group:
    """Readers whose shares of right answers lie between two, in hundredths, the second excluded."""

    low: int
    high: int
    readers: int

    @property
    def range(self) -> str:
        """In percent, as text."""
        return wording.span(self.low, min(self.high - 1, FULL_CREDIT))

    @property
    def voters(self) -> str:
        return wording.whole(self.readers)


@dataclass(frozen=True)
class Cell:
    """The share of a group that gave an answer."""

    share: float
    low: float
    high: float

    @property
    def percent(self) -> str:
        return wording.percent(self.share)

    @property
    def interval(self) -> str:
        return wording.interval(self.low, self.high)

    @property
    def bar(self) -> charts.Bar:
        return charts.bar(self.share, self.low, self.high)


@dataclass(frozen=True)
class ByScore:
    """One question's answers, by groups of the quiz: a row a choice, a cell a group."""

    question: Question
    groups: Sequence[Group]
    rows: Sequence[tuple[Choice, Sequence[Cell]]]

    @property
    def widest(self) -> tuple[Choice, Cell, Cell]:
        """The choice whose shares differ most between the lowest and the highest group."""
        ends = [(choice, cells[0], cells[-1]) for choice, cells in self.rows]
        return max(ends, key=lambda end: abs(end[1].share - end[2].share))

    @property
    def differs(self) -> bool:
        """Whether the intervals of those two do not even touch."""
        _choice, low, high = self.widest
        return low.high < high.low or high.high < low.low


@dataclass(frozen=True)
class Informed:
    questions: Sequence[ByScore]
    asked: int
    """How many questions the quiz has."""


def part(article: Article, now: datetime) -> Informed | None:
    return _informed(article, shown(article, now=now))


def for_newsroom(article: Article, now: datetime) -> Informed | None:
    return _informed(article, everything(article, now=now))


def _informed(article: Article, asked: Sequence[Asked]) -> Informed | None:
    quiz = list(Question.objects.shown().in_quiz().filter(article=article))
    if not quiz:
        return None
    scores = _scores([marks_of(question) for question in quiz])
    told = [
        by_score
        for one in asked
        if one.question.kind in TOLD and (by_score := _by_score(one, scores))
    ]
    return Informed(told, asked=len(quiz)) if told else None


def _scores(quiz: Sequence[Marks]) -> dict[int, float]:
    """The mean credit, in hundredths, of each voter who answered the whole quiz."""
    given: dict[int, list[int]] = {}
    for marks in quiz:
        # every mark of a quiz ballot holds the credit of the whole ballot
        for voter, credit in dict(marks[:, [0, 2]].tolist()).items():
            given.setdefault(voter, []).append(credit)
    taken = {voter: each for voter, each in given.items() if len(each) == len(quiz)}
    return {voter: sum(each) / len(each) for voter, each in taken.items()}


def _by_score(one: Asked, scores: dict[int, float]) -> ByScore | None:
    """The answers of those who took the quiz, in groups of ten at least; None for one group.

    Groups are joined until each is large enough, rather than hidden: what is hidden could be had
    from the whole. For the same reason there is nothing where a few answered without the quiz.
    """
    marks = marks_of(one.question)
    voters = np.unique(marks[:, 0])
    known = np.array([scores.get(voter, -1.0) for voter in voters.tolist()])
    without = int((known < 0).sum())
    groups = _groups(known[known >= 0].tolist())
    if len(groups) < 2 or 0 < without < FEW_VOTERS:
        return None
    scored = known[np.searchsorted(voters, marks[:, 0])]
    rows = [(choice, _cells(scored[marks[:, 1] == choice.pk], groups)) for choice in one.choices]
    return ByScore(one.question, groups, rows)


def _groups(scores: Sequence[float]) -> list[Group]:
    """The groups of these scores from the lowest, joined upwards until each has enough."""
    groups, low, start = list[Group](), 0, 0
    ordered = sorted(scores)
    for cut in CUTS:
        end = int(np.searchsorted(ordered, cut))
        if end - start >= FEW_VOTERS:
            groups.append(Group(low, cut, end - start))
            low, start = cut, end
    if start < len(ordered) and groups:
        last = groups.pop()
        groups.append(Group(last.low, CUTS[-1], last.readers + len(ordered) - start))
    return groups


def _cells(scores: NDArray[np.float64], groups: Sequence[Group]) -> list[Cell]:
    """Of each group the share of those who gave an answer, whose scores these are."""
    cells = []
    for group in groups:
        count = int(((scores >= group.low) & (scores < group.high)).sum())
        cells.append(Cell(count / group.readers, *wilson(count, group.readers)))
    return cells
