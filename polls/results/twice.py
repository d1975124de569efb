"""Who answered a question twice, before reading and after, and who did not.

As polls/voting/asked_again.py tells a voter's two answers from a ballot's revisions, over all
ballots. Takes time in the number of revisions: never for each reader's request.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

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
    for pk, given in _ballots(asked):
        _count(told[pk], asked[pk], given)
    return told


def _ballots(questions: Iterable[int]) -> Iterator[tuple[int, list[Given]]]:
    """Each ballot's question and revisions, the oldest first."""
    rows = (
        BallotRevision.objects.filter(question__in=questions)
        .order_by("question", "voter", "number")
        .values_list("question_id", "voter_id", "place", "marks", "abstains")
    )
    of_ballots = groupby(rows.iterator(chunk_size=AT_ONCE), key=lambda row: row[:2])
    for (question, _voter), revisions in of_ballots:
        yield question, [Given(*row[2:]) for row in revisions]


def _count(told: Twice, question: Question, given: Sequence[Given]) -> None:
    reading, now = reading_of(question, given), laid_over(question, given)
    came_back = any(one.place == Place.AGAIN for one in given)
    if not came_back:
        told.before_only += bool(now) and reading.at_the_top
        told.elsewhere += bool(now) and not reading.at_the_top
    elif not reading.before:
        told.after_only += bool(now) and reading.again
        told.elsewhere += bool(now) and not reading.again
    elif not now:
        told.withdrawn += reading.at_the_top
    elif reading.again and reading.at_the_top:
        told.both[_stated(reading.before), _stated(now)] += 1
    else:
        told.elsewhere += 1


def _stated(answer: Answer) -> Stated:
    return Stated(tuple(sorted(answer.marks.items())), answer.abstains)
