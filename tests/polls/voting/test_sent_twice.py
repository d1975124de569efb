"""A form rendered once and sent twice is one revision, whatever happened to the answer between."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from polls.models import Ballot, BallotRevision, Question, Voter
from polls.results import tally
from polls.results.recount import recount
from polls.voting import papers, voters
from tests.browsing import Browser
from tests.factories import QuestionFactory
from tests.polls.kinds.asking import HTMX, Response, address, filled_in, marks, vote
from tests.polls.kinds.test_hostile import RIGHT, question_of

KEPT = "Your answer was counted already; nothing changed."
REPEATED = (
    "This form had been counted before, and your answer has changed since: it stands as shown."
)
OTHER: dict[str, dict[str, Any]] = {
    "single": {"choice": "choice-2"},
    "scale": {"choice": "choice-2"},
    "multiple": {"choice": ["choice-3"]},
    "ranking": {"rank-choice-3": "1"},
    "forecast": {"probability": "70"},
    "statements": {"statement": "choice-1", "stance": "disagree"},
}

every_kind = pytest.mark.parametrize("kind", list(RIGHT))
changeable = pytest.mark.parametrize("kind", list(OTHER))


def actions(question: Question) -> list[str]:
    revisions = BallotRevision.objects.filter(question=question).order_by("voter", "number")
    return list(revisions.values_list("action", flat=True))


def withdraw(client: Client, question: Question, *, seen: str) -> Response:
    return client.post(address(question, "withdraw"), {"seen": seen}, headers=HTMX)


# One after the other


@pytest.mark.django_db
@pytest.mark.parametrize("paper_kept", [False, True], ids=["careful", "kept paper"])
@every_kind
def test_a_retry_after_a_lost_answer_is_told_that_it_counted(
    kind: str, paper_kept: bool, client: Client
) -> None:
    question = question_of(kind)
    form = RIGHT[kind] | {"seen": "0"}
    vote(client, question, form)
    if not paper_kept:
        papers.forget()

    page = vote(client, question, form, htmx=True).content.decode()

    assert KEPT in page
    assert actions(question) == ["cast"]
    assert tally.read([question])[question.pk].voters == 1
    assert recount(question) == []


@pytest.mark.django_db
@changeable
def test_a_retry_after_a_change_in_another_tab_changes_nothing(kind: str, client: Client) -> None:
    question = question_of(kind)
    form = RIGHT[kind] | {"seen": "0"}
    vote(client, question, form)
    vote(client, question, OTHER[kind] | {"seen": "1"})
    said = marks(question)

    response = vote(client, question, form, htmx=True)

    assert response.status_code == 200
    assert REPEATED in response.content.decode()
    assert marks(question) == said
    assert actions(question) == ["cast", "changed"]
    assert recount(question) == []


@pytest.mark.django_db
def test_the_page_after_such_a_retry_shows_the_answer_that_stands(client: Client) -> None:
    question = question_of("single")
    vote(client, question, {"choice": "choice-1", "seen": "0"})
    vote(client, question, {"choice": "choice-2", "seen": "1"})
    response = vote(client, question, {"choice": "choice-1", "seen": "0"})
    assert response.status_code == 302
    page = client.get(address(question))
    assert REPEATED in page.content.decode()
    assert filled_in(page) == {"choice": ["choice-2"]}


@pytest.mark.django_db
@changeable
def test_the_earlier_answer_from_a_page_that_shows_the_change_is_a_change_back(
    kind: str, client: Client
) -> None:
    question = question_of(kind)
    vote(client, question, RIGHT[kind] | {"seen": "0"})
    said = marks(question)
    vote(client, question, OTHER[kind] | {"seen": "1"})
    vote(client, question, RIGHT[kind] | {"seen": "2"})
    assert marks(question) == said
    assert actions(question) == ["cast", "changed", "changed"]


@pytest.mark.django_db
@changeable
def test_a_retry_after_a_withdrawal_does_not_bring_the_answer_back(
    kind: str, client: Client
) -> None:
    question = question_of(kind)
    form = RIGHT[kind] | {"seen": "0"}
    vote(client, question, form)
    withdraw(client, question, seen="1")

    page = vote(client, question, form, htmx=True).content.decode()

    assert REPEATED in page
    assert marks(question) == []
    assert actions(question) == ["cast", "withdrawn"]


@pytest.mark.django_db
@changeable
def test_a_withdrawal_sent_twice_is_one(kind: str, client: Client) -> None:
    question = question_of(kind)
    vote(client, question, RIGHT[kind] | {"seen": "0"})
    withdraw(client, question, seen="1")

    page = withdraw(client, question, seen="1").content.decode()

    assert "There was no answer of yours to withdraw." in page
    assert actions(question) == ["cast", "withdrawn"]


@pytest.mark.django_db
@changeable
def test_a_late_withdrawal_does_not_take_a_newer_answer(kind: str, client: Client) -> None:
    question = question_of(kind)
    vote(client, question, RIGHT[kind] | {"seen": "0"})
    withdraw(client, question, seen="1")
    vote(client, question, OTHER[kind] | {"seen": "2"})
    said = marks(question)

    page = withdraw(client, question, seen="1").content.decode()

    assert REPEATED in page
    assert marks(question) == said
    assert actions(question) == ["cast", "withdrawn", "cast"]


@pytest.mark.django_db
def test_a_quiz_answer_sent_twice_stands_and_another_is_refused(client: Client) -> None:
    question = question_of("quiz")
    vote(client, question, {"choice": "choice-1", "seen": "0"})
    again = vote(client, question, {"choice": "choice-1", "seen": "0"}, htmx=True)
    other = vote(client, question, {"choice": "choice-2", "seen": "0"}, htmx=True)
    assert (again.status_code, other.status_code) == (200, 409)
    assert "Your first answer to a quiz question stands" in other.content.decode()
    assert actions(question) == ["cast"]


@pytest.mark.django_db
def test_each_statement_s_form_is_its_own(client: Client) -> None:
    question = question_of("statements")
    first, second = ({"statement": f"choice-{number}", "stance": "agree"} for number in (1, 2))
    vote(client, question, first | {"seen": "0"})
    vote(client, question, second | {"seen": "1"})
    for form, seen in ((first, "0"), (second, "1"), (first, "0")):
        assert KEPT in vote(client, question, form | {"seen": seen}, htmx=True).content.decode()
    assert actions(question) == ["cast", "changed"]
    assert marks(question) == [{"choice-1": 1, "choice-2": 1}]


# At once


def at_once(*sendings: Callable[[], Response]) -> list[int]:
    """Send all at the same moment, each over a connection of its own; the statuses."""
    gate = Barrier(len(sendings))

    def send(sending: Callable[[], Response]) -> int:
        gate.wait()
        try:
            return int(sending().status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(sendings)) as pool:
        return list(pool.map(send, sendings))


def copies(cookie: str, path: str, data: dict[str, Any], *, times: int) -> list[int]:
    """The same form from the same reader, so many times at once."""

    def send() -> Response:
        browser = Browser()
        browser.cookies[voters.COOKIE] = cookie
        return browser.post(path, data)

    return at_once(*[send] * times)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("paper_kept", [False, True], ids=["careful", "kept paper"])
@every_kind
def test_many_clicks_at_once_are_one_answer(kind: str, paper_kept: bool) -> None:
    question = question_of(kind)
    if paper_kept:
        vote(Browser(), question, RIGHT[kind])
    newcomer = Browser()
    vote(newcomer, question, {})

    form = RIGHT[kind] | {"seen": "0"}
    cookie = newcomer.cookies[voters.COOKIE].value
    statuses = copies(cookie, address(question, "vote"), form, times=6)

    assert statuses == [302] * 6
    assert actions(question) == ["cast"] * (1 + paper_kept)
    assert (Ballot.objects.count(), Voter.objects.count()) == (1 + paper_kept, 1 + paper_kept)
    assert recount(question) == []


@pytest.mark.django_db(transaction=True)
def test_many_changes_withdrawals_and_confirmations_at_once_are_one_each() -> None:
    question = QuestionFactory(place="before", ask_again=True)
    reader = Browser()
    vote(reader, question, {"choice": "choice-1", "seen": "0"})
    cookie = reader.cookies[voters.COOKIE].value

    copies(cookie, address(question, "vote"), {"choice": "choice-2", "seen": "1"}, times=5)
    again = {"back": "dossier", "slot": "again", "seen": "2"}
    copies(cookie, address(question, "confirm"), again, times=5)
    copies(cookie, address(question, "withdraw"), {"seen": "3"}, times=5)

    assert actions(question) == ["cast", "changed", "confirmed", "withdrawn"]
    assert tally.read([question])[question.pk].voters == 0
    assert recount(question) == []


@pytest.mark.django_db(transaction=True)
def test_many_looks_at_once_are_one() -> None:
    question = QuestionFactory(results="after_vote", allows_peek=True)
    newcomer = Browser()
    vote(newcomer, question, {})
    cookie = newcomer.cookies[voters.COOKIE].value
    assert copies(cookie, address(question, "peek"), {}, times=6) == [302] * 6
    assert question.peeks.count() == 1
