"""Taking a decision back within a minute, as when the wrong button was pressed.

The text and the flags that the decision settled are again as they were before it, and the log has
both: the decision, and that it was undone. After the minute, or once somebody has decided since, a
text is put back in the queue instead (the action *reopen* of ``decide``).
"""

from datetime import datetime, timedelta

from django.db import transaction

from polls.models import Appeal, Choice, Comment, Decision, Flag, Question, Turnout, WriteIn
from polls.moderation.refusals import (
    AlreadyDecided,
    CannotBeUndone,
    NotYourDecision,
    TextChanged,
    TooLateToUndo,
)
from polls.moderation.verdicts import Moderator, Verdict, record

UNDO_WITHIN = timedelta(seconds=60)
_FINAL = frozenset({Decision.Action.REDACT, Decision.Action.UNDO})


def can_undo(decision: Decision, *, moderator: Moderator, now: datetime) -> bool:
    """Whether to offer it; whether somebody has decided since is known only when it is tried."""
    return (
        decision.moderator_id is not None
        and decision.moderator_id == moderator.pk
        and decision.action not in _FINAL
        and now - decision.decided_at <= UNDO_WITHIN
    )


def undo(*, decision: Decision, moderator: Moderator, now: datetime) -> Decision:
    """Take one's own decision back: its text, flags and appeal are as before. The log's new entry.

    Words for “other” that were decided along are put back along. Raises a DecisionRefused:
    NotAllowed, NotYourDecision, CannotBeUndone, TooLateToUndo (after 60 seconds), AlreadyDecided
    when somebody has decided since, or TextChanged when the author has; then nothing has changed.
    """
    verdict = Verdict(moderator=moderator, action=Decision.Action.UNDO, given_at=now)
    if decision.moderator_id != moderator.pk:
        raise NotYourDecision
    if decision.action in _FINAL:
        raise CannotBeUndone
    if now - decision.decided_at > UNDO_WITHIN:
        raise TooLateToUndo
    if decision.comment_id:
        return _undo_on_comment(decision, decision.comment_id, verdict)
    if decision.write_in_id:
        return _undo_on_words(decision, decision.write_in_id, verdict)
    return _undo_on_statement(decision, decision.statement_id or 0, verdict)


@transaction.atomic
def _undo_on_comment(decision: Decision, text: int, verdict: Verdict) -> Decision:
    comment = Comment.objects.select_for_update(no_key=True).get(pk=text)
    _ensure_newest(decision, comment)
    comment.status = decision.from_status
    if comment.published_at == decision.decided_at:
        comment.published_at = None
    _open_flags_again(comment, settled_at=decision.decided_at)
    comment.save(update_fields=["status", "published_at", "flags_count", "approval_bound"])
    Appeal.objects.filter(decision=decision).update(decision=None, answered_at=None)
    published = Comment.Status.PUBLISHED
    if decision.from_status != decision.to_status and published in {
        decision.from_status,
        decision.to_status,
    }:
        comment.renew_place()
    return _record(decision, verdict, comment=comment)


@transaction.atomic
def _undo_on_statement(decision: Decision, text: int, verdict: Verdict) -> Decision:
    statement = Choice.objects.select_for_update(no_key=True).get(pk=text)
    _ensure_newest(decision, statement)
    statement.status = decision.from_status
    statement.save(update_fields=["status"])
    Turnout.objects.announce(statement.question_id)
    return _record(decision, verdict, statement=statement)


@transaction.atomic
def _undo_on_words(decision: Decision, text: int, verdict: Verdict) -> Decision:
    said = WriteIn.objects.get(pk=text)
    Question.objects.hold(said.question_id)  # first, as casts do, which supersede words
    along = Decision.objects.filter(
        write_in__question=said.question_id,
        write_in__text=said.text,
        moderator=decision.moderator_id,
        action=decision.action,
        decided_at=decision.decided_at,
    )
    undone = {}
    for one in along.order_by("pk"):
        held = WriteIn.objects.select_for_update(no_key=True, of=("self",))
        words: WriteIn = held.get(decisions=one)
        _ensure_newest(one, words)
        words.status = one.from_status
        words.save(update_fields=["status"])
        undone[one.pk] = _record(one, verdict, write_in=words)
    Turnout.objects.renew(said.question_id)
    return undone[decision.pk]


def _ensure_newest(decision: Decision, text: Comment | Choice | WriteIn) -> None:
    """Nothing has happened to the text since; the caller holds its row."""
    newest = text.decisions.order_by("-decided_at", "-pk").first()
    if newest is None or newest.pk != decision.pk:
        raise AlreadyDecided
    if text.status != decision.to_status:
        raise TextChanged


def _open_flags_again(comment: Comment, *, settled_at: datetime) -> None:
    """Those that the decision settled; others that have come in since stay open."""
    Flag.objects.filter(comment=comment, settled_at=settled_at).update(settled_at=None)
    comment.flags_count = Flag.objects.filter(comment=comment, settled_at=None).count()
    comment.rank()


def _record(decision: Decision, verdict: Verdict, **text: Comment | Choice | WriteIn) -> Decision:
    return record(
        verdict,
        before=decision.to_status,
        after=decision.from_status,
        undoes=decision,
        **text,  # type: ignore[arg-type]
    )
