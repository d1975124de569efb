"""What a reader has written, what others replied, and the threads that the reader follows."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, QuerySet

from polls.discussion import attention
from polls.discussion.entries import Entry, entries_of
from polls.models import Comment, Follow, Mute, Voter

_PLACE = ("article", "question", "passage")


def comments_by(voter: Voter) -> QuerySet[Comment]:
    """The reader's comments that are not deleted, newest first."""
    comments = Comment.objects.filter(voter=voter).exclude(status=Comment.Status.DELETED)
    return comments.select_related(*_PLACE).order_by("-posted_at", "-pk")


def replies_to(voter: Voter) -> QuerySet[Comment]:
    """Published replies to the reader's comments, newest first."""
    replies = attention.replies_to(voter).select_related(*_PLACE, "parent")
    return replies.order_by(F("published_at").desc(), "-pk")


def threads_of(voter: Voter) -> QuerySet[Follow]:
    """The threads that the reader follows, those with news first, each with ``new_count``."""
    return attention.followed_by(voter).select_related(
        "comment", *(f"comment__{name}" for name in _PLACE)
    )


def entries(comments: Iterable[Comment], *, voter: Voter, now: datetime) -> list[Entry]:
    """These comments in their order, as their reader sees them.

    A reply that came since the reader last looked at replies is new.
    """
    listed = list(comments)
    known = entries_of(listed, voter=voter, now=now)
    for entry in known.values():
        published, seen = entry.comment.published_at, voter.replies_seen_at
        of_others = not entry.is_own and published is not None
        entry.is_new = of_others and (seen is None or (published is not None and published > seen))
    return [known[comment.pk] for comment in listed]


def muted_by(voter: Voter) -> list[tuple[int, str]]:
    """Whom the reader has muted: the mute's key, and the names seen with that author's comments.

    Two queries.
    """
    mutes = list(Mute.objects.filter(voter=voter).order_by("-muted_at", "-pk"))
    said = Comment.objects.published().filter(voter__in=[mute.author_id for mute in mutes])
    names: dict[int, list[str]] = {}
    for author, name in said.order_by("author_name").values_list("voter", "author_name").distinct():
        names.setdefault(author, []).append(name)
    return [(mute.pk, ", ".join(names.get(mute.author_id, []))) for mute in mutes]


def see_replies(voter: Voter, *, now: datetime) -> None:
    """Note that the reader has looked at the replies that there were by then."""
    Voter.objects.filter(pk=voter.pk).update(replies_seen_at=now)
