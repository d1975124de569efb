"""What has been published in a discussion while its reader had the page open."""

from collections.abc import Sequence
from datetime import datetime

from polls.discussion.entries import DEEPEST_LEVEL, Entry, entries_of
from polls.discussion.places import Place
from polls.models import Comment, Voter

# So many are put into an open page; whoever has missed more gets the newest of them.
MOST = 20


def newest(place: Place, *, count: int, voter: Voter | None, now: datetime) -> list[Entry]:
    """The comments of the place that were published last, in the order in which they came.

    Each by itself, naming what it answers and knowing below which comment it stands (``holder``).
    A fixed number of queries.
    """
    published = place.comments.published().order_by("-published_at", "-pk")
    comments = list(reversed(published[: min(count, MOST)]))
    answered = {comment.parent_id for comment in comments if comment.parent_id}
    parents = list(Comment.objects.filter(pk__in=answered))
    contest = place.contest(voter=voter, now=now)
    entries = entries_of([*comments, *parents], voter=voter, contest=contest, now=now)
    lines = _lines(comments)
    for comment in comments:
        entry = entries[comment.pk]
        entry.is_new = not entry.is_own
        if comment.parent_id:
            _place(entry, entries[comment.parent_id], lines)
    return [entries[comment.pk] for comment in comments]


def _lines(comments: Sequence[Comment]) -> dict[int, int | None]:
    """The parents of all comments in the threads of these, by primary keys."""
    threads = {comment.root_id for comment in comments if comment.root_id}
    return dict(Comment.objects.filter(root__in=threads).values_list("pk", "parent_id"))


def _place(entry: Entry, answers: Entry, lines: dict[int, int | None]) -> None:
    """Below its parent, or at the deepest level below the reply to which all of that belongs."""
    holder, root = answers.comment.pk, entry.comment.root_id
    while holder != root and lines.get(holder) != root:
        holder = lines.get(holder) or root or holder
    entry.level = DEEPEST_LEVEL - 1 if holder == root else DEEPEST_LEVEL
    entry.holder = Entry(Comment(pk=holder), level=entry.level - 1)
    entry.answers = answers
    answers.is_elsewhere = True
