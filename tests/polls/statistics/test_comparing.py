"""Differences between groups, held against SciPy and against what their authors printed."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from polls.statistics.comparing import fisher, holm, kruskal_wallis, newcombe
from polls.statistics.quantiles import median_places

totals = st.integers(1, 400)
times = st.lists(st.integers(0, 30), min_size=1, max_size=25)
chances = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int, int, int]:
    total, other_total = draw(totals), draw(totals)
    count = draw(st.integers(0, total))
    return count, total, draw(st.integers(0, other_total)), other_total


@pytest.mark.parametrize(
    ("given", "low", "high"),
    [
        # Newcombe (1998), table II, method 10
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((10, 10, 0, 20), 0.6791, 1.0),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_the_interval_of_a_difference_is_newcombe_s(
    given: tuple[int, int, int, int], low: float, high: float
) -> None:
    assert newcombe(*given) == pytest.approx((low, high), abs=5e-5)


@given(shares())
def test_it_is_made_of_the_score_intervals(given: tuple[int, int, int, int]) -> None:
    count, total, other_count, other_total = given
    ours = stats.binomtest(count, total).proportion_ci(method="wilson")
    theirs = stats.binomtest(other_count, other_total).proportion_ci(method="wilson")
    share, other = count / total, other_count / other_total
    low = share - other - sqrt((share - ours.low) ** 2 + (theirs.high - other) ** 2)
    high = share - other + sqrt((ours.high - share) ** 2 + (other - theirs.low) ** 2)
    assert newcombe(*given) == pytest.approx((max(-1, low), min(1, high)), abs=1e-9)


@given(shares())
def test_turned_round_it_is_the_same_difference(given: tuple[int, int, int, int]) -> None:
    count, total, other_count, other_total = given
    low, high = newcombe(other_count, other_total, count, total)
    assert newcombe(*given) == pytest.approx((-high, -low), abs=1e-12)


def test_of_nobody_nothing_is_known() -> None:
    assert newcombe(0, 0, 3, 5) == (-1.0, 1.0)


@given(shares())
def test_the_exact_test_is_scipy_s(given: tuple[int, int, int, int]) -> None:
    count, total, other_count, other_total = given
    table = [[count, total - count], [other_count, other_total - other_count]]
    assert fisher(*given) == pytest.approx(stats.fisher_exact(table).pvalue, rel=1e-6, abs=1e-12)


def test_fisher_s_own_example() -> None:
    # Fisher (1934), § 21.02: of thirteen monozygotic twins of convicts ten were convicted too, of
    # seventeen dizygotic ones two
    assert fisher(10, 13, 2, 17) == pytest.approx(0.000537, abs=5e-6)


@pytest.mark.parametrize("given", [(-1, 3, 0, 2), (4, 3, 0, 2), (1, 3, 3, 2)])
def test_a_count_is_part_of_its_total(given: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="between 0 and its total"):
        fisher(*given)


def test_holm_s_correction_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []


@given(chances)
def test_the_correction_keeps_the_order_and_lies_between_none_and_bonferroni_s(
    given: list[float],
) -> None:
    corrected = holm(given)
    for raw, mended in zip(given, corrected, strict=True):
        assert raw <= mended <= min(1.0, raw * len(given)) + 1e-15
    order = np.argsort(given, kind="stable")
    assert list(np.sort(corrected)) == [corrected[place] for place in order]


@given(st.lists(times, min_size=2, max_size=6))
def test_the_test_of_ranks_is_scipy_s(given: list[list[int]]) -> None:
    assume(len({value for group in given for value in group}) > 1)
    expected = stats.kruskal(*given).pvalue
    assert kruskal_wallis(given) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@given(times, times)
def test_of_two_groups_it_is_mann_and_whitney_s(first: list[int], second: list[int]) -> None:
    assume(len({*first, *second}) > 1)
    other = stats.mannwhitneyu(first, second, method="asymptotic", use_continuity=False)
    # where the two are as alike as can be, H is a rounding error of 1e-14, and p its root from 1
    assert kruskal_wallis([first, second]) == pytest.approx(other.pvalue, rel=1e-9, abs=1e-6)


def test_where_all_are_equal_nothing_differs() -> None:
    assert kruskal_wallis([[3, 3], [3]]) == 1.0


@pytest.mark.parametrize("given", [[[1, 2]], [[1], []]])
def test_it_takes_two_groups_with_somebody_in_each(given: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="two groups"):
        kruskal_wallis(given)


@given(st.integers(1, 999))
def test_the_median_lies_where_scipy_says(count: int) -> None:
    test = stats.quantile_test(list(range(count)), q=0, p=0.5)
    low, high = test.confidence_interval(0.95)
    places = median_places(count)
    if places is None:
        assert count < 6
        assert np.isnan(low)
        assert np.isnan(high)
    else:
        assert places == (low, high)


@given(st.integers(1000, 10_000_000))
def test_of_many_it_lies_within_a_place_of_that(count: int) -> None:
    low, high = median_places(count) or (0, 0)
    exact = stats.binom.ppf(0.025, count, 0.5) - 1
    assert abs(low - exact) <= 1
    assert low + high == count - 1
