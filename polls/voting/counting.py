"""Moving a question's counters; whoever calls holds the question's row.

The statements are written by hand because every cast runs them: an upsert a counter that rises,
an update a counter that falls, the same on SQLite and PostgreSQL.
"""

from collections import Counter
from collections.abc import Iterable

from django.db import connection

from polls import kinds
from polls.kinds import Answer
from polls.models import Question

type Cell = tuple[int, int]

RAISE_TALLY = """
    INSERT INTO polls_tally (question_id, choice_id, value, count) VALUES (%s, %s, %s, %s)
    ON CONFLICT (question_id, choice_id, value)
    DO UPDATE SET count = polls_tally.count + excluded.count
"""
_LOWER_TALLY = """
    UPDATE polls_tally SET count = count + %s
    WHERE question_id = %s AND choice_id = %s AND value = %s
"""
RAISE_PAIR = """
    INSERT INTO polls_pairtally (question_id, preferred_id, other_id, count)
    VALUES (%s, %s, %s, %s)
    ON CONFLICT (question_id, preferred_id, other_id)
    DO UPDATE SET count = polls_pairtally.count + excluded.count
"""
_LOWER_PAIR = """
    UPDATE polls_pairtally SET count = count + %s
    WHERE question_id = %s AND preferred_id = %s AND other_id = %s
"""
TURN_OUT = """
    INSERT INTO polls_turnout (question_id, voters, abstentions, version) VALUES (%s, %s, %s, 1)
    ON CONFLICT (question_id) DO UPDATE SET
        voters = polls_turnout.voters + excluded.voters,
        abstentions = polls_turnout.abstentions + excluded.abstentions,
        version = polls_turnout.version + 1
"""
_TURN_OUT_AGAIN = """
    UPDATE polls_turnout
    SET voters = voters + %s, abstentions = abstentions + %s, version = version + 1
    WHERE question_id = %s
"""


def move(question: Question, *, before: Answer, after: Answer) -> None:
    """Take the counters from one answer of a voter to the next (empty: no ballot)."""
    kind = kinds.of(question)
    tallies = _change(before.marks.items(), after.marks.items())
    pairs = _change(kind.pairs(before.marks).elements(), kind.pairs(after.marks).elements())
    voters = bool(after.marks) - bool(before.marks)
    abstentions = after.abstains - before.abstains
    with connection.cursor() as cursor:
        for steps, rise, fall in (
            (tallies, RAISE_TALLY, _LOWER_TALLY),
            (pairs, RAISE_PAIR, _LOWER_PAIR),
        ):
            for cell, step in sorted(steps.items()):
                if step > 0:
                    cursor.execute(rise, [question.pk, *cell, step])
                else:
                    cursor.execute(fall, [step, question.pk, *cell])
        if voters < 0 or abstentions < 0:
            cursor.execute(_TURN_OUT_AGAIN, [voters, abstentions, question.pk])
        else:
            cursor.execute(TURN_OUT, [question.pk, voters, abstentions])


def _change(before: Iterable[Cell], after: Iterable[Cell]) -> Counter[Cell]:
    """How each counter moves; those that stay are left out."""
    moved = Counter(after)
    moved.subtract(before)
    return Counter({cell: step for cell, step in moved.items() if step})
