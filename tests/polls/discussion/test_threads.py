"""Threads as readers see them: order, levels, empty places, pages, and what a page costs."""

import html
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from dossier.models import Article
from polls.discussion.places import Place
from polls.models import Comment, Question
from polls.moderation import decide
from tests.factories import (
    ApprovalFactory,
    ArticleFactory,
    CommentFactory,
    FlagFactory,
    QuestionFactory,
    UserFactory,
)
from tests.polls.discussion.reader import (
    HTMX,
    Reader,
    comment_on,
    comments_in,
    comments_url,
    page_url,
    texts_in,
)

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture(params=["question", "dossier"])
def place(request: pytest.FixtureRequest, db: None) -> Article | Question:
    return QuestionFactory() if request.param == "question" else ArticleFactory()


def said(place: Article | Question, minutes_ago: int, **given: Any) -> Comment:
    return comment_on(place, posted_at=NOW - timedelta(minutes=minutes_ago), **given)


# Order


def test_threads_are_newest_first_and_replies_oldest_first(
    bob: Reader, place: Article | Question
) -> None:
    old, new = said(place, 90), said(place, 60)
    second, first = said(place, 10, parent=old), said(place, 50, parent=old)
    assert comments_in(bob.reads(place)) == [new.pk, old.pk, first.pk, second.pk]


def test_the_most_approved_come_first_when_asked(bob: Reader, place: Article | Question) -> None:
    liked = said(place, 90, approvals_count=2)
    reply = said(place, 30, parent=liked, approvals_count=9)
    new, newer = said(place, 60), said(place, 50)
    expected = [liked.pk, reply.pk, newer.pk, new.pk]
    assert comments_in(bob.reads(place, "?sort=approved")) == expected
    fragment = bob.client.get(f"{comments_url(place)}?sort=approved", headers=HTMX).content.decode()
    assert "<html" not in fragment
    assert comments_in(fragment) == expected


@pytest.mark.parametrize(
    "query", ["?sort=", "?sort=%00", "?page=x", "?page=-1", "?page=99999999999"]
)
def test_a_query_that_means_nothing_is_the_newest_page(
    bob: Reader, place: Article | Question, query: str
) -> None:
    old, new = said(place, 90), said(place, 60)
    assert comments_in(bob.reads(place, query)) == [new.pk, old.pk]


def test_a_discussion_is_of_one_place(bob: Reader) -> None:
    question = QuestionFactory()
    on_question = comment_on(question)
    on_dossier = comment_on(question.article)
    comment_on(QuestionFactory(article=question.article))
    assert comments_in(bob.reads(question)) == [on_question.pk]
    assert comments_in(bob.reads(question.article)) == [on_dossier.pk]


# Levels


def test_replies_nest_three_levels_deep_and_stand_beside_beyond(bob: Reader) -> None:
    article = ArticleFactory()
    first = said(article, 90, author_name="Une")
    second = said(article, 80, parent=first, author_name="Deux")
    third = said(article, 70, parent=second, author_name="Trois")
    fourth = said(article, 60, parent=third, author_name="Quatre")
    fifth = said(article, 50, parent=fourth, author_name="Cinq")
    beside = said(article, 65, parent=second, author_name="Six")
    page = bob.reads(article)
    assert comments_in(page) == [c.pk for c in (first, second, third, beside, fourth, fifth)]
    assert page.count('<ol class="replies"') == 2
    assert answered_in(page) == ["Trois", "Quatre"]


def answered_in(page: str) -> list[str]:
    """Whom replies name because they do not stand below them."""
    return [part.split("<bdi>")[1].split("</bdi>")[0] for part in page.split("In reply to")[1:]]


# Places without a text


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("deleted", "Deleted by its author."),
        ("pending", "This comment is not published."),
        ("rejected", "This comment is not published."),
        ("spam", "This comment is not published."),
    ],
)
def test_a_place_stays_for_published_replies_without_text_or_name(
    alice: Reader, bob: Reader, status: str, told: str
) -> None:
    article = ArticleFactory()
    body = "" if status == "deleted" else "Secret."
    gone = said(article, 90, status=status, body=body, author_name="Disparu", voter=alice.voter)
    reply = said(article, 60, parent=gone, body="Réponse.")
    said(article, 50, status=status, body=body)
    said(article, 40, parent=said(article, 45, status=status, body=body), status="pending")
    page = bob.reads(article)
    assert comments_in(page) == [gone.pk, reply.pk]
    assert texts_in(page) == [told, "Réponse."]
    assert "Disparu" not in page


def test_a_reply_without_a_text_keeps_its_place_for_what_is_below(bob: Reader) -> None:
    article = ArticleFactory()
    first = said(article, 90)
    gone = said(article, 80, parent=first, status="deleted", body="")
    below = said(article, 70, parent=gone)
    said(article, 60, parent=first, status="deleted", body="")
    assert comments_in(bob.reads(article)) == [first.pk, gone.pk, below.pk]


