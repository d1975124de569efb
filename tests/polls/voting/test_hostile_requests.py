"""Requests that no browser sends by itself: each is told clearly, and changes nothing."""

import pytest
from django.test import Client
from pytest_django import Settings

from polls.models import Ballot, BallotRevision, Peek, Question, Voter
from polls.results.recount import recount
from polls.voting import papers, voters
from tests.browsing import Browser
from tests.factories import QuestionFactory
from tests.polls.kinds.asking import HTMX, address, marks, vote

pytestmark = pytest.mark.django_db

FORMS = ["vote", "withdraw", "confirm", "peek"]
CHOICE = {"choice": "choice-1"}
URLENCODED = "application/x-www-form-urlencoded"

every_form = pytest.mark.parametrize("form", FORMS)
both_ways = pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
both_paths = pytest.mark.parametrize("paper_kept", [False, True], ids=["careful", "kept paper"])


@pytest.fixture
def question() -> Question:
    made: Question = QuestionFactory(
        place="before", ask_again=True, results="after_vote", allows_peek=True
    )
    return made


@pytest.fixture
def known(question: Question) -> Browser:
    """A reader who has answered; the question's paper is kept from then on."""
    browser = Browser()
    vote(browser, question, CHOICE)
    return browser


def with_cookie(value: str) -> Browser:
    browser = Browser()
    browser.cookies[voters.COOKIE] = value
    return browser


def changed() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Voter, Ballot, BallotRevision, Peek))


# Methods


@every_form
@pytest.mark.parametrize("method", ["get", "head"])
def test_who_follows_a_form_s_address_is_led_to_the_question(
    form: str, method: str, known: Browser, question: Question
) -> None:
    before = changed()
    response = getattr(known, method)(address(question, form), CHOICE)
    assert (response.status_code, response.headers["Location"]) == (302, address(question))
    assert changed() == before


@every_form
@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_no_other_method_is_taken(
    form: str, method: str, known: Browser, question: Question
) -> None:
    before = changed()
    response = getattr(known, method)(address(question, form), "choice=choice-1")
    assert response.status_code == 405
    assert changed() == before


# Bodies


@both_paths
@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b'{"choice": "choice-1"}', "application/json", 422),
        (b"choice=choice-1", "text/plain", 422),
        (b"choice=choice-1", "", 422),
        (b"choice=choice-1", "x" * 1000, 422),
        (b"choice=choice-1", f"{URLENCODED}; charset=utf-16", 400),
        (b"choice=choice-1", f"{URLENCODED}; charset=nonsense", 302),
        (b"choice=%FF%FE", URLENCODED, 422),
        (b"choice=\xff\xfe", URLENCODED, 422),
        (b"choice=choice-1%00", URLENCODED, 422),
        (b"&&&===;;;", URLENCODED, 422),
        (b"", URLENCODED, 422),
        (b"choice=choice-1", "multipart/form-data", 400),
        (b"choice=choice-1", "multipart/form-data; boundary=x", 422),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x", 422),
        (b"choice=" + b"1" * 3_000_000, URLENCODED, 400),
        (b"a=1&" * 20_000, URLENCODED, 400),
        (b"a[b]=" + b"[" * 100_000, URLENCODED, 422),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_body_that_is_no_form_is_told_so(
    body: bytes,
    content_type: str,
    status: int,
    paper_kept: bool,
    known: Browser,
    question: Question,
) -> None:
    if not paper_kept:
        papers.forget()
    before = changed()
    other = Browser()
    vote(other, question, {})  # has a cookie from now on

    response = other.generic("POST", address(question, "vote"), body, content_type=content_type)

    assert response.status_code == status
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    counted = status == 302
    assert changed() == tuple(one + counted for one in before[:3]) + before[3:]
    assert recount(question) == []


# Cookies


