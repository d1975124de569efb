"""What a reader takes along: everything that is held, and nothing of anybody else."""

import json
from datetime import timedelta
from typing import Any

import jsonschema_rs
import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from dossier.models import Article
from polls.kinds import Answer
from polls.models import (
    Appeal,
    Approval,
    Ballot,
    Choice,
    Comment,
    Flag,
    Follow,
    Guess,
    Hold,
    MindChange,
    Mute,
    OpinionPlace,
    Peek,
    Sanction,
    Voter,
)
from polls.moderation import decide
from polls.own.holdings import HOLDINGS
from polls.voting import cast, withdraw
from tests.factories import (
    ApprovalFactory,
    ChoiceFactory,
    CommentFactory,
    FlagFactory,
    PassageFactory,
    QuestionFactory,
    UserFactory,
    VoterFactory,
    WriteInFactory,
)
from tests.polls.discussion.reader import Reader

pytestmark = pytest.mark.django_db

NOW = timezone.now()
SCHEMA = json.loads((settings.BASE_DIR / "polls/own/export.schema.json").read_text())


def hoard(reader: Reader) -> Article:
    """Do everything that a reader can do, once; the dossier where it was done."""
    voter = reader.voter
    question = QuestionFactory(choices=1, kind="single")
    article: Article = question.article
    passage = PassageFactory(article=article)
    other = ChoiceFactory(question=question, role=Choice.Role.OTHER)
    question.refresh_from_db()
    first = question.choices.get(slug="choice-1")
    for number, answer in enumerate((Answer({first.pk: 1}), Answer({other.pk: 1}, words="Both"))):
        cast(question=question, voter=voter, answer=answer, now=NOW + timedelta(minutes=number))
    gone = QuestionFactory(article=article)
    cast(question=gone, voter=voter, answer=Answer({gone.choices.first().pk: 1}), now=NOW)
    withdraw(question=gone, voter=voter, now=NOW)
    Peek.objects.create(question=gone, voter=voter, seen_at=NOW)
    Guess.objects.create(question=question, voter=voter, shares=[[first.pk, 100]], made_at=NOW)
    OpinionPlace.objects.create(question=question, voter=voter, group=1, x=0.5, y=-0.25)
    said = CommentFactory(article=article, body="Somebody else said", author_name="Somebody")
    MindChange.objects.create(
        question=question, voter=voter, revision=2, comment=said, direction=1, told_at=NOW
    )
    MindChange.objects.create(
        question=gone, voter=voter, revision=1, passage=passage, direction=0, told_at=NOW
    )
    ChoiceFactory(question=gone, proposed_by=voter, proposed_at=NOW, status="pending")
    mine = CommentFactory(question=question, article=article, voter=voter, status="pending")
    Hold.objects.create(comment=mine, rule="links", found="http://x", held_at=NOW)
    moderator = UserFactory(groups=["Moderators"])
    decide(comment=mine, moderator=moderator, action="reject", reason="off_topic", now=NOW)
    Appeal.objects.create(comment=mine, text="But no", made_at=NOW)
    ApprovalFactory(comment=said, voter=voter)
    FlagFactory(comment=said, voter=voter, note="Look")
    Follow.objects.create(voter=voter, comment=said, followed_at=NOW, seen_at=NOW)
    Mute.objects.create(voter=voter, author=said.voter, muted_at=NOW)
    Sanction.objects.create(voter=voter, kind="warn", reason="abuse", note="Quiet", made_at=NOW)
    Voter.objects.filter(pk=voter.pk).update(display_name="Alice", replies_seen_at=NOW)
    VoterFactory(merged_into=voter)
    WriteInFactory(question=QuestionFactory(), text="Another’s words")
    return article


def taken(reader: Reader, language: str = "en") -> Any:
    response = reader.client.get(f"/{language}/me/export.json")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Content-Disposition"] == 'attachment; filename="dossier.json"'
    return json.loads(response.content)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_export_is_what_its_schema_says(language: str, alice: Reader, bob: Reader) -> None:
    check = jsonschema_rs.Draft202012Validator(SCHEMA, validate_formats=True)
    hoard(alice)
    for reader in (alice, bob):
        found = [
            f"{error.instance_path}: {error.message}"
            for error in check.iter_errors(taken(reader, language))
        ]
        assert found == []


def test_the_schema_is_served_where_the_export_says(alice: Reader, client: Client) -> None:
    address = taken(alice)["$schema"]
    assert address == "http://testserver/en/me/export.schema.json"
    assert json.loads(client.get("/en/me/export.schema.json").content) == SCHEMA


def test_the_schema_tells_of_nothing_that_is_not_there(alice: Reader) -> None:
    hoard(alice)
    assert [name for name, value in taken(alice).items() if value in ([], {}, None, "")] == []


def test_ballots_come_with_every_answer_ever_given(alice: Reader) -> None:
    hoard(alice)
    told = {bool(ballot["said"]): ballot for ballot in taken(alice)["ballots"]}
    counted, gone = told[True], told[False]
    assert [one["action"] for one in counted["revisions"]] == ["cast", "changed"]
    assert [one["action"] for one in gone["revisions"]] == ["cast", "withdrawn"]
    assert [one["text"] for one in counted["words"]] == ["Both"]
    assert counted["marks"] == [
        {"choice": mark["choice"], "label": counted["said"], "value": 1}
        for mark in counted["marks"]
    ]
    assert gone["marks"] == []
    assert gone["said"] == ""
    assert len(told) == Ballot.objects.filter(voter=alice.voter).count()


def test_nothing_of_anybody_else_is_in_it(alice: Reader, bob: Reader) -> None:
    hoard(alice)
    told = json.dumps(taken(alice))
    for secret in ("Somebody", "Another", alice.voter.key_hash, "Quiet"):
        assert secret not in told
    theirs = taken(bob)
    lists = {name: value for name, value in theirs.items() if isinstance(value, list)}
    assert set(map(len, lists.values())) == {0}


def test_every_table_that_leads_to_a_reader_is_named_on_the_page() -> None:
    """A new one is described there, and exported, or this fails."""
    named = {table for holding in HOLDINGS for table in holding.tables}
    leading = {
        model
        for model in apps.get_app_config("polls").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model in {Voter, Comment}
    }
    assert leading - named == {Comment} - named
    assert named - leading == set()


def test_the_page_counts_what_there_is(alice: Reader) -> None:
    hoard(alice)
    page = alice.client.get("/en/me/held/").content.decode()
    for model in (Approval, Flag, Follow, Mute):
        assert model.objects.filter(voter=alice.voter).count() == 1
    assert page.count('<span class="badge">1</span>') == 12
    assert page.count('<span class="badge">2</span>') == 3
    assert page.count('<span class="badge">4</span>') == 1


@pytest.mark.parametrize("times", [1, 2])
def test_the_export_takes_as_many_queries_however_much_there_is(
    times: int, alice: Reader, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _time in range(times):
        hoard(alice)
    taken(alice)
    with django_assert_num_queries(25):
        taken(alice)
