"""What the database itself refuses, and that ballots of former versions are kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from polls.kinds import Answer
from polls.models import Ballot, BallotRevision, Choice, Mark, Question
from polls.results.recount import recount
from polls.voting import cast
from tests.factories import QuestionFactory, VoterFactory

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
LATER = NOW + timedelta(minutes=5)
MARK = "INSERT INTO polls_mark (question_id, voter_id, choice_id, value) VALUES (%s, %s, %s, 1)"
REVISION = """
    INSERT INTO polls_ballotrevision (
        question_id, voter_id, number, action, marks, abstains, informed, dossier_revision, made_at,
        place
    )
    VALUES (%s, %s, 2, 'cast', '[]', FALSE, FALSE, 1, %s, '')
"""


def refused(statement: str, *parameters: Any) -> None:
    """The transaction with this statement does not end well."""
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@pytest.fixture
def ballot() -> Ballot:
    question, voter = QuestionFactory(), VoterFactory()
    answer = Answer({question.choices.first().pk: 1})
    cast(question=question, voter=voter, answer=answer, now=timezone.now())
    return Ballot.objects.get()


def test_a_mark_for_another_questions_choice_is_refused(ballot: Ballot) -> None:
    foreign = QuestionFactory().choices.first()
    refused(MARK, ballot.question_id, ballot.voter_id, foreign.pk)
    assert Mark.objects.count() == 1


def test_a_mark_or_a_revision_without_a_ballot_is_refused(ballot: Ballot) -> None:
    other, stranger = ballot.question.choices.last(), VoterFactory()
    assert other is not None
    refused(MARK, ballot.question_id, stranger.pk, other.pk)
    refused(REVISION, ballot.question_id, stranger.pk, timezone.now())
    assert (Mark.objects.count(), BallotRevision.objects.count()) == (1, 1)


def test_what_a_mark_names_stays_its_questions_choice(ballot: Ballot) -> None:
    chosen, elsewhere = Mark.objects.get().choice_id, QuestionFactory()
    refused("UPDATE polls_choice SET question_id = %s WHERE id = %s", elsewhere.pk, chosen)
    assert Choice.objects.get(pk=chosen).question_id == ballot.question_id


@contextmanager
def empty_database(folder: Path) -> Iterator[None]:
    """Another database in the place of the tests' own, without any table."""
    usual = connections["default"]
    other = usual.copy()
    if usual.vendor == "sqlite":
        other.settings_dict["NAME"] = str(folder / "former.sqlite3")
    else:
        other.settings_dict["NAME"] = "dossier_former"
        with usual.cursor() as cursor:
            cursor.execute("CREATE DATABASE dossier_former")
    connections["default"] = other
    try:
        yield
    finally:
        other.close()
        connections["default"] = usual
        if usual.vendor == "postgresql":
            with usual.cursor() as cursor:
                cursor.execute("DROP DATABASE dossier_former")


def migrate(name: str | None = None) -> Any:
    """Bring the polls to a migration, or to the newest; the models as they were at it."""
    executor = MigrationExecutor(connection)
    leaves = [leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] == "polls"]
    targets = [("polls", name)] if name else leaves
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


def test_ballots_of_the_first_version_are_kept_with_marks_and_revisions(tmp_path: Path) -> None:
    with empty_database(tmp_path):
        former = partial(migrate("0001_initial").get_model, "polls")
        question, voters = _asked_then(former)
        yes, no = question.choices.order_by("slug")
        spoken = former("Ballot").objects.create(
            question=question, voter=voters[0], revision=2, cast_at=NOW, changed_at=LATER
        )
        withdrawn = former("Ballot").objects.create(
            question=question,
            voter=voters[1],
            revision=2,
            cast_at=NOW,
            changed_at=LATER,
            withdrawn_at=LATER,
        )
        former("Mark").objects.create(ballot=spoken, choice=no, value=1)
        for ballot, number, action, marks in (
            (spoken, 1, "cast", [[yes.pk, 1]]),
            (spoken, 2, "changed", [[no.pk, 1]]),
            (withdrawn, 1, "cast", [[yes.pk, 1]]),
            (withdrawn, 2, "withdrawn", []),
        ):
            former("BallotRevision").objects.create(
                ballot=ballot, number=number, action=action, marks=marks, made_at=NOW
            )
        former("Turnout").objects.create(question=question, voters=1, version=4)
        former("Tally").objects.create(question=question, choice=no, value=1, count=1)

        migrate()

        first, second = (voter.pk for voter in voters)
        kept = Ballot.objects.order_by("voter").values_list(
            "question", "voter", "revision", "abstains", "cast_at", "changed_at", "withdrawn_at"
        )
        assert list(kept) == [
            (question.pk, first, 2, False, NOW, LATER, None),
            (question.pk, second, 2, False, NOW, LATER, LATER),
        ]
        marked = Mark.objects.values_list("question", "voter", "choice", "value")
        assert list(marked) == [(question.pk, first, no.pk, 1)]
        revisions = BallotRevision.objects.values_list(
            "voter", "number", "action", "marks", "made_at"
        )
        assert list(revisions) == [
            (first, 1, "cast", [[yes.pk, 1]], NOW),
            (first, 2, "changed", [[no.pk, 1]], NOW),
            (second, 1, "cast", [[yes.pk, 1]], NOW),
            (second, 2, "withdrawn", [], NOW),
        ]
        assert recount(Question.objects.get()) == []


def _asked_then(former: Callable[[str], Any]) -> tuple[Any, list[Any]]:
    """A question of two choices and two voters, in the tables of the first version."""
    article = former("Question").article.field.related_model.objects.create(slug="affair")
    question = former("Question").objects.create(article=article, slug="why", kind="single")
    for slug in ("a", "b"):
        former("Choice").objects.create(question=question, slug=slug)
    voters = [former("Voter").objects.create(key_hash=key, created_at=NOW) for key in ("1", "2")]
    return question, voters
