"""An open question: it takes no ballots and leads to its discussion."""

import pytest
from django.test import Client

from polls.kinds.open import Open
from polls.models import Ballot, Question, Turnout, Voter
from tests.factories import QuestionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

HTMX = {"HX-Request": "true"}


@pytest.fixture
def question() -> Question:
    made: Question = QuestionFactory(kind="open", choices=0)
    return made


def address(question: Question, *parts: str) -> str:
    return "/".join(["/en", question.article.slug, question.slug, *parts, ""])


def test_the_dossier_shows_the_question_with_the_way_to_its_discussion(
    client: Client, question: Question
) -> None:
    page = client.get(f"/en/{question.article.slug}/").content.decode()
    assert question.prompt in page
    assert f'href="{address(question)}#discussion"' in page
    assert address(question, "vote") not in page


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize("sent", [{}, {"choice": "choice-1"}, {"comment": "Because."}])
def test_a_vote_is_kindly_refused(
    client: Client, question: Question, sent: dict[str, str], htmx: bool
) -> None:
    response = client.post(address(question, "vote"), sent, headers=HTMX if htmx else {})
    page = response.content.decode()
    assert response.status_code == 422
    assert "write a comment in its discussion" in page
    assert f'id="question-{question.pk}"' in page
    assert ("<html" in page) == (not htmx)
    counts = [model.objects.count() for model in (Ballot, Voter, Turnout)]
    assert counts == [0, 0, 0]


def test_there_is_nothing_to_withdraw(client: Client, question: Question) -> None:
    response = client.post(address(question, "withdraw"), headers=HTMX)
    assert response.status_code == 200
    assert "There was no answer of yours to withdraw." in response.content.decode()


def test_it_has_no_result(client: Client, question: Question) -> None:
    assert client.get(address(question, "results")).status_code == 403


def test_a_question_with_left_over_choices_still_takes_no_ballot(client: Client) -> None:
    question = QuestionFactory(kind="open")
    response = client.post(address(question, "vote"), {"choice": "choice-1"})
    assert response.status_code == 422
    assert Ballot.objects.count() == 0


def test_editors_hear_that_it_has_no_choices() -> None:
    question = QuestionFactory(kind="open")
    choices = list(question.choices.all())
    assert Open().editorial_problems(question=question, choices=choices) == [
        "An open question has no choices: readers answer it in words."
    ]
    assert Open().editorial_problems(question=question, choices=[]) == []
