"""Shares and how well a count knows them."""

from math import sqrt
from typing import NamedTuple

# The standard normal deviate that leaves 2.5 % on either side.
Z_95 = 1.959963984540054


class Interval(NamedTuple):
    """A range of shares, both ends between 0 and 1."""

    low: float
    high: float


def wilson(count: int, total: int, *, z: float = Z_95) -> Interval:
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
