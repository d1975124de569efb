"""A probability: the median of the forecasts, their middle half and how they spread."""

import pytest

from polls.kinds.forecast import ForecastResult
from polls.models import Question
from tests.factories import QuestionFactory
from tests.polls.kinds.ballots import cast_all, drawn, problems_of, result_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

TEN = (0, 9, 10, 20, 30, 40, 50, 60, 99, 100)


def forecast(*probabilities: int) -> Question:
    question: Question = QuestionFactory(kind="forecast", choices=1)
    cast_all(question, *[{"choice-1": value} for value in probabilities])
    return question


def outcome(question: Question) -> ForecastResult:
    result = result_of(question)
    assert isinstance(result, ForecastResult)
    return result


@pytest.mark.parametrize(
    ("probabilities", "sentence"),
    [
        ((), "Nobody has given a forecast yet."),
        ((30,), "The only forecast so far gives 30%."),
        ((30, 35), "The median of 2 forecasts is 32.5%; they range over 30–35%."),
        ((30, 30), "The median of 2 forecasts is 30%; they range over 30%."),
        (TEN, "The median of 10 forecasts is 35%; the middle half gives 12.5–57.5%."),
        ((20,) * 10, "The median of 10 forecasts is 20%; the middle half gives 20%."),
    ],
)
def test_the_sentence_tells_the_middle(probabilities: tuple[int, ...], sentence: str) -> None:
    assert outcome(forecast(*probabilities)).sentence == sentence


def test_ten_bins_hold_every_forecast_once() -> None:
    bins = outcome(forecast(*TEN)).bins
    assert [(one.label, one.count) for one in bins] == [
        ("0–9%", 2),
        ("10–19%", 1),
        ("20–29%", 1),
        ("30–39%", 1),
        ("40–49%", 1),
        ("50–59%", 1),
        ("60–69%", 1),
        ("70–79%", 0),
        ("80–89%", 0),
        ("90–100%", 2),
    ]


def test_the_drawing_marks_the_median_and_the_middle_half() -> None:
    fragment = drawn(forecast(*TEN))
    assert '<rect class="quartiles" x="12.5" y="42" width="45" height="4" />' in fragment
    assert '<line class="median" x1="35" x2="35" y1="0" y2="46" />' in fragment


def test_few_forecasts_have_no_middle_half_and_no_shares() -> None:
    fragment = drawn(forecast(10, 20, 30))
    assert "quartiles" not in fragment
    assert "Share" not in fragment
    assert "20%" in fragment  # the median: a probability, not a share of the voters


def test_a_row_a_probability_is_exported() -> None:
    rows = outcome(forecast(30, 30, 70)).rows
    assert [(row.choice.slug, row.value, row.count) for row in rows] == [
        ("choice-1", 30, 2),
        ("choice-1", 70, 1),
    ]


@pytest.mark.parametrize("choices", [0, 2])
def test_a_forecast_of_nothing_or_of_two_things_cannot_be_asked(choices: int) -> None:
    question = QuestionFactory(kind="forecast", choices=choices)
    assert problems_of(question) == ["A forecast has exactly one choice: what may happen."]


def test_a_forecast_of_one_thing_can_be_asked() -> None:
    assert problems_of(forecast()) == []
