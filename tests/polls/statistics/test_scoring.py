"""Scores of forecasts, by their published definitions and against plain sums."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.statistics.intervals import wilson
from polls.statistics.scoring import Span, brier, calibration, held, logarithmic

probabilities = st.integers(0, 100).map(lambda percent: percent / 100)


@pytest.mark.parametrize(
    ("probability", "happened", "score"),
    [(1, True, 0), (1, False, 1), (0.5, True, 0.25), (0.5, False, 0.25), (0.7, True, 0.09)],
)
def test_a_brier_score_is_the_squared_distance(
    probability: float, happened: bool, score: float
) -> None:
    assert brier(probability, happened=happened) == pytest.approx(score)


@pytest.mark.parametrize(
    ("probability", "happened", "score"),
    [
        (0.5, True, log(2)),
        (0.25, False, -log(0.75)),
        (0, True, -log(0.005)),
        (1, True, -log(0.995)),
    ],
)
def test_a_logarithmic_score_is_finite_and_counts_what_happened(
    probability: float, happened: bool, score: float
) -> None:
    assert logarithmic(probability, happened=happened) == pytest.approx(score)


@given(probabilities)
def test_both_scores_are_proper(truth: float) -> None:
    """Whoever believes in a probability can expect no better score than by saying it."""
    for score in (brier, logarithmic):
        expected = [
            truth * score(said / 100, happened=True)
            + (1 - truth) * score(said / 100, happened=False)
            for said in range(101)
        ]
        assert expected[round(100 * truth)] == pytest.approx(min(expected), abs=0.006)


@given(
    st.lists(st.tuples(st.integers(0, 50), probabilities), min_size=1, max_size=8), st.booleans()
)
def test_a_forecast_counts_for_as_long_as_it_was_held(
    kept: list[tuple[int, float]], happened: bool
) -> None:
    start, spans = 0, []
    for length, probability in kept:
        spans.append(Span(start, start + length, probability))
        start += length + 1  # withdrawn for a second: that second counts for nothing
    seconds = [
        brier(probability, happened=happened)
        for length, probability in kept
        for _each in range(length)
    ]

    score = held(spans, happened=happened)

    if not seconds:
        assert score is None
        return
    assert score is not None
    assert score.seconds == len(seconds)
    assert score.brier == pytest.approx(sum(seconds) / len(seconds))


def test_forecasts_of_one_question_are_one_trial() -> None:
    (one,) = calibration([(1, 0.72, True)] * 40)
    assert (one.low, one.high, one.forecasts, one.questions) == (0.7, 0.8, 40, 1)
    assert [one.said, one.happened] == pytest.approx([0.72, 1])
    assert one.interval == wilson(1, 1)


def test_as_many_questions_with_as_many_forecasts_are_as_many_trials() -> None:
    given_ = [(question, 0.55, question < 3) for question in range(10) for _each in range(7)]
    (one,) = calibration(given_)
    assert one.happened == pytest.approx(0.3)
    assert one.interval == pytest.approx(wilson(3, 10))


@given(st.lists(st.tuples(st.integers(1, 5), probabilities, st.booleans()), max_size=60))
def test_every_forecast_is_in_one_bin(given_: list[tuple[int, float, bool]]) -> None:
    bins = calibration(given_)
    assert sum(one.forecasts for one in bins) == len(given_)
    for one in bins:
        assert one.low <= one.said <= one.high
        assert one.interval.low <= one.happened <= one.interval.high
