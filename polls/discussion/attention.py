"""What a reader follows, and whom a reader does not want to read: nobody else is told of either."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from polls.discussion.refusals import NotPublished, OwnComment
from polls.models import Comment, Follow, Mute, Voter

if TYPE_CHECKING:
    from polls.discussion.entries import Entry


@transaction.atomic
def follow(*, comment: Comment, voter: Voter, now: datetime) -> bool:
    """Follow the thread that the comment stands in; False if this voter did so already.

    Raises NotPublished for somebody else's comment that nobody can read.
    """
    if comment.status != Comment.Status.PUBLISHED and comment.voter_id != voter.pk:
        raise NotPublished
    _follow, created = Follow.objects.get_or_create(
        voter=voter,
        comment_id=comment.thread_id,
        defaults={"followed_at": now, "seen_at": now},
    )
    return created


def unfollow(*, comment: Comment, voter: Voter) -> bool:
    """No longer follow the comment's thread; False if this voter did not."""
    deleted, _by_model = Follow.objects.filter(voter=voter, comment=comment.thread_id).delete()
    return bool(deleted)


def see(*, comment: Comment, voter: Voter, now: datetime) -> None:
    """Note that a follower has opened the thread: what was in it by then is new no longer."""
    Follow.objects.filter(voter=voter, comment=comment.thread_id, seen_at__lt=now).update(
        seen_at=now
    )


@transaction.atomic
def mute(*, comment: Comment, voter: Voter, now: datetime) -> bool:
    """Fold away whatever the comment's author writes, for this voter alone; False if it was.

    Raises OwnComment, or NotPublished where there is no author to be seen.
    """
    if comment.voter_id == voter.pk:
        raise OwnComment
    if comment.voter_id is None or comment.status != Comment.Status.PUBLISHED:
        raise NotPublished
    _mute, created = Mute.objects.get_or_create(
        voter=voter, author_id=comment.voter_id, defaults={"muted_at": now}
    )
    return created


def unmute(*, author: int, voter: Voter) -> bool:
    """Show what the author with this key writes again; False if it was not folded away."""
    deleted, _by_model = Mute.objects.filter(voter=voter, author=author).delete()
    return bool(deleted)


def mark(entries: "Iterable[Entry]", *, voter: Voter) -> None:
    """Tell each entry whether its author is muted and its thread followed; one query."""
    listed = list(entries)
    threads = [entry.comment.pk for entry in listed if entry.comment.parent_id is None]
    authors = {entry.comment.voter_id for entry in listed} - {None, voter.pk}
    of_threads = Follow.objects.filter(voter=voter, comment__in=threads)
    of_authors = Mute.objects.filter(voter=voter, author__in=authors)
    of_both = of_threads.values_list(Value("thread"), "comment_id").union(
        of_authors.values_list(Value("author"), "author_id"), all=True
    )
    found = set(of_both)
    for entry in listed:
        entry.is_followed = ("thread", entry.comment.pk) in found
        entry.is_muted = ("author", entry.comment.voter_id) in found


def replies_to(voter: Voter) -> QuerySet[Comment]:
    """Published replies of others to the reader's comments, without those of muted authors."""
    replies = _of_others(voter).filter(parent__voter=voter, article__status="published")
    return replies.exclude(question__status="draft")


def new_replies(voter: Voter) -> QuerySet[Comment]:
    """Those that came since the reader last looked at replies."""
    replies, seen_at = replies_to(voter), voter.replies_seen_at
    return replies.filter(published_at__gt=seen_at) if seen_at else replies


def followed_by(voter: Voter) -> QuerySet[Follow]:
    """What the reader follows, each with ``new_count``: what others published there since."""
    fresh = (
        _of_others(voter)
        .filter(root=OuterRef("comment"), published_at__gt=OuterRef("seen_at"))
        .order_by()
        .values("root")
        .annotate(found=Count("pk"))
        .values("found")
    )
    follows = Follow.objects.filter(voter=voter, comment__article__status="published")
    return (
        follows.exclude(comment__question__status="draft")
        .annotate(new_count=Coalesce(Subquery(fresh), 0, output_field=IntegerField()))
        .order_by("-new_count", "-followed_at", "-pk")
    )


def move(*, source: Voter, target: Voter) -> None:
    """Make one voter's attention another's, when they turn out to be one."""
    follows = Follow.objects.filter(voter=source)
    follows.filter(comment__followers__voter=target).delete()
    follows.update(voter=target)
    of_others = {"voter": "author", "author": "voter"}
    for side, other in of_others.items():
        known = Mute.objects.filter(**{side: target}).values(other)
        Mute.objects.filter(**{side: source, f"{other}__in": known}).delete()
        Mute.objects.filter(**{side: source}).exclude(**{other: target}).update(**{side: target})
        Mute.objects.filter(**{side: source}).delete()


def _of_others(voter: Voter) -> QuerySet[Comment]:
    """Published comments of whoever is neither the voter nor muted by the voter."""
    muted = Mute.objects.filter(voter=voter).values("author")
    return Comment.objects.published().exclude(voter=voter).exclude(voter__in=muted)
