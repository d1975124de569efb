"""The one place where ballots are written.

Casts on one question follow one another: each first holds the question's row, so that the ballot,
its marks, its revision and every counter change together or not at all, and a question that closes
meanwhile is seen to be closed. SQLite's IMMEDIATE transactions give the same order for the whole
database. A voter's first ballot on a question, by far the most common, takes a shorter way to the
same end (polls/voting/first.py).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from polls import kinds
from polls.kinds import Answer
from polls.models import Ballot, BallotRevision, Choice, Mark, Peek, Question, Voter
from polls.voting import counting, first, words
from polls.voting.guards import AnswerFinal, AnswerOutdated, EditionChanged, ensure_open
from polls.voting.voters import enrol


@dataclass(frozen=True)
class Receipt:
    """What became of an answer."""

    answer: Answer
    """What the ballot says now."""
    revision: int
    action: str
    """"cast", "changed", "withdrawn"; "kept" where the ballot said so already; "repeated" where
    the same form had been counted before and the answer has changed since."""


def cast_by_key(
    *, question: Question, key_hash: str, answer: Answer, now: datetime, seen: int | None = None
) -> Receipt:
    """Cast for the reader with this key, put on the roll if this is the first we hear of them.

    ``seen`` as in ``cast``. Raises what ``cast`` raises, and then keeps nothing of the reader.
    """
    if not seen and first.cast(question=question, key_hash=key_hash, answer=answer, now=now):
        return Receipt(answer=answer, revision=1, action=BallotRevision.Action.CAST)
    with transaction.atomic():
        Question.objects.hold(question.pk)  # before the voter, as first ballots do: no deadlock
        voter = enrol(key_hash=key_hash, now=now)
        return cast(question=question, voter=voter, answer=answer, now=now, seen=seen)


@transaction.atomic
def cast(
    *, question: Question, voter: Voter, answer: Answer, now: datetime, seen: int | None = None
) -> Receipt:
    """Make ``answer`` the voter's answer to the question.

    The same answer again changes nothing, so a form sent twice is one revision. ``seen`` is the
    ballot's revision that the form showed (0: none): a form that was counted before and arrives
    once more after the answer has changed is recognised by it, and changes nothing either.

    Raises a VotingRefused when the question takes no answers, when the kind's first answer stands
    and differs, when a mark names a choice that the question does not offer, or when the question
    was edited since ``question`` was read (EditionChanged).
    """
    current = _held(question, now=now)
    kind = kinds.of(current)
    ballot = Ballot.objects.filter(question=current, voter=voter).first()
    before = answer_of(ballot)
    after = kind.merge(before, answer)
    if before == after:
        if ballot is None or not after:
            raise AnswerOutdated
        return Receipt(answer=after, revision=ballot.revision, action="kept")
    if ballot and seen is not None and _counted_before(ballot, answer, seen=seen):
        return Receipt(answer=before, revision=ballot.revision, action="repeated")
    if kind.final and before:
        raise AnswerFinal
    _ensure_offered(current, answer)
    return _write(
        ballot, current, voter, given=answer, before=before, after=after, now=now, seen=seen
    )


@transaction.atomic
def withdraw(
    *, question: Question, voter: Voter, now: datetime, seen: int | None = None
) -> Receipt | None:
    """Take the voter's answer back while the question is open; None if there was none.

    The ballot and its revisions stay on file and count for nothing. ``seen`` and what is raised
    are as in ``cast``.
    """
    current = _held(question, now=now)
    ballot = Ballot.objects.standing().filter(question=current, voter=voter).first()
    if ballot is None:
        return None
    before = answer_of(ballot)
    if kinds.of(current).final:
        raise AnswerFinal
    if seen is not None and _counted_before(ballot, Answer(), seen=seen):
        return Receipt(answer=before, revision=ballot.revision, action="repeated")
    return _write(
        ballot, current, voter, given=Answer(), before=before, after=Answer(), now=now, seen=seen
    )


def has_answered(*, voter: Voter, question: Question) -> bool:
    """Whether a ballot of the voter stands for the question; one query."""
    return Ballot.objects.standing().filter(voter=voter, question=question).exists()


def answer_of(ballot: Ballot | None) -> Answer:
    """What a ballot says now; the empty answer for none and for a withdrawn one."""
    if ballot is None or not ballot.stands:
        return Answer()
    marks = Mark.objects.filter(question=ballot.question_id, voter=ballot.voter_id)
    return Answer(
        marks=dict(marks.values_list("choice_id", "value")),
        abstains=ballot.abstains,
        words=words.standing(ballot),
    )


def _held(question: Question, *, now: datetime) -> Question:
    """The question as it stands once no other cast on it is under way; open, or it raises."""
    current: Question = Question.objects.hold(question.pk)
    ensure_open(current, now=now)
    if current.edition != question.edition:
        raise EditionChanged
    return current


def _counted_before(ballot: Ballot, answer: Answer, *, seen: int) -> bool:
    """Whether a form that showed the revision ``seen`` has given this answer already."""
    return (
        seen < ballot.revision
        and BallotRevision.objects.filter(
            question=ballot.question_id,
            voter=ballot.voter_id,
            seen=seen,
            marks=answer.pairs,
            abstains=answer.abstains,
        ).exists()
    )


def _ensure_offered(question: Question, answer: Answer) -> None:
    """The invariant beyond the composite foreign key: a mark's choice is offered now."""
    offered = Choice.objects.published().filter(question=question, pk__in=answer.marks).count()
    if offered != len(answer.marks):
        raise AnswerOutdated


def _write(
    ballot: Ballot | None,
    question: Question,
    voter: Voter,
    *,
    given: Answer,
    before: Answer,
    after: Answer,
    now: datetime,
    seen: int | None,
) -> Receipt:
    """Ballot, marks, words, revision and counters, from one answer to the next."""
    action = BallotRevision.Action.CHANGED if before else BallotRevision.Action.CAST
    if not after:
        action = BallotRevision.Action.WITHDRAWN
    number = ballot.revision + 1 if ballot else 1
    ballot = ballot or Ballot(question=question, voter=voter, cast_at=now)
    ballot.revision = number
    ballot.abstains = after.abstains
    ballot.dossier_revision = question.article.revision
    ballot.changed_at = now
    ballot.withdrawn_at = None if after else now
    ballot.save()
    _write_marks(question, voter, before=before, after=after)
    words.keep(question=question, voter=voter, revision=number, before=before, after=after, now=now)
    BallotRevision.objects.create(
        question=question,
        voter=voter,
        number=number,
        action=action,
        marks=given.pairs,
        abstains=given.abstains,
        seen=seen,
        informed=Peek.objects.filter(question=question, voter=voter).exists(),
        dossier_revision=question.article.revision,
        made_at=now,
    )
    counting.move(question, before=before, after=after)
    return Receipt(answer=after, revision=number, action=action)


def _write_marks(question: Question, voter: Voter, *, before: Answer, after: Answer) -> None:
    changed = [choice for choice, value in before.marks.items() if after.marks.get(choice) != value]
    if changed:
        Mark.objects.filter(question=question, voter=voter, choice__in=changed).delete()
    Mark.objects.bulk_create(
        Mark(question=question, voter=voter, choice_id=choice, value=value)
        for choice, value in after.marks.items()
        if before.marks.get(choice) != value
    )
