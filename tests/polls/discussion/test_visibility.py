"""What is not published is its author's and the moderators' alone, wherever one looks."""

from collections.abc import Iterator

import pytest
from django.test import Client

from polls.models import Comment, Question
from tests.factories import ArticleFactory, CommentFactory, QuestionFactory, UserFactory
from tests.polls.discussion.reader import HTMX, Reader, comments_url, page_url, url_of

pytestmark = pytest.mark.django_db

HIDDEN = ["pending", "rejected", "spam", "deleted"]


@pytest.fixture
def question(db: None) -> Question:
    return QuestionFactory(article=ArticleFactory())


@pytest.fixture
def planted(alice: Reader, question: Question) -> list[Comment]:
    """One of Alice's comments in each hidden state, on the question, the dossier and in a reply."""
    article = question.article
    places: list[dict[str, object]] = [
        {"article": article, "question": question},
        {"article": article},
        {"article": article, "parent": CommentFactory(article=article, body="Ouvert.")},
    ]
    return [
        CommentFactory(
            **place,
            voter=alice.voter,
            status=status,
            author_name=f"Nom-{status}-{number}",
            body="" if status == "deleted" else f"Texte-{status}-{number}",
        )
        for status in HIDDEN
        for number, place in enumerate(places)
    ]


def everything_to_see(browser: Client, question: Question, planted: list[Comment]) -> Iterator[str]:
    pages = ["/en/", page_url(question.article), page_url(question)]
    for place in (question, question.article):
        pages += [comments_url(place), f"{comments_url(place)}?sort=approved&page=1"]
    pages += [f"{page_url(question)}results/"]
    for comment in planted:
        pages += [url_of(comment, act) for act in ("", "reply", "edit", "delete", "flag")]
    for page in pages:
        for headers in ({}, HTMX):
            response = browser.get(page, headers=headers)
            assert response.status_code < 500
            yield response.content.decode()
            yield from response.headers.values()


def test_nobody_else_sees_anything_of_it(
    bob: Reader, question: Question, planted: list[Comment]
) -> None:
    analyst = Client()
    analyst.force_login(UserFactory(groups=["Analysts"]))
    for browser in (bob.client, Client(), analyst):
        for seen in everything_to_see(browser, question, planted):
            assert "Texte-" not in seen
            assert "Nom-" not in seen


def test_nor_by_trying_to_act_on_it(bob: Reader, planted: list[Comment]) -> None:
    for comment in planted:
        for act in ("edit", "delete", "approve", "flag"):
            for htmx in (True, False):
                response = bob.do(comment, act, htmx=htmx, to="on", reason="abuse", text="Moi.")
                assert response.status_code in {302, 403, 409}
                seen = response.content.decode()
                assert "Texte-" not in seen
                assert "Nom-" not in seen


def test_nor_by_answering_it(bob: Reader, planted: list[Comment]) -> None:
    for comment in planted:
        place = comment.question or comment.article
        for name in ("Bob", "x"):  # the shorter one is refused as a name
            for htmx in (True, False):
                response = bob.post(place, "Moi.", parent=comment.pk, name=name, htmx=htmx)
                seen = response.content.decode()
                assert response.status_code == 409
                assert "Texte-" not in seen
                assert "Nom-" not in seen


def test_nor_is_it_counted(bob: Reader, question: Question, planted: list[Comment]) -> None:
    CommentFactory(article=question.article, question=question)
    dossier = bob.reads(question.article)
    link = dossier.split(f'<a href="{page_url(question)}#discussion"')[1]
    assert link.partition(">")[2].split("</a>")[0].split() == ["1", "comment"]
    for page in (dossier, bob.reads(question)):
        count = page.split('id="discussion-count"')[1].split("</span>")[0]
        assert count.split()[-2:] == ["1", "comment"]


def test_its_author_sees_it(alice: Reader, question: Question, planted: list[Comment]) -> None:
    seen = alice.reads(question) + alice.reads(question.article)
    texts = [comment.body for comment in planted if comment.body]
    assert [text for text in texts if text not in seen] == []
    assert "Nom-deleted" not in seen
