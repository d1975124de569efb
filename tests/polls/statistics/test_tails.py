"""Tails of χ², held against SciPy's."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from polls.statistics.tails import chi2_tail, noncentral_chi2


@settings(deadline=None)
@given(st.floats(0, 5000), st.integers(1, 200))
def test_the_tail_is_scipy_s(value: float, degrees: int) -> None:
    assert chi2_tail(value, degrees) == pytest.approx(stats.chi2.sf(value, degrees), abs=1e-12)


@settings(deadline=None)
@given(st.floats(0, 20_000), st.integers(1, 100), st.floats(0, 20_000))
def test_the_noncentral_distribution_is_scipy_s(value: float, degrees: int, lam: float) -> None:
    theirs = stats.ncx2.cdf(value, degrees, lam) if lam else stats.chi2.cdf(value, degrees)
    assert noncentral_chi2(value, degrees, lam) == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize(("value", "degrees"), [(-0.1, 1), (1, 0)])
def test_there_is_no_such_distribution(value: float, degrees: int) -> None:
    with pytest.raises(ValueError, match="degrees of freedom"):
        chi2_tail(value, degrees)
