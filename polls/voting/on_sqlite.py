"""First ballots on SQLite: one transaction of small statements, in this very process."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.db import connection, transaction

from polls.voting.counting import RAISE_PAIR, RAISE_TALLY, TURN_OUT

if TYPE_CHECKING:
    from polls.voting.first import FirstBallot

# Its one writer holds the whole database anyway.
ACROSS_QUESTIONS = True

_TAKES_IT = """
    SELECT dossier_article.revision
    FROM polls_question JOIN dossier_article ON dossier_article.id = polls_question.article_id
    WHERE polls_question.id = ? AND polls_question.edition = ?
        AND polls_question.status = 'published' AND dossier_article.status = 'published'
        AND (polls_question.opens_at IS NULL OR polls_question.opens_at <= ?)
        AND (polls_question.closes_at IS NULL OR polls_question.closes_at > ?)
        AND ? = (
            SELECT count(*) FROM polls_choice JOIN json_each(?) AS mark
                ON polls_choice.id = mark.value ->> 0
            WHERE polls_choice.question_id = polls_question.id
                AND polls_choice.status = 'published'
        )
"""
_ENROL = """
    INSERT INTO polls_voter (key_hash, origin, display_name, created_at)
    VALUES (?, 'reader', '', ?) ON CONFLICT (key_hash) DO NOTHING RETURNING id
"""
_KNOWN = "SELECT coalesce(merged_into_id, id) FROM polls_voter WHERE key_hash = ?"
_BALLOT = """
    INSERT INTO polls_ballot (
        question_id, voter_id, revision, abstains, dossier_revision, cast_at, changed_at
    )
    VALUES (?, ?, 1, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING voter_id
"""
_MARK = "INSERT INTO polls_mark (question_id, voter_id, choice_id, value) VALUES (?, ?, ?, ?)"
_REVISION = """
    INSERT INTO polls_ballotrevision (
        question_id, voter_id, number, action, marks, abstains, seen, informed, dossier_revision,
        made_at, place
    )
    VALUES (
        ?, ?, 1, 'cast', ?, ?, 0,
        EXISTS (SELECT 1 FROM polls_peek WHERE question_id = ? AND voter_id = ?), ?, ?, ?
    )
"""
_RAISE_TALLY, _RAISE_PAIR, _TURN_OUT = (
    statement.replace("%s", "?") for statement in (RAISE_TALLY, RAISE_PAIR, TURN_OUT)
)


def write(ballots: "Sequence[FirstBallot]") -> list[bool]:
    """Write those that the database takes, all of them or none; which were taken.

    Past Django's cursors, whose care for each statement would cost more than the statements.
    """
    with transaction.atomic(), connection.wrap_database_errors:
        return [_write(ballot, connection.connection.execute) for ballot in ballots]


def _write(ballot: "FirstBallot", execute: Callable[..., sqlite3.Cursor]) -> bool:
    question, answer = ballot.question.pk, ballot.answer
    now = connection.ops.adapt_datetimefield_value(ballot.now)
    offered = (len(answer.marks), ballot.marks)
    taken = execute(_TAKES_IT, (question, ballot.question.edition, now, now, *offered)).fetchone()
    if taken is None:
        return False
    (revision,) = taken
    enrolled = execute(_ENROL, (ballot.key_hash, now)).fetchone()
    (voter,) = enrolled or execute(_KNOWN, (ballot.key_hash,)).fetchone()
    row = (question, voter, answer.abstains, revision, now, now)
    if execute(_BALLOT, row).fetchone() is None:
        return False
    for choice, value in answer.marks.items():
        execute(_MARK, (question, voter, choice, value))
        execute(_RAISE_TALLY, (question, choice, value, 1))
    for preferred, other in ballot.pairs:
        execute(_RAISE_PAIR, (question, preferred, other, 1))
    given = (ballot.marks, answer.abstains, question, voter, revision, now, ballot.place.value)
    execute(_REVISION, (question, voter, *given))
    execute(_TURN_OUT, (question, bool(answer.marks), answer.abstains, now))
    return True
