"""Keeping back what few have in common, and enough of the rest to hide it.

1. A question with fewer than ``FEWEST`` ballots is left out.
2. An answer that fewer than ``RARE`` gave (a choice with its value, or “no opinion”) is blanked on
   every ballot that gave it. So are ballots of others in the same question, drawn by lot, until at
   most one of ``RARE`` blanked ballots is a rare one: whose they are cannot be told, not even by
   whoever knows the public counts and takes the difference. Where that leaves no ballot as it is,
   the question is left out. What is blanked is a ballot's whole answer to the question, since the
   rest of it would tell (in a ranking, say, which rank is missing).
3. In a question of statements each statement is treated so by itself, and what is blanked is what
   was said of that statement alone.
4. Days, revision, knowledge of the result and place are given together: a combination that fewer
   than ``RARE`` ballots of a question share is blanked, with the next rarest until at least
   ``RARE`` ballots are blank.

5 as the least number of a cell is the threshold rule of official statistics: A. Hundepool et al.,
“Statistical Disclosure Control” (Wiley, 2012), chapters 4 and 5.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from polls.models import Question
from polls.results.ballots.gathering import Desk

FEWEST = 10
RARE = 5
FEW, NOT_HIDDEN = "few", "rare"

_CIRCUMSTANCES = "first_cast_on, last_changed_on, dossier_revision, informed, place"
_BLANK = ", ".join(f"{column} = NULL" for column in _CIRCUMSTANCES.split(", "))


@dataclass
class LeftOut:
    """Why questions and statements are not in the files, by their primary keys."""

    questions: dict[int, str] = field(default_factory=dict)
    choices: dict[int, str] = field(default_factory=dict)


def protect(desk: Desk, questions: Sequence[Question]) -> LeftOut:
    """Blank and leave out by the rules above, on the desk alone."""
    left_out = LeftOut()
    for question in questions:
        if question.kind == Question.Kind.STATEMENTS:
            reason = _protect_statements(desk, question.pk, left_out)
        else:
            reason = _protect_answers(desk, question.pk)
        if reason:
            left_out.questions[question.pk] = reason
            desk.execute("DELETE FROM mark WHERE question = ?", [question.pk])
            desk.execute("DELETE FROM ballot WHERE question = ?", [question.pk])
        else:
            _protect_circumstances(desk, question.pk)
    return left_out


def _protect_answers(desk: Desk, question: int) -> str:
    """Blank the question's ballots with rare answers and others with them; why if that fails."""
    ballots = _one(desk, "SELECT count(*) FROM ballot WHERE question = ?", question)
    if ballots < FEWEST:
        return FEW
    desk.execute(
        """
        UPDATE ballot SET blanked = 1 WHERE question = ?1 AND person IN (
            SELECT person FROM mark JOIN (
                SELECT choice, value FROM mark WHERE question = ?1
                GROUP BY choice, value HAVING count(*) < ?2
            ) USING (choice, value) WHERE question = ?1
        )
        """,
        [question, RARE],
    )
    abstaining = "SELECT count(*) FROM ballot WHERE question = ? AND abstains"
    if 0 < _one(desk, abstaining, question) < RARE:
        desk.execute("UPDATE ballot SET blanked = 1 WHERE question = ? AND abstains", [question])
    rare = _one(desk, "SELECT count(*) FROM ballot WHERE question = ? AND blanked", question)
    if rare and RARE * rare >= ballots:
        return NOT_HIDDEN
    desk.execute(
        """
        UPDATE ballot SET blanked = 1 WHERE question = ?1 AND person IN (
            SELECT person FROM ballot WHERE question = ?1 AND NOT blanked
            ORDER BY random() LIMIT ?2
        )
        """,
        [question, (RARE - 1) * rare],
    )
    desk.execute(
        """
        DELETE FROM mark WHERE question = ?1 AND person IN (
            SELECT person FROM ballot WHERE question = ?1 AND blanked
        )
        """,
        [question],
    )
    return ""


def _protect_statements(desk: Desk, question: int, left_out: LeftOut) -> str:
    """Blank what was said of each statement as an answer is; why if no statement can be given."""
    if _one(desk, "SELECT count(*) FROM ballot WHERE question = ?", question) < FEWEST:
        return FEW
    counts: dict[int, dict[int, int]] = {}
    for choice, value, count in desk.execute(
        "SELECT choice, value, count(*) FROM mark WHERE question = ? GROUP BY choice, value",
        [question],
    ).fetchall():
        counts.setdefault(choice, {})[value] = count
    for choice, by_value in counts.items():
        answers = sum(by_value.values())
        rare = [value for value, count in by_value.items() if count < RARE]
        rarely = sum(by_value[value] for value in rare)
        if answers < FEWEST or (rare and RARE * rarely >= answers):
            left_out.choices[choice] = FEW if answers < FEWEST else NOT_HIDDEN
            desk.execute("DELETE FROM mark WHERE question = ? AND choice = ?", [question, choice])
        elif rare:
            _blank_statement(desk, question, choice, rare=rare, others=(RARE - 1) * rarely)
    desk.execute(
        """
        DELETE FROM ballot WHERE question = ?1 AND person NOT IN (
            SELECT person FROM mark WHERE question = ?1
        )
        """,
        [question],
    )
    left = _one(desk, "SELECT count(*) FROM ballot WHERE question = ?", question)
    return "" if left >= FEWEST else FEW


def _blank_statement(
    desk: Desk, question: int, choice: int, *, rare: Sequence[int], others: int
) -> None:
    desk.executemany(
        "UPDATE mark SET blanked = 1, value = NULL WHERE question = ? AND choice = ? AND value = ?",
        [(question, choice, value) for value in rare],
    )
    desk.execute(
        """
        UPDATE mark SET blanked = 1, value = NULL
        WHERE question = ?1 AND choice = ?2 AND person IN (
            SELECT person FROM mark WHERE question = ?1 AND choice = ?2 AND NOT blanked
            ORDER BY random() LIMIT ?3
        )
        """,
        [question, choice, others],
    )


def _protect_circumstances(desk: Desk, question: int) -> None:
    """Blank the rarest combinations, as many as together are no longer rare."""
    combinations = desk.execute(
        f"SELECT {_CIRCUMSTANCES}, count(*) FROM ballot WHERE question = ? "  # noqa: S608, no input
        f"GROUP BY {_CIRCUMSTANCES} ORDER BY count(*), {_CIRCUMSTANCES}",
        [question],
    ).fetchall()
    blank, rarest = 0, []
    for *combination, count in combinations:
        if count >= RARE and (blank == 0 or blank >= RARE):
            break
        rarest.append(combination)
        blank += count
    desk.execute(f"CREATE TEMP TABLE rarest ({_CIRCUMSTANCES})")
    desk.executemany("INSERT INTO rarest VALUES (?, ?, ?, ?, ?)", rarest)
    desk.execute(
        f"UPDATE ballot SET {_BLANK} WHERE question = ? "  # noqa: S608, no input
        f"AND ({_CIRCUMSTANCES}) IN (SELECT {_CIRCUMSTANCES} FROM rarest)",
        [question],
    )
    desk.execute("DROP TABLE rarest")


def _one(desk: Desk, statement: str, question: int) -> int:
    found: int = desk.execute(statement, [question]).fetchone()[0]
    return found
