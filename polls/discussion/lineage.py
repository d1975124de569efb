"""To which thread a comment belongs, and where in it a reply stands; one query each."""

from collections.abc import Sequence

from django.db import connection

from polls.models import Comment

_HOLDER = """
    WITH RECURSIVE above(id, parent_id) AS (
        SELECT id, parent_id FROM polls_comment WHERE id = %s
        UNION ALL
        SELECT polls_comment.id, polls_comment.parent_id
        FROM polls_comment JOIN above ON polls_comment.id = above.parent_id
    )
    SELECT id FROM above WHERE parent_id = %s
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


def holder_of(reply: Comment) -> int:
    """Key of the comment below which a reply stands: at most that of the second level."""
    if reply.parent_id is None or reply.parent_id == reply.root_id:
        return reply.parent_id or reply.pk
    with connection.cursor() as cursor:
        cursor.execute(_HOLDER, [reply.parent_id, reply.root_id])
        row: Sequence[int] | None = cursor.fetchone()
    return row[0] if row else reply.parent_id
