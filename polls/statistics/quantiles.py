"""The middle of many answers, from how often each value was given."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import comb, floor

from polls.statistics.intervals import Z_95

_MANY = 1000


def quantile(histogram: Mapping[int, int], part: float) -> float:
    """The value below which this part of the answers lies; 0.5 is the median.

    ``histogram`` says how often each value was given. Between two answers the value is
    interpolated linearly: definition 7 of R. J. Hyndman and Y. Fan, “Sample Quantiles in
    Statistical Packages”, The American Statistician 50 (1996), pp. 361–365.
    Raises ValueError without answers, or when the part is not between 0 and 1.
    """
    if not 0 <= part <= 1:
        raise ValueError(f"{part} is no part of the answers")
    values = sorted(value for value, count in histogram.items() if count)
    if not values:
        raise ValueError("Without answers there is no middle")
    ends = list(accumulate(histogram[value] for value in values))
    place = part * (ends[-1] - 1)
    lower = values[bisect_right(ends, floor(place))]
    upper = values[min(bisect_right(ends, floor(place) + 1), len(values) - 1)]
    return lower + (place - floor(place)) * (upper - lower)


def ordinal_median(counts: Sequence[int]) -> tuple[int, int]:
    """The places, from 0, of the two middle answers on an ordered scale.

    They are one place unless as many answers lie up to the first as from the second on: nothing is
    interpolated, since points of a scale have an order and no distance. Raises ValueError without
    answers.
    """
    voters = sum(counts)
    if not voters:
        raise ValueError("Without answers there is no middle")
    ends = list(accumulate(counts))
    return bisect_right(ends, (voters - 1) // 2), bisect_right(ends, voters // 2)


def median_places(count: int) -> tuple[int, int] | None:
    """Between which two values in order, from 0, the median of all lies with 95 % at least.

    The smallest and the largest of the values may be too near one another to say that much: None
    for fewer than six. How many of n lie below the median is binomial with one half, whatever the
    distribution: W. R. Thompson, “On Confidence Ranges for the Median”, Annals of Mathematical
    Statistics 7 (1936), pp. 122–128. From a thousand on by the normal approximation.
    """
    if count < 6:
        return None
    if count >= _MANY:
        below = floor(count / 2 - Z_95 * count**0.5 / 2)
        return below - 1, count - below
    tail, outside = 0, 0
    while (tail + comb(count, outside)) * 40 <= 2**count:  # 2.5 % on either side
        tail += comb(count, outside)
        outside += 1
    return outside - 1, count - outside