@every_form
@both_ways
@pytest.mark.parametrize(
    "forged",
    ["nonsense", "abc:def", "a" * 5000, "é", "x:" + "A" * 43, ":", "'; DROP TABLE polls_voter; --"],
    ids=lambda value: ascii(value)[:20],
)
def test_a_forged_cookie_is_none(
    forged: str, htmx: bool, form: str, known: Browser, question: Question
) -> None:
    """Votes and looks are asked to come again with a true one; there is nothing else to act on."""
    before = changed()
    browser = Client()
    browser.cookies[voters.COOKIE] = forged
    response = browser.post(address(question, form), CHOICE, headers=HTMX if htmx else {})
    assert response.status_code == (307 if form in {"vote", "peek"} else 200 if htmx else 302)
    assert changed() == before


def test_a_cookie_with_another_s_signature_is_none(question: Question) -> None:
    mine, theirs = Browser(), Browser()
    for browser in (mine, theirs):
        vote(browser, question, CHOICE)
    token = mine.cookies[voters.COOKIE].value.split(":")[0]
    signature = theirs.cookies[voters.COOKIE].value.split(":")[1]

    response = Client().post(
        address(question, "vote"),
        {"choice": "choice-2"},
        headers={"Cookie": f"{voters.COOKIE}={token}:{signature}"},
    )

    assert response.status_code == 307
    assert marks(question) == [{"choice-1": 1}, {"choice-1": 1}]


@both_ways
def test_one_cookie_in_two_browsers_is_one_voter(
    htmx: bool, known: Browser, question: Question
) -> None:
    copy = with_cookie(known.cookies[voters.COOKIE].value)
    vote(copy, question, {"choice": "choice-2", "seen": "1"}, htmx=htmx)
    again = vote(copy, question, {"choice": "choice-1"}, htmx=htmx)
    assert again.status_code == (200 if htmx else 302)
    assert (Voter.objects.count(), Ballot.objects.count()) == (1, 1)
    assert recount(question) == []


@both_paths
def test_a_cookie_of_a_former_secret_is_the_same_voter(
    paper_kept: bool, known: Browser, question: Question, settings: Settings
) -> None:
    newcomer = Browser()
    vote(newcomer, QuestionFactory(), CHOICE)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret, for tests alone"
    if not paper_kept:
        papers.forget()

    vote(newcomer, question, CHOICE)
    vote(known, question, {"choice": "choice-2", "seen": "1"})

    assert Voter.objects.count() == 2
    assert marks(question) == [{"choice-2": 1}, {"choice-1": 1}]
    assert recount(question) == []


def test_a_cookie_of_a_secret_that_is_forgotten_is_none(
    known: Browser, question: Question, settings: Settings
) -> None:
    settings.SECRET_KEY = "another secret, for tests alone"
    response = Client.post(known, address(question, "vote"), {"choice": "choice-2"})
    assert response.status_code == 307
    assert marks(question) == [{"choice-1": 1}]


@both_ways
@both_paths
def test_a_reader_who_was_removed_may_vote_anew(
    paper_kept: bool, htmx: bool, known: Browser, question: Question
) -> None:
    """The cookie is ours, the roll does not know it any more: its next vote is a first one."""
    removed = Browser()
    looked = QuestionFactory(results="after_vote", allows_peek=True)
    removed.post(address(looked, "peek"))
    Voter.objects.latest("pk").delete()
    if not paper_kept:
        papers.forget()

    stale = vote(removed, question, {"choice": "choice-2", "seen": "3"}, htmx=htmx)
    assert stale.status_code == 409
    assert "no longer carries the cookie" in stale.content.decode()
    taken = vote(removed, question, {"choice": "choice-2", "seen": "0"}, htmx=htmx)

    assert taken.status_code == (200 if htmx else 302)
    assert marks(question) == [{"choice-1": 1}, {"choice-2": 1}]
    assert recount(question) == []


@pytest.mark.parametrize("form", ["vote", "peek"])
@both_ways
def test_without_any_cookie_the_form_comes_again_and_then_hears_why(
    htmx: bool, form: str, question: Question
) -> None:
    headers = HTMX if htmx else {}
    browser = Client()
    first = browser.post(address(question, form), CHOICE, headers=headers)
    browser.cookies.clear()
    second = browser.post(first.headers["Location"], CHOICE, headers=headers)

    assert (first.status_code, second.status_code) == (307, 409)
    assert "cookie" in second.content.decode()
    assert ("<html" in second.content.decode()) is not htmx
    assert changed() == (0, 0, 0, 0)
