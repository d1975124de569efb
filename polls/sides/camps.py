"""How the voters of a question divide into sides, and on which of them a reader stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from polls.kinds import sides
from polls.models import Ballot, Choice, Mark, Question, Side, Voter
from polls.results import tally as tallies

# A side with fewer voters is too small for its readers to hide in: a stance shown there, or taken
# back, would tell too much of the few ballots that the public result counts. Ten is also where
# results begin to be given as shares (polls/kinds/base.py), and what guides to disclosure control
# use as the least size of a cell with sensitive answers.
CROWD = 10
# The least share of the smaller side for a question to be contested.
LEAST_SHARE = 0.2

OTHER_SIDE: Mapping[int, Side] = {Side.FOR: Side.AGAINST, Side.AGAINST: Side.FOR}


@dataclass(frozen=True)
class Camps:
    """The voters of a question that has sides, as its counters stood at one version."""

    question: Question
    choices: Sequence[Choice]
    """As the editors gave them."""
    counts: Mapping[Side, int]
    version: int = 0

    @property
    def taking_sides(self) -> int:
        """How many voters are for or against."""
        return self.counts[Side.FOR] + self.counts[Side.AGAINST]

    @property
    def are_contested(self) -> bool:
        """Whether both sides are large enough, and neither overwhelms the other."""
        smaller = min(self.counts[Side.FOR], self.counts[Side.AGAINST])
        return smaller >= CROWD and smaller >= LEAST_SHARE * self.taking_sides

    @property
    def crowded(self) -> frozenset[Side]:
        """The sides that are large enough for a reader to be shown on."""
        return frozenset(side for side, count in self.counts.items() if count >= CROWD)

    def share(self, side: Side) -> float:
        """Of those who are for or against, how many are on this side."""
        return self.counts[side] / self.taking_sides if self.taking_sides else 0.0

    def words(self, side: int) -> str:
        """What those on a side have answered, in the choices' own words."""
        return sides.words(self.question, self.choices, side)


@dataclass(frozen=True)
class Standing:
    """A reader before a question."""

    has_voted: bool = False
    side: Side | None = None


def of(question: Question) -> Camps | None:
    """The camps of a question; None where answers take no sides. Two queries at most."""
    choices = choices_of(question)
    if not sides.has_sides(question, choices):
        return None
    tally = tallies.read([question])[question.pk]
    counts = sides.voters(question, choices, tally)
    return Camps(question=question, choices=choices, counts=counts, version=tally.version)


def choices_of(question: Question) -> list[Choice]:
    """The choices by which sides are told; no query for kinds that have none."""
    return published_of(question) if question.kind in _KINDS_WITH_SIDES else []


def published_of(question: Question) -> list[Choice]:
    """The published choices of a question, as the editors gave them; one query."""
    return list(Choice.objects.published().filter(question=question))


_KINDS_WITH_SIDES = frozenset({Question.Kind.SINGLE, Question.Kind.SCALE, Question.Kind.FORECAST})


def standing_of(voter: Voter | None, question: Question, choices: Sequence[Choice]) -> Standing:
    """Where a reader stands; one query, and none for an unknown reader."""
    if voter is None:
        return Standing()
    ballot = Ballot.objects.standing().filter(voter=voter, question=question)
    rows = list(ballot.values_list("marks__choice_id", "marks__value"))
    marks = {choice: value for choice, value in rows if choice is not None}
    return Standing(has_voted=bool(rows), side=sides.of_marks(question, choices, marks))


def side_of(voter: Voter, question: Question | None) -> Side | None:
    """The side that the voter's ballot takes at this moment; two queries at most."""
    choices = choices_of(question) if question else []
    if question is None or not sides.has_sides(question, choices):
        return None
    return standing_of(voter, question, choices).side


def sides_of(question: Question, choices: Sequence[Choice], voters: Any) -> dict[int, Side]:
    """The sides of several voters (keys, or a query for them), by their keys; one query.

    Those who take none are left out.
    """
    marks = Mark.objects.filter(question=question, voter__in=voters)
    taken = {
        voter: sides.of_marks(question, choices, {choice: value})
        for voter, choice, value in marks.values_list("voter_id", "choice_id", "value")
    }
    return {voter: side for voter, side in taken.items() if side is not None}
