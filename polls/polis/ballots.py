"""Every participant's votes as a ballot with its revisions, many at once."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from polls.models import Ballot, BallotRevision, Mark, Question, Voter
from polls.polis.reading import Vote
from polls.voting import counting

type Tell = Callable[[int, int], None]
type Action = BallotRevision.Action

BATCH = 10_000  # votes


@dataclass
class _Batch:
    ballots: list[Ballot] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    revisions: list[BallotRevision] = field(default_factory=list)

    def write(self) -> None:
        Ballot.objects.bulk_create(self.ballots)
        Mark.objects.bulk_create(self.marks)
        BallotRevision.objects.bulk_create(self.revisions)


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
        counts.update((mark.choice_id, mark.value) for mark in batch.marks)
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
        batch.revisions.append(
            BallotRevision(
                question=question,
                voter=voter,
                number=ballot.revision + 1,
                action=action,
                marks=[[statement, vote.value]],
                seen=ballot.revision,
                made_at=vote.cast_at,
            )
        )
        ballot.revision += 1
        ballot.cast_at = ballot.cast_at or vote.cast_at
        if action != BallotRevision.Action.CONFIRMED:
            ballot.changed_at = vote.cast_at
    batch.ballots.append(ballot)
    batch.marks += [
        Mark(question=question, voter=voter, choice_id=statement, value=value)
        for statement, value in said.items()
    ]


def _action(before: int | None, now: int, *, first: bool) -> Action:
    if first:
        return BallotRevision.Action.CAST
    if before == now:
        return BallotRevision.Action.CONFIRMED
    return BallotRevision.Action.CHANGED
