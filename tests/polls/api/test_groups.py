"""Opinion groups by the API: who is where under which name, and on what groups agree."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from polls.groups import forced, renew
from polls.models import Question, Voter
from tests.factories import QuestionFactory
from tests.polls.api.asking import ask
from tests.polls.groups.conversing import answer, conversation

pytestmark = pytest.mark.django_db


def groups(question: Question, **parameters: Any) -> Any:
    return ask(f"questions/{question.article.slug}/{question.slug}/groups", **parameters)


def test_groups_that_are_kept() -> None:
    question = conversation(20, 14)
    renew(question, now=timezone.now())
    told = groups(question)
    assert (told["k"], told["forced"], told["few"]) == (2, False, False)
    assert [(one["group"], one["size"]) for one in told["groups"]] == [(0, 20), (1, 14)]
    assert len(told["participants"]) == 34
    assert {tuple(one) for one in told["participants"]} == {("id", "group", "x", "y")}
    first = told["groups"][0]["representative"][0]
    assert set(first) == {
        *("id", "text", "side", "count", "seen", "share", "low", "high", "likely", "z", "weight"),
        *("others_count", "others_seen", "ratio", "z_apart"),
    }
    assert first["share"] == first["count"] / first["seen"]
    assert first["likely"] == (first["count"] + 1) / (first["seen"] + 2)
    assert [one["id"] for one in told["consensus"] if one["count"] > 30] == ["choice-1", "choice-2"]
    for one in told["statements"]:
        expected = 1.0
        for says in one["groups"]:
            expected *= (says["agree"] + 1) / (says["agree"] + says["disagree"] + says["pass"] + 2)
        assert one["group_aware_consensus"] == pytest.approx(expected)


def test_without_kept_ones_they_are_computed() -> None:
    question = conversation(20, 14)
    told = groups(question)
    renew(question, now=timezone.now())
    kept = groups(question)
    assert told | {"computed_at": None} == kept | {"computed_at": None}


@pytest.mark.parametrize("k", [2, 3, 4, 5])
def test_their_number_can_be_forced(k: int) -> None:
    told = groups(conversation(20, 14), k=k)
    assert (told["k"], told["forced"], len(told["groups"])) == (k, True, k)
    assert {one["group"] for one in told["participants"]} == {
        one["group"] for one in told["groups"]
    }


@pytest.mark.parametrize("k", [0, 1, 6, -2, "two", "2.5", ""])
def test_other_numbers_are_refused(k: object) -> None:
    told = groups(conversation(6, 6), k=k, status=422)
    assert [one["name"] for one in told["parameters"]] == ["k"]


@pytest.mark.parametrize("rule", ["after_vote", "after_close", "staff"])
def test_they_are_hidden_where_the_result_is(rule: str) -> None:
    told = groups(conversation(20, 14, results=rule), status=403)
    assert (told["visible"], told["reason"]) == (False, rule)
    assert "participants" not in told


def test_other_kinds_and_drafts_have_none() -> None:
    groups(QuestionFactory(), status=404)
    groups(conversation(12, status="draft"), status=404)


def test_among_few_nobody_s_place_is_told() -> None:
    question = conversation(5, 4)
    told = groups(question)
    assert (told["few"], told["k"], told["groups"], told["participants"]) == (True, 0, [], [])
    Voter.objects.update(origin="imported", external_id="x")
    renew(question, now=timezone.now())
    assert len(groups(question)["participants"]) == 9  # their votes are published anyway


def test_nobody_answered() -> None:
    told = groups(QuestionFactory(kind="statements"))
    assert (told["k"], told["participants"], told["statements"]) == (0, [], [])


def test_names_lead_to_nobody_and_differ_between_questions() -> None:
    one = conversation(12, 12)
    voters = list(Voter.objects.all())
    other = QuestionFactory(kind="statements", choices=10, article=one.article)
    choice = other.choices.first()
    answer(other, [(voter, {choice.pk: 1}) for voter in voters])
    names = [{who["id"] for who in groups(question)["participants"]} for question in (one, other)]
    assert [len(own) for own in names] == [24, 24]
    assert names[0] & names[1] == set()
    known = {str(voter.pk) for voter in voters} | {voter.key_hash[:16] for voter in voters}
    assert names[0] & known == set()
    assert names[0] == {who["id"] for who in groups(one, k=3)["participants"]}


def test_what_was_worked_out_is_not_worked_out_again() -> None:
    question = conversation(20, 14)
    first = groups(question, k=3)
    with CaptureQueriesContext(connection) as again:
        assert groups(question, k=3) == first
    assert [query["sql"] for query in again if "polls_mark" in query["sql"]] == []


def test_too_large_a_conversation_is_told_as_it_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    question = conversation(20, 14)
    monkeypatch.setattr(forced, "MOST_VOTES", 339)
    assert "Ask again" not in groups(question, k=2, status=422)["detail"]
    told = Client().get(f"/api/v1/questions/{question.article.slug}/{question.slug}/groups")
    assert (told.status_code, told.headers["Retry-After"]) == (503, "10")
    renew(question, now=timezone.now())
    assert groups(question)["k"] == 2
