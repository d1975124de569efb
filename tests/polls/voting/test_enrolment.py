"""The cookie comes before the vote, so that a first form counts once whatever the browser does."""

import pytest
from django.test import Client

from polls.models import Ballot, Question, Voter
from polls.voting.voters import COOKIE
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def question() -> Question:
    return QuestionFactory()


def vote(question: Question) -> str:
    return f"/en/{question.article.slug}/{question.slug}/vote/"


def test_a_first_form_is_sent_again_with_the_cookie_and_counted_once(question: Question) -> None:
    browser = Client()
    first = browser.post(vote(question), {"choice": "choice-1"})
    assert first.status_code == 307
    assert first.headers["Location"] == vote(question) + "?enrolled=1"
    assert (Ballot.objects.count(), Voter.objects.count()) == (0, 0)
    cookie = first.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")

    again = browser.post(first.headers["Location"], {"choice": "choice-1"})
    assert again.status_code == 302
    assert Ballot.objects.count() == 1


def test_a_double_click_of_an_unknown_reader_is_one_ballot(question: Question) -> None:
    """Both clicks leave without a cookie; the browser follows the answer to the second only."""
    browser = Client()
    browser.post(vote(question), {"choice": "choice-1"})
    browser.cookies.clear()
    second = browser.post(vote(question), {"choice": "choice-1"})
    browser.post(second.headers["Location"], {"choice": "choice-1"})
    assert Ballot.objects.count() == 1


def test_a_browser_that_refuses_cookies_is_told_why_nothing_counts(question: Question) -> None:
    browser = Client()
    first = browser.post(vote(question), {"choice": "choice-1", "text": "My <b>words</b>"})
    browser.cookies.clear()
    again = browser.post(
        first.headers["Location"], {"choice": "choice-1", "text": "My <b>words</b>"}
    )
    assert again.status_code == 409
    page = again.content.decode()
    assert "Your browser refuses cookies" in page
    assert "My &lt;b&gt;words&lt;/b&gt;</textarea>" in page
    assert f'href="{vote(question)}"' in page
    assert (Ballot.objects.count(), Voter.objects.count()) == (0, 0)


def test_under_htmx_the_refusal_is_added_to_the_form_as_it_is(question: Question) -> None:
    answer = Client().post(
        vote(question) + "?enrolled=1", {"choice": "choice-1"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "this"
    assert answer.headers["HX-Reswap"] == "beforeend show:#cookies-refused:bottom"
    assert "Nothing was counted: your browser refuses our cookie" in answer.content.decode()


@pytest.mark.parametrize("forged", ["nonsense", "abc:def", "", "a" * 5000])
def test_a_forged_cookie_is_no_voter(question: Question, forged: str) -> None:
    browser = Client()
    browser.cookies[COOKIE] = forged
    assert browser.post(vote(question), {"choice": "choice-1"}).status_code == 307
    assert Voter.objects.count() == 0
