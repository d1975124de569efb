"""From comments in a row to threads: replies below what they answer, at most three levels deep."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from polls.discussion.entries import DEEPEST_LEVEL, Entry


def nest(
    roots: Sequence[Entry],
    replies: Sequence[Entry],
    *,
    elsewhere: Mapping[int, Entry] | None = None,
) -> list[Entry]:
    """The roots that have a place, each with its replies in the order given.

    A reply to a comment of the deepest level stands beside it, after it. So does, below the root of
    its thread, a reply to what is not here but ``elsewhere`` (by primary key). A comment that the
    reader may not see keeps its place as long as anything below it is seen.
    """
    answering = _answering(roots, replies, elsewhere or {})
    downwards = list(roots)
    for entry in downwards:  # grows as it is walked: each comment comes before its replies
        for reply in answering[entry.comment.pk]:
            reply.level = min(entry.level + 1, DEEPEST_LEVEL)
            reply.answers = reply.answers or entry
            reply.holder = entry if entry.level < reply.level else entry.holder
        downwards += answering[entry.comment.pk]
    placed = set[int]()
    for entry in reversed(downwards):
        if entry.is_shown or any(r.comment.pk in placed for r in answering[entry.comment.pk]):
            placed.add(entry.comment.pk)
    for reply in replies:
        if reply.holder and reply.comment.pk in placed:
            reply.holder.replies.append(reply)
    return [root for root in roots if root.comment.pk in placed]


def _answering(
    roots: Sequence[Entry], replies: Sequence[Entry], elsewhere: Mapping[int, Entry]
) -> dict[int, list[Entry]]:
    """The replies by the comment that they stand below or beside."""
    here = {entry.comment.pk for entry in (*roots, *replies)}
    answering: dict[int, list[Entry]] = defaultdict(list)
    for reply in replies:
        below = reply.comment.parent_id
        if below not in here:
            reply.answers = elsewhere.get(below or 0)
            below = reply.comment.root_id
        answering[below or 0].append(reply)
    return answering
