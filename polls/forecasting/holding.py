"""Who held which forecast from when to when, as the revisions of their ballots tell."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from polls.models import BallotRevision, Question, Voter
from polls.statistics.scoring import Span

CERTAIN = 100
# A curve of more points than it has pixels shows no more.
POINTS = 160

type Turn = tuple[float, int, int | None]
"""When (seconds), by whom, what in percent; None for withdrawn or without opinion."""


@dataclass(frozen=True)
class Moment:
    """The forecasts that stood at one moment; quartiles in percent, None where none stood."""

    at: float
    forecasters: int
    lower: float | None
    median: float | None
    upper: float | None


def turns(question: Question, *, until: datetime, voter: Voter | None = None) -> list[Turn]:
    """Every change of a forecast up to a moment, everybody's or one voter's, oldest first; one
    query.
    """
    revisions = BallotRevision.objects.filter(question=question, made_at__lte=until)
    rows = (
        (revisions.filter(voter=voter) if voter else revisions)
        .order_by("made_at", "voter", "number")
        .values_list("made_at", "voter", "action", "marks")
    )
    withdrawn = BallotRevision.Action.WITHDRAWN
    return [
        (at.timestamp(), who, marks[0][1] if marks and action != withdrawn else None)
        for at, who, action, marks in rows.iterator()
    ]


def spans(changes: Iterable[Turn], *, until: datetime) -> dict[int, list[Span]]:
    """What each forecaster held, by primary key; the last one as long as until that moment."""
    end = until.timestamp()
    held: dict[int, list[Span]] = defaultdict(list)
    current: dict[int, tuple[float, int]] = {}
    for at, voter, percent in changes:
        if voter in current:
            since, said = current.pop(voter)
            held[voter].append(Span(since, at, said / CERTAIN))
        if percent is not None:
            current[voter] = (at, percent)
    for voter, (since, said) in current.items():
        held[voter].append(Span(since, end, said / CERTAIN))
    return dict(held)


def course(changes: Sequence[Turn], *, until: datetime, points: int = POINTS) -> list[Moment]:
    """Median and quartiles of the forecasts that stood, at moments evenly apart, ends included.

    From the first forecast to ``until``; empty without forecasts.
    """
    if not changes:
        return []
    start, end = changes[0][0], max(until.timestamp(), changes[0][0])
    moments = np.linspace(start, end, points) if end > start else np.array([start])
    standing = Standing()
    told, place = [], 0
    for at in moments.tolist():
        while place < len(changes) and changes[place][0] <= at:
            standing.take(changes[place])
            place += 1
        told.append(standing.moment(at))
    return told


class Standing:
    """The forecasts that stand, as a histogram over whole percents."""

    def __init__(self) -> None:
        self.counts: NDArray[np.int64] = np.zeros(CERTAIN + 1, dtype=np.int64)
        self._said: dict[int, int] = {}

    def take(self, turn: Turn) -> None:
        """Put one change of a forecast into effect."""
        _at, voter, percent = turn
        if voter in self._said:
            self.counts[self._said.pop(voter)] -= 1
        if percent is not None:
            self.counts[percent] += 1
            self._said[voter] = percent

    @property
    def forecasters(self) -> int:
        return len(self._said)

    def quantile(self, part: float) -> float | None:
        """As ``polls.statistics.quantiles.quantile``: definition 7 of Hyndman and Fan."""
        if not self._said:
            return None
        ends = np.cumsum(self.counts)
        place = part * (len(self._said) - 1)
        lower, upper = np.searchsorted(ends, [int(place), int(place) + 1], side="right").tolist()
        if upper > CERTAIN:
            return float(lower)
        return float(lower + (place - int(place)) * (upper - lower))

    def moment(self, at: float) -> Moment:
        lower, median, upper = (self.quantile(part) for part in (0.25, 0.5, 0.75))
        return Moment(at, self.forecasters, lower, median, upper)


def last(held: Mapping[int, Sequence[Span]], *, until: datetime) -> list[float]:
    """The probabilities (0 to 1) that stood at a moment."""
    end = until.timestamp()
    return [spans_[-1].probability for spans_ in held.values() if spans_[-1].end == end]
