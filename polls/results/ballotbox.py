"""Counting a question's ballots anew: by the database, a range of voters at a time."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Count, Q

from polls import kinds
from polls.models import Ballot, Mark, Question

type Cell = tuple[int, int]

type Tell = Callable[[int, int], None]

BATCH = 100_000  # ballots

# Whole ballots of a ranking, like ones together: its duels cannot be had from marks one by one.
# In whatever order the marks of a ballot are joined, they say the same.
_WHOLE_BALLOTS = """
    SELECT marks, count(*) FROM (
        SELECT {join}(choice_id || ':' || value, ' ') AS marks FROM polls_mark
        WHERE question_id = %s AND voter_id > %s AND voter_id <= %s GROUP BY voter_id
    ) AS ballot GROUP BY marks
"""
_JOIN = {"postgresql": "string_agg", "sqlite": "group_concat"}


@dataclass
class Counters:
    """All counters of one question; a counter of 0 is the same as none."""

    voters: int = 0
    abstentions: int = 0
    counts: Counter[Cell] = field(default_factory=Counter)
    pairs: Counter[Cell] = field(default_factory=Counter)


def count(question: Question, *, tell: Tell) -> Counters:
    """What the question's ballots say; ``tell`` learns how many of how many have been counted.

    Exact where the ballots stay as they are meanwhile: in a snapshot, or with the question held.
    """
    add_marks = _add_whole if question.kind == Question.Kind.RANKING else _add_each
    counted, done = Counters(), 0
    total = Ballot.objects.filter(question=question).count()
    for after, last in _ranges(question):
        ballots = Ballot.objects.filter(question=question, voter__gt=after, voter__lte=last)
        turnout = ballots.aggregate(
            ballots=Count("voter"),
            voters=Count("voter", filter=Q(withdrawn_at=None, abstains=False)),
            abstentions=Count("voter", filter=Q(withdrawn_at=None, abstains=True)),
        )
        counted.voters += turnout["voters"]
        counted.abstentions += turnout["abstentions"]
        add_marks(counted, question, after, last)
        done += turnout["ballots"]
        tell(done, total)
    return counted


def _ranges(question: Question) -> Iterator[tuple[int, int]]:
    """Ranges of voters, after one and up to another, with a batch of ballots each."""
    ballots = Ballot.objects.filter(question=question)
    voters = ballots.order_by("voter").values_list("voter_id", flat=True)
    newest = voters.last() or 0
    after = 0
    while after < newest:
        ends = voters.filter(voter__gt=after)[BATCH - 1 : BATCH]
        last = next(iter(ends), newest)
        yield after, last
        after = last


def _add_each(counted: Counters, question: Question, after: int, last: int) -> None:
    marks = Mark.objects.filter(question=question, voter__gt=after, voter__lte=last)
    cells = marks.values_list("choice_id", "value").annotate(ballots=Count("*"))
    for choice, value, ballots in cells:
        counted.counts[choice, value] += ballots


def _add_whole(counted: Counters, question: Question, after: int, last: int) -> None:
    kind = kinds.of(question)
    statement = _WHOLE_BALLOTS.format(join=_JOIN[connection.vendor])
    with connection.cursor() as cursor:
        cursor.execute(statement, [question.pk, after, last])
        for joined, ballots in cursor.fetchall():
            pairs = (mark.split(":") for mark in joined.split(" "))
            marks = {int(choice): int(value) for choice, value in pairs}
            for cell in marks.items():
                counted.counts[cell] += ballots
            for pair in kind.pairs(marks):
                counted.pairs[pair] += ballots
