"""Moving a question's counters; whoever calls holds the question's row.

The statements are written by hand because every cast runs them: an upsert a counter that rises,
an update a counter that falls, the same on SQLite and PostgreSQL.
"""

from collections import Counter
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from polls import announcing, kinds
from polls.kinds import Answer
from polls.models import Question

type Cell = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Steps:
    """By how much each counter of a question moves."""

    voters: int
    abstentions: int
    counts: Counter[Cell]
    pairs: Counter[Cell]


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
    INSERT INTO polls_turnout (question_id, voters, abstentions, version, changed_at)
    VALUES (%s, %s, %s, 1, %s)
    ON CONFLICT (question_id) DO UPDATE SET
        voters = polls_turnout.voters + excluded.voters,
        abstentions = polls_turnout.abstentions + excluded.abstentions,
        version = polls_turnout.version + 1,
        changed_at = excluded.changed_at
"""
_TURN_OUT_AGAIN = """
    UPDATE polls_turnout
    SET voters = voters + %s, abstentions = abstentions + %s, version = version + 1,
        changed_at = %s
    WHERE question_id = %s
"""


def move(question: Question, *, before: Answer, after: Answer) -> None:
    """Take the counters from one answer of a voter to the next (empty: no ballot)."""
    kind = kinds.of(question)
    step(
        question,
        Steps(
            voters=bool(after.marks) - bool(before.marks),
            abstentions=after.abstains - before.abstains,
            counts=change(Counter(before.marks.items()), Counter(after.marks.items())),
            pairs=change(kind.pairs(before.marks), kind.pairs(after.marks)),
        ),
    )


def step(question: Question, steps: Steps) -> None:
    """Move the counters, and raise their version."""
    changed_at = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        for moves, rise, fall in (
            (steps.counts, RAISE_TALLY, _LOWER_TALLY),
            (steps.pairs, RAISE_PAIR, _LOWER_PAIR),
        ):
            for cell, by in sorted(moves.items()):
                if by > 0:
                    cursor.execute(rise, [question.pk, *cell, by])
                else:
                    cursor.execute(fall, [by, question.pk, *cell])
        if steps.voters < 0 or steps.abstentions < 0:
            given = [steps.voters, steps.abstentions, changed_at, question.pk]
            cursor.execute(_TURN_OUT_AGAIN, given)
        else:
            given = [question.pk, steps.voters, steps.abstentions, changed_at]
            cursor.execute(TURN_OUT, given)
    announcing.moved()


def change(before: Counter[Cell], after: Counter[Cell]) -> Counter[Cell]:
    """How each counter moves; those that stay are left out."""
    moved = after.copy()
    moved.subtract(before)
    return Counter({cell: by for cell, by in moved.items() if by})
