"""Whose a comment, an approval or a flag is, when voters are merged or removed.

What is touched is held first, as readers and moderators hold it, so that no counter goes wrong.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from polls.models import Approval, Comment, Flag, Voter


def move(*, source: Voter, target: Voter) -> None:
    """Make one voter's comments, approvals and flags another's; the caller has a transaction.

    Of two approvals of one comment one stays, of two flags one that is open; an approval of a
    comment that has become one's own goes.
    """
    touched = _held(Q(voter=source) | Q(approvals__voter=source) | Q(flags__voter=source))
    _free_of_tokens(source, of=target)
    Comment.objects.filter(voter=source).update(voter=target)
    approvals, flags = Approval.objects.filter(voter=source), Flag.objects.filter(voter=source)
    approvals.filter(comment__approvals__voter=target).delete()
    approvals.update(voter=target)
    Approval.objects.filter(voter=target, comment__voter=target).delete()
    called = flags.filter(settled_at__isnull=True).values_list("comment", flat=True)
    settled = Flag.objects.filter(voter=target, settled_at__isnull=False)
    settled.filter(comment__in=list(called)).delete()
    flags.filter(comment__flags__voter=target).delete()
    flags.update(voter=target)
    _count_again(touched)


def forget(*, voter: Voter, now: datetime) -> None:
    """Empty the voter's comments for good and take the voter's approvals and flags back.

    The places in the threads stay, with what others replied, approved, flagged and decided; the
    caller has a transaction.
    """
    touched = _held(Q(voter=voter) | Q(approvals__voter=voter) | Q(flags__voter=voter))
    Approval.objects.filter(voter=voter).delete()
    Flag.objects.filter(voter=voter).delete()
    Flag.objects.filter(comment__voter=voter, settled_at__isnull=True).update(settled_at=now)
    _count_again(touched)
    Comment.objects.filter(voter=voter).update(
        voter=None, author_name="", body="", status=Comment.Status.DELETED
    )


def _held(which: Q) -> list[Comment]:
    touched = Comment.objects.filter(which).values("pk")
    held = Comment.objects.filter(pk__in=touched).order_by("pk")
    return list(held.select_for_update(no_key=True))


def _free_of_tokens(source: Voter, *, of: Voter) -> None:
    """Both may have posted by one form, as a page kept by a cache holds it for two devices."""
    tokens = Comment.objects.filter(voter=of).values("form_token")
    for comment in Comment.objects.filter(voter=source, form_token__in=tokens):
        comment.form_token = uuid.uuid4()
        comment.save(update_fields=["form_token"])


def _count_again(comments: Iterable[Comment]) -> None:
    """Set the counters of comments that are held to what they count."""
    for comment in comments:
        approvals = Approval.objects.filter(comment=comment).count()
        flags = Flag.objects.filter(comment=comment, settled_at__isnull=True).count()
        if (comment.approvals_count, comment.flags_count) != (approvals, flags):
            comment.approvals_count, comment.flags_count = approvals, flags
            comment.save(update_fields=["approvals_count", "flags_count"])
