"""The one place where ballots are written.

Casts on one question follow one another: each first locks the question's turnout row, so that the
ballot, its marks, its revision and every counter change together or not at all, and a question
that closes meanwhile is seen to be closed. SQLite's IMMEDIATE transactions give the same order for
the whole database.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from polls import kinds
from polls.kinds import Marks
from polls.models import Ballot, BallotRevision, Choice, Mark, Question, Tally, Turnout, Voter
from polls.models.tally import PairTally
from polls.voting.guards import AnswerFinal, AnswerOutdated, ensure_open


@dataclass(frozen=True)
class Receipt:
    """What became of an answer."""

    ballot: Ballot
    marks: Marks
    action: str
    """"cast", "changed", "withdrawn", or "kept" where the ballot said so already."""


@transaction.atomic
def cast(*, question: Question, voter: Voter, marks: Marks, now: datetime) -> Receipt:
    """Make ``marks`` the voter's answer to the question.

    The same answer again changes nothing, so a form sent twice is one revision. Raises a
    VotingRefused when the question takes no answers, when the kind's first answer stands and
    differs, or when a mark names a choice that the question does not offer.
    """
    question = _locked(question, now=now)
    kind = kinds.of(question)
    ballot = Ballot.objects.filter(question=question, voter=voter).first()
    before = _marks_of(ballot)
    after = kind.merge(before, marks)
    if before == after:
        if ballot is None:
            raise AnswerOutdated
        return Receipt(ballot=ballot, marks=before, action="kept")
    if kind.final and before:
        raise AnswerFinal
    _ensure_offered(question, marks)
    action = BallotRevision.Action.CHANGED if before else BallotRevision.Action.CAST
    ballot = _write_ballot(ballot, question=question, voter=voter, now=now)
    _write_marks(ballot, before=before, after=after)
    _record(ballot, action=action, marks=after, now=now)
    count_change(question, before=before, after=after)
    return Receipt(ballot=ballot, marks=after, action=action)


@transaction.atomic
def withdraw(*, question: Question, voter: Voter, now: datetime) -> Receipt | None:
    """Take the voter's answer back while the question is open; None if there was none.

    The ballot and its revisions stay on file and count for nothing. Raises VotingRefused as
    ``cast`` does.
    """
    question = _locked(question, now=now)
    ballot = Ballot.objects.counted().filter(question=question, voter=voter).first()
    if ballot is None:
        return None
    if kinds.of(question).final:
        raise AnswerFinal
    before = _marks_of(ballot)
    ballot.marks.all().delete()
    ballot.withdrawn_at = ballot.changed_at = now
    ballot.revision += 1
    ballot.save()
    _record(ballot, action=BallotRevision.Action.WITHDRAWN, marks={}, now=now)
    count_change(question, before=before, after={})
    return Receipt(ballot=ballot, marks={}, action=BallotRevision.Action.WITHDRAWN)


def has_answered(*, voter: Voter, question: Question) -> bool:
    """Whether a ballot of the voter counts for the question; one query."""
    return Ballot.objects.counted().filter(voter=voter, question=question).exists()


def _locked(question: Question, *, now: datetime) -> Question:
    """The question as it stands once no other cast on it is under way; open, or it raises."""
    Turnout.objects.get_or_create(question=question)
    Turnout.objects.select_for_update().get(question=question)
    question = Question.objects.select_related("article").get(pk=question.pk)
    ensure_open(question, now=now)
    return question


def _marks_of(ballot: Ballot | None) -> Marks:
    if ballot is None or not ballot.is_counted:
        return {}
    return dict(ballot.marks.values_list("choice_id", "value"))


def _ensure_offered(question: Question, marks: Marks) -> None:
    """The invariant that no check constraint can hold: a mark's choice is the question's own."""
    offered = Choice.objects.published().filter(question=question, pk__in=marks).count()
    if offered != len(marks):
        raise AnswerOutdated


def _write_ballot(
    ballot: Ballot | None, *, question: Question, voter: Voter, now: datetime
) -> Ballot:
    if ballot is None:
        return Ballot.objects.create(question=question, voter=voter, cast_at=now, changed_at=now)
    ballot.revision += 1
    ballot.changed_at = now
    ballot.withdrawn_at = None
    ballot.save()
    return ballot


def _write_marks(ballot: Ballot, *, before: Marks, after: Marks) -> None:
    changed = [choice for choice in before if before[choice] != after.get(choice)]
    if changed:
        ballot.marks.filter(choice__in=changed).delete()
    Mark.objects.bulk_create(
        Mark(ballot=ballot, choice_id=choice, value=value)
        for choice, value in after.items()
        if before.get(choice) != value
    )


def _record(ballot: Ballot, *, action: str, marks: Marks, now: datetime) -> None:
    BallotRevision.objects.create(
        ballot=ballot,
        number=ballot.revision,
        action=action,
        marks=sorted(marks.items()),
        made_at=now,
    )


def count_change(question: Question, *, before: Marks, after: Marks) -> None:
    """Move the question's counters from one answer of a voter to the next (empty: no ballot)."""
    kind = kinds.of(question)
    counts = _change(before.items(), after.items())
    Tally.objects.bulk_create(
        [
            Tally(question=question, choice_id=choice, value=value)
            for choice, value in sorted(counts)
        ],
        ignore_conflicts=True,
    )
    for (choice, value), step in sorted(counts.items()):
        Tally.objects.filter(question=question, choice=choice, value=value).update(
            count=F("count") + step
        )
    pairs = _change(kind.pairs(before).elements(), kind.pairs(after).elements())
    PairTally.objects.bulk_create(
        [
            PairTally(question=question, preferred_id=preferred, other_id=other)
            for preferred, other in sorted(pairs)
        ],
        ignore_conflicts=True,
    )
    for (preferred, other), step in sorted(pairs.items()):
        PairTally.objects.filter(question=question, preferred=preferred, other=other).update(
            count=F("count") + step
        )
    Turnout.objects.filter(question=question).update(
        voters=F("voters") + (bool(after) - bool(before)), version=F("version") + 1
    )


def _change(
    before: Iterable[tuple[int, int]], after: Iterable[tuple[int, int]]
) -> Counter[tuple[int, int]]:
    """How each counter moves; those that stay are left out."""
    moved = Counter(after)
    moved.subtract(before)
    return Counter({cell: step for cell, step in moved.items() if step})
