"""What a comment answers, and what answers it, all the way up and down; one query each."""

from collections.abc import Sequence

from django.db import connection
from django.db.models.expressions import RawSQL

from polls.models import Comment
from polls.models.discussion import CommentQuerySet

_BELOW = """
    WITH RECURSIVE below(id) AS (
        SELECT id FROM polls_comment WHERE parent_id IN ({roots})
        UNION ALL
        SELECT polls_comment.id FROM polls_comment JOIN below ON polls_comment.parent_id = below.id
    )
    SELECT id FROM below
"""
_ABOVE = """
    WITH RECURSIVE above(id, parent_id) AS (
        SELECT id, parent_id FROM polls_comment WHERE id = %s
        UNION ALL
        SELECT polls_comment.id, polls_comment.parent_id
        FROM polls_comment JOIN above ON polls_comment.id = above.parent_id
    )
    SELECT id FROM above
"""

_GATHER = """
    WITH RECURSIVE line(id, root_id) AS (
        SELECT id, id FROM polls_comment WHERE parent_id IS NULL AND article_id = %s
        UNION ALL
        SELECT polls_comment.id, line.root_id
        FROM polls_comment JOIN line ON polls_comment.parent_id = line.id
    )
    UPDATE polls_comment
    SET root_id = (SELECT NULLIF(line.root_id, line.id) FROM line WHERE line.id = polls_comment.id)
    WHERE article_id = %s
"""


def gather(article: int) -> None:
    """Give each comment on the article, by primary key, the root of its thread anew.

    For whoever takes comments out of the middle of threads; the caller has a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(_GATHER, [article, article])


def below(roots: Sequence[Comment]) -> CommentQuerySet:
    """All replies to the roots, and to these replies, in whatever state."""
    if not roots:
        return Comment.objects.none()
    sql = _BELOW.format(roots=", ".join(["%s"] * len(roots)))
    # Only placeholders are put into the text of the query.
    replies = RawSQL(sql, [root.pk for root in roots])  # noqa: S611
    return Comment.objects.filter(pk__in=replies)


def line_of(comment: Comment) -> list[int]:
    """Primary keys from the top-level comment down to this one."""
    if comment.parent_id is None:
        return [comment.pk]
    above = RawSQL(_ABOVE, [comment.pk])  # noqa: S611
    parents: dict[int, int | None] = dict(
        Comment.objects.filter(pk__in=above).values_list("pk", "parent_id")
    )
    line = [comment.pk]
    while (parent := parents[line[-1]]) is not None:
        line.append(parent)
    return line[::-1]
