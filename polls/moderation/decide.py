"""The one place where a moderator's decision is taken.

A decision locks the text's row first, so that decisions on one text follow one another, and so do
a decision and a reader's approval, flag, edit or deletion of it. Each moderator says in which
state the text was read; the second of two who decide at once is told instead of overruling the
first unawares.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction

from polls.models import Choice, Comment, Decision, Turnout
from polls.moderation.refusals import (
    AlreadyDecided,
    DecisionRefused,
    NotAllowed,
    NoteTooLong,
    NothingToDecide,
    ReasonMissing,
    TextChanged,
)
from polls.moderation.transitions import actions_for, status_after

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
    given_at: datetime

    def __post_init__(self) -> None:
        if not self.moderator.has_perm(PERMISSION):
            raise NotAllowed
        if self.action == Decision.Action.REJECT and not self.reason:
            raise ReasonMissing
        if len(self.note) > NOTE_MAX_LENGTH:
            raise NoteTooLong


@dataclass(frozen=True)
class Outcome[Text: Comment | Choice]:
    """What became of one text among several: its decision, or why there is none."""

    text: Text
    decision: Decision | None = None
    refusal: DecisionRefused | None = None


def decide(
    *,
    comment: Comment,
    moderator: Moderator,
    action: str,
    reason: str = "",
    note: str = "",
    seen_status: str | None = None,
    seen_at: datetime | None = None,
    now: datetime,
) -> Decision:
    """Publish a reader's comment, reject it or mark it as spam, and settle its open flags.

    ``seen_status`` is the state in which the moderator read it (else the state of ``comment`` as
    given), ``seen_at`` when: what its author has edited since is not decided unread. Raises a
    DecisionRefused: NotAllowed, ReasonMissing, NoteTooLong, NothingToDecide, AlreadyDecided or
    TextChanged; then nothing has changed.
    """
    verdict = Verdict(moderator=moderator, action=action, reason=reason, note=note, given_at=now)
    return _decide_comment(comment, verdict, seen_status=seen_status, seen_at=seen_at)


def decide_statement(
    *,
    statement: Choice,
    moderator: Moderator,
    action: str,
    reason: str = "",
    note: str = "",
    seen_status: str | None = None,
    now: datetime,
) -> Decision:
    """Publish or reject a statement that a reader proposed; spam is rejected too. Raises as
    ``decide`` does.
    """
    verdict = Verdict(moderator=moderator, action=action, reason=reason, note=note, given_at=now)
    return _decide_statement(statement, verdict, seen_status=seen_status)


def decide_many[Text: (Comment, Choice)](
    *,
    texts: Sequence[Text],
    moderator: Moderator,
    action: str,
    reason: str = "",
    note: str = "",
    seen_statuses: Mapping[int, str] | None = None,
    seen_at: datetime | None = None,
    now: datetime,
) -> list[Outcome[Text]]:
    """Take the same decision on several comments or statements, in their order.

    Each is decided on its own: one that is refused stops no other. ``seen_statuses`` maps primary
    keys to the states in which the moderator read them. Raises NotAllowed, ReasonMissing or
    NoteTooLong, which hold for all of them.
    """
    verdict = Verdict(moderator=moderator, action=action, reason=reason, note=note, given_at=now)
    seen = seen_statuses or {}
    outcomes = []
    for text in texts:
        try:
            if isinstance(text, Comment):
                decision = _decide_comment(
                    text, verdict, seen_status=seen.get(text.pk), seen_at=seen_at
                )
            else:
                decision = _decide_statement(text, verdict, seen_status=seen.get(text.pk))
        except DecisionRefused as refusal:
            outcomes.append(Outcome(text, refusal=refusal))
        else:
            outcomes.append(Outcome(text, decision=decision))
    return outcomes


@transaction.atomic
def _decide_comment(
    seen: Comment, verdict: Verdict, *, seen_status: str | None, seen_at: datetime | None
) -> Decision:
    comment = Comment.objects.select_for_update(no_key=True).filter(pk=seen.pk).first()
    if comment is None or comment.status == Comment.Status.DELETED:
        raise NothingToDecide
    if seen_at and comment.edited_at and comment.edited_at > seen_at:
        raise TextChanged
    before = comment.status
    _move(comment, verdict.action, seen_status=seen_status or seen.status)
    if comment.status == Comment.Status.PUBLISHED:
        comment.published_at = comment.published_at or verdict.given_at
    comment.settle_flags(now=verdict.given_at)
    comment.save(update_fields=["status", "published_at", "flags_count"])
    return _record(verdict, before=before, after=comment.status, comment=comment)


@transaction.atomic
def _decide_statement(seen: Choice, verdict: Verdict, *, seen_status: str | None) -> Decision:
    statement = Choice.objects.select_for_update(no_key=True).filter(pk=seen.pk).first()
    if statement is None:
        raise NothingToDecide
    before = statement.status
    _move(statement, verdict.action, seen_status=seen_status or seen.status)
    statement.save(update_fields=["status"])
    Turnout.objects.announce(statement.question_id)
    return _record(verdict, before=before, after=statement.status, statement=statement)


def _move(text: Comment | Choice, action: str, *, seen_status: str) -> None:
    if text.status != seen_status:
        raise AlreadyDecided
    if action not in actions_for(text):
        raise NothingToDecide
    text.status = status_after(text, action)


def _record(
    verdict: Verdict,
    *,
    before: str,
    after: str,
    comment: Comment | None = None,
    statement: Choice | None = None,
) -> Decision:
    return Decision.objects.create(
        comment=comment,
        statement=statement,
        moderator_id=verdict.moderator.pk,
        action=verdict.action,
        reason=verdict.reason,
        note=verdict.note,
        from_status=before,
        to_status=after,
        decided_at=verdict.given_at,
    )
