"""First ballots on PostgreSQL: each in one statement, prepared once a connection.

The question is held only while the database works, and never while Python waits for its turn. It is
held by a statement of its own, sent along with the others: a statement sees what was committed
before it began, and whoever merges or removes voters, for which the question is waited for, must be
among that. (A row lock reads a newer row only where it conflicts with what changed it: FOR KEY
SHARE of a voter who has just been merged gives the row as it was.)
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import psycopg
from django.db import OperationalError, connection

if TYPE_CHECKING:
    from polls.voting.first import FirstBallot

# One at a time, or two batches could hold what the other needs.
ACROSS_QUESTIONS = False

_HOLD = "SELECT 1 FROM polls_question WHERE id = %(question)s FOR NO KEY UPDATE"

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
        SELECT coalesce(polls_voter.merged_into_id, polls_voter.id) AS id
        FROM held, polls_voter WHERE polls_voter.key_hash = %(key_hash)s
        FOR KEY SHARE OF polls_voter
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
            dossier_revision, made_at, place
        )
        SELECT ballot.question_id, ballot.voter_id, 1, 'cast', %(marks)s::jsonb, %(abstains)s, 0,
            EXISTS (
                SELECT 1 FROM polls_peek
                WHERE polls_peek.question_id = ballot.question_id
                    AND polls_peek.voter_id = ballot.voter_id
            ),
            ballot.dossier_revision, %(now)s, %(place)s
        FROM ballot
    ), turnout AS (
        INSERT INTO polls_turnout (question_id, voters, abstentions, version, changed_at)
        SELECT ballot.question_id, %(voters)s, %(abstentions)s, 1, %(now)s FROM ballot
        ON CONFLICT (question_id) DO UPDATE SET
            voters = polls_turnout.voters + excluded.voters,
            abstentions = polls_turnout.abstentions + excluded.abstentions,
            version = polls_turnout.version + 1,
            changed_at = excluded.changed_at
    )
    SELECT count(*) FROM ballot
"""


def write(ballots: "Sequence[FirstBallot]") -> list[bool]:
    """Write those that the database takes, all of them or none; which were taken."""
    given = [_parameters(ballot) for ballot in ballots]
    try:
        return _write(given)
    except OperationalError:
        if connection.in_atomic_block or not connection.connection.broken:
            raise
        # The server was started anew since. What it may have kept is not written a second time.
        connection.close()
        return _write(given)


def _write(given: Sequence[dict[str, Any]]) -> list[bool]:
    """Past Django's cursors, which put the parameters into the statement: planned every time.

    All go to the server in one message, and come back in one.
    """
    connection.ensure_connection()
    raw = connection.connection
    with connection.wrap_database_errors, raw.pipeline(), raw.transaction():
        psycopg.Cursor(raw).execute(_HOLD, given[0], prepare=True)
        sent = [psycopg.Cursor(raw).execute(_IN_ONE_STATEMENT, one, prepare=True) for one in given]
        return [_taken(cursor) for cursor in sent]


def _taken(cursor: psycopg.Cursor[Any]) -> bool:
    row = cursor.fetchone()
    return bool(row and row[0])


def _parameters(ballot: "FirstBallot") -> dict[str, Any]:
    answer, pairs = ballot.answer, ballot.pairs
    return {
        "question": ballot.question.pk,
        "edition": ballot.question.edition,
        "key_hash": ballot.key_hash,
        "now": ballot.now,
        "choices": list(answer.marks),
        "values": list(answer.marks.values()),
        "preferred": [preferred for preferred, _other in pairs],
        "others": [other for _preferred, other in pairs],
        "marks": ballot.marks,
        "place": ballot.place.value,
        "abstains": answer.abstains,
        "voters": int(bool(answer.marks)),
        "abstentions": int(answer.abstains),
    }
