"""Whether two answers of the same voters have to do with one another, and how much."""

from collections.abc import Callable
from dataclasses import dataclass
from math import lgamma, sqrt

import numpy as np
from numpy.typing import NDArray

from polls.statistics.intervals import Interval
from polls.statistics.tails import chi2_tail, noncentral_chi2

type Counts = NDArray[np.int64] | NDArray[np.float64]

# W. G. Cochran, “Some Methods for Strengthening the Common χ² Tests”, Biometrics 10 (1954),
# pp. 417–451: the χ² distribution is not to be trusted beyond these.
SMALL_EXPECTED = 5
TOO_MANY_SMALL = 0.2
TOO_SMALL = 1
PRECISION = 60  # halvings


@dataclass(frozen=True)
class Independence:
    """How often chance alone gives a table at least so far from independence."""

    statistic: float
    degrees: int
    p: float
    exact: bool
    """Whether p is Fisher's, of a table of two by two with a small expected count."""
    rough: bool
    """Whether expected counts are so small that p is rough."""


@dataclass(frozen=True)
class Strength:
    """Cramér's V, from 0 for none to 1 for complete, with its 95 % interval."""

    value: float
    interval: Interval


def independence(table: Counts) -> Independence | None:
    """Pearson's χ² test; None where all voters are in one row or one column.

    K. Pearson, Philosophical Magazine 50 (1900), pp. 157–175. Rough where Cochran's rule is broken:
    an expected count under 1, or more than a fifth of them under 5. Of two by two whole counts
    with an expected one under 5, p is by Fisher's exact test (R. A. Fisher, Statistical Methods for
    Research Workers, 5th ed. (1934), § 21.02): of all tables with the same totals, those no
    likelier than this one.
    """
    table = _without_empty(table)
    if min(table.shape) < 2:
        return None
    expected = _expected(table)
    statistic, degrees = _chi2(table)
    small = expected < SMALL_EXPECTED
    if table.shape == (2, 2) and small.any() and np.issubdtype(table.dtype, np.integer):
        return Independence(statistic, degrees, _fisher(table), exact=True, rough=False)
    rough = bool(small.mean() > TOO_MANY_SMALL or expected.min() < TOO_SMALL)
    return Independence(statistic, degrees, chi2_tail(statistic, degrees), exact=False, rough=rough)


def strength(table: Counts) -> Strength | None:
    """Cramér's V, corrected for bias; None where all voters are in one row or one column.

    W. Bergsma, “A Bias-Correction for Cramér's V and Tschuprow's T”, Journal of the Korean
    Statistical Society 42 (2013), pp. 323–328; uncorrected, V of a few voters is never near 0. Its
    interval holds those strengths under which χ² as found is among the middle 95 %, by the
    noncentral χ² distribution: M. Smithson, Confidence Intervals (Sage 2003), ch. 4.
    """
    table = _without_empty(table)
    if min(table.shape) < 2:
        return None
    voters = float(table.sum())
    statistic, degrees = _chi2(table)
    whole = voters * (min(table.shape) - 1)
    value = _corrected(table, statistic, voters)
    low, high = (
        sqrt(_noncentrality(statistic, degrees, below) / whole) for below in (0.975, 0.025)
    )
    return Strength(value, Interval(min(low, value), min(1.0, max(high, value))))


def _without_empty(table: Counts) -> Counts:
    kept: Counts = table[table.any(axis=1)][:, table.any(axis=0)]
    return kept


def _expected(table: Counts) -> NDArray[np.float64]:
    rows, columns = table.sum(axis=1, keepdims=True), table.sum(axis=0, keepdims=True)
    expected: NDArray[np.float64] = rows * columns / table.sum()
    return expected


def _chi2(table: Counts) -> tuple[float, int]:
    """χ² and its degrees of freedom."""
    expected = _expected(table)
    rows, columns = table.shape
    return float(((table - expected) ** 2 / expected).sum()), (rows - 1) * (columns - 1)


def _corrected(table: Counts, statistic: float, voters: float) -> float:
    rows, columns = table.shape
    if voters <= 1:
        return 0.0
    excess = max(0.0, statistic / voters - (rows - 1) * (columns - 1) / (voters - 1))
    sides = [side - (side - 1) ** 2 / (voters - 1) for side in (rows, columns)]
    widest = min(sides) - 1
    return min(1.0, sqrt(excess / widest)) if widest > 0 else 0.0


def _noncentrality(statistic: float, degrees: int, below: float) -> float:
    """The noncentrality under which so large a part lies below the statistic; at least 0."""

    def part(noncentrality: float) -> float:
        return noncentral_chi2(statistic, degrees, noncentrality)

    if part(0) <= below:
        return 0.0
    highest = statistic + 10 * sqrt(statistic + degrees) + 50
    return _where_falling(part, below, highest)


def _where_falling(part: Callable[[float], float], below: float, highest: float) -> float:
    low, high = 0.0, highest
    for _halving in range(PRECISION):
        middle = (low + high) / 2
        low, high = (middle, high) if part(middle) > below else (low, middle)
    return (low + high) / 2


def _fisher(table: Counts) -> float:
    """The probability of all tables of these totals that are no likelier than this one."""
    (a, b), (c, d) = ([int(count) for count in row] for row in table)
    row, column, voters = a + b, a + c, a + b + c + d
    counts = range(max(0, row + column - voters), min(row, column) + 1)
    logarithms = np.array([_ways(row, one) + _ways(voters - row, column - one) for one in counts])
    chances = np.exp(logarithms - _ways(voters, column))
    return min(1.0, float(chances[chances <= chances[a - counts[0]] * (1 + 1e-7)].sum()))


def _ways(many: int, chosen: int) -> float:
    """The logarithm of the number of ways to choose."""
    return lgamma(many + 1) - lgamma(chosen + 1) - lgamma(many - chosen + 1)
