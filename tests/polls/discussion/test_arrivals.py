"""What an open page is brought of the comments that came meanwhile, and what that costs."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from dossier.models import Article
from polls.discussion.arrivals import MOST
from polls.models import Question
from tests.factories import ArticleFactory, CommentFactory, PassageFactory, QuestionFactory
from tests.polls.discussion.reader import Reader, comment_on, comments_in, comments_url

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture(params=["question", "dossier"])
def place(request: pytest.FixtureRequest, db: None) -> Article | Question:
    return QuestionFactory() if request.param == "question" else ArticleFactory()


def brought(client: Client, place: Article | Question, count: object) -> str:
    response = client.get(f"{comments_url(place)}new/?count={count}")
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    return str(response.content.decode())


def below(html: str) -> list[str]:
    return re.findall(r'<ol (?:data-below="(\d+)")?>', html)


def at(seconds: int) -> dict[str, object]:
    return {"published_at": NOW + timedelta(seconds=seconds)}


def test_the_newest_published_come_in_their_order(bob: Reader, place: Article | Question) -> None:
    late = comment_on(place, posted_at=NOW - timedelta(days=1), **at(3))
    first, second = comment_on(place, **at(1)), comment_on(place, **at(2))
    comment_on(place, status="pending")
    assert comments_in(brought(bob.client, place, 2)) == [second.pk, late.pk]
    assert comments_in(brought(bob.client, place, 9)) == [first.pk, second.pk, late.pk]


@pytest.mark.parametrize("count", ["", "x", "-1", "0", "²", "9" * 30])
def test_a_count_that_means_nothing_brings_nothing(count: str, bob: Reader) -> None:
    article = ArticleFactory()
    comment_on(article)
    assert comments_in(brought(bob.client, article, count)) == []


def test_replies_say_below_what_they_stand_and_name_what_they_answer(
    bob: Reader, place: Article | Question
) -> None:
    root = comment_on(place, author_name="Une", **at(1))
    second = comment_on(place, parent=root, author_name="Deux", **at(2))
    third = comment_on(place, parent=second, author_name="Trois", **at(3))
    fourth = comment_on(place, parent=third, author_name="Quatre", **at(4))
    comment_on(place, parent=fourth, author_name="Cinq", **at(5))
    html = brought(bob.client, place, 5)
    expected = ["", root.pk, second.pk, second.pk, second.pk]
    assert below(html) == [str(one) for one in expected]
    named = [part.split("<bdi>")[1].split("</bdi>")[0] for part in html.split("In reply to")[1:]]
    assert named == ["Une", "Deux", "Trois", "Quatre"]
    assert html.count(">New</span>") == 5


def test_what_is_one_s_own_is_not_called_new(alice: Reader, bob: Reader) -> None:
    article = ArticleFactory()
    comment_on(article, voter=alice.voter)
    assert ">New</span>" not in brought(alice.client, article, 1)
    assert ">New</span>" in brought(bob.client, article, 1)


def test_other_places_are_not_told_of(bob: Reader) -> None:
    question = QuestionFactory()
    article = question.article
    CommentFactory(article=article, passage=PassageFactory(article=article))
    comment_on(QuestionFactory(article=article))
    for place in (article, question):
        assert comments_in(brought(bob.client, place, 9)) == []


def test_a_draft_is_nobody_s_to_ask(client: Client) -> None:
    article = ArticleFactory(status="draft")
    assert client.get(f"/en/{article.slug}/comments/new/?count=1").status_code == 404


def test_no_more_than_a_page_is_brought(bob: Reader) -> None:
    article = ArticleFactory()
    for number in range(MOST + 3):
        comment_on(article, **at(number))
    assert len(comments_in(brought(bob.client, article, MOST + 3))) == MOST


@pytest.mark.parametrize("rows", [1, 4])
def test_arrivals_take_as_many_queries_however_many_they_are(
    rows: int, bob: Reader, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    article = ArticleFactory()
    for _row in range(rows):
        root = comment_on(article)
        comment_on(article, parent=comment_on(article, parent=root))
    brought(bob.client, article, 12)
    with django_assert_num_queries(8):
        brought(bob.client, article, 12)
