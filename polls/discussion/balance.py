"""The sides of a question in turn: the best argument of each, then the next best of each.

One for, one against, one by somebody in between or who shows no side; and so on, where one of them
runs out the others alone. The side that has the most approved comment of all begins, for no other
reason could. Each side is read from the index only as far as the page goes; so it is ordered by
what is NULL of all of them too (see ``Sort.place``).
"""

from collections.abc import Sequence

from django.db import connection

from polls.discussion.places import Place
from polls.models import Comment, Side

# Read of each side for a comment whose place is to be found: all of it.
_ALL = 2**62

_SIDE = """
    SELECT id, {neither} AS neither, {side} AS side,
        ROW_NUMBER() OVER (ORDER BY approval_bound DESC, posted_at DESC, id DESC) AS turn,
        MAX(approval_bound) OVER () AS best
    FROM ({best}) AS of_side_{side}
"""
_BEST = """
    SELECT id, approval_bound, posted_at FROM (
        SELECT id, approval_bound, posted_at FROM polls_comment
        WHERE has_place AND parent_id IS NULL AND article_id = %s AND question_id = %s
            AND passage_id IS NULL AND stance {stance}
        ORDER BY passage_id DESC, stance DESC, approval_bound DESC, posted_at DESC, id DESC
        LIMIT %s
    ) AS stance_{name}
"""
_IN_TURN = """
    SELECT id, ROW_NUMBER() OVER (ORDER BY turn, neither, best DESC, side) AS place
    FROM ({sides}) AS sides
"""


def _side(side: int, *best: str) -> str:
    return _SIDE.format(
        side=abs(side) + (side < 0), neither=int(not side), best=" UNION ALL ".join(best)
    )


_SIDES = " UNION ALL ".join(
    (
        _side(Side.FOR, _BEST.format(stance="= 1", name="for")),
        _side(Side.AGAINST, _BEST.format(stance="= -1", name="against")),
        _side(
            Side.BETWEEN,
            _BEST.format(stance="= 0", name="between"),
            _BEST.format(stance="IS NULL", name="untold"),
        ),
    )
)
_PAGE = f"{_IN_TURN.format(sides=_SIDES)} ORDER BY place LIMIT %s OFFSET %s"
# nothing but placeholders and the names above is put into either
_PLACE = f"SELECT place FROM ({_IN_TURN.format(sides=_SIDES)}) AS places WHERE id = %s"  # noqa: S608
_BRANCHES = 4


def page(place: Place, *, start: int, size: int) -> list[Comment]:
    """So many comments that begin the place's threads, from ``start`` on; two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_PAGE, [*_parameters(place, start + size), size, start])
        keys = [pk for pk, _place in cursor.fetchall()]
    comments = Comment.objects.in_bulk(keys)
    return [comments[pk] for pk in keys if pk in comments]


def place_of(comment: Comment, place: Place) -> int:
    """How many begin before this one does; 0 where it has no place of its own. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, [*_parameters(place, _ALL), comment.pk])
        row: Sequence[int] | None = cursor.fetchone()
    return row[0] - 1 if row else 0


def _parameters(place: Place, most: int) -> list[int]:
    question = place.question.pk if place.question else 0
    return [place.article.pk, question, most] * _BRANCHES
