"""A table of two questions is the very same wherever it is told, however readers ask for it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from polls.models import Question
from tests.factories import ArticleFactory, QuestionFactory
from tests.polls.insight.test_cross import ONE, TWO, answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Question, Question]:
    article = ArticleFactory()
    first, second = (QuestionFactory(article=article, slug=slug) for slug in ("first", "second"))
    for one, other in ((ONE, ONE), (ONE, TWO), (TWO, ONE), (TWO, TWO)):
        answer((first, one), (second, other), times=8)
    return first, second


def cells(client: Client, question: Question, a: str, b: str, language: str = "en") -> list[str]:
    """What stands in the body of the table, row by row, without shares."""
    address = f"/{language}/{question.article.slug}/results/cross/"
    page = client.get(address, {"a": a, "b": b}).content.decode()
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    return re.findall(r"<td>(\d+)", body)


def test_no_order_and_no_language_tells_of_a_vote_that_the_others_do_not(
    client: Client, pair: tuple[Question, Question], settings: Settings
) -> None:
    settings.MICROCACHE_MS = 1000
    client.cookies["dossier_voter"] = "unknown"
    with time_machine.travel(timezone.now(), tick=False) as clock:
        before = cells(client, pair[0], "first", "second")
        answer((pair[0], ONE), (pair[1], TWO), times=1)
        clock.shift(timedelta(seconds=90))
        assert cells(client, pair[0], "first", "second") == before
        assert cells(client, pair[0], "first", "second", "fr") == before
        swapped = cells(client, pair[0], "second", "first")
        assert (swapped[1], swapped[4]) == (before[4], before[1])
        clock.shift(timedelta(seconds=600))
        after = cells(client, pair[0], "first", "second")
    assert [int(new) - int(old) for old, new in zip(before, after, strict=True)] == [
        *(0, 1, 0, 1),
        *(0, 0, 0, 0),
        *(0, 0, 0),
    ]
