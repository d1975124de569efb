"""How far the means of two sets of whole percents are apart, and how well that is known."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 4_000
SEED = 19_790_101  # the same answers, the same interval


class Gap(NamedTuple):
    """A difference of means with its 95 % interval, in the unit of what was given."""

    difference: float
    low: float
    high: float

    @property
    def is_more_than_chance(self) -> bool:
        """Whether the interval is on one side of none at all."""
        return self.low > 0 or self.high < 0


def gap(first: Sequence[int], second: Sequence[int]) -> Gap:
    """The mean of the first less that of the second; both hold whole numbers from 0 to 100.

    The interval is the bootstrap's by percentiles (B. Efron, “Bootstrap Methods: Another Look at
    the Jackknife”, The Annals of Statistics 7 (1979), pp. 1–26): forecasts heap at round numbers
    and at both ends, so nothing is supposed of their distribution. Resamples are drawn from the
    histogram, in time that does not grow with the answers. Raises ValueError where one is empty.
    """
    if not len(first) or not len(second):
        raise ValueError("A gap is between two sets of answers")
    random = np.random.default_rng(SEED)
    apart = _means(first, random) - _means(second, random)
    low, high = np.quantile(apart, [0.025, 0.975]).tolist()
    return Gap(float(np.mean(first) - np.mean(second)), low, high)


def _means(given: Sequence[int], random: np.random.Generator) -> NDArray[np.float64]:
    histogram = np.bincount(np.asarray(given), minlength=101)
    drawn = random.multinomial(len(given), histogram / len(given), size=RESAMPLES)
    means: NDArray[np.float64] = drawn @ np.arange(len(histogram)) / len(given)
    return means
