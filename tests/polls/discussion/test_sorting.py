"""In which order threads are read, and that a link leads to the right page under each."""

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from polls.discussion.sorting import SORTS
from polls.discussion.threads import address_of, open_discussion
from polls.models import Comment, Question
from polls.statistics.intervals import wilson
from tests.factories import CommentFactory, QuestionFactory
from tests.polls.discussion.reader import Reader, comments_in, page_url

pytestmark = pytest.mark.django_db

NOW = timezone.now()
INDEXES = {"newest": "age", "oldest": "age", "approved": "approval", "replied": "replies"}


@pytest.fixture
def question(db: None) -> Question:
    return QuestionFactory()


def said(question: Question, minutes_ago: int, **given: object) -> Comment:
    return CommentFactory(
        article=question.article,
        question=question,
        posted_at=NOW - timedelta(minutes=minutes_ago),
        **given,
    )


def read(question: Question, sort: str, *, limit: int = 40) -> list[int]:
    """All threads in this order, page after page."""
    found: list[int] = []
    query: dict[str, str] = {"sort": sort}
    for _page in range(limit):
        opened = open_discussion(
            article=question.article, question=question, voter=None, now=NOW, query=query
        )
        found += [entry.comment.pk for entry in opened.entries]
        if opened.next is None:
            return found
        query = dict(part.split("=") for part in opened.next.split("&"))
    raise AssertionError("the pages have no end")


def test_every_order_is_as_it_says(question: Question) -> None:
    old = said(question, 90, approvals_count=1)
    disputed = said(question, 80, approvals_count=9, flags_count=9)
    liked = said(question, 70, approvals_count=6)
    answered = said(question, 60)
    for _number in range(3):
        said(question, 10, parent=answered)
    said(question, 9, parent=answered, status="pending")
    new = said(question, 5)

    orders = {sort: read(question, sort) for sort in ("newest", "oldest", "approved", "replied")}
    by_age = [old.pk, disputed.pk, liked.pk, answered.pk, new.pk]
    assert orders == {
        "newest": by_age[::-1],
        "oldest": by_age,
        "approved": [liked.pk, disputed.pk, old.pk, new.pk, answered.pk],
        "replied": [answered.pk, new.pk, liked.pk, disputed.pk, old.pk],
    }


def test_the_rank_is_the_lower_end_of_what_is_known(question: Question) -> None:
    """Six of six say more than one of one, and more than nine of eighteen."""
    ranked = [
        said(question, 1, approvals_count=approvals, flags_count=flags).approval_bound
        for approvals, flags in ((0, 0), (0, 3), (1, 0), (9, 9), (6, 0))
    ]
    assert ranked == [0, 0, wilson(1, 1).low, wilson(9, 18).low, wilson(6, 6).low]
    assert ranked == sorted(ranked)


def test_sides_take_turns_and_the_best_of_each_come_first(question: Question) -> None:
    yes = [said(question, n, stance=1, approvals_count=20 - n) for n in range(3)]
    no = [said(question, n, stance=-1, approvals_count=10 - n) for n in range(5)]
    between = said(question, 1, stance=0, approvals_count=3)
    untold = said(question, 1, approvals_count=90)
    hidden = said(question, 1, stance=1, status="pending")
    turns = [yes[0], no[0], untold, yes[1], no[1], between, yes[2], no[2], no[3], no[4]]
    assert balanced(question) == [comment.pk for comment in turns]
    assert hidden.pk not in balanced(question)


def test_the_side_with_the_most_approved_begins(question: Question) -> None:
    yes = said(question, 1, stance=1, approvals_count=3)
    no = said(question, 1, stance=-1, approvals_count=8)
    assert balanced(question) == [no.pk, yes.pk]


def balanced(question: Question) -> list[int]:
    from polls.discussion import balance
    from polls.discussion.places import Place

    place = Place(question.article, question)
    found = balance.page(place, start=0, size=100)
    split = balance.page(place, start=0, size=4) + balance.page(place, start=4, size=100)
    assert [one.pk for one in split] == [one.pk for one in found]
    assert [balance.place_of(one, place) for one in found] == list(range(len(found)))
    return [one.pk for one in found]


