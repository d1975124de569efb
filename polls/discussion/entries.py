"""A comment as one reader sees it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db.models import QuerySet

from polls.discussion import attention
from polls.discussion.places import draft_key
from polls.discussion.replies import Rest
from polls.models import Appeal, Approval, Comment, Decision, Flag, Voter
from polls.moderation.appeals import REFUSED
from polls.sides.contest import Contest, Remarks

DEEPEST_LEVEL = 3
FRESH_FOR = timedelta(seconds=10)


@dataclass
class Entry:
    """One comment, what the reader has to do with it, and the replies shown below it."""

    comment: Comment
    level: int = 1
    answers: "Entry | None" = None
    """The comment that it is a reply to."""
    holder: "Entry | None" = None
    """The comment below which it stands: the one it answers, or at the deepest level that one's."""
    is_own: bool = False
    is_approved: bool = False
    is_flagged: bool = False
    is_followed: bool = False
    """Whether the reader follows the thread that it begins."""
    is_muted: bool = False
    """Whether the reader does not want to read its author."""
    is_new: bool = False
    """Whether it has come to a page that its reader had open."""
    is_fresh: bool = False
    minutes_to_edit: int = 0
    decision: Decision | None = None
    """The newest decision that stands on a comment of the reader's own."""
    appeal: Appeal | None = None
    """The reader's own appeal against the rejection of it."""
    replies: "list[Entry]" = field(default_factory=list)
    rest: Rest | None = None
    """The replies that are not among these, if it begins a thread that has more."""
    remarks: Remarks = field(default_factory=Remarks)
    """What the sides of the question have to do with it."""
    is_elsewhere: bool = False
    """Whether it stands on another page, and is only named on this one."""

    @property
    def dom_id(self) -> str:
        return f"comment-{self.comment.pk}"

    @property
    def draft_key(self) -> str:
        comment = self.comment
        return draft_key(
            article=comment.article_id,
            question=comment.question_id,
            passage=comment.passage_id,
            parent=comment.parent_id,
        )

    @property
    def is_published(self) -> bool:
        return self.comment.status == Comment.Status.PUBLISHED

    @property
    def is_waiting(self) -> bool:
        return self.comment.status == Comment.Status.PENDING

    @property
    def is_deleted(self) -> bool:
        return self.comment.status == Comment.Status.DELETED

    @property
    def can_appeal(self) -> bool:
        """Whether the reader may ask that its rejection be looked at again."""
        refused = self.is_own and self.comment.status in REFUSED
        return refused and self.appeal is None and bool(self.comment.body)

    @property
    def is_shown(self) -> bool:
        """Whether this reader sees the text; if not, at most its empty place."""
        return self.is_published or (self.is_own and not self.is_deleted)

    @property
    def stands_beside(self) -> bool:
        """Whether it stands beside what it answers, not below it, and so has to name it."""
        return self.answers is not None and self.answers is not self.holder

    @property
    def shelf(self) -> int:
        """Key of the comment below which a reply to this one stands."""
        holder = self if self.holds_replies else self.holder
        return holder.comment.pk if holder else self.comment.pk

    @property
    def holds_replies(self) -> bool:
        return self.level < DEEPEST_LEVEL


def entries_of(
    comments: Iterable[Comment],
    *,
    voter: Voter | None,
    contest: Contest | None = None,
    now: datetime,
) -> dict[int, Entry]:
    """The comments by primary key, each with what the reader has to do with it.

    ``contest`` is their question's, where its sides have to do with it.
    """
    entries = {comment.pk: Entry(comment) for comment in comments}
    remarks = contest.remarks([entry.comment for entry in entries.values()]) if contest else {}
    for pk, remark in remarks.items():
        entries[pk].remarks = remark
    if voter is None:
        return entries
    approved = _commented(Approval.objects.filter(voter=voter, comment__in=entries))
    flagged = _commented(Flag.objects.filter(voter=voter, comment__in=entries))
    own = [pk for pk, entry in entries.items() if entry.comment.voter_id == voter.pk]
    decided = Decision.objects.standing().filter(comment__in=own).order_by("decided_at", "pk")
    with_appeals = decided.select_related("comment__appeal__decision")
    decisions = {decision.comment_id: decision for decision in with_appeals}
    for pk, entry in entries.items():
        entry.is_approved, entry.is_flagged = pk in approved, pk in flagged
        entry.decision = decisions.get(pk)
        entry.appeal = getattr(entry.decision.comment, "appeal", None) if entry.decision else None
    attention.mark(entries.values(), voter=voter)
    for pk in own:
        _mark_own(entries[pk], voter, now=now)
    return entries


def _mark_own(entry: Entry, voter: Voter, *, now: datetime) -> None:
    comment = entry.comment
    age = now - comment.posted_at
    entry.is_own = True
    entry.is_fresh = age < FRESH_FOR
    if comment.can_edit(voter=voter, now=now):
        left = timedelta(minutes=settings.COMMENT_EDIT_MINUTES) - age
        entry.minutes_to_edit = ceil(left / timedelta(minutes=1))


def _commented(marks: QuerySet[Approval] | QuerySet[Flag]) -> set[int]:
    return set(marks.values_list("comment_id", flat=True))
