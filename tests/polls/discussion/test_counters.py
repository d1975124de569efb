"""How many comments there are, and that each comment's counters can be proven."""

import pytest
from pytest_django import DjangoAssertNumQueries

from polls.discussion import counters
from polls.models import Comment, Side
from polls.results.recount import Difference
from polls.statistics.intervals import wilson
from tests.factories import ApprovalFactory, CommentFactory, FlagFactory, QuestionFactory

pytestmark = pytest.mark.django_db


def test_published_comments_are_counted_for_many_questions_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    busy, quiet = QuestionFactory(), QuestionFactory()
    parent = CommentFactory(article=busy.article, question=busy)
    CommentFactory(article=busy.article, question=busy, parent=parent)
    CommentFactory(article=busy.article)
    for status in ("pending", "rejected", "spam"):
        CommentFactory(article=busy.article, question=busy, status=status)
    with django_assert_num_queries(1):
        assert counters.published_counts([busy, quiet]) == {busy.pk: 2, quiet.pk: 0}
    assert counters.published_counts([]) == {}


def test_a_recount_finds_and_mends_what_is_wrong() -> None:
    comment = CommentFactory(approvals_count=7, replies_count=4)
    ApprovalFactory.create_batch(2, comment=comment, side=Side.FOR)
    FlagFactory.create_batch(3, comment=comment)
    FlagFactory(comment=comment, settled_at=comment.posted_at)
    right = CommentFactory(article=comment.article)
    elsewhere = CommentFactory(flags_count=1)

    reply = CommentFactory(article=comment.article, parent=comment)
    astray = CommentFactory(article=comment.article, parent=reply, status="pending")
    Comment.objects.filter(pk=astray.pk).update(root=reply)

    expected = [
        Difference(f"comment {astray.pk} thread", reply.pk, comment.pk),
        Difference(f"comment {comment.pk} approvals", 7, 2),
        Difference(f"comment {comment.pk} approvals by those in favour", 0, 2),
        Difference(f"comment {comment.pk} open flags", 0, 3),
        Difference(f"comment {comment.pk} replies", 5, 1),
        Difference(f"comment {comment.pk} rank", wilson(7, 7).low, wilson(2, 5).low),
    ]
    assert counters.recount(comment.article) == expected
    assert counters.recount(comment.article, fix=True) == expected
    assert counters.recount(comment.article) == []
    kept = Comment.objects.values_list("approvals_count", "flags_count").order_by("pk")
    assert list(kept) == [(2, 3), (0, 0), (0, 1), (0, 0), (0, 0)]
    assert [str(difference) for difference in counters.recount(elsewhere.article)] == [
        f"comment {elsewhere.pk} open flags: kept 1, counted 0"
    ]
    assert right.article == comment.article
