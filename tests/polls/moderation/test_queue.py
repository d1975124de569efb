"""What waits for a moderator, in its order and with its context."""

from collections import Counter
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from polls.models import Comment
from polls.moderation import decide, queue
from tests.factories import (
    ChoiceFactory,
    CommentFactory,
    FlagFactory,
    QuestionFactory,
    UserFactory,
    VoterFactory,
)

pytestmark = pytest.mark.django_db

NOW = timezone.now()
STATES = ["pending", "published", "rejected", "spam", "deleted"]


def one_in_each_state(**given: object) -> dict[str, Comment]:
    return {
        state: CommentFactory(
            status=state, body="" if state == "deleted" else "Un argument.", **given
        )
        for state in STATES
    }


def test_waiting_comments_come_oldest_first() -> None:
    newer = one_in_each_state(posted_at=NOW)["pending"]
    older = one_in_each_state(posted_at=NOW - timedelta(days=1))["pending"]
    assert list(queue.waiting()) == [older, newer]


def test_flagged_comments_come_most_flagged_first() -> None:
    CommentFactory()
    CommentFactory(status="pending", flags_count=9)
    once = CommentFactory(flags_count=1)
    thrice = CommentFactory(flags_count=3)
    settled = FlagFactory(comment=once, flagged_at=NOW, settled_at=NOW)
    open_one = FlagFactory(comment=once, flagged_at=NOW + timedelta(minutes=1))
    assert list(queue.flagged()) == [thrice, once]
    assert list(queue.flagged()[1].flags.all()) == [settled, open_one]


def test_waiting_statements_are_those_of_readers() -> None:
    ChoiceFactory()
    ChoiceFactory(status="pending")
    newer = ChoiceFactory(status="pending", proposed_at=NOW)
    older = ChoiceFactory(status="pending", proposed_at=NOW - timedelta(days=1))
    ChoiceFactory(status="rejected", proposed_at=NOW)
    assert list(queue.waiting_statements()) == [older, newer]


def test_a_history_shows_all_that_an_author_wrote_and_what_was_decided() -> None:
    author, moderator = VoterFactory(), UserFactory(groups=["Moderators"])
    first = CommentFactory(voter=author, posted_at=NOW - timedelta(days=1))
    second = CommentFactory(voter=author, status="pending", posted_at=NOW)
    CommentFactory()
    decision = decide(comment=second, moderator=moderator, action="spam", now=NOW)
    history = list(queue.history_of(author.pk))
    assert history == [second, first]
    assert [list(comment.decisions.all()) for comment in history] == [[decision], []]


def test_the_records_of_several_authors() -> None:
    busy, silent = VoterFactory(), VoterFactory()
    one_in_each_state(voter=busy)
    CommentFactory(voter=busy, status="rejected")
    records = queue.records_of([busy.pk, silent.pk])
    assert records == {
        busy.pk: Counter(pending=1, published=1, rejected=2, spam=1, deleted=1),
        silent.pk: Counter(),
    }


@pytest.mark.parametrize("length", [1, 30])
def test_a_queue_costs_the_same_however_long(
    length: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    moderator: User = UserFactory(groups=["Moderators"])
    for _number in range(length):
        parent = CommentFactory(question=QuestionFactory())
        reply = CommentFactory(
            article=parent.question.article,
            question=parent.question,
            parent=parent,
            flags_count=1,
            status="rejected",
        )
        FlagFactory(comment=reply)
        decide(comment=reply, moderator=moderator, action="approve", now=NOW)
    Comment.objects.filter(parent__isnull=False).update(status="pending", flags_count=1)

    def read(comments: QuerySet[Comment]) -> int:
        for comment in comments:
            assert comment.question is not None
            assert comment.parent is not None
            assert str(comment.question.article)
            assert str(comment.article)
            assert comment.parent.body
            assert str(comment.voter)
            assert comment.flags.all()
            assert [str(decision.moderator) for decision in comment.decisions.all()]
        return len(comments)

    with django_assert_num_queries(4):
        assert read(queue.waiting()) == length
