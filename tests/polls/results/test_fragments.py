"""The public result: the same for everybody, kept once, answered with 304 where it is known."""

import os
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries, Settings
from redis import Redis

from polls.kinds import Answer
from polls.models import Question, Turnout
from polls.results import fragments
from polls.voting import cast
from tests.factories import ChoiceFactory, QuestionFactory, UserFactory, VoterFactory
from tests.polls.kinds.asking import Response, address, vote, withdraw
from tests.polls.kinds.ballots import cast_all, result_of

pytestmark = pytest.mark.django_db


def results(client: Client, question: Question, *, etag: str = "", **data: str) -> Response:
    headers = {"If-None-Match": etag} if etag else {}
    return client.get(address(question, "results"), data, headers=headers)


@pytest.fixture
def question() -> Question:
    made: Question = QuestionFactory()
    cast_all(made, {"choice-1": 1})
    return made


# What everybody gets


def test_a_public_result_may_be_kept_by_anyone_who_asks_again_each_time(
    client: Client, question: Question
) -> None:
    response = results(client, question)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=0, s-maxage=1"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies


@pytest.mark.parametrize("spelling", ["{etag}", "W/{etag}", '"other", {etag}', "*"])
def test_what_is_known_already_is_not_sent_again(
    spelling: str, client: Client, question: Question
) -> None:
    etag = results(client, question).headers["ETag"]
    response = results(client, question, etag=spelling.format(etag=etag))
    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["ETag"] == etag
    assert response.headers["Cache-Control"] == "public, max-age=0, s-maxage=1"


def test_the_page_shows_the_fragment_and_says_where_to_ask_for_its_news(
    client: Client, question: Question
) -> None:
    """For an open page that no stream reaches."""
    page = client.get(address(question)).content.decode()
    fragment = results(client, question).content.decode()
    assert fragment in page
    assert f'data-results="{address(question, "results")}"' in fragment
    assert f'data-version="{Turnout.objects.get(question=question).version}"' in fragment


# What makes news


def a_vote(question: Question) -> None:
    cast_all(question, {"choice-2": 1})


def a_new_label(question: Question) -> None:
    question.choices.update(label_en="Renamed")
    Turnout.objects.announce(question.pk)  # as every edit in the newsroom does


def a_new_choice(question: Question) -> None:
    ChoiceFactory(question=question)
    Turnout.objects.announce(question.pk)


def its_closing(question: Question) -> None:
    question.opens_at = timezone.now() - timedelta(days=2)
    question.closes_at = timezone.now() - timedelta(days=1)
    question.save()
    Turnout.objects.announce(question.pk)


@pytest.mark.parametrize("change", [a_vote, a_new_label, a_new_choice, its_closing])
def test_every_change_of_what_is_shown_is_news(
    change: Any, client: Client, question: Question
) -> None:
    before = results(client, question)
    change(question)
    after = results(client, question, etag=before.headers["ETag"])
    assert after.status_code == 200
    assert after.content != before.content


def test_each_language_and_each_place_has_its_own(client: Client, question: Question) -> None:
    english = results(client, question)
    again = results(client, question, slot="again")
    french = client.get(address(question, "results").replace("/en/", "/fr/"))
    assert len({response.headers["ETag"] for response in (english, again, french)}) == 3
    assert "choice-1 (fr)" in french.content.decode()
    assert f'id="question-{question.pk}-again-result"' in again.content.decode()


def test_a_place_that_does_not_exist_is_the_first(client: Client, question: Question) -> None:
    assert results(client, question, slot="<x>").content == results(client, question).content


# Whom a result is hidden from


def test_before_the_vote_a_result_is_hidden_and_after_it_private(client: Client) -> None:
    question = QuestionFactory(results="after_vote")
    hidden = results(client, question)
    vote(client, question, {"choice": "choice-1"})
    shown = results(client, question)
    etag = shown.headers["ETag"]
    withdraw(client, question)
    hidden_again = results(client, question, etag=etag)

    assert [response.status_code for response in (hidden, shown, hidden_again)] == [403, 200, 403]
    for response in (hidden, shown, hidden_again):
        assert sorted(response.headers["Cache-Control"].split(", ")) == ["no-cache", "private"]
        assert response.headers["Vary"] == "Cookie"
    assert "<figure" not in hidden.content.decode()
    assert "ETag" not in hidden.headers


