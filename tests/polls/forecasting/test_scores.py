"""Forecasts that move, are withdrawn and come out one way or another, from cast to score."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from polls.forecasting import holding
from polls.forecasting.outcomes import outcome_of
from polls.forecasting.resolving import (
    NotAllowed,
    NotForecast,
    NothingCorrected,
    NotYet,
    Overtaken,
    resolve,
)
from polls.forecasting.scoring import Scores, scores
from polls.kinds import Answer
from polls.models import Question, Resolution, Voter
from polls.models.outlook import ResolutionKept
from polls.statistics.quantiles import quantile
from polls.voting import cast, withdraw
from tests.factories import QuestionFactory, UserFactory, VoterFactory

START = datetime(2024, 3, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
EVIDENCE = {"fr": "Le juge l’a dit.", "en": "The judge said so."}


def forecast(**about: object) -> Question:
    made: Question = QuestionFactory(kind=Question.Kind.FORECAST, choices=1, **about)
    return made


def say(question: Question, voter: Voter, percent: int, *, at: datetime) -> None:
    answer = Answer({question.choices.get().pk: percent})
    cast(question=question, voter=voter, answer=answer, now=at)


def resolved(question: Question, outcome: str, *, at: datetime, now: datetime) -> Resolution:
    newest = question.resolutions.first()
    return resolve(
        question=question,
        outcome=outcome,
        happened_at=at,
        evidence=EVIDENCE,
        editor=UserFactory(is_superuser=True, is_staff=True),
        seen=newest.pk if newest else None,
        now=now,
    )


def scores_of(question: Question, resolution: Resolution) -> Scores:
    question.refresh_from_db()
    found = scores(question, resolution)
    assert found is not None
    return found


@pytest.mark.django_db
def test_a_reader_is_scored_by_the_time_each_forecast_was_held() -> None:
    question, reader = forecast(), VoterFactory()
    say(question, reader, 20, at=START)
    say(question, reader, 80, at=START + 3 * HOUR)
    resolution = resolved(question, "yes", at=START + 4 * HOUR, now=START + 9 * HOUR)

    found = scores_of(question, resolution)

    assert found.readers.tolist() == pytest.approx([(3 * 0.64 + 0.04) / 4])
    assert found.crowd == found.average == pytest.approx(found.readers.mean())


@pytest.mark.django_db
def test_the_crowd_is_scored_over_the_time_that_anything_stood() -> None:
    question, first, second = forecast(), VoterFactory(), VoterFactory()
    say(question, first, 100, at=START)
    say(question, second, 0, at=START + HOUR)
    withdraw(question=question, voter=first, now=START + 2 * HOUR)
    withdraw(question=question, voter=second, now=START + 3 * HOUR)
    resolution = resolved(question, "yes", at=START + 8 * HOUR, now=START + 9 * HOUR)

    found = scores_of(question, resolution)

    # an hour each of 100 %, of a median of 50 % with an average of (0 + 1) / 2, and of 0 %
    assert found.crowd == pytest.approx((0 + 0.25 + 1) / 3)
    assert found.average == pytest.approx((0 + 0.5 + 1) / 3)
    assert found.readers.tolist() == pytest.approx([0, 1])


@pytest.mark.django_db
def test_what_was_said_after_it_was_known_counts_for_nothing() -> None:
    question, early, late = forecast(), VoterFactory(), VoterFactory()
    say(question, early, 30, at=START)
    say(question, late, 100, at=START + 5 * HOUR)
    say(question, early, 100, at=START + 6 * HOUR)
    resolution = resolved(question, "yes", at=START + 4 * HOUR, now=START + 7 * HOUR)

    assert scores_of(question, resolution).readers.tolist() == pytest.approx([0.49])
    assert outcome_of(question, late).own is None  # type: ignore[union-attr]
    own = outcome_of(question, early)
    assert own is not None
    assert own.own is not None
    assert own.own.brier == pytest.approx(0.49)
    assert own.ahead_of is None


@pytest.mark.django_db
def test_a_reader_learns_how_many_did_worse() -> None:
    question = forecast()
    readers = [VoterFactory() for _each in range(5)]
    for reader, percent in zip(readers, (90, 60, 60, 40, 10), strict=True):
        say(question, reader, percent, at=START)
    resolved(question, "yes", at=START + HOUR, now=START + HOUR)
    question.refresh_from_db()

    with translation.override("en"):
        told = [outcome_of(question, one).ahead_of for one in readers]  # type: ignore[union-attr]

    assert told == ["100%", "63%", "63%", "25%", "0%"]


@pytest.mark.django_db
def test_nobody_is_scored_where_it_cannot_be_said() -> None:
    question, reader = forecast(), VoterFactory()
    say(question, reader, 30, at=START)
    resolution = resolved(question, "void", at=START + HOUR, now=START + HOUR)
    question.refresh_from_db()
    assert scores(question, resolution) is None
    told = outcome_of(question, reader)
    assert told is not None
    assert (told.scores, told.own) == (None, None)


@pytest.mark.django_db
def test_resolving_closes_the_question_and_a_correction_stays_beside_what_it_corrects() -> None:
    question = forecast()
    version = question.edition
    first = resolved(question, "yes", at=START, now=START + HOUR)
    question.refresh_from_db()
    assert (question.outcome, question.state(now=START + 2 * HOUR)) == ("yes", "closed")
    assert question.edition == version + 1

    second = resolved(question, "no", at=START, now=START + 3 * HOUR)
    question.refresh_from_db()
    assert question.outcome == "no"
    assert list(question.resolutions.values_list("pk", "outcome")) == [
        (second.pk, "no"),
        (first.pk, "yes"),
    ]
    with pytest.raises(ResolutionKept):
        first.save()
    with pytest.raises(ResolutionKept):
        Resolution.objects.filter(pk=first.pk).update(outcome="no")


@pytest.mark.django_db
def test_what_cannot_be_resolved_changes_nothing() -> None:
    question, editor = forecast(), UserFactory(is_superuser=True, is_staff=True)
    told: dict[str, Any] = {
        "evidence": EVIDENCE,
        "now": START + HOUR,
        "outcome": "yes",
        "happened_at": START,
    }
    with pytest.raises(NotAllowed):
        resolve(question=question, editor=UserFactory(), **told)
    with pytest.raises(NotYet):
        resolve(question=question, editor=editor, **(told | {"happened_at": START + 2 * HOUR}))
    with pytest.raises(NotForecast):
        resolve(question=QuestionFactory(), editor=editor, **told)
    kept = resolve(question=question, editor=editor, **told)
    with pytest.raises(Overtaken):
        resolve(question=question, editor=editor, **told)
    with pytest.raises(NothingCorrected):
        resolve(question=question, editor=editor, seen=kept.pk, **told)
    assert list(Resolution.objects.all()) == [kept]


@pytest.mark.django_db
def test_readers_see_the_outcome_and_their_own_score(client: Client) -> None:
    question = forecast()
    address = f"/en/{question.article.slug}/{question.slug}/"
    client.post(f"{address}vote/", {"probability": "80"})
    now = datetime.now(UTC) + timedelta(seconds=2)
    resolved(question, "yes", at=now, now=now)

    page = client.get(address).content.decode()
    assert "It happened" in page
    assert "The judge said so." in page
    assert "Your Brier score is <strong>0.04</strong>" in page
    assert "Your Brier score" not in Client().get(address).content.decode()

    results = client.get(f"/en/{question.article.slug}/results/").content.decode()
    assert "1 reader is scored" in results
    assert "calibration-title" in results


turns = st.lists(
    st.tuples(st.integers(0, 3), st.none() | st.integers(0, 100)), min_size=1, max_size=25
)


@given(turns)
def test_the_course_is_that_of_what_stood_at_each_moment(
    moves: list[tuple[int, int | None]],
) -> None:
    """Against a plain dictionary of who says what, at every moment."""
    changes = [(float(at), who, percent) for at, (who, percent) in enumerate(moves)]
    until = datetime.fromtimestamp(len(moves) - 1, UTC)

    drawn = holding.course(changes, until=until, points=len(moves))

    stood: dict[int, int] = {}
    for moment, (_at, who, percent) in zip(drawn, changes, strict=False):
        stood.pop(who, None)
        if percent is not None:
            stood[who] = percent
        assert moment.forecasters == len(stood)
        histogram = {value: list(stood.values()).count(value) for value in stood.values()}
        if stood:
            expected = [quantile(histogram, part) for part in (0.25, 0.5, 0.75)]
            assert [moment.lower, moment.median, moment.upper] == pytest.approx(expected)
        else:
            assert moment.median is None


class TestScoresAgainstPlainSums(TestCase):
    """What the sweep over all changes gives, against sums over seconds."""

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(turns, st.booleans())
    def test_it(self, moves: list[tuple[int, int | None]], happened: bool) -> None:
        question, voters = forecast(), [VoterFactory() for _each in range(4)]
        stood: dict[int, int] = {}
        crowd, average = list[float](), list[float]()
        own: dict[int, list[float]] = {who: [] for who in range(4)}
        for hour, (who, percent) in enumerate(moves):
            at = START + hour * HOUR
            if percent is not None:
                say(question, voters[who], percent, at=at)
                stood[who] = percent
            elif stood.pop(who, None) is not None:
                withdraw(question=question, voter=voters[who], now=at)
            off = {who: (said / 100 - happened) ** 2 for who, said in stood.items()}
            for reader, score in off.items():
                own[reader].append(score)
            if stood:
                histogram = {said: list(stood.values()).count(said) for said in stood.values()}
                crowd.append((quantile(histogram, 0.5) / 100 - happened) ** 2)
                average.append(sum(off.values()) / len(off))
        end = START + len(moves) * HOUR
        resolution = resolved(question, "yes" if happened else "no", at=end, now=end)
        question.refresh_from_db()

        found = scores(question, resolution)

        if not crowd:
            assert found is None
            return
        assert found is not None
        assert found.crowd == pytest.approx(sum(crowd) / len(crowd))
        assert found.average == pytest.approx(sum(average) / len(average))
        means = sorted(sum(one) / len(one) for one in own.values() if one)
        assert found.readers.tolist() == pytest.approx(means)
