"""A question's public result: the figures of its page, and none where readers may see none."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from polls import kinds
from polls.forecasting.resolving import resolve
from polls.kinds import Answer
from polls.models import Choice, Question
from polls.voting import cast
from tests.factories import (
    ChoiceFactory,
    CommentFactory,
    QuestionFactory,
    QuizQuestionFactory,
    UserFactory,
    VoterFactory,
    WriteInFactory,
)
from tests.polls.api.asking import ROOT, ask

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ADDRESS = "questions/affair/why"
COMMON = "dossier question kind status turnout abstentions few sentence version tally".split()


def asked(kind: str = "single", **attributes: Any) -> Question:
    question: Question = QuestionFactory(
        article__slug="affair", slug="why", kind=kind, **attributes
    )
    return question


def vote(question: Question, *, words: str = "", **marks: int) -> None:
    choices = {choice.slug: choice.pk for choice in question.choices.all()}
    said = {choices[slug.replace("_", "-")]: value for slug, value in marks.items()}
    cast(question=question, voter=VoterFactory(), answer=Answer(said, words=words), now=NOW)


def result() -> Any:
    return ask(f"{ADDRESS}/results")


def of_kind() -> Any:
    """What the kind adds to what all results tell."""
    said = result()
    return {name: value for name, value in said.items() if name not in COMMON}


def test_one_choice() -> None:
    question = asked()
    for _number in range(2):
        vote(question, choice_1=1)
    vote(question, choice_2=1)
    rounded = result()
    for row in rounded["tally"]:
        for name in ("share", "low", "high"):
            row[name] = round(row[name], 6)
    assert rounded == {
        "dossier": "affair",
        "question": "why",
        "kind": "single",
        "status": "open",
        "turnout": 3,
        "abstentions": 0,
        "few": True,
        "sentence": "“choice-1 (en)” leads with 2 of 3 votes.",
        "version": 3,
        "tally": [
            {
                "choice": "choice-1",
                "label": "choice-1 (en)",
                "value": 1,
                "count": 2,
                "share": 0.666667,
                "low": 0.20766,
                "high": 0.938508,
            },
            {
                "choice": "choice-2",
                "label": "choice-2 (en)",
                "value": 1,
                "count": 1,
                "share": 0.333333,
                "low": 0.061492,
                "high": 0.79234,
            },
        ],
        "written": [],
    }


@pytest.mark.parametrize("kind", [kind.name for kind in kinds.every() if kind.casts_ballots])
def test_without_answers_shares_are_unknown(kind: str) -> None:
    asked(kind)
    said = result()
    assert (said["kind"], said["turnout"]) == (kind, 0)
    nothing = (0, None, None, None)
    assert {(row["count"], row["share"], row["low"], row["high"]) for row in said["tally"]} <= {
        nothing
    }


def test_words_for_other_once_they_are_published() -> None:
    question = asked("multiple")
    other = ChoiceFactory(question=question, role=Choice.Role.OTHER, slug="other")
    waiting = {"question": question, "choice": other}
    WriteInFactory(**waiting, text="A third way", status="published")
    WriteInFactory(**waiting, text="Not yet read")
    assert of_kind() == {"written": [{"text": "A third way", "language": "fr", "count": 1}]}


def test_a_scale() -> None:
    question = asked("scale", choices=5)
    assert of_kind() == {"median": []}
    vote(question, choice_1=1)
    vote(question, choice_4=1)
    assert of_kind() == {"median": ["choice-1", "choice-4"]}
    vote(question, choice_4=1)
    assert of_kind() == {"median": ["choice-4"]}


def test_a_ranking() -> None:
    question = asked("ranking")
    vote(question, choice_1=2, choice_2=1)
    first = {"choice": "choice-2", "label": "choice-2 (en)", "place": 1, "points": 1, "share": 1}
    second = {"choice": "choice-1", "label": "choice-1 (en)", "place": 2, "points": 0, "share": 0}
    said = of_kind()
    assert said["standings"] == [first | {"tied": False}, second | {"tied": False}]
    assert sorted(said["duels"], key=lambda duel: duel["count"]) == [
        {"preferred": "choice-1", "other": "choice-2", "count": 0, "share": 0, "won": False},
        {"preferred": "choice-2", "other": "choice-1", "count": 1, "share": 1, "won": True},
    ]


def test_a_forecast() -> None:
    question = asked("forecast", choices=1)
    for percent in (10, 20, 90):
        vote(question, choice_1=percent)
    said = of_kind()
    counts = [one["count"] for one in said.pop("bins")]
    assert counts == [0, 1, 1, 0, 0, 0, 0, 0, 0, 1]
    assert said == {"median": 20, "lower_quartile": 15, "upper_quartile": 55, "outcome": None}


def test_a_forecast_that_has_been_resolved() -> None:
    question = asked("forecast", choices=1)
    vote(question, choice_1=80)
    before = result()
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        resolve(
            question=question,
            outcome="yes",
            happened_at=NOW + timedelta(days=1),
            evidence={"fr": "Jugé.", "en": "Ruled."},
            evidence_url="https://court.example/",
            editor=UserFactory(is_superuser=True),
            now=NOW + timedelta(days=2),
        )
        said = result()
    assert before["outcome"] is None
    for name in ("crowd", "average"):
        said["outcome"][name] = round(said["outcome"][name], 6)
    assert said["outcome"] == {
        "outcome": "yes",
        "happened_at": "2026-03-02T12:00:00Z",
        "evidence": "Ruled.",
        "evidence_url": "https://court.example/",
        "crowd": 0.04,
        "average": 0.04,
    }


@pytest.mark.parametrize("state", ["open", "closed"])
def test_a_quiz_tells_how_many_were_right_and_not_by_what(state: str) -> None:
    closes_at = NOW + timedelta(days=1)
    question = QuizQuestionFactory(
        article__slug="affair", slug="why", results="always", closes_at=closes_at
    )
    vote(question, choice_2=100)
    vote(question, choice_2=100)
    vote(question, choice_1=0)
    with time_machine.travel(NOW if state == "open" else closes_at, tick=False):
        said = result()
    assert (said["status"], said["turnout"], said["tally"]) == (state, 3, [])
    assert (said["right"]["count"], round(said["right"]["share"], 6)) == (2, 0.666667)
    assert set(said) == {*COMMON, "right"}
    assert "choice-" not in str(said)


def test_statements_with_what_they_are_called_elsewhere() -> None:
    question = asked("statements")
    question.choices.filter(slug="choice-2").update(external_id="17")
    ChoiceFactory(question=question, status="pending", slug="unread")
    vote(question, choice_1=1, choice_2=-1)
    vote(question, choice_1=0, choice_2=-1)
    neither = {"unites": False, "divides": False}
    first = {"id": "choice-1", "text": "choice-1 (en)", "agree": 1, "disagree": 0, "pass": 1}
    second = {"id": "choice-2", "text": "choice-2 (en)", "agree": 0, "disagree": 2, "pass": 0}
    assert of_kind() == {
        "statements": [first | neither, second | neither | {"external_id": "17"}],
    }


def test_an_open_question_counts_what_is_said() -> None:
    question = asked("open", choices=0)
    author = VoterFactory()
    for status in ("published", "published", "pending"):
        CommentFactory(article=question.article, question=question, voter=author, status=status)
    said = result()
    assert (said["turnout"], said["comments"], said["tally"]) == (1, 2, [])


@pytest.mark.parametrize(
    ("rule", "state", "reason"),
    [
        ("always", "scheduled", "scheduled"),
        ("always", "open", None),
        ("always", "closed", None),
        ("after_vote", "scheduled", "scheduled"),
        ("after_vote", "open", "after_vote"),
        ("after_vote", "closed", None),
        ("after_close", "open", "after_close"),
        ("after_close", "closed", None),
        ("staff", "scheduled", "staff"),
        ("staff", "open", "staff"),
        ("staff", "closed", "staff"),
    ],
)
def test_what_everybody_may_see_and_what_the_rest_waits_for(
    rule: str, state: str, reason: str | None
) -> None:
    opens_at, closes_at = NOW - timedelta(days=1), NOW + timedelta(days=1)
    question = asked(results=rule, opens_at=opens_at, closes_at=closes_at)
    vote(question, choice_1=1)
    moments = {"scheduled": opens_at - timedelta(1), "open": NOW, "closed": closes_at}
    with time_machine.travel(moments[state], tick=False):
        shows = ask(ADDRESS)["result_shows"]
        said = ask(f"{ADDRESS}/results", status=403 if reason else 200)
    assert shows is (reason is None)
    if reason is None:
        assert said["turnout"] == 1
    else:
        said.pop("detail")
        about = {"question": "why", "kind": "single", "status": state}
        assert said == about | {"visible": False, "reason": reason}


def test_a_reader_who_has_voted_gets_no_more_than_others(client: Client) -> None:
    question = asked(results="after_vote")
    client.post("/en/affair/why/vote/", {"choice": "choice-1"})
    assert question.ballots.count() == 1
    assert client.get(f"{ROOT}{ADDRESS}/results").status_code == 403


def test_a_hidden_result_does_not_change_with_votes() -> None:
    question = asked(results="after_close")
    before = ask(f"{ADDRESS}/results", status=403)
    vote(question, choice_1=1)
    assert ask(f"{ADDRESS}/results", status=403) == before


def test_each_vote_makes_another_answer() -> None:
    question = asked()
    first = Client().get(f"{ROOT}{ADDRESS}/results")
    vote(question, choice_1=1)
    etag = {"If-None-Match": first.headers["ETag"]}
    second = Client().get(f"{ROOT}{ADDRESS}/results", headers=etag)
    assert (second.status_code, second.json()["turnout"]) == (200, 1)


def test_another_word_of_the_editors_makes_another_answer() -> None:
    question = asked()
    before = result()
    choice = question.choices.get(slug="choice-1")
    choice.label_en = "Another word"
    choice.save()
    question.edition += 1
    question.save()
    assert [row["label"] for row in before["tally"]] == ["choice-1 (en)", "choice-2 (en)"]
    assert [row["label"] for row in result()["tally"]] == ["Another word", "choice-2 (en)"]


@pytest.mark.parametrize("kind", [kind.name for kind in kinds.every() if kind.casts_ballots])
@pytest.mark.parametrize("many", [2, 9])
def test_a_result_takes_four_queries_and_one_that_is_known_two(
    kind: str, many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asked(kind, choices=many)
    address = f"{ROOT}{ADDRESS}/results"
    with django_assert_num_queries(4):
        first = Client().get(address)
    with django_assert_num_queries(2):
        assert Client().get(address).content == first.content
    with django_assert_num_queries(2):
        Client().get(address, headers={"If-None-Match": first.headers["ETag"]})
