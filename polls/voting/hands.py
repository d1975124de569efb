"""What a reader holds of a dossier's questions, and how far these have come, in one statement.

Through the ORM it takes a query for each kind of thing that a reader may have, and most of a page's
time. This reads what nearly all readers have and no more, ballots with their marks; of the rest it
says only that there is some: such a question is then dealt the long way (polls/cards.py).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection

from polls.models import BallotRevision

_PLACES = BallotRevision.Place.ELSEWHERE, BallotRevision.Place.BEFORE, BallotRevision.Place.AGAIN

# Each row is of one of these parts; what it says follows the reader's or the question's key.
_READER, _BALLOT, _MORE, _TURNOUT = range(4)
# CROSS JOIN keeps SQLite to this order: from the reader and the dossier's questions to the one
# ballot of each, by its primary key, and never over all ballots of a question.
_STATEMENT = """
    WITH me AS (
        SELECT COALESCE(merged_into_id, id) AS id FROM polls_voter WHERE key_hash = %s
    ), asked AS (
        SELECT polls_question.id FROM polls_question
        JOIN dossier_article ON dossier_article.id = polls_question.article_id
        WHERE dossier_article.slug = %s AND dossier_article.status = 'published'
            AND polls_question.status = 'published'
    )
    SELECT 0, me.id, CASE WHEN polls_voter.display_name <> ''
            OR EXISTS (SELECT 1 FROM polls_comment WHERE polls_comment.voter_id = me.id)
            OR EXISTS (SELECT 1 FROM polls_approval WHERE polls_approval.voter_id = me.id)
            OR EXISTS (SELECT 1 FROM polls_flag WHERE polls_flag.voter_id = me.id)
        THEN 1 ELSE 0 END, 0, 0, 0, 0, 0, 0
    FROM me JOIN polls_voter ON polls_voter.id = me.id
    UNION ALL
    SELECT 1, ballot.question_id, ballot.revision,
        CASE WHEN ballot.abstains THEN 1 ELSE 0 END,
        CASE WHEN ballot.withdrawn_at IS NULL THEN 1 ELSE 0 END, ballot.dossier_revision,
        (
            SELECT CASE place WHEN 'before' THEN 1 WHEN 'again' THEN 2 ELSE 0 END
            FROM polls_ballotrevision WHERE question_id = ballot.question_id
                AND voter_id = ballot.voter_id AND number = 1
        ), mark.choice_id, mark.value
    FROM me CROSS JOIN asked CROSS JOIN polls_ballot ballot
    LEFT JOIN polls_mark mark ON mark.question_id = ballot.question_id
        AND mark.voter_id = ballot.voter_id
    WHERE ballot.question_id = asked.id AND ballot.voter_id = me.id
    UNION ALL
    SELECT 2, polls_peek.question_id, 0, 0, 0, 0, 0, 0, 0
    FROM polls_peek JOIN me ON me.id = polls_peek.voter_id
    UNION ALL
    SELECT 2, polls_writein.question_id, 0, 0, 0, 0, 0, 0, 0
    FROM polls_writein JOIN me ON me.id = polls_writein.voter_id
    UNION ALL
    SELECT 2, polls_choice.question_id, 0, 0, 0, 0, 0, 0, 0
    FROM polls_choice JOIN me ON me.id = polls_choice.proposed_by_id
    UNION ALL
    SELECT 3, polls_turnout.question_id, version, voters, abstentions, 0, 0, 0, 0
    FROM polls_turnout JOIN asked ON asked.id = polls_turnout.question_id
"""


class Hand(NamedTuple):
    """A reader's ballot on one question; empty for none."""

    revision: int = 0
    stands: bool = False
    abstains: bool = False
    """Whether it stands and says that the reader has no opinion."""
    marks: tuple[tuple[int, int], ...] = ()
    """What it says if it stands, by the choices' primary keys in their order."""
    dossier_revision: int = 0
    first_place: str = BallotRevision.Place.ELSEWHERE
    """Where the first answer was given."""

    @property
    def says_something(self) -> bool:
        return self.abstains or bool(self.marks)


class Count(NamedTuple):
    """How far a question's counters have come."""

    version: int = 0
    voters: int = 0


@dataclass(frozen=True)
class Hands:
    """All that a reader holds of one dossier's questions, by the questions' primary keys."""

    voter: int = 0
    """0 for a reader who has done nothing yet."""
    discusses: bool = False
    """Whether the reader has a name, a comment, an approval or a report, here or elsewhere."""
    ballots: Mapping[int, Hand] = field(default_factory=dict)
    more: frozenset[int] = frozenset()
    """Questions on which the reader has more than a ballot."""
    counts: Mapping[int, Count] = field(default_factory=dict)


def read(*, key_hash: str, dossier: str) -> Hands:
    """The hands of the reader with this key in the published dossier; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, [key_hash, dossier])
        rows = cursor.fetchall()
    voter, discusses, more, counts = 0, False, set(), {}
    ballots: dict[int, list[list[int]]] = defaultdict(list)
    for part, key, *said in rows:
        if part == _BALLOT:
            ballots[key].append(said)
        elif part == _TURNOUT:
            counts[key] = Count(version=said[0], voters=said[1])
        elif part == _MORE:
            more.add(key)
        else:
            voter, discusses = key, bool(said[0])
    return Hands(
        voter=voter,
        discusses=discusses,
        ballots={key: _hand(said) for key, said in ballots.items()},
        more=frozenset(more),
        counts=counts,
    )


def _hand(said: list[list[int]]) -> Hand:
    """The ballot that these rows tell of, one for each mark or one without any."""
    revision, abstains, stands, dossier_revision, place, _choice, _value = said[0]
    marks = sorted((row[5], row[6]) for row in said if stands and row[5] is not None)
    return Hand(
        revision=revision,
        stands=bool(stands),
        abstains=bool(stands and abstains),
        marks=tuple(marks),
        dossier_revision=dossier_revision,
        first_place=_PLACES[place],
    )
