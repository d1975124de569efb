"""The reader's own answer is marked by the card, and the result stays everybody's."""

import re

import pytest
from django.test import Client

from polls.models import Question
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db

Kind = Question.Kind


def classes_after(client: Client, question: Question, sent: dict[str, object]) -> list[str]:
    """The places that the card marks once the reader has answered."""
    address = f"/en/{question.article.slug}/{question.slug}/"
    client.post(f"{address}vote/", sent, follow=True)
    (card,) = re.findall(r'class="question is-open([^"]*)"', client.get(address).content.decode())
    return str(card).split()


@pytest.mark.parametrize(
    ("kind", "sent", "places"),
    [
        (Kind.SINGLE, {"choice": "choice-2"}, ["picks-2"]),
        (Kind.MULTIPLE, {"choice": ["choice-1", "choice-3"]}, ["picks-1", "picks-3"]),
        (Kind.SCALE, {"choice": "choice-3"}, ["picks-3"]),
        (Kind.RANKING, {"rank-choice-1": "1"}, []),
        (Kind.FORECAST, {"probability": "30"}, []),
    ],
)
def test_the_card_marks_the_rows_of_the_readers_answer(
    client: Client, kind: str, sent: dict[str, object], places: list[str]
) -> None:
    question = QuestionFactory(kind=kind, choices=1 if kind == Kind.FORECAST else 3)
    assert classes_after(client, question, sent) == places


def test_the_result_itself_says_nothing_of_the_reader(client: Client) -> None:
    question = QuestionFactory(results="always")
    address = f"/en/{question.article.slug}/{question.slug}/"
    client.post(f"{address}vote/", {"choice": "choice-2"}, follow=True)

    assert "picks" not in client.get(f"{address}results/").content.decode()
