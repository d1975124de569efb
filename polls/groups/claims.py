"""Who computes a question's groups: one process of one machine at a time, by a mark in its row.

A mark in the row works alike on every database and through every pool of connections, and holds no
transaction open while groups are computed; a process that has died is waited for no longer than
PATIENCE.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db.models import Q

from polls.models import OpinionRun, Question

PATIENCE = timedelta(minutes=10)


@contextmanager
def claimed(question: Question, *, now: datetime) -> Iterator[bool]:
    """Whether this process may compute the question's groups; if so, no other does meanwhile."""
    _prepare(question, now=now)
    runs = OpinionRun.objects.filter(question=question)
    free = Q(claimed_at=None) | Q(claimed_at__lte=now - PATIENCE)
    taken = runs.filter(free).update(claimed_at=now) == 1
    try:
        yield taken
    finally:
        if taken:
            runs.filter(claimed_at=now).update(claimed_at=None)


def still_held(question: Question, *, now: datetime) -> bool:
    """Whether the claim that was made at this moment still holds; asked within the transaction that
    keeps what was computed, whose row it locks.
    """
    held = OpinionRun.objects.select_for_update().filter(question=question, claimed_at=now)
    return held.first() is not None


def _prepare(question: Question, *, now: datetime) -> None:
    """A row to put the mark in; of version 0, as nothing was computed yet."""
    if not OpinionRun.objects.filter(question=question).exists():
        empty = OpinionRun(
            question=question, version=0, participants=0, k=0, map={}, summary={},
            made_at=now, seconds=0,
        )  # fmt: skip
        OpinionRun.objects.bulk_create([empty], ignore_conflicts=True)
