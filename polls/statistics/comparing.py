"""Whether two shares, or several groups' times, differ by more than chance."""

from collections.abc import Sequence
from math import log, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from polls.statistics.intervals import wilson
from polls.statistics.tails import chi2_tail

# Probabilities that differ by rounding alone count as equal, as R and SciPy have it.
_TIE = 1 + 1e-7


class Difference(NamedTuple):
    """A range for the difference of two shares, both ends between -1 and 1."""

    low: float
    high: float


def newcombe(count: int, total: int, other_count: int, other_total: int) -> Difference:
    """The 95 % interval for the first share less the other, of two groups of different people.

    Method 10 (hybrid score, from Wilson's intervals) of R. G. Newcombe, “Interval Estimation for
    the Difference between Independent Proportions”, Statistics in Medicine 17 (1998), pp. 873–890.
    Where one group is empty nothing is known: (-1, 1).
    Raises ValueError unless each count is between 0 and its total.
    """
    ours, theirs = wilson(count, total), wilson(other_count, other_total)
    if not total or not other_total:
        return Difference(-1.0, 1.0)
    share, other = count / total, other_count / other_total
    down = sqrt((share - ours.low) ** 2 + (theirs.high - other) ** 2)
    up = sqrt((ours.high - share) ** 2 + (other - theirs.low) ** 2)
    return Difference(max(-1.0, share - other - down), min(1.0, share - other + up))


def fisher(count: int, total: int, other_count: int, other_total: int) -> float:
    """How probable shares at least this different are by chance alone: the exact two-sided test.

    R. A. Fisher, Statistical Methods for Research Workers, 5th ed. (1934), § 21.02: with all
    margins given the count is hypergeometric; added up are the probabilities of all tables that
    are no more probable than the one at hand. 1 where nothing can differ.
    Raises ValueError unless each count is between 0 and its total.
    """
    if not (0 <= count <= total and 0 <= other_count <= other_total):
        raise ValueError("a count is between 0 and its total")
    drawn, people = count + other_count, total + other_total
    lowest, highest = max(0, drawn - other_total), min(total, drawn)
    if lowest == highest:
        return 1.0
    logs = _log_factorials(people)
    here = np.arange(lowest, highest + 1)
    density = (
        logs[total]
        - logs[here]
        - logs[total - here]
        + logs[other_total]
        - logs[drawn - here]
        - logs[other_total - drawn + here]
        - (logs[people] - logs[drawn] - logs[people - drawn])
    )
    observed = density[count - lowest]
    probable = density[density <= observed + log(_TIE)]
    return min(1.0, float(np.exp(probable).sum()))


def holm(probabilities: Sequence[float]) -> list[float]:
    """The probabilities of several tests, corrected so that all hold together; in the same order.

    S. Holm, “A Simple Sequentially Rejective Multiple Test Procedure”, Scandinavian Journal of
    Statistics 6 (1979), pp. 65–70: of m, the smallest is multiplied by m, the next by m - 1, and
    none is less than the one before it. Under 0.05, then, there is at most a chance of 5 % that
    any difference was called one that is none.
    """
    corrected = [0.0] * len(probabilities)
    largest = 0.0
    order = sorted(range(len(probabilities)), key=probabilities.__getitem__)
    for rank, place in enumerate(order):
        largest = max(largest, min(1.0, probabilities[place] * (len(order) - rank)))
        corrected[place] = largest
    return corrected


def kruskal_wallis(groups: Sequence[Sequence[float]]) -> float:
    """How probable ranks at least this uneven are by chance, among two or more groups.

    W. H. Kruskal and W. A. Wallis, “Use of Ranks in One-Criterion Variance Analysis”, JASA 47
    (1952), pp. 583–621, with their correction for ties; H is compared with χ², which holds from
    about five in each group. For two groups it is the test of Mann and Whitney without correction
    for continuity. 1 where all are equal. Raises ValueError unless there are two groups, none
    empty.
    """
    if len(groups) < 2 or not all(len(group) for group in groups):
        raise ValueError("two groups at least, and somebody in each")
    values = np.concatenate([np.asarray(group, dtype=float) for group in groups])
    ranks, ties = _ranks(values)
    count = len(values)
    evenness = 1 - float((ties**3 - ties).sum()) / (count**3 - count)
    if evenness <= 0:
        return 1.0
    ends = np.cumsum([len(group) for group in groups])[:-1]
    sums = sum(float(part.sum()) ** 2 / len(part) for part in np.split(ranks, ends))
    statistic = (12 / (count * (count + 1)) * sums - 3 * (count + 1)) / evenness
    return chi2_tail(max(0.0, statistic), len(groups) - 1)


def _log_factorials(most: int) -> NDArray[np.float64]:
    """ln 0!, ln 1!, … up to ln ``most``!"""
    logs = np.zeros(most + 1)
    logs[1:] = np.cumsum(np.log(np.arange(1, most + 1)))
    return logs


def _ranks(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The rank of each value, from 1, equal ones sharing their middle; how many share each."""
    _distinct, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return (ends - (counts - 1) / 2)[places], counts.astype(float)
