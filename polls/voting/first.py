"""A voter's first ballot on a question, by far the most common cast, in as few steps as can be.

Nothing came before it, so nothing need be read and compared: the ballot is written if the question
takes answers at this moment, is still the edition that the answer was judged by, offers what is
marked, and has no ballot of the voter yet. Otherwise nothing at all is written, and the careful way
of polls/voting/cast.py is taken, which also finds out why.

PostgreSQL does it in one statement, prepared once a connection: the question is then held only
while the database works, and never while Python waits for its turn. SQLite, which works within
this process, takes one short transaction of small statements. The steps are the same, and so are
the statements but for that. docs/decisions/0001-one-place-casts.md has the measurements.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from django.db import connection, transaction

from polls import kinds
from polls.kinds import Answer
from polls.models import Question
from polls.voting.counting import RAISE_PAIR, RAISE_TALLY, TURN_OUT


@dataclass(frozen=True)
class _First:
    """What both ways need to know."""

    question: Question
    key_hash: str
    answer: Answer
    now: datetime

    @property
    def marks(self) -> str:
        """As a revision keeps them."""
        return json.dumps(self.answer.pairs)

    @property
    def pairs(self) -> list[tuple[int, int]]:
        return sorted(kinds.of(self.question).pairs(self.answer.marks))


def cast(*, question: Question, key_hash: str, answer: Answer, now: datetime) -> bool:
    """Cast the answer if it is the voter's first on the question; False, and nothing done, if not.

    Words for a moderator go the careful way, as does the empty answer.
    """
    if not answer or answer.words:
        return False
    way = {"postgresql": _on_postgresql, "sqlite": _on_sqlite}[connection.vendor]
    return way(_First(question=question, key_hash=key_hash, answer=answer, now=now))


# -- SQLite

_TAKES_IT = """
    SELECT dossier_article.revision
    FROM polls_question JOIN dossier_article ON dossier_article.id = polls_question.article_id
    WHERE polls_question.id = %s AND polls_question.edition = %s
        AND polls_question.status = 'published' AND dossier_article.status = 'published'
        AND (polls_question.opens_at IS NULL OR polls_question.opens_at <= %s)
        AND (polls_question.closes_at IS NULL OR polls_question.closes_at > %s)
        AND %s = (
            SELECT count(*) FROM polls_choice JOIN json_each(%s) AS mark
                ON polls_choice.id = mark.value ->> 0
            WHERE polls_choice.question_id = polls_question.id
                AND polls_choice.status = 'published'
        )
"""
_ENROL = """
    INSERT INTO polls_voter (key_hash, origin, display_name, created_at)
    VALUES (%s, 'reader', '', %s) ON CONFLICT (key_hash) DO UPDATE SET key_hash = excluded.key_hash
    RETURNING id
