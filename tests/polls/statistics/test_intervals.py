"""Wilson's interval: published values, and what every interval keeps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.statistics.intervals import wilson


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
