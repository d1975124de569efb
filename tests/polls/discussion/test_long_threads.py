"""Ten thousand comments on a page: what is rendered, what it costs, and the way to the rest."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from polls.discussion.replies import MORE, SHOWN
from polls.models import Comment, Question
from tests.factories import CommentFactory, QuestionFactory, VoterFactory
from tests.polls.discussion.reader import HTMX, Reader, comments_in, comments_url, url_of

pytestmark = pytest.mark.django_db

NOW = timezone.now()
MANY = 10_000


def fill(question: Question, *, count: int, root: Comment | None = None) -> None:
    """So many comments, as the database gets them from readers: with their thread counted."""
    voter = VoterFactory()
    Comment.objects.bulk_create(
        Comment(
            article=question.article,
            question=question,
            root=root,
            parent=root,
            voter=voter,
            author_name="Foule",
            body=f"Argument {number}.",
            status=Comment.Status.PUBLISHED,
            form_token=uuid.uuid4(),
            posted_at=NOW - timedelta(minutes=MANY - number),
            published_at=NOW,
        )
        for number in range(count)
    )
    if root:
        Comment.objects.filter(pk=root.pk).update(replies_count=count)


def answers(root: Comment, count: int) -> list[Comment]:
    """So many replies to it, a minute apart."""
    return [
        CommentFactory(
            article=root.article, parent=root, posted_at=NOW - timedelta(minutes=count - number)
        )
        for number in range(count)
    ]


def opened(question: Question, query: str = "") -> tuple[str, int]:
    """The discussion's page, and how many queries it took."""
    with CaptureQueriesContext(connection) as captured:
        response = Client().get(f"{comments_url(question)}{query}")
    assert response.status_code == 200
    return response.content.decode(), len(captured)


@pytest.mark.parametrize("sort", ["newest", "oldest", "approved", "replied", "balanced"])
def test_ten_thousand_threads_are_twenty_on_a_page(sort: str) -> None:
    few, many = QuestionFactory(), QuestionFactory()
    fill(few, count=30)
    fill(many, count=MANY)
    (small, expected), (large, queries) = (
        opened(few, f"?sort={sort}"),
        opened(many, f"?sort={sort}"),
    )
    assert (len(comments_in(small)), len(comments_in(large))) == (20, 20)
    assert queries == expected
    assert "10,000" in large.split('id="discussion-count"')[1][:80]


def test_ten_thousand_replies_are_a_few_and_the_way_to_more(bob: Reader) -> None:
    questions = QuestionFactory.create_batch(2)
    pages = []
    for question, count in zip(questions, (SHOWN + 1, MANY - 1), strict=True):
        root = CommentFactory(
            article=question.article, question=question, posted_at=NOW - timedelta(days=30)
        )
        fill(question, count=count, root=root)
        pages.append(opened(question))
    (small, expected), (large, queries) = pages
    assert (len(comments_in(small)), len(comments_in(large))) == (SHOWN + 1, SHOWN + 1)
    assert queries == expected
    assert "1 more reply" in small
    assert f"{MANY - 1 - SHOWN:,} more replies" in large


def test_the_replies_follow_one_another_to_the_end(bob: Reader) -> None:
    root = CommentFactory(posted_at=NOW - timedelta(days=30))
    replies = [
        CommentFactory(
            article=root.article, parent=root, posted_at=NOW - timedelta(minutes=200 - n)
        )
        for n in range(SHOWN + 2 * MORE + 3)
    ]
    page = bob.reads(root.article)
    seen = comments_in(page)
    for _batch in range(3):
        address = re.findall(r'data-hx-get="(/en/comments/\d+/replies/\?after=\d+)"', page)[-1]
        page = bob.client.get(address, headers=HTMX).content.decode()
        assert "<html" not in page
        seen += comments_in(page)
    assert "more-replies" not in page
    assert seen == [root.pk, *(reply.pk for reply in replies)]


def test_without_scripts_a_thread_has_pages(bob: Reader) -> None:
    root = CommentFactory(posted_at=NOW - timedelta(days=30))
    replies = [
        CommentFactory(
            article=root.article, parent=root, posted_at=NOW - timedelta(minutes=200 - n)
        )
        for n in range(SHOWN + MORE + 3)
    ]
    late = replies[SHOWN + MORE]
    thread = url_of(root, "replies")
    first = bob.client.get(thread).content.decode()
    assert comments_in(first) == [root.pk, *(reply.pk for reply in replies[:MORE])]
    response = bob.look(late)
    assert response.headers["Location"] == f"{thread}?at={late.pk}#comment-{late.pk}"
    there = bob.client.get(f"{thread}?at={late.pk}").content.decode()
    assert comments_in(there) == [root.pk, *(reply.pk for reply in replies[SHOWN + MORE :])]
    back = re.search(rf'href="{thread}(\?before=\d+)"', there)
    assert back is not None
    before = bob.client.get(f"{thread}{back[1]}").content.decode()
    assert comments_in(before) == [root.pk, *(reply.pk for reply in replies[SHOWN : SHOWN + MORE])]


def test_a_reply_to_what_is_on_another_page_names_it(bob: Reader) -> None:
    root = CommentFactory(posted_at=NOW - timedelta(days=30))
    first = CommentFactory(
        article=root.article, parent=root, author_name="Loin", posted_at=NOW - timedelta(days=20)
    )
    between = answers(root, MORE)
    late = CommentFactory(article=root.article, parent=first, posted_at=NOW)
    page = bob.client.get(f"{url_of(root, 'replies')}?after={between[-1].pk}").content.decode()
    assert comments_in(page) == [root.pk, late.pk]
    assert f'In reply to <a href="/en/comments/{first.pk}/"><bdi>Loin</bdi></a>' in page


def test_a_thread_is_reached_by_the_comment_that_it_begins_with(bob: Reader) -> None:
    root = CommentFactory()
    reply = CommentFactory(article=root.article, parent=root)
    assert bob.look(reply, "replies").status_code == 302
    for status in ("pending", "rejected", "spam", "deleted"):
        hidden = CommentFactory(status=status, body="" if status == "deleted" else "Secret.")
        assert bob.look(hidden, "replies").status_code == 404


def test_a_chain_of_a_thousand_replies_is_one_page(bob: Reader) -> None:
    root = CommentFactory(posted_at=NOW - timedelta(days=30))
    voter, parent = VoterFactory(), root
    first = 10**9  # keys that no sequence comes to
    Comment.objects.bulk_create(
        Comment(
            pk=first + number,
            article=root.article,
            root=root,
            parent_id=first + number - 1 if number else parent.pk,
            voter=voter,
            author_name="Chaîne",
            body="Encore.",
            status=Comment.Status.PUBLISHED,
            form_token=uuid.uuid4(),
            posted_at=NOW - timedelta(minutes=MANY - number),
            published_at=NOW,
        )
        for number in range(1_000)
    )
    Comment.objects.filter(pk=root.pk).update(replies_count=1_000)
    assert len(comments_in(bob.reads(root.article))) == SHOWN + 1
    last = Comment.objects.get(pk=first + 999)
    assert bob.look(last, htmx=True).status_code == 200
    posted = bob.client.post(
        f"/en/{root.article.slug}/comments/",
        {"text": "Stop.", "name": "Bob", "parent": last.pk},
        headers=HTMX,
    )
    assert f'beforeend:#comment-{first}-replies"' in posted.content.decode()
