"""Intervals: published values, another's arithmetic, and what every interval keeps."""

from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from polls.statistics.intervals import simultaneous, wilson


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_published_intervals(count: int, total: int, low: float, high: float) -> None:
    assert wilson(count, total) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 10**7).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_within_certainty(counted: tuple[int, int]) -> None:
    count, total = counted
    low, high = wilson(count, total)
    assert 0 <= low <= count / total <= high <= 1


def test_without_ballots_nothing_is_known() -> None:
    assert wilson(0, 0) == (0, 1)


@pytest.mark.parametrize(("count", "total"), [(-1, 5), (6, 5)])
def test_no_share_has_no_interval(count: int, total: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(count, total)


def goodman(counts: list[int], total: int) -> list[tuple[float, float]]:
    """Goodman's limits as his equation has them, solved for both roots with SciPy's quantile."""
    b = stats.chi2.ppf(1 - 0.05 / len(counts), 1)
    roots = [np.roots([total + b, -(2 * count + b), count**2 / total]) for count in counts]
    return [(float(min(both.real)), float(max(both.real))) for both in roots]


def test_the_published_simultaneous_intervals() -> None:
    """C. P. Sison and J. Glaz, JASA 90 (1995), example 1: Goodman's limits, to three decimals."""
    counts = [56, 72, 73, 59, 62, 87, 58]
    published = [(0.085, 0.166), (0.115, 0.204), (0.116, 0.207), (0.091, 0.173)]

    for ours, theirs in zip(simultaneous(counts, sum(counts)), published, strict=False):
        assert ours == pytest.approx(theirs, abs=1e-3)


@settings(deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=3, max_size=12).filter(any))
def test_simultaneous_intervals_solve_goodmans_equation(counts: list[int]) -> None:
    ours = simultaneous(counts, sum(counts))

    for one, theirs in zip(ours, goodman(counts, sum(counts)), strict=True):
        assert one == pytest.approx(theirs, abs=1e-6)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any))
def test_holding_together_takes_no_less_room_than_holding_alone(counts: list[int]) -> None:
    total = sum(counts)
    for count, (low, high) in zip(counts, simultaneous(counts, total), strict=True):
        alone = wilson(count, total)
        assert low <= alone.low <= count / total <= alone.high <= high


@given(st.integers(0, 500), st.integers(0, 500))
def test_two_shares_are_one_question(one: int, other: int) -> None:
    total = one + other
    assert simultaneous([one, other], total) == [wilson(one, total), wilson(other, total)]


@pytest.mark.parametrize("shares", [(0.5, 0.3, 0.2), (0.9, 0.07, 0.03), (0.34, 0.33, 0.33)])
def test_all_shares_are_held_in_about_nineteen_of_twenty_surveys(shares: tuple[float, ...]) -> None:
    """The coverage of all three at once, summed exactly over every outcome of forty votes.

    A score interval covers what it says on average; for a rare answer it may be a little less.
    """
    votes, covered = 40, 0.0
    for first in range(votes + 1):
        for second in range(votes + 1 - first):
            counts = [first, second, votes - first - second]
            held = zip(simultaneous(counts, votes), shares, strict=True)
            if all(low <= share <= high for (low, high), share in held):
                ways = comb(votes, first) * comb(votes - first, second)
                covered += ways * float(np.prod(np.power(shares, counts)))

    assert covered >= 0.945
