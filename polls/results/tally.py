"""Reading the counters: a page's questions together, never one by one, never over ballots.

The statements are written by hand, since results ask the database for little else: the same
through the ORM takes longer than all the rest of an answer.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from dossier import byhand
from polls.kinds import TallyRead
from polls.models import Question, Turnout

type Cells = dict[tuple[int, int], int]

# Each row is of one of these parts.
_COUNT, _PAIR, _TURNOUT = range(3)
_COUNTERS = """
    SELECT 0, question_id, choice_id, value, count FROM polls_tally WHERE question_id AMONG
    UNION ALL
    SELECT 1, question_id, preferred_id, other_id, count FROM polls_pairtally
    WHERE question_id AMONG
    UNION ALL
    SELECT 2, question_id, abstentions, version, voters FROM polls_turnout
    WHERE question_id AMONG
"""
_STANDING = """
    SELECT question.id, question.edition, COALESCE(turnout.version, 0), COALESCE(turnout.voters, 0)
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
    voters: int


def read(questions: Iterable[Question]) -> dict[int, TallyRead]:
    """The tallies of the questions by their primary keys, as all stood at one moment.

    One statement reads them: a vote between two would give the counts of one version with the
    voters of another, and more answers than voters.
    """
    asked = [question.pk for question in questions]
    cells: dict[int, dict[int, Cells]] = {
        part: defaultdict(dict) for part in (_COUNT, _PAIR, _TURNOUT)
    }
    for part, question, first, second, count in _counters(asked) if asked else ():
        cells[part][question][first, second] = count
    return {
        question: _tally(cells[_TURNOUT][question], cells[_COUNT][question], cells[_PAIR][question])
        for question in asked
    }


def standing(dossier: str, question: str) -> Standing | None:
    """How far the question at this address has come; None unless its dossier is public."""
    for row in byhand.read(_STANDING, [dossier, question]):
        return Standing(*row)
    return None


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


def _counters(asked: list[int]) -> byhand.Rows:
    """Every counter as (which, question, its two keys, count).

    A turnout's count are its voters, and its keys its abstentions and its version.
    """
    among = f"IN ({', '.join(['%s'] * len(asked))})"
    return byhand.read(_COUNTERS.replace("AMONG", among), [*asked, *asked, *asked])
