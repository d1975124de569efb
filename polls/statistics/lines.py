"""A line chart's geometry: shares over equal periods, on a plane of 100 by 100.

The plane is stretched to what it finds; what must not be stretched with it, such as words, is
placed beside it in hundredths.
"""

from collections.abc import Sequence
from itertools import groupby

from polls.statistics.charts import length

SIDE = 100


def place_of(period: int, periods: int) -> str:
    """Where a period's middle stands, if the plane is as wide as all of them."""
    return length(SIDE * (period + 0.5) / periods)


def path(shares: Sequence[float | None]) -> str:
    """The line of the shares, each between 0 and 1, as path data; it is broken where one is None.

    A share between two gaps is drawn as a point: a line of no length with round ends.
    """
    pieces = []
    runs = groupby(enumerate(shares), key=lambda numbered: numbered[1] is not None)
    for known, run in runs:
        if known:
            points = [
                f"{place_of(period, len(shares))},{length(SIDE * (1 - share))}"
                for period, share in run
                if share is not None
            ]
            pieces.append(f"M{'L'.join(points)}" if points[1:] else f"M{points[0]}h0")
    return "".join(pieces)
