"""A stretch of comments in some order: so many, from somewhere on, and where others begin."""

from collections.abc import Sequence
from dataclasses import dataclass

from polls.discussion.sorting import Sort, Start
from polls.models import Comment
from polls.models.discussion import CommentQuerySet


@dataclass(frozen=True)
class Stretch:
    """Comments in a row, and whether others precede and follow them."""

    comments: list[Comment]
    has_before: bool = False
    has_after: bool = False

    @property
    def before(self) -> int | None:
        """The comment that the stretch before this one ends in front of."""
        return self.comments[0].pk if self.has_before else None

    @property
    def after(self) -> int | None:
        """The comment that the stretch after this one follows."""
        return self.comments[-1].pk if self.has_after else None


def stretch(
    comments: CommentQuerySet,
    *,
    sort: Sort,
    start: Start,
    size: int,
    among: CommentQuerySet,
    own: Sequence[Comment] = (),
) -> Stretch:
    """So many of the comments from ``start`` on; from the first where that is none of ``among``.

    Beside these many, whatever of the reader's ``own`` belongs between them. Three queries at most.
    """
    one = among.filter(pk=start.comment).first() if start.where else None
    if one is None:
        return _beginning(comments, sort, size, own)
    if start.where == "before":
        found = list(sort.order(sort.before(comments, one), backwards=True)[: size + 1])[::-1]
        if len(found) <= size:
            return _beginning(comments, sort, size, own)
        mine = [c for c in own if sort.follows(c, found[1]) and sort.follows(one, c)]
        return _with_own(Stretch(found[1:], has_before=True, has_after=True), mine, sort)
    at = start.where == "at"
    found = list(sort.order(sort.after(comments, one, including=at))[: size + 1])
    mine = [c for c in own if sort.follows(c, one) or (at and c.pk == one.pk)]
    if not found and not mine:
        return _beginning(comments, sort, size, own)
    has_before = not at or sort.before(comments, one).exists()
    return _until_full(found, mine, sort, size, has_before=has_before)


def _beginning(comments: CommentQuerySet, sort: Sort, size: int, own: Sequence[Comment]) -> Stretch:
    return _until_full(list(sort.order(comments)[: size + 1]), own, sort, size, has_before=False)


def _until_full(
    found: list[Comment], own: Sequence[Comment], sort: Sort, size: int, *, has_before: bool
) -> Stretch:
    shown, has_after = found[:size], len(found) > size
    mine = [c for c in own if sort.follows(shown[-1], c)] if has_after else own
    return _with_own(Stretch(shown, has_before=has_before, has_after=has_after), mine, sort)


def _with_own(public: Stretch, own: Sequence[Comment], sort: Sort) -> Stretch:
    """The public comments and the reader's own among them; what ends the stretch stays its end."""
    known = {comment.pk for comment in public.comments}
    every = [*public.comments, *(comment for comment in own if comment.pk not in known)]
    every.sort(key=sort.key, reverse=sort.descending)
    return Stretch(every, has_before=public.has_before, has_after=public.has_after)
