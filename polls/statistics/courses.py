"""How forecasts are drawn: their course over time, and how well they were calibrated.

A course is on a field of 100 by 40 that is stretched to the width it finds, from 0 % at the bottom;
calibration on a square of 100 that is not.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from polls.statistics.charts import length
from polls.statistics.scoring import Bin

HEIGHT = 40


class Moment(Protocol):
    """The quartiles of what was forecast at a moment, in percent; None while nothing was."""

    @property
    def lower(self) -> float | None: ...
    @property
    def median(self) -> float | None: ...
    @property
    def upper(self) -> float | None: ...


@dataclass(frozen=True)
class Course:
    """Path data: the middle half as an area, the median as a line; broken where none stood."""

    band: str
    line: str


def course(moments: Sequence[Moment]) -> Course:
    """The moments, evenly apart, from left to right; a single one is drawn over the whole width.

    The line is broken where nothing was forecast, the band where no quartiles are told as well.
    """
    drawn = [*moments, *moments] if len(moments) == 1 else list(moments)
    step = 100 / max(1, len(drawn) - 1)
    lines = [
        _path((place * step, moment.median or 0) for place, moment in run)
        for run in _runs(drawn, told=lambda moment: moment.median is not None)
    ]
    bands = []
    for run in _runs(drawn, told=lambda moment: None not in {moment.lower, moment.upper}):
        upper = [(place * step, moment.upper or 0) for place, moment in run]
        lower = [(place * step, moment.lower or 0) for place, moment in run]
        bands.append(f"{_path([*upper, *reversed(lower)])}Z")
    return Course(band="".join(bands), line="".join(lines))


def _runs(
    moments: Sequence[Moment], *, told: Callable[[Moment], bool]
) -> Iterator[list[tuple[int, Moment]]]:
    """The moments of which something is told, with their places, in runs without a gap."""
    for is_told, run in groupby(enumerate(moments), key=lambda numbered: told(numbered[1])):
        if is_told:
            yield list(run)


def _path(points: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{length(x)},{length(HEIGHT - HEIGHT * y / 100)}" for x, y in points)


@dataclass(frozen=True)
class Place:
    """Where a bin stands on the square: its point, and the whisker of its interval."""

    x: str
    y: str
    low: str
    high: str


def place(one: Bin) -> Place:
    """From left to right what was said, from the bottom up how often it happened."""
    return Place(
        x=length(100 * one.said),
        y=length(100 - 100 * one.happened),
        low=length(100 - 100 * one.interval.low),
        high=length(100 - 100 * one.interval.high),
    )
