"""Reading the counters: a page's questions together, never one by one, never over ballots."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet, Value

from polls.kinds import TallyRead
from polls.models import PairTally, Question, Tally, Turnout

type Cells = dict[tuple[int, int], int]

_COUNT, _PAIR, _TURNOUT = range(3)


# By hand, since it is all that most requests for a result ask of the database: the same through
# the ORM takes as long as the rest of the answer.
_STANDING = """
    SELECT question.id, question.edition, COALESCE(turnout.version, 0)
    FROM dossier_article article
    JOIN polls_question question ON question.article_id = article.id
    LEFT JOIN polls_turnout turnout ON turnout.question_id = question.id
    WHERE article.slug = %s AND question.slug = %s AND article.status = 'published'
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a question and its counters have come; whoever keeps either asks this first."""

    question: int
    edition: int
    version: int


def read(questions: Iterable[Question]) -> dict[int, TallyRead]:
    """The tallies of the questions by their primary keys, as all stood at one moment.

    One statement reads them: a vote between two would give the counts of one version with the
    voters of another, and more answers than voters.
    """
    asked = [question.pk for question in questions]
    cells: dict[int, dict[int, Cells]] = {
        part: defaultdict(dict) for part in (_COUNT, _PAIR, _TURNOUT)
    }
    for part, question, first, second, count in _counters(asked):
        cells[part][question][first, second] = count
    return {
        question: _tally(cells[_TURNOUT][question], cells[_COUNT][question], cells[_PAIR][question])
        for question in asked
    }


def standing(dossier: str, question: str) -> Standing | None:
    """How far the question at this address has come; None unless its dossier is public."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [dossier, question])
        row = cursor.fetchone()
    return Standing(*row) if row else None


def version_of(question: Question) -> int:
    """How often the question's counters have changed."""
    version = Turnout.objects.filter(question=question).values_list("version", flat=True).first()
    return version or 0


def _tally(turnout: Cells, counts: Cells, pairs: Cells) -> TallyRead:
    for (abstentions, version), voters in turnout.items():
        return TallyRead(
            voters=voters, abstentions=abstentions, version=version, counts=counts, pairs=pairs
        )
    return TallyRead(counts=counts, pairs=pairs)


def _counters(asked: list[int]) -> QuerySet[Any, Any]:
    """Every counter as (which, question, its two keys, count).

    A turnout's count are its voters, and its keys its abstentions and its version.
    """
    counts = _cells(Tally, _COUNT, F("choice_id"), F("value"), F("count"), asked)
    pairs = _cells(PairTally, _PAIR, F("preferred_id"), F("other_id"), F("count"), asked)
    turnouts = _cells(Turnout, _TURNOUT, F("abstentions"), F("version"), F("voters"), asked)
    return counts.union(pairs, turnouts, all=True)


def _cells(
    model: Any, part: int, first: Any, second: Any, count: Any, asked: list[int]
) -> QuerySet[Any, Any]:
    named = {"part": Value(part), "first_key": first, "second_key": second, "ballots": count}
    rows: QuerySet[Any, Any] = model.objects.filter(question__in=asked).annotate(**named)
    return rows.values_list("part", "question_id", "first_key", "second_key", "ballots")
