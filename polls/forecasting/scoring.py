"""How good the forecasts of a question were: each reader's, their average, and the crowd's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from polls.forecasting.holding import CERTAIN, Standing, Turn, last, spans, turns
from polls.models import Question, Resolution, Voter
from polls.statistics.scoring import Score, brier, held


@dataclass(frozen=True)
class Scores:
    """The scores of a question that is resolved with yes or no."""

    happened: bool
    readers: NDArray[np.float64]
    """The Brier score of every reader who forecast for any time, the best first."""
    crowd: float
    """The Brier score of the median of all that stood, over the time that any stood."""
    average: float
    """The Brier score of the average forecaster over the same time."""
    logarithmic: float
    """The mean of the readers' logarithmic scores."""

    def ahead_of(self, score: Score) -> float | None:
        """The share of the other forecasters whom the reader with this score did better than.

        Whoever did equally well counts half (mid-rank). None for the only forecaster.
        """
        others = len(self.readers) - 1
        if not others:
            return None
        better = np.searchsorted(self.readers, score.brier, side="left")
        not_worse = np.searchsorted(self.readers, score.brier, side="right")
        equal = not_worse - better - 1  # but for the reader
        return float((len(self.readers) - not_worse + equal / 2) / others)


def known_at(question: Question, resolution: Resolution) -> datetime:
    """Until when forecasts count: what happened was not known yet, and the question was open."""
    if question.closes_at is None:
        return resolution.happened_at
    return min(question.closes_at, resolution.happened_at)


def scores(question: Question, resolution: Resolution) -> Scores | None:
    """Everybody's scores; None where it cannot be said what happened, or nobody has one."""
    if resolution.outcome == Question.Outcome.VOID:
        return None
    happened = resolution.outcome == Question.Outcome.YES
    until = known_at(question, resolution)
    changes = turns(question, until=until)
    by_voter = [held(kept, happened=happened) for kept in spans(changes, until=until).values()]
    scored = [score for score in by_voter if score]
    if not scored:
        return None
    crowd, average = _together(changes, until=until.timestamp(), happened=happened)
    return Scores(
        happened=happened,
        readers=np.sort([score.brier for score in scored]),
        crowd=crowd,
        average=average,
        logarithmic=float(np.mean([score.logarithmic for score in scored])),
    )


def own_score(question: Question, resolution: Resolution, voter: Voter) -> Score | None:
    """The reader's score; None for whoever forecast for no time, or where nothing is scored."""
    if resolution.outcome == Question.Outcome.VOID:
        return None
    until = known_at(question, resolution)
    kept = spans(turns(question, until=until, voter=voter), until=until).get(voter.pk, [])
    return held(kept, happened=resolution.outcome == Question.Outcome.YES)


def last_forecasts(question: Question, resolution: Resolution) -> list[tuple[int, float, bool]]:
    """What was forecast at last, each as (question, probability, whether it happened)."""
    if resolution.outcome == Question.Outcome.VOID:
        return []
    until = known_at(question, resolution)
    stood = last(spans(turns(question, until=until), until=until), until=until)
    happened = resolution.outcome == Question.Outcome.YES
    return [(question.pk, probability, happened) for probability in stood]


def _together(changes: Sequence[Turn], *, until: float, happened: bool) -> tuple[float, float]:
    """The Brier scores of the crowd and of the average forecaster, over the time any stood."""
    off = (np.arange(CERTAIN + 1) / CERTAIN - happened) ** 2
    standing, seconds, crowd, average = Standing(), 0.0, 0.0, 0.0
    ends = [at for at, _voter, _percent in changes[1:]] + [until]
    for change, end in zip(changes, ends, strict=True):
        standing.take(change)
        length = end - change[0]
        median = standing.quantile(0.5) if length > 0 else None
        if median is None:
            continue
        seconds += length
        crowd += length * brier(median / CERTAIN, happened=happened)
        average += length * float(standing.counts @ off) / standing.forecasters
    return crowd / seconds, average / seconds
