"""A dossier of whose results page every part has something to say, and how its files are read."""

import csv
import io
from datetime import datetime, timedelta
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

from django.test import Client
from django.utils import timezone

from dossier.models import Article
from polls.kinds import Answer
from polls.models import BallotRevision, Guess, Question, Voter
from polls.sides import minds
from polls.voting import cast
from tests.factories import (
    ArticleFactory,
    CommentFactory,
    PassageFactory,
    QuestionFactory,
    QuizQuestionFactory,
    VoterFactory,
)
from tests.polls.forecasting.test_scores import resolved

VOTERS, MOVED = 24, 8
SVG = "{http://www.w3.org/2000/svg}"
Place = BallotRevision.Place

DRAWN = (
    "history/twice",
    "history/several",
    "history/forecast",
    "history/facts",
    "shifts/twice",
    "shifts/several:choice-1",
    "minds/twice",
    "forecasts/forecast",
    "calibration",
    "wishes/twice",
    "informed/twice",
)
TABLES = ("scores/forecast", "guesses/guessed")
"""Figures that the page does not draw."""


def dossier(*, resolutions: int = 5) -> Article:
    """Everything that readers may see of twenty-four voters; so many forecasts are resolved."""
    article: Article = ArticleFactory(slug="affair", title_fr="L’affaire", title_en="The case")
    forecast = QuestionFactory(
        article=article, slug="forecast", kind="forecast", choices=1, position=3
    )
    again = {"place": "before", "ask_again": True}
    twice = QuestionFactory(article=article, slug="twice", forecast=forecast, position=1, **again)
    several = QuestionFactory(
        article=article, slug="several", kind="multiple", choices=3, position=2, **again
    )
    quiz = QuizQuestionFactory(article=article, slug="facts", position=4)
    guessed = QuestionFactory(
        article=article, slug="guessed", asks_guess=True, results="after_vote", position=5
    )
    # from a morning on: at any hour of these tests, ten have answered by the end of the first day
    morning = timezone.localtime().replace(hour=6, minute=0, second=0, microsecond=0)
    start = morning - timedelta(days=3)
    voters: list[Voter] = VoterFactory.create_batch(VOTERS)
    for number, voter in enumerate(voters):
        at = start + timedelta(hours=number)
        one, other = ("choice-1", "choice-2") if number % 2 else ("choice-2", "choice-1")
        _say(twice, voter, {one: 1}, at, Place.BEFORE)
        _say(several, voter, {f"choice-{1 + number % 3}": 1}, at, Place.BEFORE)
        _say(forecast, voter, {"choice-1": number * 4}, at)
        _say(quiz, voter, {"choice-2": 100} if number < 12 else {"choice-1": 0}, at)
        _say(guessed, voter, {"choice-1" if number < 14 else "choice-2": 1}, at)
        at += timedelta(minutes=30)
        _say(twice, voter, {(other if number < MOVED else one): 1}, at, Place.AGAIN)
        _say(several, voter, {"choice-1": 1, f"choice-{1 + number % 3}": 1}, at, Place.AGAIN)
    _tell(twice, voters[:MOVED])
    _guess(guessed, voters, start)
    now = timezone.now()
    Question.objects.filter(pk=guessed.pk).update(closes_at=now - timedelta(seconds=1))
    resolved(forecast, "yes", at=now - timedelta(hours=1), now=now)
    for _number in range(resolutions - 1):
        _resolve_another(now)
    return article


def _say(
    question: Question,
    voter: Voter,
    values: dict[str, int],
    at: datetime,
    place: Place = Place.ELSEWHERE,
) -> None:
    by_slug = dict(question.choices.values_list("slug", "pk"))
    marks = {by_slug[slug]: value for slug, value in values.items()}
    cast(question=question, voter=voter, answer=Answer(marks), now=at, place=place)


def _tell(question: Question, moved: list[Voter]) -> None:
    """Five were moved by a passage and three by a comment, too few of them either way."""
    passage = PassageFactory(article=question.article, heading_fr="L’argent", heading_en="Money")
    comment = CommentFactory(article=question.article, question=question, body="=Un fait.")
    for number, voter in enumerate(moved):
        by = {"passage": passage if number < 5 else None, "comment": comment}
        if by["passage"]:
            by["comment"] = None
        minds.tell(voter=voter, question=question, now=timezone.now(), **by)


def _guess(question: Question, voters: list[Voter], at: datetime) -> None:
    one, other = question.choices.order_by("position").values_list("pk", flat=True)
    Guess.objects.bulk_create(
        Guess(
            question=question,
            voter=voter,
            shares=[[one, 80], [other, 20]] if number < 14 else [[one, 40], [other, 60]],
            made_at=at,
        )
        for number, voter in enumerate(voters)
    )


def _resolve_another(now: datetime) -> None:
    other = QuestionFactory(kind="forecast", choices=1)
    _say(other, VoterFactory(), {"choice-1": 70}, now - timedelta(days=2))
    resolved(other, "no", at=now - timedelta(hours=1), now=now)


def table(client: Client, address: str) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    response = client.get(address)
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def parsed(svg: bytes) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314, what we have made ourselves


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.read: list[list[list[str]]] = []
        self._inside = False
        self._unheard = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._inside = True
            self.read.append([])
        elif tag == "tr":
            self.read[-1].append([])
        elif tag in {"td", "th"}:
            self.read[-1][-1].append("")
        elif ("class", "visually-hidden") in attributes:
            self._unheard += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._inside = False
        elif tag == "span":
            self._unheard = 0

    def handle_data(self, data: str) -> None:
        row = self.read[-1][-1] if self._inside and self.read[-1] else []
        if row and not self._unheard:
            row[-1] = f"{row[-1]} {data.strip()}".strip().replace("\xa0", " ")


def tables(page: str, *, after: str) -> list[list[list[str]]]:
    """The tables of the page's section or article with this id: rows of cells, as they are read."""
    start = page.index(f'id="{after}"')
    reader = _Tables()
    reader.feed(page[start : page.index("</article>", start)])
    return reader.read
