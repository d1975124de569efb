"""Every kind of ballot from the question to its withdrawal, with and without HTMX."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from polls.models import Ballot, BallotRevision, Question
from polls.results import tally
from polls.results.recount import recount
from tests.factories import ChoiceFactory, QuestionFactory
from tests.polls.kinds.asking import address, asks, filled_in, marks, vote, withdraw

pytestmark = pytest.mark.django_db

type Sent = dict[str, Any]


@dataclass(frozen=True)
class Life:
    """A kind's question with an answer, another one, and answers that it refuses."""

    kind: str
    choices: int
    first: Sent
    first_marks: dict[str, int]
    first_words: str
    second: Sent
    second_marks: dict[str, int]
    limits: Sent

    def question(self, **fields: Any) -> Question:
        question: Question = QuestionFactory(
            kind=self.kind, choices=self.choices, **self.limits, **fields
        )
        return question


LIVES = [
    Life(
        kind="single",
        choices=3,
        first={"choice": "choice-1"},
        first_marks={"choice-1": 1},
        first_words="choice-1 (en)",
        second={"choice": "choice-3"},
        second_marks={"choice-3": 1},
        limits={},
    ),
    Life(
        kind="scale",
        choices=5,
        first={"choice": "choice-4"},
        first_marks={"choice-4": 1},
        first_words="choice-4 (en)",
        second={"choice": "choice-3"},
        second_marks={"choice-3": 1},
        limits={},
    ),
    Life(
        kind="multiple",
        choices=4,
        first={"choice": ["choice-1", "choice-3"]},
        first_marks={"choice-1": 1, "choice-3": 1},
        first_words="choice-1 (en), choice-3 (en)",
        second={"choice": ["choice-3"]},
        second_marks={"choice-3": 1},
        limits={"max_choices": 3},
    ),
    Life(
        kind="ranking",
        choices=3,
        first={"rank-choice-1": "2", "rank-choice-2": "1", "rank-choice-3": ""},
        first_marks={"choice-1": 2, "choice-2": 1, "choice-3": 0},
        first_words="1. choice-2 (en) · 2. choice-1 (en)",
        second={"rank-choice-1": "1", "rank-choice-2": "1", "rank-choice-3": "3"},
        second_marks={"choice-1": 1, "choice-2": 1, "choice-3": 2},
        limits={},
    ),
    Life(
        kind="forecast",
        choices=1,
        first={"probability": "30"},
        first_marks={"choice-1": 30},
        first_words="30%",
        second={"probability": "0"},
        second_marks={"choice-1": 0},
        limits={},
    ),
]
lives = pytest.mark.parametrize("life", LIVES, ids=lambda life: life.kind)
both_ways = pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])


def said(question: Question) -> list[tuple[int, str]]:
    revisions = BallotRevision.objects.filter(question=question)
    return list(revisions.values_list("number", "action"))


@lives
def test_the_question_is_asked_with_an_empty_form(life: Life, client: Client) -> None:
    question = life.question()
    response = client.get(address(question))
    assert filled_in(response) == {}
    assert f'action="{address(question, "vote")}"' in response.content.decode()


@lives
def test_without_javascript_a_vote_leads_back_to_the_question_that_remembers_it(
    life: Life, client: Client
) -> None:
    question = life.question()

    response = vote(client, question, life.first)

    assert response.status_code == 302
    assert response.headers["Location"] == f"{address(question)}#question-{question.pk}"
    assert marks(question) == [life.first_marks]
    page = client.get(address(question))
    assert f"<strong>{life.first_words}</strong>" in page.content.decode()
    assert filled_in(page) == {
        name: value if isinstance(value, list) else [value]
        for name, value in life.first.items()
        if value
    }


@lives
def test_htmx_gets_the_card_with_answer_result_and_announcement(life: Life, client: Client) -> None:
    question = life.question()

    response = vote(client, question, life.first, htmx=True)

    card = response.content.decode()
    result = f'<figure id="question-{question.pk}-result"'
    assert response.status_code == 200
    assert "<html" not in card
    assert f"<strong>{life.first_words}</strong>" in card
    assert card.count(result) == 1
    assert card.index("Your answer:") < card.index("data-focus") < card.index(result)
    assert card.count("data-focus") == 1
    announced = card[card.index('id="announcements"') :]
    assert 'data-hx-swap-oob="innerHTML"' in announced
    assert "Your answer is counted." in announced


@lives
@both_ways
def test_an_answer_is_changed_in_place(life: Life, htmx: bool, client: Client) -> None:
    question = life.question()
    vote(client, question, life.first, htmx=htmx)
    vote(client, question, life.second, htmx=htmx)

    assert marks(question) == [life.second_marks]
    assert said(question) == [(1, "cast"), (2, "changed")]
    assert tally.read([question])[question.pk].voters == 1
    assert recount(question) == []


@lives
def test_the_same_answer_sent_twice_is_one_revision(life: Life, client: Client) -> None:
    question = life.question()
    vote(client, question, life.first)
    response = vote(client, question, life.first, htmx=True)

    assert "nothing changed" in response.content.decode()
    assert said(question) == [(1, "cast")]


@lives
@both_ways
def test_an_answer_is_withdrawn(life: Life, htmx: bool, client: Client) -> None:
    question = life.question()
    vote(client, question, life.first, htmx=htmx)

    response = withdraw(client, question, htmx=htmx)

    assert response.status_code == (200 if htmx else 302)
    assert marks(question) == []
    assert tally.read([question])[question.pk].voters == 0
    assert recount(question) == []
    page = client.get(address(question))
    assert "Your answer:" not in page.content.decode()
    assert filled_in(page) == {}


@lives
@both_ways
def test_a_closed_question_takes_no_answer_and_says_so(
    life: Life, htmx: bool, client: Client
) -> None:
    question = life.question(opens_at="2024-03-01T00:00Z", closes_at="2024-03-02T00:00Z")

    response = vote(client, question, life.first, htmx=htmx)

    assert response.status_code == 409
    assert "This question has closed: answers are no longer counted." in response.content.decode()
    assert not asks(response)
    assert Ballot.objects.count() == 0


@pytest.mark.parametrize(
    "life", [life for life in LIVES if life.choices > 1], ids=lambda life: life.kind
)
def test_a_choice_added_later_breaks_no_answer(life: Life, client: Client) -> None:
    question = life.question()
    vote(client, question, life.first)
    ChoiceFactory(question=question, slug="late", position=99)

    page = client.get(address(question)).content.decode()
    assert f"<strong>{life.first_words}</strong>" in page
    assert recount(question) == []

    vote(client, question, life.second)
    assert recount(question) == []
    withdraw(client, question)
    assert recount(question) == []
    assert tally.read([question])[question.pk].voters == 0


@lives
def test_answers_are_never_in_the_public_result(life: Life, client: Client) -> None:
    question = life.question()
    other = Client()
    vote(client, question, life.first)

    mine = client.get(address(question, "results")).content
    theirs = other.get(address(question, "results")).content
    assert mine == theirs
    assert b"Your answer" not in mine
