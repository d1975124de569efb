"""A question asked before and after reading keeps both answers, and forces neither."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from polls.models import Ballot, BallotRevision, Question
from polls.results import tally
from polls.results.recount import recount
from tests.browsing import Browser
from tests.factories import ArticleFactory, QuestionFactory
from tests.polls.kinds.asking import HTMX, Response, address, marks, vote, withdraw

pytestmark = pytest.mark.django_db

TOP: dict[str, Any] = {"back": "dossier", "slot": ""}
END: dict[str, Any] = {"back": "dossier", "slot": "again"}
KEEP = "Now that you have read: keep my answer"

both_ways = pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])


@pytest.fixture
def question() -> Question:
    made: Question = QuestionFactory(
        place="before", ask_again=True, choices=3, allows_abstention=True
    )
    return made


def confirm(client: Client, question: Question, *, htmx: bool = False, **data: Any) -> Response:
    headers = HTMX if htmx else {}
    return client.post(address(question, "confirm"), END | data, headers=headers)


def revisions(question: Question) -> list[tuple[str, str, list[str]]]:
    """What each revision did, where, and the choices it gave."""
    slugs = dict(question.choices.values_list("pk", "slug"))
    rows = BallotRevision.objects.filter(question=question).values_list("action", "place", "marks")
    return [(action, place, [slugs[pk] for pk, _value in given]) for action, place, given in rows]


def cards(client: Client, question: Question) -> tuple[str, str]:
    """What the two cards of the dossier's page say."""
    page = client.get(f"/en/{question.article.slug}/").content.decode()
    found = re.findall(r'<section id="question-\d+(?:-again)?".*?\n</section>', page, re.DOTALL)
    top, end = (" ".join(strip_tags(card).split()) for card in found)
    return top, end


# Both answers are kept


@both_ways
def test_a_change_after_reading_keeps_the_answer_before(
    htmx: bool, client: Client, question: Question
) -> None:
    vote(client, question, TOP | {"choice": "choice-1", "seen": "0"}, htmx=htmx)
    vote(client, question, END | {"choice": "choice-2", "seen": "1"}, htmx=htmx)

    assert revisions(question) == [
        ("cast", "before", ["choice-1"]),
        ("changed", "again", ["choice-2"]),
    ]
    top, end = cards(client, question)
    assert "Before reading you answered: choice-1 (en)" in end
    assert "Your answer: choice-2 (en)" in end
    assert KEEP not in end
    assert "Before reading you answered" not in top
    assert recount(question) == []


@pytest.mark.parametrize("others_first", [False, True], ids=["careful", "kept paper"])
@pytest.mark.parametrize(
    ("sent", "place"), [(TOP, "before"), (END, "again"), ({}, ""), ({"slot": "again"}, "")]
)
def test_a_first_answer_says_where_it_was_given(
    sent: dict[str, str], place: str, others_first: bool, client: Client, question: Question
) -> None:
    if others_first:
        vote(Browser(), question, {"choice": "choice-3"})
    vote(client, question, sent | {"choice": "choice-1"})
    assert revisions(question)[-1] == ("cast", place, ["choice-1"])


@pytest.mark.parametrize("sent", [TOP, END])
def test_a_question_asked_once_has_no_places(sent: dict[str, str], client: Client) -> None:
    question = QuestionFactory(place="before")
    vote(client, question, sent | {"choice": "choice-1"})
    assert revisions(question) == [("cast", "", ["choice-1"])]


def test_reading_in_between_is_never_forced(client: Client, question: Question) -> None:
    """The place after the article answers at once, with or without an answer before."""
    assert 'value="choice-1"' in client.get(f"/en/{question.article.slug}/").content.decode()
    vote(client, question, END | {"choice": "choice-1", "seen": "0"})

    assert revisions(question) == [("cast", "again", ["choice-1"])]
    _top, end = cards(client, question)
    assert "Your answer: choice-1 (en)" in end
    assert KEEP not in end
    assert "you answered:" not in end


def test_a_slip_mended_at_the_top_is_no_answer_before_reading(
    client: Client, question: Question
) -> None:
    vote(client, question, TOP | {"choice": "choice-1", "seen": "0"})
    vote(client, question, TOP | {"choice": "choice-2", "seen": "1"})
    vote(client, question, END | {"choice": "choice-3", "seen": "2"})
    assert "Before reading you answered: choice-2 (en)" in cards(client, question)[1]
    assert [given for _action, _place, given in revisions(question)] == [
        ["choice-1"],
        ["choice-2"],
        ["choice-3"],
    ]


