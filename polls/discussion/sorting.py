"""In which order the threads of a place are read, and where in it a page begins.

A page names the comment that it begins with or follows, not how many came before: it costs the same
however far down it is, and nothing is skipped or repeated when comments come in meanwhile. Each
order ends with the comment's age and key, so that no two comments are equal in it, and is read from
an index (polls/models/orders.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F
from django.db.models.fields.tuple_lookups import (
    Tuple,
    TupleGreaterThan,
    TupleGreaterThanOrEqual,
    TupleLessThan,
    TupleLessThanOrEqual,
)
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from polls.access import primary_key
from polls.models import Comment
from polls.models.discussion import CommentQuerySet


@dataclass(frozen=True)
class Sort:
    """An order of comments: by these columns, all of them down or all of them up."""

    name: str
    label: str | Promise
    columns: tuple[str, ...] = ("posted_at", "id")
    descending: bool = True
    place: tuple[str, ...] = ("question_id", "passage_id")
    """What all comments that are ordered share: PostgreSQL sees that an index which begins with
    columns is in order below them where they equal something, and not where they are NULL."""

    def key(self, comment: Comment) -> tuple[Any, ...]:
        return tuple(getattr(comment, column) for column in self.columns)

    def order(self, comments: CommentQuerySet, *, backwards: bool = False) -> CommentQuerySet:
        sign = "-" if self.descending != backwards else ""
        return comments.order_by(*(f"{sign}{column}" for column in (*self.place, *self.columns)))

    def after(
        self, comments: CommentQuerySet, one: Comment, *, including: bool = False
    ) -> CommentQuerySet:
        """Those that follow the comment in this order."""
        lower = TupleLessThanOrEqual if including else TupleLessThan
        higher = TupleGreaterThanOrEqual if including else TupleGreaterThan
        beyond = lower if self.descending else higher
        return comments.filter(beyond(self._columns, self.key(one)))

    def before(self, comments: CommentQuerySet, one: Comment) -> CommentQuerySet:
        beyond = TupleGreaterThan if self.descending else TupleLessThan
        return comments.filter(beyond(self._columns, self.key(one)))

    def follows(self, one: Comment, other: Comment) -> bool:
        """Whether ``one`` comes after ``other``."""
        later = self.key(one) > self.key(other)
        return later != self.descending and one.pk != other.pk

    @property
    def _columns(self) -> Tuple:
        return Tuple(*(F(column) for column in self.columns))


NEWEST = Sort("newest", _("Newest first"))
OLDEST = Sort("oldest", _("Oldest first"), descending=False)
OLDEST_REPLY = replace(OLDEST, place=())
APPROVED = Sort("approved", _("Most approved first"), ("approval_bound", "posted_at", "id"))
REPLIED = Sort("replied", _("Most replies first"), ("replies_count", "posted_at", "id"))
BALANCED = Sort("balanced", _("Sides in turn"), APPROVED.columns)
"""Within each side as the most approved; how the sides take turns is in ``balance``."""

SORTS = {sort.name: sort for sort in (NEWEST, OLDEST, APPROVED, REPLIED, BALANCED)}


def asked_for(sort: str) -> str:
    """What an address ends with so that the order is kept; nothing for the usual one."""
    return "" if sort == NEWEST.name else f"?sort={sort}"


def sort_named(name: str | None) -> Sort:
    """The order of this name; the newest first for what is none."""
    return SORTS.get(name or "", NEWEST)


@dataclass(frozen=True)
class Start:
    """Where a page begins: with, after or before a comment (by its key), or by its number."""

    where: str = ""
    comment: int = 0
    number: int = 1

    @classmethod
    def asked(cls, query: Mapping[str, str]) -> "Start":
        """As a query string says; for what it does not understand the very beginning."""
        for where in ("at", "after", "before"):
            if comment := primary_key(query.get(where, "")):
                return cls(where, comment)
        number = query.get("page", "")
        return cls(number=primary_key(number) if len(number) < 6 else 1)
