"""Readers who come back: known by their cookies, with ballots on most questions."""

from random import Random

from django.http import HttpRequest
from django.utils import timezone

from bench import ballots
from dossier.models import Article
from polls import kinds
from polls.demo.answers import answer, invent_person
from polls.models import Choice, Question
from polls.voting import cast, voters

MOST = 0.8  # of the questions that take ballots are answered


def returning(article: Article, *, count: int) -> list[str]:
    """The cookie headers of so many readers who have answered most questions of the dossier."""
    random = Random("returning readers")
    cookies = ballots.new_cookies(count)
    asked = [
        (question, list(Choice.objects.published().filter(question=question)))
        for question in Question.objects.filter(article=article).shown().select_related("article")
        if kinds.of(question).casts_ballots
    ]
    for cookie in cookies:
        _answer(asked, cookie=cookie, random=random)
    return cookies


def _answer(asked: list[tuple[Question, list[Choice]]], *, cookie: str, random: Random) -> None:
    now = timezone.now()
    voter = voters.enrol(key_hash=voters.key_of(_request(cookie)), now=now)
    person = invent_person(random)
    for question, choices in asked:
        said = answer(question, choices, person=person, words=["…"], random=random)
        if said and random.random() < MOST:
            cast(question=question, voter=voter, answer=said, now=now)


def _request(cookie: str) -> HttpRequest:
    request = HttpRequest()
    name, _equals, value = cookie.removeprefix("Cookie: ").partition("=")
    request.COOKIES = {name: value}
    return request
