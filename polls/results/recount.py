"""Proving the counters: counting the ballots anew and comparing."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.db import transaction

from polls import kinds
from polls.models import Mark, PairTally, Question, Tally, Turnout


@dataclass(frozen=True)
class Counters:
    """All counters of one question; a counter of 0 is the same as none."""

    voters: int
    counts: Counter[tuple[int, int]]
    pairs: Counter[tuple[int, int]]


@dataclass(frozen=True)
class Difference:
    """A counter that does not equal the recount."""

    what: str
    kept: int
    counted: int

    def __str__(self) -> str:
        return f"{self.what}: kept {self.kept}, counted {self.counted}"


def kept(question: Question) -> Counters:
    """What the counters say."""
    turnout = Turnout.objects.filter(question=question).first()
    tallies = Tally.objects.filter(question=question).exclude(count=0)
    pairs = PairTally.objects.filter(question=question).exclude(count=0)
    return Counters(
        voters=turnout.voters if turnout else 0,
        counts=Counter({(row.choice_id, row.value): row.count for row in tallies}),
        pairs=Counter({(row.preferred_id, row.other_id): row.count for row in pairs}),
    )


def counted(question: Question) -> Counters:
    """What the counted ballots say, read in one pass over their marks."""
    kind = kinds.of(question)
    marks = (
        Mark.objects.filter(question=question)
        .order_by("voter_id", "choice_id")
        .values_list("voter_id", "choice_id", "value")
    )
    voters, counts, pairs = 0, Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    for _ballot, rows in groupby(marks.iterator(chunk_size=5000), key=itemgetter(0)):
        answer = {choice: value for _same, choice, value in rows}
        voters += 1
        counts.update(answer.items())
        pairs.update(kind.pairs(answer))
    return Counters(voters=voters, counts=counts, pairs=pairs)


def differences(kept: Counters, counted: Counters) -> list[Difference]:
    """Every counter that is not what the recount says."""
    found = []
    if kept.voters != counted.voters:
        found.append(Difference("voters", kept.voters, counted.voters))
    for name, ours, theirs in (
        ("tally", kept.counts, counted.counts),
        ("pair", kept.pairs, counted.pairs),
    ):
        found += [
            Difference(f"{name} {cell}", ours[cell], theirs[cell])
            for cell in sorted(ours.keys() | theirs.keys())
            if ours[cell] != theirs[cell]
        ]
    return found


@transaction.atomic
def recount(question: Question, *, fix: bool = False) -> list[Difference]:
    """Compare the question's counters with its ballots while no cast can move either.

    With ``fix`` the counters become what was counted, under a new version.
    """
    Turnout.objects.get_or_create(question=question)
    turnout = Turnout.objects.select_for_update().get(question=question)
    truth = counted(question)
    found = differences(kept(question), truth)
    if fix and found:
        Tally.objects.filter(question=question).delete()
        PairTally.objects.filter(question=question).delete()
        Tally.objects.bulk_create(
            Tally(question=question, choice_id=choice, value=value, count=count)
            for (choice, value), count in truth.counts.items()
        )
        PairTally.objects.bulk_create(
            PairTally(question=question, preferred_id=preferred, other_id=other, count=count)
            for (preferred, other), count in truth.pairs.items()
        )
        turnout.voters = truth.voters
        turnout.version += 1
        turnout.save()
    return found