"""
_BALLOT = """
    INSERT INTO polls_ballot (
        question_id, voter_id, revision, abstains, dossier_revision, cast_at, changed_at
    )
    VALUES (%s, %s, 1, %s, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING voter_id
"""
_MARK = "INSERT INTO polls_mark (question_id, voter_id, choice_id, value) VALUES (%s, %s, %s, %s)"
_REVISION = """
    INSERT INTO polls_ballotrevision (
        question_id, voter_id, number, action, marks, abstains, seen, informed, dossier_revision,
        made_at
    )
    VALUES (
        %s, %s, 1, 'cast', %s, %s, 0,
        EXISTS (SELECT 1 FROM polls_peek WHERE question_id = %s AND voter_id = %s), %s, %s
    )
"""


def _on_sqlite(first: _First) -> bool:
    question, answer, now = first.question.pk, first.answer, first.now
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            _TAKES_IT,
            [question, first.question.edition, now, now, len(answer.marks), first.marks],
        )
        if (taken := cursor.fetchone()) is None:
            return False
        (revision,) = taken
        (voter,) = cursor.execute(_ENROL, [first.key_hash, now]).fetchone()
        ballot = [question, voter, answer.abstains, revision, now, now]
        if cursor.execute(_BALLOT, ballot).fetchone() is None:
            return False
        for choice, value in answer.marks.items():
            cursor.execute(_MARK, [question, voter, choice, value])
            cursor.execute(RAISE_TALLY, [question, choice, value, 1])
        for preferred, other in first.pairs:
            cursor.execute(RAISE_PAIR, [question, preferred, other, 1])
        given = [question, voter, first.marks, answer.abstains, question, voter, revision, now]
        cursor.execute(_REVISION, given)
        cursor.execute(TURN_OUT, [question, bool(answer.marks), answer.abstains])
    return True


# -- PostgreSQL

_IN_ONE_STATEMENT = """
    WITH held AS (
        SELECT polls_question.id, dossier_article.revision
        FROM polls_question JOIN dossier_article ON dossier_article.id = polls_question.article_id
        WHERE polls_question.id = %(question)s AND polls_question.edition = %(edition)s
            AND polls_question.status = 'published' AND dossier_article.status = 'published'
            AND (polls_question.opens_at IS NULL OR polls_question.opens_at <= %(now)s)
            AND (polls_question.closes_at IS NULL OR polls_question.closes_at > %(now)s)
            AND cardinality(%(choices)s::bigint[]) = (
                SELECT count(*) FROM polls_choice
                WHERE polls_choice.question_id = polls_question.id
                    AND polls_choice.status = 'published'
                    AND polls_choice.id = ANY (%(choices)s::bigint[])
            )
        FOR NO KEY UPDATE OF polls_question
    ), known AS (
        SELECT id FROM polls_voter WHERE key_hash = %(key_hash)s
    ), enrolled AS (
        INSERT INTO polls_voter (key_hash, origin, display_name, created_at)
        SELECT %(key_hash)s, 'reader', '', %(now)s FROM held
        WHERE NOT EXISTS (SELECT 1 FROM known) ON CONFLICT (key_hash) DO NOTHING RETURNING id
    ), ballot AS (
        INSERT INTO polls_ballot (
            question_id, voter_id, revision, abstains, dossier_revision, cast_at, changed_at
        )
        SELECT held.id, voter.id, 1, %(abstains)s, held.revision, %(now)s, %(now)s
        FROM held, (SELECT id FROM known UNION ALL SELECT id FROM enrolled) AS voter
        ON CONFLICT DO NOTHING RETURNING question_id, voter_id, dossier_revision
    ), mark AS (
        INSERT INTO polls_mark (question_id, voter_id, choice_id, value)
        SELECT ballot.question_id, ballot.voter_id, given.choice, given.value
        FROM ballot, unnest(%(choices)s::bigint[], %(values)s::smallint[]) AS given (choice, value)
    ), tally AS (
        INSERT INTO polls_tally (question_id, choice_id, value, count)
        SELECT ballot.question_id, given.choice, given.value, 1
        FROM ballot, unnest(%(choices)s::bigint[], %(values)s::smallint[]) AS given (choice, value)
        ON CONFLICT (question_id, choice_id, value)
        DO UPDATE SET count = polls_tally.count + excluded.count
    ), pair AS (
        INSERT INTO polls_pairtally (question_id, preferred_id, other_id, count)
        SELECT ballot.question_id, given.preferred, given.other, 1
        FROM ballot,
            unnest(%(preferred)s::bigint[], %(others)s::bigint[]) AS given (preferred, other)
        ON CONFLICT (question_id, preferred_id, other_id)
        DO UPDATE SET count = polls_pairtally.count + excluded.count
    ), revision AS (
        INSERT INTO polls_ballotrevision (
            question_id, voter_id, number, action, marks, abstains, seen, informed,
            dossier_revision, made_at
        )
        SELECT ballot.question_id, ballot.voter_id, 1, 'cast', %(marks)s::jsonb, %(abstains)s, 0,
            EXISTS (
                SELECT 1 FROM polls_peek
                WHERE polls_peek.question_id = ballot.question_id
                    AND polls_peek.voter_id = ballot.voter_id
            ),
            ballot.dossier_revision, %(now)s
        FROM ballot
    ), turnout AS (
        INSERT INTO polls_turnout (question_id, voters, abstentions, version)
        SELECT ballot.question_id, %(voters)s, %(abstentions)s, 1 FROM ballot
        ON CONFLICT (question_id) DO UPDATE SET
            voters = polls_turnout.voters + excluded.voters,
            abstentions = polls_turnout.abstentions + excluded.abstentions,
            version = polls_turnout.version + 1
    )
    SELECT count(*) FROM ballot
"""


def _on_postgresql(first: _First) -> bool:
    answer, pairs = first.answer, first.pairs
    given: dict[str, Any] = {
        "question": first.question.pk,
        "edition": first.question.edition,
        "key_hash": first.key_hash,
        "now": first.now,
        "choices": list(answer.marks),
        "values": list(answer.marks.values()),
        "preferred": [preferred for preferred, _other in pairs],
        "others": [other for _preferred, other in pairs],
        "marks": first.marks,
        "abstains": answer.abstains,
        "voters": int(bool(answer.marks)),
        "abstentions": int(answer.abstains),
    }
    connection.ensure_connection()
    # Django's own cursors write parameters into the statement, which is then planned every time.
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        written = cursor.execute(_IN_ONE_STATEMENT, given, prepare=True).fetchone()
    return bool(written and written[0])