def test_an_answer_from_the_question_s_own_page_is_only_earlier(
    client: Client, question: Question
) -> None:
    vote(client, question, {"choice": "choice-1", "seen": "0"})
    vote(client, question, END | {"choice": "choice-2", "seen": "1"})
    assert "Earlier you answered: choice-1 (en)" in cards(client, question)[1]


def test_a_withdrawal_after_reading_leaves_the_answer_before_in_sight(
    client: Client, question: Question
) -> None:
    vote(client, question, TOP | {"choice": "choice-1", "seen": "0"})
    client.post(address(question, "withdraw"), END | {"seen": "1"})

    _top, end = cards(client, question)
    assert "Before reading you answered: choice-1 (en)" in end
    assert "Your answer:" not in end
    vote(client, question, END | {"choice": "choice-1", "seen": "2"})
    assert revisions(question) == [
        ("cast", "before", ["choice-1"]),
        ("withdrawn", "again", []),
        ("cast", "again", ["choice-1"]),
    ]
    assert "Your answer: choice-1 (en) the same after reading" in cards(client, question)[1]
    assert recount(question) == []


def test_no_opinion_after_reading_is_an_answer_of_its_own(
    client: Client, question: Question
) -> None:
    vote(client, question, TOP | {"abstain": "1", "seen": "0"})
    vote(client, question, END | {"abstain": "1", "seen": "1"})
    vote(client, question, END | {"choice": "choice-2", "seen": "2"})

    assert revisions(question) == [
        ("cast", "before", []),
        ("confirmed", "again", []),
        ("changed", "again", ["choice-2"]),
    ]
    assert "Before reading you answered: No opinion" in cards(client, question)[1]
    assert recount(question) == []


# The same answer after reading


@both_ways
def test_the_same_answer_after_reading_is_recorded_once_and_counts_once(
    htmx: bool, client: Client, question: Question
) -> None:
    vote(client, question, TOP | {"choice": "choice-1", "seen": "0"}, htmx=htmx)
    before = tally.read([question])[question.pk]
    ballot = Ballot.objects.get()

    for _turn in range(3):
        vote(client, question, END | {"choice": "choice-1", "seen": "1"}, htmx=htmx)

    assert revisions(question) == [
        ("cast", "before", ["choice-1"]),
        ("confirmed", "again", ["choice-1"]),
    ]
    assert tally.read([question])[question.pk] == before
    after = Ballot.objects.get()
    assert (after.revision, after.changed_at) == (2, ballot.changed_at)
    assert marks(question) == [{"choice-1": 1}]
    assert recount(question) == []


def test_one_button_keeps_the_answer(client: Client, question: Question) -> None:
    vote(client, question, TOP | {"choice": "choice-1", "seen": "0"})
    top, end = cards(client, question)
    assert KEEP in end
    assert KEEP not in top

    response = confirm(client, question, seen="1")

    place = f"/en/{question.article.slug}/#question-{question.pk}-again"
    assert (response.status_code, response.headers["Location"]) == (302, place)
    assert revisions(question)[1:] == [("confirmed", "again", ["choice-1"])]
    page = client.get(f"/en/{question.article.slug}/").content.decode()
    assert "Noted: after reading, you keep your answer." in page
    _top, end = cards(client, question)
    assert "Before reading you answered: choice-1 (en)" in end
    assert "Your answer: choice-1 (en) the same after reading" in end
    assert KEEP not in end


def test_htmx_gets_both_cards_anew(client: Client, question: Question) -> None:
    vote(client, question, TOP | {"choice": "choice-1", "seen": "0"})
    page = confirm(client, question, htmx=True, seen="1").content.decode()
    assert page.count("<section id=") == 2
    assert "the same after reading" in page
    assert "Noted: after reading, you keep your answer." in page


def test_the_button_pressed_twice_is_one_revision(client: Client, question: Question) -> None:
    vote(client, question, TOP | {"choice": "choice-1", "seen": "0"})
    confirm(client, question, seen="1")
    again = confirm(client, question, htmx=True, seen="1")
    assert "nothing changed" in again.content.decode()
    assert len(revisions(question)) == 2


def test_what_another_tab_has_changed_is_not_confirmed_unseen(
    client: Client, question: Question
) -> None:
    vote(client, question, TOP | {"choice": "choice-1", "seen": "0"})
    vote(client, question, TOP | {"choice": "choice-2", "seen": "1"})

    response = confirm(client, question, htmx=True, seen="1")

    assert response.status_code == 409
    page = response.content.decode()
    assert "Your answer has changed since this page was loaded" in page
    assert "choice-2 (en)</strong>" in page
    assert [action for action, _place, _given in revisions(question)] == ["cast", "changed"]


