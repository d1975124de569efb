"""Who answered a question twice, before reading and after, and who did not.

As polls/voting/asked_again.py tells a voter's two answers from a ballot's revisions, over all
ballots. Takes time in the number of revisions: never for each reader's request.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from json import loads
from operator import itemgetter
from typing import NamedTuple

from django.db.models import TextField
from django.db.models.functions import Cast

from polls.kinds import Answer
from polls.models import BallotRevision, Question
from polls.voting.asked_again import laid_over, reading_of

AT_ONCE = 20_000  # revisions
Place = BallotRevision.Place


class Stated(NamedTuple):
    """An answer as something to count."""

    marks: tuple[tuple[int, int], ...] = ()
    abstains: bool = False


class Given(NamedTuple):
    """What of a revision tells of reading."""

    place: str
    marks: Sequence[Sequence[int]]
    abstains: bool


type Written = tuple[tuple[str, str, bool], ...]
"""A ballot's revisions: place, marks as JSON, and whether it abstains."""


@dataclass
class Twice:
    """The voters of a question, by whether they answered it in both places."""

    both: Counter[tuple[Stated, Stated]] = field(default_factory=Counter)
    """Answers before and after reading, by how many gave them."""
    before_only: int = 0
    """Answered before reading, and not after."""
    after_only: int = 0
    """Answered after reading, and not before."""
    withdrawn: int = 0
    """Answered before reading and took it back after."""
    elsewhere: int = 0
    """Gave one of both answers in another place, which tells nothing of reading."""


def of_questions(questions: Sequence[Question]) -> dict[int, Twice]:
    """The questions' voters by the questions' primary keys; one query."""
    asked = {question.pk: question for question in questions}
    told = {pk: Twice() for pk in asked}
    for (pk, written), voters in Counter(_ballots(asked)).items():
        given = [Given(place, loads(marks), abstains) for place, marks, abstains in written]
        _count(told[pk], asked[pk], given, voters)
    return told


def _ballots(questions: Iterable[int]) -> Iterator[tuple[int, Written]]:
    """Each ballot's question and revisions, the oldest first, as they are written."""
    rows = (
        BallotRevision.objects.filter(question__in=questions)
        .order_by("question", "voter", "number")
        .annotate(written=Cast("marks", TextField()))
        .values_list("question_id", "voter_id", "place", "written", "abstains")
    )
    of_ballots = groupby(rows.iterator(chunk_size=AT_ONCE), key=itemgetter(0, 1))
    for (question, _voter), revisions in of_ballots:
        yield question, tuple(row[2:] for row in revisions)


def _count(told: Twice, question: Question, given: Sequence[Given], voters: int) -> None:
    """Count so many voters with these revisions."""
    reading, now = reading_of(question, given), laid_over(question, given)
    came_back = any(one.place == Place.AGAIN for one in given)
    if not came_back:
        told.before_only += voters * (bool(now) and reading.at_the_top)
        told.elsewhere += voters * (bool(now) and not reading.at_the_top)
    elif not reading.before:
        told.after_only += voters * (bool(now) and reading.again)
        told.elsewhere += voters * (bool(now) and not reading.again)
    elif not now:
        told.withdrawn += voters * reading.at_the_top
    elif reading.again and reading.at_the_top:
        told.both[_stated(reading.before), _stated(now)] += voters
    else:
        told.elsewhere += voters


def _stated(answer: Answer) -> Stated:
    return Stated(tuple(sorted(answer.marks.items())), answer.abstains)
