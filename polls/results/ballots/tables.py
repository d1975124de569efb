"""The rows of each file, in the order of its columns."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone
from modeltranslation.utils import get_translation_fields

from polls.models import Question
from polls.results.ballots.dictionary import FILES
from polls.results.ballots.gathering import Desk
from polls.results.ballots.protecting import LeftOut
from polls.results.export import as_text

type Row = Sequence[Any]

# A blanked ballot is one row without an answer, and so is one without an opinion.
_ROWS = """
    CREATE VIEW line AS
    SELECT ballot.person, question.slug AS question, choice.slug AS choice, mark.value,
        CASE WHEN ballot.blanked OR mark.blanked THEN NULL ELSE ballot.abstains END AS abstains,
        ballot.blanked OR COALESCE(mark.blanked, 0) AS blanked,
        ballot.first_cast_on, ballot.last_changed_on, ballot.dossier_revision, ballot.informed,
        ballot.place, question.position AS asked, choice.position AS offered
    FROM ballot
    JOIN question ON question.id = ballot.question
    LEFT JOIN mark ON mark.question = ballot.question AND mark.person = ballot.person
    LEFT JOIN choice ON choice.id = mark.choice
    WHERE mark.choice IS NOT NULL OR ballot.abstains OR ballot.blanked
"""


def name(desk: Desk, questions: Sequence[Question]) -> None:
    """Tell the desk what the questions and choices are called, and in which order they stand."""
    desk.execute("CREATE TABLE question (id INTEGER PRIMARY KEY, slug, position)")
    desk.execute("CREATE TABLE choice (id INTEGER PRIMARY KEY, slug, position)")
    desk.execute(_ROWS)
    for place, question in enumerate(questions, start=1):
        desk.execute("INSERT INTO question VALUES (?, ?, ?)", [question.pk, question.slug, place])
        desk.executemany(
            "INSERT INTO choice VALUES (?, ?, ?)",
            [(one.pk, one.slug, order) for order, one in enumerate(question.choices.all(), 1)],
        )


def ballots(desk: Desk) -> Iterator[Row]:
    """By pseudonym, which is no order of anything else."""
    for *row, _asked, _offered in desk.execute(
        "SELECT * FROM line ORDER BY person, asked, offered"
    ):
        yield row


def tally(desk: Desk) -> Iterator[Row]:
    """How many rows of the ballots say the same."""
    yield from desk.execute(
        """
        SELECT question, choice, value, abstains, blanked, count(*) FROM line
        GROUP BY asked, offered, question, choice, value, abstains, blanked
        ORDER BY asked, offered, value, abstains, blanked
        """
    )


def questions(desk: Desk, asked: Sequence[Question], left_out: LeftOut) -> Iterator[Row]:
    counts = {
        question: (people, blanked)
        for question, people, blanked in desk.execute(
            "SELECT question, count(DISTINCT person), sum(blanked) FROM line GROUP BY question"
        )
    }
    for place, one in enumerate(asked, start=1):
        why = left_out.questions.get(one.pk, "")
        people, blanked = (None, None) if why else counts[one.slug]
        window = (_day(one.opens_at), _day(one.closes_at))
        about = (one.slug, place, one.kind, *_words(one, "prompt"), int(one.ask_again), *window)
        yield (*about, people, blanked, why)


def choices(asked: Sequence[Question], left_out: LeftOut) -> Iterator[Row]:
    for question in asked:
        for place, one in enumerate(question.choices.all(), start=1):
            why = left_out.choices.get(one.pk, "")
            about = (
                question.slug,
                one.slug,
                place,
                one.role,
                *_words(one, "label"),
                one.external_id,
            )
            yield (*about, why)


def dictionary() -> Iterator[Row]:
    for file, columns in FILES.items():
        for column in columns:
            yield file, column.name, column.type, column.meaning


def _words(row: Model, field: str) -> list[str]:
    """What the field says in each language, French first."""
    return [as_text(getattr(row, name) or "") for name in get_translation_fields(field)]


def _day(moment: datetime | None) -> str | None:
    return timezone.localdate(moment).isoformat() if moment else None
