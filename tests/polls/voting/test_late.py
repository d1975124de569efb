"""An answer that was kept without a connection: it counts once, and never over a newer one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from polls.models import BallotRevision, Question
from polls.results.recount import recount
from tests.factories import QuestionFactory
from tests.polls.kinds.asking import Response, address, marks, vote

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
NEWER = "You have changed your answer since you gave this one: what you said last stands."


@pytest.fixture
def question() -> Question:
    with time_machine.travel(NOON - timedelta(days=1), tick=False):
        made: Question = QuestionFactory(slug="q", choices=3)
    return made


def at(minutes: int, client: Client, question: Question, data: dict[str, Any]) -> Response:
    """Send the form so many minutes after noon."""
    with time_machine.travel(NOON + timedelta(minutes=minutes), tick=False):
        return vote(client, question, data)


def late(minutes: int, **data: Any) -> dict[str, Any]:
    """A form that was filled in so many minutes before it is sent."""
    return data | {"late": str(60 * minutes), "back": "question"}


def revisions(question: Question) -> int:
    return BallotRevision.objects.filter(question=question).count()


def test_a_first_answer_is_counted_and_told_in_a_few_words(
    client: Client, question: Question
) -> None:
    response = at(60, client, question, late(55, choice="choice-1", seen="0"))
    assert response.status_code == 200
    assert response.json() == {
        "said": "Your answer is counted.",
        "see": f"{address(question)}#question-{question.pk}",
    }
    assert marks(question) == [{"choice-1": 1}]
    assert not client.cookies.get("messages")


def test_an_answer_whose_receipt_was_lost_counts_once(client: Client, question: Question) -> None:
    at(5, client, question, {"choice": "choice-1", "seen": "0"})
    response = at(60, client, question, late(55, choice="choice-1", seen="0"))
    assert response.json()["said"] == "Your answer was counted already; nothing changed."
    assert (marks(question), revisions(question)) == ([{"choice-1": 1}], 1)


@pytest.mark.parametrize("seen", ["0", "1", ""])
def test_a_newer_answer_from_another_tab_stands(
    client: Client, question: Question, seen: str
) -> None:
    at(0, client, question, {"choice": "choice-3", "seen": "0"})
    at(30, client, question, {"choice": "choice-2", "seen": "1"})
    response = at(60, client, question, late(55, choice="choice-1", seen=seen))
    assert (response.status_code, response.json()) == (409, {"said": NEWER})
    assert (marks(question), revisions(question)) == ([{"choice-2": 1}], 2)


def test_a_withdrawal_since_stands_too(client: Client, question: Question) -> None:
    at(0, client, question, {"choice": "choice-3", "seen": "0"})
    with time_machine.travel(NOON + timedelta(minutes=30), tick=False):
        client.post(address(question, "withdraw"), {"seen": "1"})
    response = at(60, client, question, late(55, choice="choice-1", seen="1"))
    assert response.status_code == 409
    assert marks(question) == []


@pytest.mark.parametrize("seen", ["0", "1", "2", ""])
def test_an_answer_given_after_all_others_is_the_newest(
    client: Client, question: Question, seen: str
) -> None:
    """Also one that was given before, on a kept page that shows no ballot: a change back."""
    at(0, client, question, {"choice": "choice-1", "seen": "0"})
    at(10, client, question, {"choice": "choice-2", "seen": "1"})
    response = at(60, client, question, late(30, choice="choice-1", seen=seen))
    assert response.status_code == 200
    assert marks(question) == [{"choice-1": 1}]
    assert recount(question) == []


def test_statements_answered_one_after_the_other_all_count(client: Client) -> None:
    with time_machine.travel(NOON - timedelta(days=1), tick=False):
        question = QuestionFactory(kind="statements", choices=3)
    for number, minutes in ((1, 55), (2, 54), (3, 53)):
        data = late(minutes, statement=f"choice-{number}", stance="agree", seen="0")
        assert at(60, client, question, data).status_code == 200
    data = late(40, statement="choice-1", stance="disagree", seen="3")
    assert (
        at(70, client, question, late(60, statement="choice-1", stance="pass")).status_code == 409
    )
    assert marks(question) == [{"choice-1": 1, "choice-2": 1, "choice-3": 1}]
    assert at(90, client, question, data | {"late": "60"}).status_code == 200
    assert marks(question) == [{"choice-1": -1, "choice-2": 1, "choice-3": 1}]


def test_a_question_that_closed_meanwhile_says_so(client: Client, question: Question) -> None:
    question.closes_at = NOON + timedelta(minutes=30)
    question.save()
    response = at(60, client, question, late(55, choice="choice-1"))
    assert response.status_code == 409
    assert response.json() == {
        "said": "This question has closed: answers are no longer counted.",
    }
    assert marks(question) == []


def test_what_cannot_be_read_says_what_is_wrong(client: Client, question: Question) -> None:
    response = at(60, client, question, late(55, choice="gone"))
    assert response.status_code == 422
    assert response.json()["said"].startswith("One of the answers sent")


@pytest.mark.parametrize("age", ["", "-5", "1.5", "x", "9" * 30, "٣"])
def test_an_age_that_is_none_is_no_age(client: Client, question: Question, age: str) -> None:
    at(0, client, question, {"choice": "choice-2", "seen": "0"})
    response = at(60, client, question, {"choice": "choice-1", "seen": "1", "late": age})
    assert response.json()["said"] == "Your new answer is counted."


def test_another_site_cannot_send_one(client: Client, question: Question) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    data = late(1, choice="choice-1")
    assert client.post(address(question, "vote"), data, headers=headers).status_code == 403
    assert marks(question) == []


def test_a_reader_without_a_cookie_is_sent_round_with_all_of_it(question: Question) -> None:
    client = Client()
    first = client.post(address(question, "vote"), late(5, choice="choice-1"))
    assert (first.status_code, first.headers["Location"]) == (
        307,
        f"{address(question, 'vote')}?enrolled=1",
    )
    second = client.post(first.headers["Location"], late(5, choice="choice-1"))
    assert second.json()["said"] == "Your answer is counted."


def test_a_browser_that_refuses_the_cookie_is_told_why(question: Question) -> None:
    path = f"{address(question, 'vote')}?enrolled=1"
    response = Client().post(path, late(5, choice="choice-1"))
    assert response.status_code == 409
    assert response.json()["said"].startswith(
        "Nothing was counted: your browser refuses our cookie"
    )
    assert marks(question) == []
