"""An opinion laid together with a forecast: each side's, and how far they are apart."""

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from polls.insight import wishes
from polls.kinds import Answer
from polls.models import Question
from polls.statistics.gaps import gap
from polls.voting import cast
from tests.factories import QuestionFactory, VoterFactory


def answer(opinion: Question, forecast: Question, slug: str | None, percent: int | None) -> None:
    voter, now = VoterFactory(), timezone.now()
    if slug:
        said = Answer({opinion.choices.get(slug=slug).pk: 1})
        cast(question=opinion, voter=voter, answer=said, now=now)
    if percent is not None:
        said = Answer({forecast.choices.get().pk: percent})
        cast(question=forecast, voter=voter, answer=said, now=now)


@pytest.fixture
def pair() -> tuple[Question, Question]:
    forecast = QuestionFactory(kind=Question.Kind.FORECAST, choices=1)
    opinion = QuestionFactory(article=forecast.article, forecast=forecast)
    return opinion, forecast


@pytest.mark.django_db
def test_both_sides_expect_otherwise(client: Client, pair: tuple[Question, Question]) -> None:
    for number in range(12):
        answer(*pair, "choice-1", 80 + number % 2)
        answer(*pair, "choice-2", 20)
    answer(*pair, "choice-1", None)
    answer(*pair, None, 55)

    told = wishes.part(pair[0].article, timezone.now())

    assert told is not None
    (wish,) = told.wishes
    assert [(side.words, side.voters, side.median) for side in wish.sides] == [
        ("«\xa0choice-1 (fr)\xa0»", 12, 80.5),
        ("«\xa0choice-2 (fr)\xa0»", 12, 20),
    ]
    assert wish.gap is not None
    assert wish.gap.difference == pytest.approx(60.5)
    assert wish.gap.is_more_than_chance
    page = client.get(f"/en/{pair[0].article.slug}/results/").content.decode()
    assert "60.5 points apart" in page
    assert "What readers want and what they expect go together." in page


@pytest.mark.django_db
def test_a_side_of_nine_is_not_told(pair: tuple[Question, Question]) -> None:
    for number in range(12):
        answer(*pair, "choice-1", 80)
        if number < 9:
            answer(*pair, "choice-2", 20)
    assert wishes.part(pair[0].article, timezone.now()) is None


@pytest.mark.django_db
def test_a_forecast_that_is_kept_back_keeps_the_pair_back(pair: tuple[Question, Question]) -> None:
    for _each in range(12):
        answer(*pair, "choice-1", 80)
        answer(*pair, "choice-2", 20)
    Question.objects.filter(pk=pair[1].pk).update(results="after_close")
    assert wishes.part(pair[0].article, timezone.now()) is None
    assert wishes.for_newsroom(pair[0].article, timezone.now()) is not None


percents = st.lists(st.integers(0, 100), min_size=30, max_size=120)


@settings(max_examples=20, deadline=None)
@given(percents, percents)
def test_the_interval_is_the_library_s_within_its_noise(
    first: list[int], second: list[int]
) -> None:
    found = gap(first, second)
    library = stats.bootstrap(
        (first, second),
        lambda one, other, axis: np.mean(one, axis=axis) - np.mean(other, axis=axis),
        n_resamples=2_000,
        method="percentile",
        rng=1,
    ).confidence_interval

    assert found.difference == pytest.approx(np.mean(first) - np.mean(second))
    noise = 0.1 * (library.high - library.low) + 0.6
    assert found.low == pytest.approx(library.low, abs=noise)
    assert found.high == pytest.approx(library.high, abs=noise)
    assert gap(first, second) == found


def test_there_is_no_gap_to_nobody() -> None:
    with pytest.raises(ValueError, match="two sets"):
        gap([], [50])