def test_one_voter_s_result_in_the_cache_is_not_another_s_to_see(client: Client) -> None:
    question = QuestionFactory(results="after_vote")
    vote(client, question, {"choice": "choice-1"})
    etag = results(client, question).headers["ETag"]
    stranger = Client()
    assert results(stranger, question, etag=etag).status_code == 403
    assert "<figure" not in stranger.get(address(question)).content.decode()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"results": "staff"}, 403),
        ({"results": "after_close"}, 403),
        ({"results": "always", "status": "withdrawn"}, 403),
        ({"results": "always", "status": "draft"}, 404),
        ({"kind": "open", "choices": 0}, 403),
    ],
)
def test_a_result_that_is_not_for_readers_is_not_given_to_them(
    fields: dict[str, Any], status: int, client: Client
) -> None:
    assert results(client, QuestionFactory(**fields)).status_code == status


def test_the_newsroom_sees_what_is_not_for_readers(client: Client) -> None:
    client.force_login(UserFactory(groups=["Analysts"]))
    response = results(client, QuestionFactory(results="staff"))
    assert response.status_code == 200
    assert "private" in response.headers["Cache-Control"]


# What it costs


def test_news_cost_two_queries_and_no_news_one(
    client: Client, question: Question, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(6):  # how far it has come; all of it; its tally
        results(client, question)
    a_vote(question)
    with django_assert_num_queries(2):  # how far it has come; its tally
        etag = results(client, question).headers["ETag"]
    with django_assert_num_queries(1):
        results(client, question)
    with django_assert_num_queries(1):
        results(client, question, etag=etag)


@pytest.mark.parametrize("kind", ["single", "multiple", "scale", "ranking", "forecast"])
def test_a_fragment_is_rendered_from_the_result_alone(
    kind: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    question = QuestionFactory(kind=kind, choices=1 if kind == "forecast" else 3)
    for _voter in range(12):
        pk = question.choices.first().pk
        cast(question=question, voter=VoterFactory(), answer=Answer({pk: 1}), now=timezone.now())
    result = result_of(question)
    fragment = fragments.newest(question, now=timezone.now())
    with django_assert_num_queries(0):
        html = fragments.render(fragment, result)
    assert html.startswith("\n\n<figure")


# A cache that does not answer


class Broken:
    """A cache whose server is down."""

    def __init__(self) -> None:
        self.asked = 0

    def get(self, _key: str) -> None:
        self.asked += 1
        raise ConnectionRefusedError("nobody listens")

    def set(self, *_args: object, **_options: object) -> None:
        raise ConnectionRefusedError("nobody listens")


def test_without_its_cache_a_page_is_whole_and_the_log_has_one_line(
    client: Client,
    question: Question,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = Broken()
    monkeypatch.setattr(fragments, "cache", broken)
    monkeypatch.setattr(fragments, "_resting_until", 0.0)

    pages = [client.get(address(question)).content.decode() for _visit in range(3)]

    assert all(f'id="question-{question.pk}-result"' in page for page in pages)
    assert broken.asked == 1
    assert [record.name for record in caplog.records if "cache" in record.getMessage()] == [
        "polls.results.fragments"
    ]


def test_a_cache_that_answers_again_is_used_again(
    client: Client, question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Broken()
    monkeypatch.setattr(fragments, "_resting_until", 0.0)
    with monkeypatch.context() as failing:
        failing.setattr(fragments, "cache", broken)
        failing.setattr(fragments, "REST", 0.0)
        results(client, question)
    fragments.shelf.clear()  # as in another process
    results(client, question)
    with translation.override("en"):
        digest = fragments.newest(question, now=timezone.now()).digest
    assert cache.get(f"result:{digest}") is not None


@pytest.mark.redis
def test_fragments_are_kept_in_redis(
    client: Client, question: Question, settings: Settings, redis_client: Redis
) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": os.environ["REDIS_URL"],
        }
    }
    fragment = results(client, question).content
    assert len(list(redis_client.scan_iter("*result:*"))) == 1
    assert results(client, question).content == fragment
