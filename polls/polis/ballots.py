"""Every participant's votes as a ballot with its revisions, many at once.

Marks and revisions are written by hand: hundreds of thousands of them take the ORM minutes.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import connection

from polls.models import Ballot, BallotRevision, Question, Voter
from polls.polis.reading import Vote
from polls.voting import counting

type Tell = Callable[[int, int], None]
type Action = BallotRevision.Action

BATCH = 10_000  # votes

_MARK = "INSERT INTO polls_mark (question_id, voter_id, choice_id, value) VALUES (%s, %s, %s, %s)"
_REVISION = """
    INSERT INTO polls_ballotrevision (
        question_id, voter_id, number, action, marks, seen, made_at,
        abstains, informed, place, dossier_revision
    )
    VALUES (%s, %s, %s, %s, %s, %s, %s, FALSE, FALSE, '', 1)
"""


@dataclass
class _Batch:
    ballots: list[Ballot] = field(default_factory=list)
    marks: list[tuple[int, int, int, int]] = field(default_factory=list)
    revisions: list[tuple[Any, ...]] = field(default_factory=list)

    def write(self) -> None:
        Ballot.objects.bulk_create(self.ballots)
        with connection.cursor() as cursor:
            cursor.executemany(_MARK, self.marks)
            cursor.executemany(_REVISION, self.revisions)


def cast_all(
    question: Question,
    votes: Sequence[Vote],
    *,
    voters: Mapping[int, Voter],
    statements: Mapping[int, int],
    tell: Tell,
) -> None:
    """Write the votes, in the order that a Conversation has them, and count them.

    The question has no ballots yet. ``voters`` are by participant, ``statements`` the choices'
    primary keys by comment. ``tell`` learns after each batch how many of how many are written.
    """
    counts: Counter[tuple[int, int]] = Counter()
    participants, done = 0, 0
    for batch in _batches(question, votes, voters=voters, statements=statements):
        batch.write()
        counts.update((statement, value) for _question, _voter, statement, value in batch.marks)
        participants += len(batch.ballots)
        done += len(batch.revisions)
        tell(done, len(votes))
    counting.step(
        question,
        counting.Steps(voters=participants, abstentions=0, counts=counts, pairs=Counter()),
    )


def _batches(
    question: Question,
    votes: Sequence[Vote],
    *,
    voters: Mapping[int, Voter],
    statements: Mapping[int, int],
) -> Iterator[_Batch]:
    """Whole ballots, as many as reach the size of a batch."""
    batch = _Batch()
    for participant, own in groupby(votes, key=lambda vote: vote.participant):
        _add(batch, question, voters[participant], own, statements)
        if len(batch.revisions) >= BATCH:
            yield batch
            batch = _Batch()
    yield batch


def _add(
    batch: _Batch,
    question: Question,
    voter: Voter,
    votes: Iterable[Vote],
    statements: Mapping[int, int],
) -> None:
    """The ballot of one voter, built vote by vote as it was cast."""
    said: dict[int, int] = {}
    ballot = Ballot(question=question, voter=voter, revision=0)
    for vote in votes:
        statement = statements[vote.comment]
        action = _action(said.get(statement), vote.value, first=not said)
        said[statement] = vote.value
        marks = connection.ops.adapt_json_value([[statement, vote.value]], None)
        made_at = connection.ops.adapt_datetimefield_value(vote.cast_at)
        number, seen = ballot.revision + 1, ballot.revision
        batch.revisions.append((question.pk, voter.pk, number, action.value, marks, seen, made_at))
        ballot.revision += 1
        ballot.cast_at = ballot.cast_at or vote.cast_at
        if action != BallotRevision.Action.CONFIRMED:
            ballot.changed_at = vote.cast_at
    batch.ballots.append(ballot)
    batch.marks += [(question.pk, voter.pk, statement, value) for statement, value in said.items()]


def _action(before: int | None, now: int, *, first: bool) -> Action:
    if first:
        return BallotRevision.Action.CAST
    if before == now:
        return BallotRevision.Action.CONFIRMED
    return BallotRevision.Action.CHANGED
