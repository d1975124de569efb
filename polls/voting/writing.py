"""Writing a ballot with all that goes with it, from one answer of a voter to the next.

Whoever calls holds the question's row and has found that the step may be made.
"""

from dataclasses import dataclass
from datetime import datetime

from polls.kinds import Answer
from polls.models import Ballot, BallotRevision, Mark, Peek, Question, Voter
from polls.voting import counting, words


@dataclass(frozen=True)
class Receipt:
    """What became of an answer."""

    answer: Answer
    """What the ballot says now."""
    revision: int
    action: str
    """"cast", "changed", "confirmed", "withdrawn"; "kept" where the ballot said so already;
    "repeated" where the same form had been counted before and the answer has changed since."""


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


@dataclass(frozen=True, kw_only=True)
class Step:
    """From one answer of a voter to the next."""

    given: Answer
    before: Answer
    after: Answer
    now: datetime
    seen: int | None
    place: BallotRevision.Place

    @property
    def action(self) -> BallotRevision.Action:
        if self.before == self.after:
            return BallotRevision.Action.CONFIRMED
        if not self.after:
            return BallotRevision.Action.WITHDRAWN
        return BallotRevision.Action.CHANGED if self.before else BallotRevision.Action.CAST


def write(ballot: Ballot | None, question: Question, voter: Voter, step: Step) -> Receipt:
    """Ballot, marks, words, revision and counters; a confirmation moves no counter."""
    before, after, now = step.before, step.after, step.now
    number = ballot.revision + 1 if ballot else 1
    ballot = ballot or Ballot(question=question, voter=voter, cast_at=now)
    ballot.revision = number
    ballot.abstains = after.abstains
    ballot.dossier_revision = question.article.revision
    ballot.changed_at = ballot.changed_at if before == after else now
    ballot.withdrawn_at = None if after else now
    ballot.save()
    _write_marks(question, voter, before=before, after=after)
    words.keep(question=question, voter=voter, revision=number, before=before, after=after, now=now)
    BallotRevision.objects.create(
        question=question,
        voter=voter,
        number=number,
        action=step.action,
        marks=step.given.pairs,
        abstains=step.given.abstains,
        seen=step.seen,
        place=step.place,
        informed=Peek.objects.filter(question=question, voter=voter).exists(),
        dossier_revision=question.article.revision,
        made_at=now,
    )
    if before != after:
        counting.move(question, before=before, after=after)
    return Receipt(answer=after, revision=number, action=step.action)


def _write_marks(question: Question, voter: Voter, *, before: Answer, after: Answer) -> None:
    changed = [choice for choice, value in before.marks.items() if after.marks.get(choice) != value]
    if changed:
        Mark.objects.filter(question=question, voter=voter, choice__in=changed).delete()
    Mark.objects.bulk_create(
        Mark(question=question, voter=voter, choice_id=choice, value=value)
        for choice, value in after.marks.items()
        if before.marks.get(choice) != value
    )
