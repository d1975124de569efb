"""What readers do to the comments of others: mark a good argument, call a moderator.

Each first locks the comment's row, so that the counters equal what they count at every moment.
"""

from datetime import datetime

from django.db import transaction

from polls.discussion import authorship, counters
from polls.discussion.refusals import NotPublished, OwnComment
from polls.models import Approval, Comment, Flag, Voter
from polls.plaintext import clean
from polls.sides import camps


@transaction.atomic
def approve(*, comment: Comment, voter: Voter, now: datetime) -> bool:
    """Mark a good argument; False if this voter had marked it already.

    The mark keeps the side that the voter's ballot takes at this moment, whatever becomes of it.
    Raises NotPublished or OwnComment.
    """
    comment = _others_published(comment, voter)
    approval, created = Approval.objects.get_or_create(
        comment=comment,
        voter=voter,
        defaults={"approved_at": now, "side": camps.side_of(voter, comment.question)},
    )
    if created:
        counters.count_approval(comment=comment, side=approval.side, step=1)
    return created


@transaction.atomic
def unapprove(*, comment: Comment, voter: Voter) -> bool:
    """Take the mark back; False if there was none. Raises NotPublished or OwnComment."""
    comment = _others_published(comment, voter)
    approval = Approval.objects.filter(comment=comment, voter=voter).first()
    if approval is None:
        return False
    approval.delete()
    counters.count_approval(comment=comment, side=approval.side, step=-1)
    return True


@transaction.atomic
def flag(*, comment: Comment, voter: Voter, reason: str, note: str = "", now: datetime) -> bool:
    """Call a moderator, once for each voter; False if this voter had done so already.

    A flag that a moderator has settled stays settled. Raises Erased, NotPublished or OwnComment.
    """
    authorship.hold(voter)  # a note is words of theirs
    comment = _others_published(comment, voter)
    _flag, created = Flag.objects.get_or_create(
        comment=comment,
        voter=voter,
        defaults={"reason": reason, "note": clean(note), "flagged_at": now},
    )
    if created:
        counters.count_flag(comment=comment)
    return created


def _others_published(comment: Comment, voter: Voter) -> Comment:
    current = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    if current.status != Comment.Status.PUBLISHED:
        raise NotPublished
    if current.voter_id == voter.pk:
        raise OwnComment
    return current
