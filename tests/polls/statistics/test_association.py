"""Association: published figures, SciPy's arithmetic, and what every table keeps."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from polls.statistics.association import independence, strength

TABLES = st.tuples(st.integers(2, 5), st.integers(2, 5)).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.integers(1, 90))
)
HAIR_AND_EYES = np.array([[68, 119, 26, 7], [20, 84, 17, 94], [15, 54, 14, 10], [5, 29, 14, 16]])


def test_hair_and_eyes() -> None:
    """R. D. Snee, The American Statistician 28 (1974), pp. 9–12: χ² = 138.29 on 9 degrees."""
    told = independence(HAIR_AND_EYES)

    assert told
    assert (round(told.statistic, 2), told.degrees) == (138.29, 9)
    assert told.p < 1e-20
    assert not told.rough


@given(TABLES)
def test_the_test_is_scipy_s(table: np.ndarray) -> None:
    theirs = stats.chi2_contingency(table, correction=False)
    ours = independence(table)

    assert ours
    assert ours.statistic == pytest.approx(theirs.statistic)
    if not ours.exact:
        assert ours.p == pytest.approx(theirs.pvalue, abs=1e-9)


@given(arrays(np.int64, (2, 2), elements=st.integers(0, 30)))
def test_small_tables_of_two_by_two_are_judged_exactly(table: np.ndarray) -> None:
    told = independence(table)
    if told and told.exact:
        assert told.p == pytest.approx(stats.fisher_exact(table).pvalue, abs=1e-9)


@pytest.mark.parametrize(
    ("table", "rough"),
    [
        ([[20, 20, 20], [20, 20, 20]], False),
        ([[20, 20, 1], [20, 20, 1]], True),
        ([[200, 200, 4], [200, 200, 4], [90, 90, 90]], False),
    ],
)
def test_small_expected_counts_are_told(table: list[list[int]], rough: bool) -> None:
    told = independence(np.array(table))
    assert told
    assert told.rough == rough


@settings(deadline=None)
@given(TABLES)
def test_strength_is_between_none_and_complete_and_in_its_interval(table: np.ndarray) -> None:
    told = strength(table)

    assert told
    assert 0 <= told.interval.low <= told.value <= told.interval.high <= 1


@settings(deadline=None)
@given(TABLES)
def test_strength_is_cramer_s_less_its_bias(table: np.ndarray) -> None:
    plain = stats.contingency.association(table, method="cramer")
    voters, (rows, columns) = table.sum(), table.shape
    phi2 = plain**2 * (min(rows, columns) - 1)
    excess = max(0, phi2 - (rows - 1) * (columns - 1) / (voters - 1))
    sides = [side - (side - 1) ** 2 / (voters - 1) for side in table.shape]

    told = strength(table)

    assert told
    assert told.value == pytest.approx(min(1, sqrt(excess / (min(sides) - 1))), abs=1e-9)


@settings(deadline=None)
@given(TABLES)
def test_the_interval_holds_the_strengths_that_chance_allows(table: np.ndarray) -> None:
    told, tried = strength(table), independence(table)
    assert told
    assert tried
    whole = table.sum() * (min(table.shape) - 1)
    for limit, part in ((told.interval.low, 0.975), (told.interval.high, 0.025)):
        if 0 < limit < 1 and limit != told.value:
            found = stats.ncx2.cdf(tried.statistic, tried.degrees, limit**2 * whole)
            assert found == pytest.approx(part, abs=1e-6)


def test_complete_and_no_association() -> None:
    complete, none = strength(np.diag([40, 40, 40])), strength(np.full((3, 3), 20))
    assert complete
    assert none
    assert complete.value == pytest.approx(1)
    assert (none.value, none.interval.low) == (0, 0)


@pytest.mark.parametrize("table", [[[5, 6], [0, 0]], [[5, 0], [9, 0]], [[0, 0], [0, 0]]])
def test_of_one_row_or_column_there_is_nothing_to_tell(table: list[list[int]]) -> None:
    assert independence(np.array(table)) is None
    assert strength(np.array(table)) is None
