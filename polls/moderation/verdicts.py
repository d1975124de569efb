"""A moderator's verdict: who may give one, what it leads to, how it is kept."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser, User

from polls.models import Choice, Comment, Decision, WriteIn
from polls.moderation.refusals import (
    AlreadyDecided,
    NotAllowed,
    NoteTooLong,
    NothingToDecide,
    ReasonMissing,
)
from polls.moderation.transitions import Text, actions_for, status_after

PERMISSION = "polls.moderate_comment"
NOTE_MAX_LENGTH = 500

type Moderator = User | AnonymousUser


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a moderator makes of a text, and why; one that may not be given cannot be made."""

    moderator: Moderator
    action: str
    reason: str = ""
    note: str = ""
    tells_author: bool = False
    """Whether the author reads the note."""
    given_at: datetime

    def __post_init__(self) -> None:
        if not self.moderator.has_perm(PERMISSION):
            raise NotAllowed
        if self.action == Decision.Action.REJECT and not self.reason:
            raise ReasonMissing
        if len(self.note) > NOTE_MAX_LENGTH:
            raise NoteTooLong


def move(text: Text, action: str, *, seen_status: str) -> None:
    """Take the text to the state that the action leads to. Raises AlreadyDecided when it is no
    longer in the state in which it was read, or NothingToDecide.
    """
    if text.status != seen_status:
        raise AlreadyDecided
    if action not in actions_for(text):
        raise NothingToDecide
    text.status = status_after(text, action)


def record(
    verdict: Verdict,
    *,
    before: str,
    after: str,
    comment: Comment | None = None,
    statement: Choice | None = None,
    write_in: WriteIn | None = None,
    undoes: Decision | None = None,
    characters: int | None = None,
) -> Decision:
    """Keep the decision on the one text that is named."""
    decision: Decision = Decision.objects.create(
        comment=comment,
        statement=statement,
        write_in=write_in,
        moderator_id=verdict.moderator.pk,
        decided_by=verdict.moderator.get_username(),
        action=verdict.action,
        reason=verdict.reason,
        note=verdict.note,
        tells_author=verdict.tells_author and bool(verdict.note),
        undoes=undoes,
        characters=characters,
        from_status=before,
        to_status=after,
        decided_at=verdict.given_at,
    )
    return decision


def record_rule(
    comment: Comment, *, rule: str, action: str, before: str, now: datetime
) -> Decision:
    """Keep what was decided without a person, and by which rule or mode of the discussion."""
    decision: Decision = Decision.objects.create(
        comment=comment,
        rule=rule,
        action=action,
        from_status=before,
        to_status=comment.status,
        decided_at=now,
    )
    return decision
