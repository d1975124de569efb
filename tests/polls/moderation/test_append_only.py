"""What the database itself refuses to change: decisions, and revisions of ballots."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from polls.kinds import Answer
from polls.models import BallotRevision, Choice, Comment, Decision, Question, Voter
from polls.moderation import decide
from polls.roll.merging import merge
from polls.roll.removal import remove
from polls.voting import cast
from tests.factories import (
    ChoiceFactory,
    CommentFactory,
    QuestionFactory,
    UserFactory,
    VoterFactory,
)

NOW = timezone.now()


@pytest.fixture
def decision(db: None) -> Decision:
    comment = CommentFactory(status="pending")
    moderator = UserFactory(groups=["Moderators"], username="camille")
    return decide(comment=comment, moderator=moderator, action="reject", reason="abuse", now=NOW)


@pytest.fixture
def voter(db: None) -> Voter:
    question = QuestionFactory()
    choice, _other = ChoiceFactory.create_batch(2, question=question)
    question.refresh_from_db()
    made: Voter = VoterFactory()
    cast(question=question, voter=made, answer=Answer({choice.pk: 1}), now=NOW)
    return made


def run(sql: str, *values: Any, at_once: bool = False) -> None:
    """``at_once``: PostgreSQL asks what it asks at a transaction's end."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        if at_once:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def columns_of(model: Any) -> list[str]:
    return [field.column for field in model._meta.local_concrete_fields]


@pytest.mark.parametrize("column", columns_of(Decision))
def test_no_column_of_a_decision_can_be_changed(decision: Decision, column: str) -> None:
    before = Decision.objects.values().get()
    other = {
        "id": decision.pk + 1,
        "tells_author": True,
        "decided_at": NOW.replace(year=2020),
        "comment_id": CommentFactory().pk,
        "statement_id": 1,
        "write_in_id": 1,
        "undoes_id": decision.pk,
        "characters": 3,
        "moderator_id": UserFactory().pk,
    }.get(column, "other")
    with pytest.raises(IntegrityError, match="polls_decision_only_added"):
        run(f'UPDATE polls_decision SET "{column}" = %s', other)  # noqa: S608
    assert Decision.objects.values().get() == before


def test_an_account_goes_and_the_name_stays(decision: Decision) -> None:
    User.objects.get(username="camille").delete()
    decision.refresh_from_db()
    assert (decision.moderator, decision.decided_by) == (None, "camille")


def test_decisions_go_with_their_text(decision: Decision) -> None:
    Comment.objects.get(decisions=decision).article.delete()
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")
    assert not Decision.objects.exists()


@pytest.mark.postgres  # SQLite has no trigger that waits for the end
def test_a_decision_does_not_go_before_its_text(decision: Decision) -> None:
    with pytest.raises(IntegrityError, match="polls_decision_only_added"):
        run("DELETE FROM polls_decision", at_once=True)
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("column", columns_of(BallotRevision))
def test_no_column_of_a_revision_can_be_changed(voter: Voter, column: str) -> None:
    other: Any = {
        "question_id": 999_999,
        "voter_id": 999_999,
        "number": 7,
        "seen": 3,
        "marks": "[[1, 1]]",
        "abstains": True,
        "informed": True,
        "dossier_revision": 9,
        "made_at": NOW.replace(year=2020),
    }.get(column, "other")
    with pytest.raises(IntegrityError, match="polls_ballotrevision_only_added"):
        run(f'UPDATE polls_ballotrevision SET "{column}" = %s', other)  # noqa: S608
    assert BallotRevision.objects.get().voter_id == voter.pk


@pytest.mark.postgres  # SQLite has no trigger that waits for the end
def test_a_revision_does_not_go_before_its_voter(voter: Voter) -> None:
    with pytest.raises(IntegrityError, match="polls_ballotrevision_only_added"):
        run("DELETE FROM polls_ballotrevision", at_once=True)
    assert BallotRevision.objects.get().voter_id == voter.pk


def test_voters_are_merged_and_removed_all_the_same(voter: Voter) -> None:
    kept = VoterFactory()
    merge(kept=kept, merged=voter, now=NOW)
    assert BallotRevision.objects.filter(voter=kept).count() == 1
    remove(voter=kept, now=NOW)
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")
    assert not BallotRevision.objects.exists()


def test_a_question_goes_with_its_revisions(voter: Voter) -> None:
    question = Question.objects.get()
    Choice.objects.filter(question=question).update(role=Choice.Role.REGULAR)
    revisions = BallotRevision.objects.filter(question=question)
    assert revisions.exists()
    remove(voter=voter, now=NOW)
    question.delete()
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")
    assert not revisions.exists()


if connection.vendor == "sqlite":  # which forgets a trigger with its table

    @pytest.mark.django_db
    @pytest.mark.parametrize("model", [Decision, BallotRevision])
    def test_the_trigger_knows_every_column(model: Any) -> None:
        """A migration that adds a column without making the table anew would leave it out."""
        with connection.cursor() as cursor:
            name = f"{model._meta.db_table}_only_added_change"
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [name])
            (sql,) = cursor.fetchone()
        for column in columns_of(model):
            assert f'NEW."{column}" IS NOT OLD."{column}"' in sql
