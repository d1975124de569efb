"""The one place where ballots are written.

Casts on one question follow one another: each first holds the question's row, so that the ballot,
its marks, its revision and every counter change together or not at all, and a question that closes
meanwhile is seen to be closed. SQLite's IMMEDIATE transactions give the same order for the whole
database. A voter's first ballot on a question, by far the most common, takes a shorter way to the
same end (polls/voting/first.py).
"""

from datetime import datetime

from django.db import transaction

from polls import kinds
from polls.kinds import Answer
from polls.models import Ballot, BallotRevision, Choice, Question, Voter
from polls.voting import first
from polls.voting.guards import (
    AnswerChanged,
    AnswerFinal,
    AnswerOutdated,
    EditionChanged,
    NewerStands,
    NotAskedAgain,
    QuestionWithdrawn,
    ensure_open,
)
from polls.voting.repeats import counted_before, overtaken, said_again
from polls.voting.voters import enrol
from polls.voting.writing import Receipt, Step, answer_of, write

Place = BallotRevision.Place


def cast_by_key(
    *,
    question: Question,
    key_hash: str,
    answer: Answer,
    now: datetime,
    seen: int | None = None,
    place: Place = Place.ELSEWHERE,
    given_at: datetime | None = None,
) -> Receipt:
    """Cast for the reader with this key, put on the roll if this is the first we hear of them.

    ``seen``, ``place`` and ``given_at`` as in ``cast``. Raises what ``cast`` raises, and then keeps
    nothing of the reader.
    """
    if not seen and first.cast(
        question=question, key_hash=key_hash, answer=answer, now=now, place=place
    ):
        return Receipt(answer=answer, revision=1, action=BallotRevision.Action.CAST)
    with transaction.atomic():
        _hold(question)  # before the voter, as first ballots do: no deadlock
        voter = enrol(key_hash=key_hash, now=now)
        return cast(
            question=question,
            voter=voter,
            answer=answer,
            now=now,
            seen=seen,
            place=place,
            given_at=given_at,
        )


@transaction.atomic
def cast(
    *,
    question: Question,
    voter: Voter,
    answer: Answer,
    now: datetime,
    seen: int | None = None,
    place: Place = Place.ELSEWHERE,
    given_at: datetime | None = None,
) -> Receipt:
    """Make ``answer`` the voter's answer to the question.

    The same answer again changes nothing, so a form sent twice is one revision. ``seen`` is the
    ballot's revision that the form showed (0: none): a form that was counted before and arrives
    once more after the answer has changed is recognised by it, and changes nothing either.

    ``place`` is where a question that is asked twice was answered. The same answer given again
    after reading, or of a dossier that has been corrected since, confirms the one before: that is
    a revision, once, which moves no counter.

    ``given_at`` is when an answer was given that comes only now, kept by a browser without a
    connection: what the voter has said since is newer, and stands (NewerStands).

    Raises a VotingRefused when the question takes no answers, when the kind's first answer stands
    and differs, when a mark names a choice that the question does not offer, or when the question
    was edited since ``question`` was read (EditionChanged).
    """
    current = _held(question, now=now)
    kind = kinds.of(current)
    ballot = Ballot.objects.filter(question=current, voter=voter).first()
    before = answer_of(ballot)
    after = kind.merge(before, answer)
    same = before == after
    if same and (ballot is None or not after):
        raise AnswerOutdated
    if ballot and same and not _confirms(ballot, current, answer, place=place):
        return Receipt(answer=after, revision=ballot.revision, action="kept")
    if ballot and given_at:
        if overtaken(ballot, answer, after=after, given_at=given_at):
            raise NewerStands
    elif ballot and counted_before(ballot, answer, seen=seen, place=place):
        action = "kept" if same else "repeated"
        return Receipt(answer=before, revision=ballot.revision, action=action)
    if kind.final and before:
        raise AnswerFinal
    _ensure_offered(current, answer)
    step = Step(given=answer, before=before, after=after, now=now, seen=seen, place=place)
    return write(ballot, current, voter, step)


@transaction.atomic
def confirm(
    *, question: Question, voter: Voter, now: datetime, seen: int | None = None
) -> Receipt | None:
    """Let the voter stay with their answer, asked again after reading; None if there was none.

    As if the form had been filled in with the same answer once more. Raises what ``cast`` raises,
    NotAskedAgain, or AnswerChanged when it is not the answer that the form showed (``seen``).
    """
    current = _held(question, now=now)
    if not current.ask_again:
        raise NotAskedAgain
    ballot = Ballot.objects.standing().filter(question=current, voter=voter).first()
    if ballot is None:
        return None
    answer = answer_of(ballot)
    if said_again(ballot, answer):
        return Receipt(answer=answer, revision=ballot.revision, action="kept")
    if seen not in {None, ballot.revision}:
        raise AnswerChanged
    step = Step(given=answer, before=answer, after=answer, now=now, seen=seen, place=Place.AGAIN)
    return write(ballot, current, voter, step)


@transaction.atomic
def withdraw(
    *,
    question: Question,
    voter: Voter,
    now: datetime,
    seen: int | None = None,
    place: Place = Place.ELSEWHERE,
) -> Receipt | None:
    """Take the voter's answer back while the question is open; None if there was none.

    The ballot and its revisions stay on file and count for nothing. ``seen``, ``place`` and what
    is raised are as in ``cast``.
    """
    current = _held(question, now=now)
    ballot = Ballot.objects.standing().filter(question=current, voter=voter).first()
    if ballot is None:
        return None
    before = answer_of(ballot)
    if kinds.of(current).final:
        raise AnswerFinal
    if counted_before(ballot, Answer(), seen=seen, place=place):
        return Receipt(answer=before, revision=ballot.revision, action="repeated")
    step = Step(given=Answer(), before=before, after=Answer(), now=now, seen=seen, place=place)
    return write(ballot, current, voter, step)


def has_answered(*, voter: Voter, question: Question) -> bool:
    """Whether a ballot of the voter stands for the question; one query."""
    return Ballot.objects.standing().filter(voter=voter, question=question).exists()


def _held(question: Question, *, now: datetime) -> Question:
    """The question as it stands once no other cast on it is under way; open, or it raises."""
    current = _hold(question)
    ensure_open(current, now=now)
    if current.edition != question.edition:
        raise EditionChanged
    return current


def _hold(question: Question) -> Question:
    try:
        held: Question = Question.objects.hold(question.pk)
    except Question.DoesNotExist as error:  # deleted after the request had found it
        raise QuestionWithdrawn from error
    return held


def _ensure_offered(question: Question, answer: Answer) -> None:
    """The invariant beyond the composite foreign key: a mark's choice is offered now."""
    offered = Choice.objects.published().filter(question=question, pk__in=answer.marks).count()
    if offered != len(answer.marks):
        raise AnswerOutdated


def _confirms(ballot: Ballot, question: Question, answer: Answer, *, place: Place) -> bool:
    """Whether the same answer once more tells something: that it holds for what was read since."""
    if kinds.of(question).final:
        return False
    corrected = ballot.dossier_revision < question.article.revision
    return corrected or (place == Place.AGAIN and not said_again(ballot, answer))
