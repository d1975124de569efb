"""Shares and how well a count knows them."""

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

# The standard normal deviate that leaves 2.5 % on either side.
Z_95 = 1.959963984540054


class Interval(NamedTuple):
    """A range of shares, both ends between 0 and 1."""

    low: float
    high: float


def wilson(count: float, total: float, *, z: float = Z_95) -> Interval:
    """The score interval of a binomial share, 95 % by default.

    E. B. Wilson, “Probable Inference, the Law of Succession, and Statistical Inference”,
    JASA 22 (1927), pp. 209–212. Without ballots nothing is known: (0, 1).
    Raises ValueError unless 0 ≤ count ≤ total.
    """
    if not 0 <= count <= total:
        raise ValueError(f"{count} of {total} is no share")
    if total == 0:
        return Interval(0.0, 1.0)
    share = count / total
    weight = z * z / total
    centre = (share + weight / 2) / (1 + weight)
    reach = z * sqrt(share * (1 - share) / total + weight / (4 * total)) / (1 + weight)
    # Rounding may carry an end past a certain share by an ulp; the interval holds its share.
    return Interval(max(0.0, min(share, centre - reach)), min(1.0, max(share, centre + reach)))


def simultaneous(counts: Sequence[int], total: int) -> list[Interval]:
    """The intervals of all shares of one whole, which hold together with 95 %, in the same order.

    ``total`` is at least the sum of the counts, and more where some of the whole is not told.

    L. A. Goodman, “On Simultaneous Confidence Intervals for Multinomial Proportions”,
    Technometrics 7 (1965), pp. 247–254: the score interval of each of k shares at 1 - 0.05 / k, so
    that by Bonferroni's inequality all k hold at once. Two shares are one question: what is known
    of the one is known of the other, and both have Wilson's interval. Without ballots (0, 1) each.

    Why not C. P. Sison and J. Glaz, JASA 90 (1995), pp. 366–369: theirs are narrower, but equally
    wide for every share, so that a rare answer gets less than 0 as its limit, and cover less than
    95 % where shares are uneven and voters few (W. L. May and W. D. Johnson, Communications in
    Statistics 24 (1995), pp. 495–518), which is where readers need them.
    Raises ValueError unless every count is between 0 and the total.
    """
    z = NormalDist().inv_cdf(1 - 0.025 / len(counts)) if len(counts) > 2 else Z_95
    return [wilson(count, total, z=z) for count in counts]