def test_an_author_sees_why_a_comment_is_not_published(alice: Reader, bob: Reader) -> None:
    article, moderator = ArticleFactory(), UserFactory(groups=["Moderators"])
    reasons = {}
    for action, reason in (("reject", "off_topic"), ("spam", "")):
        comment = comment_on(article, voter=alice.voter, status="pending", body=f"Texte {action}.")
        decide(
            comment=comment,
            moderator=moderator,
            action=action,
            reason=reason,
            note="Pour nous seuls.",
            now=NOW,
        )
        reasons[action] = comment
    page = " ".join(alice.reads(article).split())
    assert "Only you can see this. Reason: off topic" in page
    assert "Only you can see this. Reason: taken for advertising" in page
    assert "Pour nous seuls." not in page
    assert sorted(texts_in(page)) == ["Texte reject.", "Texte spam."]
    assert comments_in(bob.reads(article)) == []


# Pages


def test_a_page_has_twenty_threads_and_leads_to_the_others(
    bob: Reader, place: Article | Question
) -> None:
    threads = [said(place, minutes) for minutes in range(41)]
    for thread in threads[:3]:
        said(place, 0, parent=thread)
    first = bob.reads(place)
    keys = [thread.pk for thread in threads]
    assert [pk for pk in comments_in(first) if pk in keys] == keys[:20]
    assert len(comments_in(first)) == 23
    second = bob.reads(place, leads(first, "next"))
    last = bob.reads(place, leads(second, "next"))
    assert comments_in(second) == keys[20:40]
    assert comments_in(last) == keys[40:]
    assert comments_in(bob.reads(place, leads(last, "prev"))) == keys[20:40]
    assert comments_in(bob.reads(place, leads(second, "prev"))) == comments_in(first)
    assert ('rel="prev"' in first, 'rel="next"' in last) == (False, False)


def leads(page: str, where: str) -> str:
    """The query string of the link to the page before ("prev") or after ("next")."""
    link = page.split(f'rel="{where}"')[0].rsplit('href="', 1)[1]
    return html.unescape(link.partition("#")[0])


def test_the_last_page_may_be_full(bob: Reader) -> None:
    article = ArticleFactory()
    for minutes in range(20):
        said(article, minutes)
    assert 'class="pagination"' not in bob.reads(article)


def test_a_permalink_leads_to_the_page_of_the_comment(
    bob: Reader, place: Article | Question
) -> None:
    old = said(place, 100)
    reply = said(place, 1, parent=old)
    for minutes in range(20):
        said(place, minutes)
    for comment in (old, reply):
        response = bob.look(comment)
        assert response.status_code == 302
        expected = f"{page_url(place)}?at={old.pk}#comment-{comment.pk}"
        assert response.headers["Location"] == expected
        assert comments_in(bob.reads(place, f"?at={old.pk}")) == [old.pk, reply.pk]


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "deleted"])
def test_a_permalink_to_what_is_not_published_is_its_authors(
    alice: Reader, bob: Reader, status: str
) -> None:
    body = "" if status == "deleted" else "Secret."
    comment = CommentFactory(voter=alice.voter, status=status, body=body)
    assert bob.look(comment).status_code == 404
    assert alice.look(comment).status_code == (404 if status == "deleted" else 302)
    assert "Secret." not in bob.look(comment, htmx=True).content.decode()


def test_the_discussion_has_a_page_of_its_own(bob: Reader, place: Article | Question) -> None:
    comment = comment_on(place)
    page = bob.client.get(comments_url(place)).content.decode()
    assert comments_in(page) == [comment.pk]
    assert f'<a href="{page_url(place)}">' in page


def test_an_empty_discussion_says_so(bob: Reader, place: Article | Question) -> None:
    page = bob.reads(place)
    assert comments_in(page) == []
    assert "Nobody has commented yet: the first word is yours." in page


def test_a_withdrawn_question_shows_what_was_said_and_takes_no_more(bob: Reader) -> None:
    question = QuestionFactory(status="withdrawn")
    comment = comment_on(question)
    page = bob.reads(question)
    assert comments_in(page) == [comment.pk]
    assert "No comments are taken here." in page
    assert "<textarea" not in page
    assert "Reply" not in page


# Cost


@pytest.mark.parametrize("known", [False, True])
def test_a_page_costs_the_same_queries_for_one_comment_and_for_many(
    alice: Reader, place: Article | Question, known: bool
) -> None:
    browser, moderator = alice.client if known else Client(), UserFactory(groups=["Moderators"])

    def queries_with(threads: int) -> int:
        for number in range(threads):
            start = said(place, number)
            reply = said(place, number, parent=start, voter=alice.voter, status="pending")
            decide(comment=reply, moderator=moderator, action="reject", reason="abuse", now=NOW)
            said(place, number, parent=said(place, number, parent=start))
            ApprovalFactory(comment=start, voter=alice.voter)
            FlagFactory(comment=start, voter=alice.voter)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(comments_url(place)).status_code == 200
        return len(captured)

    assert queries_with(1) == queries_with(29)


def test_the_number_of_comments_is_kept_for_a_moment_and_no_longer(
    settings: Settings,
) -> None:
    article = ArticleFactory()
    CommentFactory(article=article)
    assert Place(article).count == 1
    settings.MICROCACHE_MS = 60_000
    assert Place(article).count == 1
    CommentFactory(article=article)
    assert Place(article).count == 1
    assert Place(ArticleFactory()).count == 0
    settings.MICROCACHE_MS = 0
    assert Place(article).count == 2
