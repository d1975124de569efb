"""A reader goes, their words with them; every count stays what a recount finds."""

import json
from datetime import datetime

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone

from polls.discussion import counters
from polls.models import (
    Approval,
    Ballot,
    BallotRevision,
    Choice,
    Comment,
    Flag,
    Follow,
    Guess,
    Mark,
    MindChange,
    Mute,
    Peek,
    Sanction,
    Tally,
    Turnout,
    Voter,
    WriteIn,
)
from polls.results.recount import recount
from polls.roll.anonymising import anonymise
from tests.factories import ChoiceFactory, CommentFactory, QuestionFactory, VoterFactory
from tests.polls.discussion.reader import Reader
from tests.polls.own.test_export import hoard

pytestmark = pytest.mark.django_db

NOW: datetime = timezone.now()


@pytest.fixture
def alice(db: None) -> Reader:
    return Reader("Alice")


def everything_written() -> str:
    """All that the tables of polls hold, as text."""
    rows: list[object] = []
    for model in apps.get_app_config("polls").get_models():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608
            rows += cursor.fetchall()
    return json.dumps(rows, default=str, ensure_ascii=False)


def counted() -> list[object]:
    tallies = Tally.objects.order_by("question", "choice", "value")
    turnouts = Turnout.objects.order_by("question")
    return [
        *tallies.values_list("question", "choice", "value", "count"),
        *turnouts.values_list("question", "voters", "abstentions"),
        *Ballot.objects.order_by("question").values_list("question", "revision", "changed_at"),
        *Mark.objects.order_by("question", "choice").values_list("question", "choice", "value"),
        *BallotRevision.objects.order_by("question", "number").values_list(
            "question", "number", "action", "marks", "informed"
        ),
        *Comment.objects.filter(author_name="Somebody").values_list(
            "approvals_count", "flags_count"
        ),
        *(model.objects.count() for model in (Approval, Flag, Guess, MindChange)),
    ]


def test_the_words_go_and_the_counts_stay(alice: Reader) -> None:
    article = hoard(alice)
    words = ["Both", "But no", "http://x", "Look", "Alice", alice.voter.key_hash]
    statement = Choice.objects.get(proposed_by=alice.voter)
    own = Comment.objects.get(voter=alice.voter)
    words += [own.body, own.author_name, statement.label_fr, statement.label_en]
    CommentFactory(article=article, question=own.question, parent=own, body="An answer to it")
    counters.recount(article, fix=True)  # what was done here was done without counting
    before, kept = everything_written(), counted()
    assert [word for word in words if word not in before] == []

    anonymise(voter=alice.voter, now=NOW)

    after = everything_written()
    assert [word for word in words if word in after] == []
    assert "Somebody else said" in after
    own.refresh_from_db()
    assert (own.status, own.voter, own.body, own.author_name) == ("deleted", None, "", "")
    assert "An answer to it" in after
    assert counted() == kept
    assert [found for question in article.questions.all() for found in recount(question)] == []
    assert counters.recount(article) == []
    assert Comment.objects.exclude(pk=own.pk).filter(body="").count() == 0
    for model in (Follow, Mute, Peek, Sanction, WriteIn):
        assert not model._default_manager.filter(voter=alice.voter).exists(), model


def test_nobody_can_act_as_the_one_who_went(alice: Reader) -> None:
    article = hoard(alice)
    merged = Voter.objects.get(merged_into=alice.voter)
    keys = {alice.voter.key_hash, merged.key_hash}
    anonymise(voter=merged, now=NOW)
    assert keys.isdisjoint(Voter.objects.values_list("key_hash", flat=True))
    assert alice.client.get("/en/me/").content.decode().count("Nothing is known of you here") == 1
    question = Ballot.objects.standing().get(voter=alice.voter).question
    path = f"/en/{article.slug}/{question.slug}/"
    alice.client.post(f"{path}withdraw/")
    assert Ballot.objects.standing().filter(voter=alice.voter).count() == 1
    alice.client.post(f"{path}vote/", {"choice": "choice-1"})
    newcomer = Ballot.objects.exclude(voter=alice.voter).get().voter
    assert newcomer.created_at > alice.voter.created_at
    assert [found for asked in article.questions.all() for found in recount(asked)] == []


def test_a_published_statement_stays_and_is_nobody_s(alice: Reader) -> None:
    question = QuestionFactory(kind="statements", choices=0)
    known = {"question": question, "proposed_by": alice.voter, "proposed_at": NOW}
    published = ChoiceFactory(**known, label_en="Kept", status="published")
    waiting = ChoiceFactory(**known, label_en="Secret", label_fr="Caché", status="pending")
    anonymise(voter=alice.voter, now=NOW)
    for statement in (published, waiting):
        statement.refresh_from_db()
    assert (published.label_en, published.proposed_by) == ("Kept", None)
    assert (waiting.label_en, waiting.label_fr, waiting.status) == ("", "", "rejected")


def test_open_pages_and_threads_are_told(alice: Reader) -> None:
    question = QuestionFactory()
    thread = CommentFactory(article=question.article, question=question)
    CommentFactory(
        article=question.article, question=question, parent=thread, voter=alice.voter, body="Mine"
    )
    Turnout.objects.renew(question.pk)
    version = Turnout.objects.get(question=question).version
    anonymise(voter=alice.voter, now=NOW)
    assert Turnout.objects.get(question=question).version > version
    page = Client().get(question.get_absolute_url()).content.decode()
    assert "Mine" not in page
    assert counters.recount(question.article) == []


def test_whoever_has_gone_cannot_go_again() -> None:
    voter = VoterFactory()
    Voter.objects.filter(pk=voter.pk).delete()
    with pytest.raises(Voter.DoesNotExist):
        anonymise(voter=voter, now=NOW)
