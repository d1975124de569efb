"""The page of a dossier's results: what everybody may see, and the same for everybody."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from polls.models import Question
from tests.factories import ArticleFactory, QuestionFactory, UserFactory
from tests.polls.kinds.ballots import cast_all

pytestmark = pytest.mark.django_db

ONE, TWO = {"choice-1": 1}, {"choice-2": 1}


def page(client: Client, question: Question, language: str = "en") -> str:
    response = client.get(f"/{language}/{question.article.slug}/results/")
    assert response.status_code == 200
    return response.content.decode()


def keep_parts(client: Client, settings: Settings) -> None:
    """Have parts kept, and no page: one whom a cookie tells apart is given none that is kept."""
    settings.MICROCACHE_MS = 1000
    client.cookies["dossier_voter"] = "unknown"


def test_the_page_shows_results_that_everybody_may_see(client: Client) -> None:
    question = QuestionFactory()
    cast_all(question, ONE, ONE, TWO)

    shown = page(client, question)

    assert "“choice-1 (en)” leads with 2 of 3 votes." in shown
    assert f'<a href="{question.get_absolute_url()}">{question.prompt_en}</a>' in shown


@pytest.mark.parametrize("rule", ["after_vote", "after_close", "staff"])
def test_a_result_that_shows_later_is_named_and_not_shown(client: Client, rule: str) -> None:
    question = QuestionFactory(results=rule)
    cast_all(question, ONE, ONE, TWO)
    client.force_login(UserFactory(is_superuser=True))

    shown = page(client, question)

    assert "leads with" not in shown
    assert "Not shown here" in shown
    assert question.prompt_en in shown


def test_a_closed_question_shows_to_everybody(client: Client) -> None:
    now = timezone.now()
    question = QuestionFactory(results="after_vote")
    cast_all(question, ONE)
    Question.objects.filter(pk=question.pk).update(closes_at=now - timedelta(hours=1))

    assert "leads with 1 of 1 vote." in page(client, question)


def test_a_draft_and_a_dossier_that_is_none_have_no_page(client: Client) -> None:
    draft = QuestionFactory(article=ArticleFactory(status="draft", published_at=None))

    assert client.get(f"/en/{draft.article.slug}/results/").status_code == 404
    assert client.get("/en/nothing/results/").status_code == 404


def test_a_dossier_without_answers_says_so(client: Client) -> None:
    article = ArticleFactory()

    shown = client.get(f"/en/{article.slug}/results/").content.decode()

    assert "No question of this dossier has taken answers yet." in shown


def test_the_queries_do_not_grow_with_the_questions(client: Client) -> None:
    counts = []
    for questions in (1, 4):
        article = ArticleFactory()
        for number in range(questions):
            cast_all(QuestionFactory(article=article, position=number), ONE, TWO)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/en/{article.slug}/results/")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_kept_page_asks_for_its_dossier_versions_and_what_parts_hang_on_alone(
    client: Client, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    keep_parts(client, settings)
    question = QuestionFactory()
    cast_all(question, ONE, TWO)
    first = page(client, question)

    with django_assert_num_queries(7):
        assert page(client, question) == first


def test_votes_are_on_the_page_once_it_is_old_enough(client: Client, settings: Settings) -> None:
    keep_parts(client, settings)
    question = QuestionFactory()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        cast_all(question, ONE)
        assert "1 of 1 vote." in page(client, question)
        cast_all(question, ONE)
        assert "1 of 1 vote." in page(client, question)
        clock.shift(timedelta(seconds=30))
        assert "2 of 2 votes." in page(client, question)


def test_a_new_rule_is_not_waited_for(client: Client, settings: Settings) -> None:
    keep_parts(client, settings)
    question = QuestionFactory()
    cast_all(question, ONE)
    assert "leads with" in page(client, question)

    Question.objects.filter(pk=question.pk).update(results="staff")

    assert "leads with" not in page(client, question)


def test_the_page_is_the_same_for_everybody_and_says_when_it_is_unchanged(client: Client) -> None:
    question = QuestionFactory()
    cast_all(question, ONE)
    address = f"/en/{question.article.slug}/results/"
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert first["Cache-Control"] == "public, max-age=0, s-maxage=1"
    assert again.status_code == 304
