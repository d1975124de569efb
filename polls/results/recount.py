"""Proving the counters: counting the ballots anew and comparing.

Casts go on meanwhile: counters and ballots are read as both stood at one moment, and nothing is
held. What differs is then mended under the question's lock, by the steps that were missing rather
than to the numbers that were counted. That is right however many casts came in between: each has
moved ballots and counters alike, so that what lies between them is what it was at that moment. Only
another recount can have mended it meanwhile. ``Turnout.mendings`` tells, and all is counted again.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction

from polls.models import PairTally, Question, Tally, Turnout
from polls.results import ballotbox
from polls.results.ballotbox import Counters, Tell
from polls.results.snapshot import snapshot
from polls.voting import counting
from polls.voting.counting import Steps


@dataclass(frozen=True)
class Difference:
    """A counter that does not equal the recount."""

    what: str
    kept: float
    counted: float

    def __str__(self) -> str:
        return f"{self.what}: kept {self.kept}, counted {self.counted}"


@dataclass(frozen=True)
class _Compared:
    """The counters of a question and its ballots at one moment."""

    kept: Counters
    counted: Counters
    mendings: int

    @property
    def differences(self) -> list[Difference]:
        return [
            Difference(what, kept, counted)
            for what, kept, counted in self._side_by_side()
            if kept != counted
        ]

    @property
    def steps(self) -> Steps:
        """What the counters lack."""
        kept, counted = self.kept, self.counted
        return Steps(
            voters=counted.voters - kept.voters,
            abstentions=counted.abstentions - kept.abstentions,
            counts=counting.change(kept.counts, counted.counts),
            pairs=counting.change(kept.pairs, counted.pairs),
        )

    def _side_by_side(self) -> Iterable[tuple[str, int, int]]:
        kept, counted = self.kept, self.counted
        yield "voters", kept.voters, counted.voters
        yield "abstentions", kept.abstentions, counted.abstentions
        for name, ours, theirs in (
            ("tally", kept.counts, counted.counts),
            ("pair", kept.pairs, counted.pairs),
        ):
            for cell in sorted(ours.keys() | theirs.keys()):
                yield f"{name} {cell}", ours[cell], theirs[cell]


def unheard(_done: int, _total: int) -> None:
    """Tell nobody how far the counting is."""


def recount(question: Question, *, fix: bool = False, tell: Tell = unheard) -> list[Difference]:
    """Compare the question's counters with its ballots; every counter that differs.

    With ``fix`` those are set right, under a new version. ``tell`` learns after each batch how many
    of how many ballots have been counted. Within a transaction, whose own changes are to be
    counted too, the question is held instead.
    """
    if connection.in_atomic_block:
        Question.objects.hold(question.pk)
        compared = _compare(question, tell=tell)
        if fix:
            _mend(question, compared)
        return compared.differences
    while True:
        with snapshot():
            compared = _compare(question, tell=tell)
        if not fix or _mend(question, compared):
            return compared.differences


def _compare(question: Question, *, tell: Tell) -> _Compared:
    turnout = Turnout.objects.filter(question=question).first() or Turnout()
    tallies = Tally.objects.filter(question=question).exclude(count=0)
    pairs = PairTally.objects.filter(question=question).exclude(count=0)
    kept = Counters(voters=turnout.voters, abstentions=turnout.abstentions)
    kept.counts.update({(row.choice_id, row.value): row.count for row in tallies})
    kept.pairs.update({(row.preferred_id, row.other_id): row.count for row in pairs})
    counted = ballotbox.count(question, tell=tell)
    return _Compared(kept=kept, counted=counted, mendings=turnout.mendings)


@transaction.atomic
def _mend(question: Question, compared: _Compared) -> bool:
    """Give the counters what they lack; False if another recount has mended them since."""
    if not compared.differences:
        return True
    held = Question.objects.hold(question.pk)
    turnout, _created = Turnout.objects.get_or_create(question=held)
    if turnout.mendings != compared.mendings:
        return False
    counting.step(held, compared.steps)
    Turnout.objects.filter(question=held).update(mendings=turnout.mendings + 1)
    return True