@pytest.mark.parametrize("sort", list(SORTS))
def test_pages_hold_every_thread_once(question: Question, sort: str) -> None:
    """Also where most are equal in what they are sorted by, as unread comments are."""
    keys = [
        said(question, n // 5, approvals_count=n % 3, stance=(n % 4 - 1) if n % 4 < 3 else None).pk
        for n in range(53)
    ]
    assert sorted(read(question, sort)) == sorted(keys)


@pytest.mark.parametrize("sort", list(SORTS))
def test_a_link_leads_to_the_page_with_the_comment(bob: Reader, sort: str) -> None:
    question = QuestionFactory()
    threads = [
        said(question, n, approvals_count=n % 4, stance=(1, -1, 0)[n % 3]) for n in range(45)
    ]
    reply = said(question, 1, parent=threads[44])
    for comment in (threads[0], threads[22], threads[44], reply):
        response = bob.client.get(f"/en/comments/{comment.pk}/?sort={sort}")
        address, _hash, anchor = response.headers["Location"].partition("#")
        assert anchor == f"comment-{comment.pk}"
        page = bob.client.get(address).content.decode()
        assert comment.pk in comments_in(page)
        if sort not in {"newest", "balanced"}:
            assert f'aria-current="true">{html.escape(str(SORTS[sort].label))}</a>' in page


@pytest.mark.parametrize("sort", list(SORTS))
def test_an_author_is_led_to_what_waits(alice: Reader, bob: Reader, sort: str) -> None:
    question = QuestionFactory()
    for n in range(45):
        said(question, n, approvals_count=n % 4)
    own = said(question, 200, status="pending", voter=alice.voter)
    beneath = said(question, 5, status="pending", voter=alice.voter, parent=Comment.objects.first())
    for comment in (own, beneath):
        address = address_of(comment, voter=alice.voter, sort=sort)
        assert comment.pk in comments_in(alice.client.get(address).content.decode())
        assert comment.pk not in comments_in(bob.client.get(address).content.decode())


def test_the_order_is_remembered_in_links(bob: Reader, question: Question) -> None:
    comment = said(question, 1)
    page = bob.reads(question, "?sort=oldest")
    for link in (
        f'href="/en/comments/{comment.pk}/?sort=oldest"',
        f'href="/en/comments/{comment.pk}/reply/?sort=oldest"',
        f'action="/en/comments/{comment.pk}/approve/?sort=oldest"',
        f'action="{page_url(question)}comments/?sort=oldest"',
    ):
        assert link in page
    response = bob.client.post(f"/en/comments/{comment.pk}/approve/?sort=oldest", {"to": "on"})
    assert response.headers["Location"] == f"{page_url(question)}?sort=oldest#comment-{comment.pk}"


def plan_of(query: str) -> str:
    """How the database would read it, were a table of some rows a large one."""
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for way in ("sort", "seqscan", "bitmapscan"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"{explain} {query}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


@pytest.mark.parametrize("on", ["question", "dossier"])
@pytest.mark.parametrize("sort", [name for name in SORTS if name != "balanced"])
def test_a_page_is_found_in_its_index_and_never_sorted(sort: str, on: str) -> None:
    question = QuestionFactory()
    on_question = question if on == "question" else None
    for number in range(45):
        CommentFactory(article=question.article, question=on_question, approvals_count=number % 4)
    query = {"sort": sort}
    for _page in range(2):
        with CaptureQueriesContext(connection) as captured:
            opened = open_discussion(
                article=question.article, question=on_question, voter=None, now=NOW, query=query
            )
        pages = [q["sql"] for q in captured if "has_place" in q["sql"] and "LIMIT 21" in q["sql"]]
        plans = [plan_of(page) for page in pages]
        assert len(plans) == 1
        assert f"polls_comment_by_{INDEXES[sort]}" in plans[0]
        assert not re.search("Sort|TEMP B-TREE", plans[0])
        assert opened.next
        query = dict(part.split("=") for part in opened.next.split("&"))
