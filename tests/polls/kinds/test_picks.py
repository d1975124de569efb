"""The reader's own answer is marked by the card, and the result stays everybody's."""

import re

import pytest
from django.conf import settings
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
        (Kind.FORECAST, {"probability": "7"}, ["stands", "tens-0", "ones-7"]),
        (Kind.FORECAST, {"probability": "30"}, ["stands", "tens-3", "ones-0"]),
        (Kind.FORECAST, {"probability": "100"}, ["stands", "tens-10", "ones-0"]),
        (Kind.FORECAST, {"abstain": "1"}, []),
    ],
)
def test_the_card_marks_the_rows_of_the_readers_answer(
    client: Client, kind: str, sent: dict[str, object], places: list[str]
) -> None:
    question = QuestionFactory(kind=kind, choices=1 if kind == Kind.FORECAST else 3)
    assert classes_after(client, question, sent) == places


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        (Kind.SINGLE, {"choice": "choice-2"}),
        (Kind.SCALE, {"choice": "choice-2"}),
        (Kind.FORECAST, {"probability": "37"}),
    ],
)
def test_the_result_itself_is_the_same_for_everybody(
    client: Client, kind: str, sent: dict[str, str]
) -> None:
    question = QuestionFactory(kind=kind, choices=1 if kind == Kind.FORECAST else 3)
    question.results = Question.Results.ALWAYS
    question.save()
    address = f"/en/{question.article.slug}/{question.slug}/"
    client.post(f"{address}vote/", sent, follow=True)

    own, others = (one.get(f"{address}results/").content.decode() for one in (client, Client()))
    assert own == others
    assert re.findall(r"picks-|stands|tens-|ones-", own) == []


def test_the_sheet_knows_every_place_on_the_axis() -> None:
    sheet = (settings.BASE_DIR / "static/css/polls.css").read_text()
    for name, most in (("tens", 10), ("ones", 9)):
        places = re.findall(rf"\.{name}-(\d+) {{ --{name}: (\d+); }}", sheet)
        assert places == [(str(place), str(place)) for place in range(1, most + 1)]
