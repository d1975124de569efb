"""Whose a comment, an approval or a flag is, when voters are merged or removed.

What is touched is held first, as readers and moderators hold it, so that no counter goes wrong.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from polls.discussion import counters
from polls.discussion.refusals import Erased
from polls.models import Appeal, Approval, Comment, Flag, Hold, Voter


def hold(voter: Voter) -> None:
    """Hold whoever writes against being erased meanwhile, before anything else of theirs.

    The caller has a transaction. Raises Erased for one to whom that has just been done.
    """
    held = Voter.objects.filter(pk=voter.pk, key_hash=voter.key_hash).select_for_update(no_key=True)
    if held.values_list("pk").first() is None:
        raise Erased


def move(*, source: Voter, target: Voter) -> None:
    """Make one voter's comments, approvals and flags another's; the caller has a transaction.

    Of two approvals of one comment one stays, of two flags one that is open; an approval of a
    comment that has become one's own goes.
    """
    touched = counters.hold(Q(voter=source) | Q(approvals__voter=source) | Q(flags__voter=source))
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
    counters.count_again(touched)


def forget(*, voter: Voter, now: datetime) -> None:
    """Empty the voter's comments for good and take the voter's approvals and flags back.

    The places in the threads stay, with what others replied, approved, flagged and decided; the
    caller has a transaction.
    """
    touched = counters.hold(Q(voter=voter) | Q(approvals__voter=voter) | Q(flags__voter=voter))
    Approval.objects.filter(voter=voter).delete()
    Flag.objects.filter(voter=voter).delete()
    _empty(voter, now=now)
    counters.count_again(touched)
    _tell_places(touched, voter)


def empty(*, voter: Voter, now: datetime) -> None:
    """Empty the voter's comments for good, and leave the approvals and flags that were given.

    What the voter wrote to moderators with a flag goes, the call itself stays. The caller has a
    transaction.
    """
    touched = counters.hold(Q(voter=voter))
    Flag.objects.filter(voter=voter).update(note="")
    _empty(voter, now=now)
    counters.count_again(touched)
    _tell_places(touched, voter)


def _empty(voter: Voter, *, now: datetime) -> None:
    """Nothing of the comments' words stays, nor of what rules found in them or an appeal said."""
    Flag.objects.filter(comment__voter=voter, settled_at__isnull=True).update(settled_at=now)
    Hold.objects.filter(comment__voter=voter).update(found="")
    Appeal.objects.filter(comment__voter=voter).update(text="")
    Comment.objects.filter(voter=voter).update(
        voter=None, author_name="", body="", stance=None, pick="", status=Comment.Status.DELETED
    )


def _tell_places(touched: Iterable[Comment], voter: Voter) -> None:
    """Have the pages told that what was published, as it was held, is there no more."""
    for comment in touched:
        if comment.voter_id == voter.pk and comment.status == Comment.Status.PUBLISHED:
            comment.renew_place()


def _free_of_tokens(source: Voter, *, of: Voter) -> None:
    """Both may have posted by one form, as a page kept by a cache holds it for two devices."""
    tokens = Comment.objects.filter(voter=of).values("form_token")
    for comment in Comment.objects.filter(voter=source, form_token__in=tokens):
        comment.form_token = uuid.uuid4()
        comment.save(update_fields=["form_token"])
