"""The one place where a moderator's decision is taken.

A decision locks the text's row first, so that decisions on one text follow one another, and so do
a decision and a reader's approval, flag, edit or deletion of it. Each moderator says in which
state the text was read; the second of two who decide at once is told instead of overruling the
first unawares.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from polls.models import Appeal, Choice, Comment, Decision, Question, Turnout, WriteIn
from polls.moderation.refusals import DecisionRefused, NothingToDecide, TextChanged
from polls.moderation.transitions import Text
from polls.moderation.verdicts import Moderator, Verdict, move, record


@dataclass(frozen=True)
class Outcome[Decided: Text]:
    """What became of one text among several: its decision, or why there is none."""

    text: Decided
    decision: Decision | None = None
    refusal: DecisionRefused | None = None


def decide(
    *,
    comment: Comment,
    moderator: Moderator,
    action: str,
    reason: str = "",
    note: str = "",
    tells_author: bool = False,
    seen_status: str | None = None,
    seen_at: datetime | None = None,
    now: datetime,
) -> Decision:
    """Publish a reader's comment, reject it or mark it as spam, and settle its open flags and
    its author's appeal; or put it back in the queue, where both stay open.

    The author reads the reason, and the note only with ``tells_author``.
    ``seen_status`` is the state in which the moderator read it (else the state of ``comment`` as
    given), ``seen_at`` when: what its author has edited since is not decided unread. Raises a
    DecisionRefused: NotAllowed, ReasonMissing, NoteTooLong, NothingToDecide, AlreadyDecided or
    TextChanged; then nothing has changed.
    """
    verdict = Verdict(
        moderator=moderator,
        action=action,
        reason=reason,
        note=note,
        tells_author=tells_author,
        given_at=now,
    )
    return _decide_comment(comment, verdict, seen_status=seen_status, seen_at=seen_at)


def decide_statement(
    *,
    statement: Choice,
    moderator: Moderator,
    action: str,
    reason: str = "",
    note: str = "",
    tells_author: bool = False,
    seen_status: str | None = None,
    now: datetime,
) -> Decision:
    """Publish or reject a statement that a reader proposed; spam is rejected too. Raises as
    ``decide`` does.
    """
    verdict = Verdict(
        moderator=moderator,
        action=action,
        reason=reason,
        note=note,
        tells_author=tells_author,
        given_at=now,
    )
    return _decide_statement(statement, verdict, seen_status=seen_status)


def decide_write_in(
    *,
    write_in: WriteIn,
    moderator: Moderator,
    action: str,
    reason: str = "",
    note: str = "",
    tells_author: bool = False,
    seen_status: str | None = None,
    now: datetime,
) -> Decision:
    """Publish or reject what a voter wrote for “other”; spam is rejected too.

    So are the very same words of others to the question that are in the same state, each by a
    decision of its own: nobody reads a text twice. Raises as ``decide`` does, and TextChanged when
    the voter has said something else meanwhile.
    """
    verdict = Verdict(
        moderator=moderator,
        action=action,
        reason=reason,
        note=note,
        tells_author=tells_author,
        given_at=now,
    )
    return _decide_write_in(write_in, verdict, seen_status=seen_status)


def decide_many[Decided: (Comment, Choice, WriteIn)](
    *,
    texts: Sequence[Decided],
    moderator: Moderator,
    action: str,
    reason: str = "",
    note: str = "",
    tells_author: bool = False,
    seen_statuses: Mapping[int, str] | None = None,
    seen_at: datetime | None = None,
    now: datetime,
) -> list[Outcome[Decided]]:
    """Take the same decision on several texts of one sort, in their order.

    Each is decided on its own: one that is refused stops no other. ``seen_statuses`` maps primary
    keys to the states in which the moderator read them. Raises NotAllowed, ReasonMissing or
    NoteTooLong, which hold for all of them.
    """
    verdict = Verdict(
        moderator=moderator,
        action=action,
        reason=reason,
        note=note,
        tells_author=tells_author,
        given_at=now,
    )
    seen = seen_statuses or {}
    outcomes = []
    for text in texts:
        try:
            decision = _decide(text, verdict, seen_status=seen.get(text.pk), seen_at=seen_at)
        except DecisionRefused as refusal:
            outcomes.append(Outcome(text, refusal=refusal))
        else:
            outcomes.append(Outcome(text, decision=decision))
    return outcomes


def _decide(
    text: Text, verdict: Verdict, *, seen_status: str | None, seen_at: datetime | None
) -> Decision:
    if isinstance(text, Comment):
        return _decide_comment(text, verdict, seen_status=seen_status, seen_at=seen_at)
    if isinstance(text, WriteIn):
        return _decide_write_in(text, verdict, seen_status=seen_status)
    return _decide_statement(text, verdict, seen_status=seen_status)


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
    move(comment, verdict.action, seen_status=seen_status or seen.status)
    if comment.status == Comment.Status.PUBLISHED:
        comment.published_at = comment.published_at or verdict.given_at
    if verdict.action != Decision.Action.REOPEN:
        comment.settle_flags(now=verdict.given_at)
    comment.save(update_fields=["status", "published_at", "flags_count", "approval_bound"])
    if comment.status != before and Comment.Status.PUBLISHED in {before, comment.status}:
        comment.renew_place()
    decision = record(verdict, before=before, after=comment.status, comment=comment)
    if verdict.action != Decision.Action.REOPEN:
        Appeal.objects.settle(decision)
    return decision


@transaction.atomic
def _decide_statement(seen: Choice, verdict: Verdict, *, seen_status: str | None) -> Decision:
    statement = Choice.objects.select_for_update(no_key=True).filter(pk=seen.pk).first()
    if statement is None:
        raise NothingToDecide
    before = statement.status
    move(statement, verdict.action, seen_status=seen_status or seen.status)
    statement.save(update_fields=["status"])
    Turnout.objects.announce(statement.question_id)
    return record(verdict, before=before, after=statement.status, statement=statement)


@transaction.atomic
def _decide_write_in(seen: WriteIn, verdict: Verdict, *, seen_status: str | None) -> Decision:
    Question.objects.hold(seen.question_id)  # first, as casts do, which supersede words
    write_in = WriteIn.objects.select_for_update(no_key=True).filter(pk=seen.pk).first()
    if write_in is None:
        raise NothingToDecide
    if write_in.superseded_at:
        raise TextChanged
    same = write_in.decisions.filter(
        action=verdict.action, decided_at=verdict.given_at, moderator=verdict.moderator.pk
    )
    if along := same.first():
        return along
    before = write_in.status
    alike = WriteIn.objects.standing().filter(
        question=write_in.question_id, text=write_in.text, status=before
    )
    others = list(alike.select_for_update(no_key=True).exclude(pk=write_in.pk))
    move(write_in, verdict.action, seen_status=seen_status or seen.status)
    decisions = []
    for one in (write_in, *others):
        one.status = write_in.status
        one.save(update_fields=["status"])
        decisions.append(record(verdict, before=before, after=one.status, write_in=one))
    Turnout.objects.renew(write_in.question_id)
    return decisions[0]