def test_nothing_is_confirmed_without_an_answer(client: Client, question: Question) -> None:
    said = "There is no answer of yours to keep: answer below."
    assert said in confirm(client, question, htmx=True).content.decode()
    vote(client, question, TOP | {"choice": "choice-1"})
    withdraw(client, question)
    assert said in confirm(client, question, htmx=True, seen="1").content.decode()
    assert [action for action, _place, _given in revisions(question)] == ["cast", "withdrawn"]


def test_a_question_asked_once_takes_no_confirmation(client: Client) -> None:
    question = QuestionFactory()
    vote(client, question, {"choice": "choice-1"})
    response = confirm(client, question, htmx=True, seen="1")
    assert response.status_code == 409
    assert "This question is asked only once." in response.content.decode()
    assert len(revisions(question)) == 1


def test_after_a_new_answer_at_the_top_the_question_is_asked_again(
    client: Client, question: Question
) -> None:
    vote(client, question, TOP | {"choice": "choice-1", "seen": "0"})
    confirm(client, question, seen="1")
    vote(client, question, TOP | {"choice": "choice-2", "seen": "2"})
    assert KEEP in cards(client, question)[1]
    confirm(client, question, seen="3")
    assert [action for action, _place, _given in revisions(question)] == [
        "cast",
        "confirmed",
        "changed",
        "confirmed",
    ]


# One form is one revision, and two places are two forms


def test_a_late_copy_of_a_form_confirms_nothing(client: Client, question: Question) -> None:
    vote(client, question, TOP | {"choice": "choice-1", "seen": "0"})
    late = END | {"choice": "choice-1", "seen": "1"}
    vote(client, question, late)
    vote(client, question, TOP | {"choice": "choice-2", "seen": "2"})
    vote(client, question, TOP | {"choice": "choice-1", "seen": "3"})

    page = vote(client, question, late, htmx=True).content.decode()

    assert "nothing changed" in page
    assert [action for action, _place, _given in revisions(question)] == [
        "cast",
        "confirmed",
        "changed",
        "changed",
    ]


def test_a_late_copy_does_not_bring_an_answer_back(client: Client, question: Question) -> None:
    vote(client, question, TOP | {"choice": "choice-1", "seen": "0"})
    late = END | {"choice": "choice-1", "seen": "1"}
    vote(client, question, late)
    vote(client, question, END | {"choice": "choice-2", "seen": "2"})

    page = vote(client, question, late, htmx=True).content.decode()

    assert "This form had been counted before" in page
    assert marks(question) == [{"choice-2": 1}]


def test_the_two_places_of_one_page_are_two_forms(client: Client, question: Question) -> None:
    """In another tab the end still stands as it was before any answer."""
    vote(client, question, TOP | {"choice": "choice-1", "seen": "0"})
    vote(client, question, END | {"choice": "choice-2", "seen": "1"})
    vote(client, question, END | {"choice": "choice-1", "seen": "0"})
    assert revisions(question)[-1] == ("changed", "again", ["choice-1"])


def test_statements_are_confirmed_one_by_one(client: Client) -> None:
    question = QuestionFactory(kind="statements", place="before", ask_again=True)
    first, second = ({"statement": f"choice-{n}", "stance": "agree"} for n in (1, 2))
    vote(client, question, TOP | first | {"seen": "0"})
    vote(client, question, TOP | second | {"seen": "1"})
    for turn in (first, second, first, second):
        vote(client, question, END | turn)

    assert revisions(question) == [
        ("cast", "before", ["choice-1"]),
        ("changed", "before", ["choice-2"]),
        ("confirmed", "again", ["choice-1"]),
        ("confirmed", "again", ["choice-2"]),
    ]
    assert "Before reading you answered: 2 of 2 statements answered" in cards(client, question)[1]
    assert recount(question) == []


# Queries


@pytest.mark.parametrize("many", [1, 4])
def test_a_page_asks_once_for_all_that_was_answered_before(many: int, client: Client) -> None:
    """Of a reader who has answered; where nothing is asked twice it asks nothing more."""
    article = ArticleFactory()
    for _ in range(many):
        twice = QuestionFactory(article=article, place="before", ask_again=True)
        vote(client, twice, TOP | {"choice": "choice-1", "seen": "0"})
        vote(client, twice, END | {"choice": "choice-2", "seen": "1"})
    counts = []
    for asked_again in (True, False):
        Question.objects.update(ask_again=asked_again)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/en/{article.slug}/")
        counts.append(len(queries))
    assert counts[0] - counts[1] == 1
