"""A voter's first ballot on a question, by far the most common cast, in as few steps as can be.

Nothing came before it, so nothing need be read and compared: the ballot is written if the question
takes answers at this moment, is still the edition that the answer was judged by, offers what is
marked, and has no ballot of the voter yet. Otherwise nothing at all is written, and the careful way
of polls/voting/cast.py is taken, which also finds out why.

Ballots that arrive while others are being written wait, and are then written together: one
transaction and one flush to the disk for all of them, which is what limits how many a question can
take. Whoever comes first writes for all who wait; each is told only once its ballot is on the disk.
docs/decisions/0001-one-place-casts.md has the measurements.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from threading import Lock

from django.db import Error, connection

from polls import announcing, kinds
from polls.kinds import Answer
from polls.models import BallotRevision, Question
from polls.voting import on_postgresql, on_sqlite


@dataclass(eq=False)
class FirstBallot:
    """A ballot on its way into the database."""

    question: Question
    key_hash: str
    answer: Answer
    now: datetime
    place: BallotRevision.Place
    written: bool | None = field(default=None, init=False)
    """Whether it was taken; None as long as nobody has tried."""
    error: Error | None = field(default=None, init=False)

    @cached_property
    def marks(self) -> str:
        """As a revision keeps them."""
        return json.dumps(self.answer.pairs)

    @property
    def pairs(self) -> list[tuple[int, int]]:
        return sorted(kinds.of(self.question).pairs(self.answer.marks))


def cast(
    *,
    question: Question,
    key_hash: str,
    answer: Answer,
    now: datetime,
    place: BallotRevision.Place = BallotRevision.Place.ELSEWHERE,
) -> bool:
    """Cast the answer if it is the voter's first on the question; False, and nothing done, if not.

    Words for a moderator go the careful way, as does the empty answer.
    """
    if not answer or answer.words:
        return False
    ballot = FirstBallot(question=question, key_hash=key_hash, answer=answer, now=now, place=place)
    if connection.in_atomic_block:  # what may yet be rolled back is nobody else's
        taken = any(_ENGINES[connection.vendor].write([ballot]))
        if taken:
            announcing.moved()
        return taken
    _waiting.append(ballot)
    with _turn:
        if ballot.written is None and ballot.error is None:
            _write_together(_gather(ballot))
    if ballot.error:
        raise ballot.error
    return bool(ballot.written)


_ENGINES = {"postgresql": on_postgresql, "sqlite": on_sqlite}
_waiting: list[FirstBallot] = []
_turn = Lock()


def _gather(first: FirstBallot) -> list[FirstBallot]:
    """Those who wait and can be written with this one, in the order of their voters.

    Two processes that write some of the same voters then wait for one another in one direction
    only, which is also why PostgreSQL, where two may write at once, takes one question at a time.
    """
    across = _ENGINES[connection.vendor].ACROSS_QUESTIONS
    batch = [one for one in _waiting if across or one.question.pk == first.question.pk]
    for ballot in batch:
        _waiting.remove(ballot)
    return sorted(batch, key=lambda ballot: ballot.key_hash)


def _write_together(batch: Sequence[FirstBallot]) -> None:
    """Write the ballots in one transaction; if it fails, each in its own, to find whose fault."""
    try:
        written = _ENGINES[connection.vendor].write(batch)
    except Error as error:
        if len(batch) == 1:
            batch[0].error = error
        else:
            for ballot in batch:
                _write_together([ballot])
    else:
        for ballot, taken in zip(batch, written, strict=True):
            ballot.written = taken
            if taken:
                announcing.moved()
