"""Quantiles from a histogram, against the standard library's from the answers themselves."""

import statistics
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.statistics.quantiles import ordinal_median, quantile

answers = st.lists(st.integers(0, 100), min_size=2, max_size=200)


@given(answers)
def test_every_percentile_is_the_library_s(given_answers: list[int]) -> None:
    histogram = Counter(given_answers)
    expected = statistics.quantiles(given_answers, n=100, method="inclusive")
    found = [quantile(histogram, part / 100) for part in range(1, 100)]
    assert found == pytest.approx(expected)


@given(answers)
def test_the_ends_are_the_least_and_the_most(given_answers: list[int]) -> None:
    histogram = Counter(given_answers)
    assert quantile(histogram, 0) == min(given_answers)
    assert quantile(histogram, 1) == max(given_answers)


def test_values_that_nobody_gives_any_more_do_not_count() -> None:
    assert quantile({10: 0, 30: 2, 99: 0}, 0.5) == 30


@pytest.mark.parametrize("histogram", [{}, {50: 0}])
def test_without_answers_there_is_no_quantile(histogram: dict[int, int]) -> None:
    with pytest.raises(ValueError, match="Without answers"):
        quantile(histogram, 0.5)


@pytest.mark.parametrize("part", [-0.1, 1.1, float("nan")])
def test_a_part_beyond_the_answers_is_refused(part: float) -> None:
    with pytest.raises(ValueError, match="no part"):
        quantile({1: 1}, part)


@given(st.lists(st.integers(0, 20), min_size=1, max_size=7).filter(any))
def test_the_ordinal_median_is_the_two_middle_answers(counts: list[int]) -> None:
    places = [place for place, count in enumerate(counts) for _answer in range(count)]
    expected = (statistics.median_low(places), statistics.median_high(places))
    assert ordinal_median(counts) == expected


def test_a_scale_without_answers_has_no_median() -> None:
    with pytest.raises(ValueError, match="Without answers"):
        ordinal_median([0, 0, 0])
