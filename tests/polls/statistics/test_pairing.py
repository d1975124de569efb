"""The same voters asked twice: published tests, SciPy's arithmetic, and what every table keeps."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from polls.statistics.pairing import Method, gross_change, net_change, symmetry

TABLES = st.integers(2, 5).flatmap(
    lambda side: arrays(np.int64, (side, side), elements=st.integers(0, 60))
)


def test_mcnemar_of_many_changes() -> None:
    """A. Agresti, Categorical Data Analysis, 2nd ed., § 10.1.1: approval of the prime minister."""
    told = symmetry(np.array([[794, 150], [86, 570]]))

    assert told
    assert told.method == Method.MCNEMAR
    assert told.p == pytest.approx(stats.chi2.sf(64**2 / 236, 1))


@given(st.integers(0, 24), st.integers(0, 24))
def test_few_changes_are_judged_by_a_fair_coin(one: int, other: int) -> None:
    assume(0 < one + other < 25)
    told = symmetry(np.array([[7, one], [other, 9]]))

    assert told
    assert told.method == Method.EXACT
    assert told.p == pytest.approx(stats.binomtest(one, one + other).pvalue)


def test_bowker_of_more_answers() -> None:
    table = np.array([[100, 30, 12], [20, 90, 25], [22, 15, 80]])
    statistic = 10**2 / 50 + 10**2 / 34 + 10**2 / 40

    told = symmetry(table)

    assert told
    assert told.method == Method.BOWKER
    assert told.p == pytest.approx(stats.chi2.sf(statistic, 3))


def test_few_changes_between_answers_are_drawn_and_the_draw_is_the_same_each_time() -> None:
    table = np.array([[30, 9, 1], [1, 30, 2], [0, 2, 30]])
    told, again = symmetry(table), symmetry(table)

    assert told
    assert told == again
    assert told.method == Method.SIMULATED
    # exactly: three pairs of 10, 1 and 4 changes; every outcome weighed
    statistic = 8**2 / 10 + 1 + 0
    exact = sum(
        float(np.prod(stats.binom.pmf([a, b, c], [10, 1, 4], 0.5)))
        for a in range(11)
        for b in range(2)
        for c in range(5)
        if (2 * a - 10) ** 2 / 10 + (2 * b - 1) ** 2 + (2 * c - 4) ** 2 / 4 >= statistic - 1e-9
    )
    assert told.p == pytest.approx(exact, abs=0.01)


@settings(deadline=None)
@given(TABLES)
def test_no_direction_is_named_by_which_answer_stands_first(table: np.ndarray) -> None:
    turned = symmetry(table.T.copy())
    told = symmetry(table)

    assert (told is None) == (turned is None) == (gross_change(table) == 0)
    if told and turned:
        assert told.p == pytest.approx(turned.p, abs=0.02)
        assert 0 <= told.p <= 1


@given(TABLES)
def test_the_whole_moves_no_further_than_its_voters(table: np.ndarray) -> None:
    assert 0 <= net_change(table) <= gross_change(table) <= table.sum()
