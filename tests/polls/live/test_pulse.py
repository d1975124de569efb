"""What a page asks for that has no stream."""

import json

import pytest
from django.test import Client

from dossier.models import Article
from tests.factories import (
    ArticleFactory,
    ChoiceFactory,
    CommentFactory,
    PassageFactory,
    QuestionFactory,
)
from tests.polls.kinds.ballots import cast_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return ArticleFactory(slug="affair")


def test_the_pulse_says_how_far_all_has_come_and_gives_no_result(
    article: Article, client: Client
) -> None:
    question = QuestionFactory(article=article, results="always")
    ChoiceFactory.create_batch(2, question=question)
    QuestionFactory(article=article, status="draft")
    cast_all(question, {question.choices.all()[0].slug: 1})
    CommentFactory(article=article, question=question)
    for _ in range(2):
        CommentFactory(article=article, question=None)
    CommentFactory(article=article, question=None, status="pending")
    passage = PassageFactory(article=article, slug="mission")
    CommentFactory(article=article, question=None, passage=passage)
    emptied = PassageFactory(article=article, slug="board")
    CommentFactory(article=article, question=None, passage=emptied, status="pending")
    PassageFactory(article=article, slug="quiet")

    answer = client.get("/en/affair/live/pulse/")
    told = json.loads(answer.content)
    [one] = told["questions"]
    version = question.turnout.version
    assert one.keys() == {"question", "mark", "state", "parts"}
    assert (one["question"], one["state"]) == (question.pk, "open")
    assert one["mark"] == f"{question.pk}.{version}.o"
    assert one["parts"]["votes"] == "<strong>1</strong> vote"
    assert one["parts"]["comments"] == "1 comment"
    assert "2 comments" in told["discussion"]["count"]
    assert told["discussion"]["passages"] == {
        "mission": "1 comment on this passage",
        "board": "Comment on this passage",
    }


def test_the_pulse_is_everybody_s_and_answered_anew_only_if_something_moved(
    article: Article, client: Client
) -> None:
    question = QuestionFactory(article=article)
    ChoiceFactory.create_batch(2, question=question)
    first = client.get("/en/affair/live/pulse/")
    assert first.headers["Cache-Control"] == "public, max-age=0, s-maxage=1"
    assert not first.cookies
    etag = first.headers["ETag"]
    assert client.get("/en/affair/live/pulse/", headers={"If-None-Match": etag}).status_code == 304
    cast_all(question, {question.choices.all()[0].slug: 1})
    assert client.get("/en/affair/live/pulse/", headers={"If-None-Match": etag}).status_code == 200


def test_a_dossier_that_is_not_public_has_no_pulse(client: Client) -> None:
    ArticleFactory(slug="draft", status="draft")
    assert client.get("/en/draft/live/pulse/").status_code == 404
    assert client.get("/en/nowhere/live/pulse/").status_code == 404


def test_where_no_streams_are_served_a_page_is_told_so(article: Article, client: Client) -> None:
    assert client.get("/en/affair/live/").status_code == 204
