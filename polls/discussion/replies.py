"""The replies in threads: the first few of each with its root, the others a stretch at a time.

A thread may hold ten thousand. What is asked for is found by its key and never counted through, and
a thread's own counter tells how many there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from polls.discussion.paging import Stretch, stretch
from polls.discussion.sorting import OLDEST_REPLY, Start
from polls.models import Comment, Voter
from polls.models.discussion import CommentQuerySet

SHOWN = 8
"""Published replies of a thread that stand on a discussion's page."""
MORE = 50
"""And in each stretch of those that follow."""

_FIRST = """
    SELECT id, parent_id FROM (
        SELECT id, parent_id FROM polls_comment WHERE root_id = %s AND status = 'published'
        ORDER BY posted_at, id LIMIT %s
    ) AS first_{number}
"""
_OWN = """
    SELECT id, parent_id FROM polls_comment
    WHERE voter_id = %s AND root_id IN ({roots}) AND status IN ('pending', 'rejected', 'spam')
"""
# What a picked reply answers is seen with it, if only as an empty place; of many empty places in a
# row the nearest.
_PICKED = """
    WITH RECURSIVE picked(id, parent_id) AS ({picked}), line(id, parent_id, steps) AS (
        SELECT id, parent_id, 0 FROM picked
        UNION
        SELECT above.id, above.parent_id, line.steps + 1
        FROM line JOIN polls_comment above ON above.id = line.parent_id
        WHERE above.parent_id IS NOT NULL AND line.steps < 12
    )
    SELECT DISTINCT id FROM line
"""


@dataclass(frozen=True)
class Rest:
    """The replies of a thread that are not shown with it."""

    thread: int
    count: int
    after: int
    """The reply that they follow."""


def first_of(roots: Sequence[Comment], *, voter: Voter | None) -> list[Comment]:
    """The first published replies of each thread with what they answer, and the reader's own.

    By their age; two queries.
    """
    answered = [root.pk for root in roots if root.replies_count]
    if not answered and voter is None:
        return []
    picked = [_FIRST.format(number=number) for number, _pk in enumerate(answered)]
    parameters = [parameter for pk in answered for parameter in (pk, SHOWN)]
    if voter:
        keys = [root.pk for root in roots] or [0]
        picked.append(_OWN.format(roots=", ".join(["%s"] * len(keys))))
        parameters += [voter.pk, *keys]
    with connection.cursor() as cursor:
        # only placeholders and numbers are put into the text of the query
        cursor.execute(_PICKED.format(picked=" UNION ALL ".join(picked)), parameters)
        found = [pk for (pk,) in cursor.fetchall()]
    return list(Comment.objects.filter(pk__in=found).order_by("posted_at", "pk"))


def rests_of(roots: Iterable[Comment], shown: Iterable[Comment]) -> dict[int, Rest]:
    """What is left of each thread that has more replies than are shown, by its key."""
    published: dict[int, list[Comment]] = defaultdict(list)
    for reply in shown:
        if reply.status == Comment.Status.PUBLISHED and reply.root_id:
            published[reply.root_id].append(reply)
    return {
        root.pk: Rest(
            thread=root.pk,
            count=root.replies_count - len(published[root.pk]),
            after=published[root.pk][:SHOWN][-1].pk,
        )
        for root in roots
        if published[root.pk] and root.replies_count > len(published[root.pk])
    }


def stretch_of(root: Comment, *, voter: Voter | None, start: Start) -> Stretch:
    """Some of a thread's replies, the oldest first, and the reader's own among them."""
    thread = Comment.objects.filter(root=root)
    own = list(hidden_of(thread, voter=voter)) if voter else []
    return stretch(
        thread.published(), sort=OLDEST_REPLY, start=start, size=MORE, among=thread, own=own
    )


def hidden_of(comments: CommentQuerySet, *, voter: Voter) -> CommentQuerySet:
    """Those that the reader wrote and nobody else sees."""
    hidden = [Comment.Status.PENDING, Comment.Status.REJECTED, Comment.Status.SPAM]
    return comments.filter(voter=voter, status__in=hidden)


def is_among_first(reply: Comment) -> bool:
    """Whether the reply stands on the discussion's page with its thread."""
    if reply.status != Comment.Status.PUBLISHED:
        return True
    first = OLDEST_REPLY.order(Comment.objects.published().filter(root=reply.root_id))
    return reply.pk in list(first.values_list("pk", flat=True)[:SHOWN])
