"""A page half of whose texts are not translated: what stands in another language says in which."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from itertools import count
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import override
from modeltranslation.translator import translator
from pytest_django import DjangoAssertNumQueries

from dossier.foreign import marked
from dossier.models import Article, Revision
from polls.groups import renew
from polls.kinds import Answer
from polls.kinds.wording import Said
from polls.models import BallotRevision, Guess, Question, Reason
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
from tests.polls.discussion.reader import HTMX, Reader
from tests.shipped import Shipped
from tests.validating import VOID

pytestmark = pytest.mark.django_db

FEWEST = 10  # voters with whom shares, groups and sides begin
ASKED = [one for one in Question.Kind if one != Question.Kind.OPEN]
# A text of a row says by itself which it is and in which language.
TOKEN = re.compile(r"\b(Fr|En)\d+\b")


class Spoken(HTMLParser):
    """The tokens of a page's body, each with the language that the nearest ``lang`` says."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._languages: list[tuple[str, str]] = []
        self.tokens: list[tuple[str, str]] = []
        body = re.search(r"<body\b[^>]*>(.*)</body>", html, re.S)
        self.feed(body[1] if body else html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._languages.append((tag, dict(attrs).get("lang") or self.language))

    def handle_endtag(self, tag: str) -> None:
        assert self._languages.pop()[0] == tag

    def handle_startendtag(self, _tag: str, _attrs: object) -> None:
        """It says nothing."""

    def handle_data(self, data: str) -> None:
        self.tokens += [(token[0], self.language) for token in TOKEN.finditer(data)]

    @property
    def language(self) -> str:
        return self._languages[-1][1] if self._languages else "en"


def wrong(html: str) -> set[str]:
    """The texts of a page in English that are said to be in another language than they are in."""
    return {token for token, said in Spoken(html).tokens if said != token[:2].lower()}


def half_translate() -> None:
    """Give each text a name of its own, and every other row none in English."""
    numbers = count(1)
    for model in translator.get_registered_models(abstract=False):
        if model in {Reason, Revision}:
            continue
        names = translator.get_options_for_model(model).get_field_names()
        for place, row in enumerate(model.objects.order_by("pk")):
            texts = {
                name: (f"Fr{number}", None if place % 2 else f"En{number}")
                for name, number in zip(names, numbers, strict=False)
                if getattr(row, f"{name}_fr")
            }
            rewritten = {
                f"{name}_{code}": text
                for name, both in texts.items()
                for code, text in zip(("fr", "en"), both, strict=True)
            }
            if rewritten:
                model.objects.filter(pk=row.pk).update(**rewritten)


def answer_of(question: Question, reader: int) -> Answer:
    """What the reader of this number answers."""
    choices = list(question.choices.order_by("position", "pk"))
    rotated = [*choices[reader % len(choices) :], *choices[: reader % len(choices)]]
    match question.kind:
        case Question.Kind.FORECAST:
            return Answer({choices[0].pk: (reader * 17) % 101})
        case Question.Kind.RANKING:
            return Answer({one.pk: rank for rank, one in enumerate(rotated, 1)})
        case Question.Kind.STATEMENTS:
            side = 1 if reader % 2 else -1
            return Answer({one.pk: side if one.pk % 3 else 1 for one in choices})
        case Question.Kind.MULTIPLE:
            return Answer({one.pk: 1 for one in rotated[:2]})
        case Question.Kind.QUIZ:
            return Answer({rotated[0].pk: 100 if rotated[0].correct else 0})
    return Answer({rotated[0].pk: 1})


@pytest.fixture
def reader() -> Reader:
    return Reader("Alice")


@pytest.fixture
def article(shipped: Shipped) -> Article:
    """The first dossier, whose results everybody sees."""
    made = shipped.put()
    made.questions.update(results=Question.Results.ALWAYS, asks_guess=False)
    half_translate()
    return Article.objects.get(pk=made.pk)


@pytest.fixture
def answered(article: Article, reader: Reader) -> Article:
    """Every question of it answered by a few, the reader among them."""
    now = timezone.now()
    readers = [reader.voter, *VoterFactory.create_batch(FEWEST)]
    for question in article.questions.exclude(kind=Question.Kind.OPEN):
        for number, voter in enumerate(readers):
            cast(question=question, voter=voter, answer=answer_of(question, number), now=now)
        if question.kind == Question.Kind.STATEMENTS:
            renew(question, now=now)
    for where in ({}, {"question": article.questions.filter(kind="single")[0]}):
        CommentFactory(article=article, voter=reader.voter, **where)
    return article


def pages(article: Article) -> Iterator[str]:
    yield from ("", "me/", f"{article.slug}/", f"{article.slug}/comments/")
    yield from (f"{article.slug}/{page}" for page in ("results/", "results/brief/", "quiz/"))
    for question in {one.kind: one for one in article.questions.order_by("-pk")}.values():
        own = f"{article.slug}/{question.slug}/"
        yield from (own, f"embed/{own}", f"{own}screen/")
        if question.kind != Question.Kind.QUIZ:
            yield f"{own}comments/"
        if question.kind == Question.Kind.STATEMENTS:
            yield f"{own}standing/"
    yield f"{article.slug}/passages/{article.passages.all()[1].slug}/comments/"


def read(client: Client, page: str) -> str:
    answer = client.get(f"/en/{page}")
    assert answer.status_code == 200, page
    return str(answer.content.decode())


def said_wrong(client: Client, article: Article) -> dict[str, set[str]]:
    found = {page: wrong(read(client, page)) for page in pages(article)}
    return {page: tokens for page, tokens in found.items() if tokens}


def untranslated(question: Question) -> set[str]:
    """The labels that the question’s choices have in French alone."""
    return {one.label_fr for one in question.choices.all() if one.label_en is None}


def told_on(client: Client, question: Question) -> set[str]:
    """The texts on the question’s own page."""
    page = read(client, f"{question.article.slug}/{question.slug}/")
    return {token for token, _said in Spoken(page).tokens}


def test_before_an_answer_every_text_says_in_which_language_it_is(
    client: Client, article: Article
) -> None:
    assert said_wrong(client, article) == {}
    for kind in ("single", "multiple", "scale", "ranking", "quiz"):  # all choices at once
        question = article.questions.filter(kind=kind)[0]
        assert untranslated(question) - told_on(client, question) == set()


def test_after_an_answer_every_text_says_in_which_language_it_is(
    reader: Reader, answered: Article
) -> None:
    assert said_wrong(reader.client, answered) == {}
    for kind in ("single", "multiple", "scale", "ranking", "quiz", "statements"):
        question = answered.questions.filter(kind=kind)[0]
        assert untranslated(question) - told_on(reader.client, question) == set()


@pytest.mark.parametrize("kind", ASKED)
def test_what_comes_back_after_a_form_says_it_too(kind: str) -> None:
    question = QuizQuestionFactory() if kind == "quiz" else QuestionFactory(kind=kind, choices=3)
    if kind == "forecast":
        question.choices.exclude(slug="choice-2").delete()
    half_translate()
    question.choices.filter(slug="choice-2").update(label_en=None)
    forms = {
        "forecast": {"probability": "40"},
        "ranking": {"rank-choice-1": "1"},
        "statements": {"statement": "choice-1", "stance": "agree"},
    }
    address = f"/en/{question.article.slug}/{question.slug}/vote/"
    for headers in ({}, HTMX):
        refused = Reader("Bob").client.post(address, {"choice": "no"}, headers=headers)
        assert refused.status_code == 422
        assert wrong(refused.content.decode()) == set()
    sent = forms.get(kind, {"choice": "choice-1"})
    taken = Reader("Bob").client.post(address, sent, headers=HTMX).content.decode()
    assert wrong(taken) == set()
    assert untranslated(question) & {token for token, _said in Spoken(taken).tokens}


@pytest.fixture
def followed(reader: Reader) -> Article:
    """A dossier with everything that its results can tell."""
    article = ArticleFactory(slug="affair")
    passage = PassageFactory(article=article)
    forecast = QuestionFactory(article=article, kind="forecast", choices=1)
    given = {"article": article, "results": "after_vote", "asks_guess": True, "place": "before"}
    opinion = QuestionFactory(**given, ask_again=True, forecast=forecast)
    others = [
        QuestionFactory(article=article, kind=kind, choices=3)
        for kind in ("multiple", "scale", "ranking")
    ]
    questions = [opinion, forecast, *others, QuizQuestionFactory(article=article)]
    half_translate()
    now = timezone.now()
    for number, voter in enumerate([reader.voter, *VoterFactory.create_batch(2 * FEWEST + 1)]):
        at = now - timedelta(days=2 if number <= FEWEST else 0)
        shares = {str(one.pk): 50 for one in opinion.choices.all()}
        Guess.objects.create(question=opinion, voter=voter, shares=shares, made_at=at)
        places = {opinion: BallotRevision.Place.BEFORE}
        for question in questions:
            place = places.get(question, BallotRevision.Place.ELSEWHERE)
            answer = answer_of(question, number)
            cast(question=question, voter=voter, answer=answer, now=at, place=place)
        if number < FEWEST:
            again, changed = BallotRevision.Place.AGAIN, answer_of(opinion, number + 1)
            cast(question=opinion, voter=voter, answer=changed, now=now, place=again)
            minds.tell(voter=voter, question=opinion, passage=passage, now=now)
    Question.objects.filter(pk=opinion.pk).update(closes_at=now)
    return article


PARTS = ["answers", "history", "shifts", "beside", "minds", "forecasts", "guesses", "wishes"]


@pytest.mark.parametrize(
    ("path", "parts"),
    [("results/", [*PARTS, "informed"]), ("results/brief/", ["figures", "results", "moved"])],
)
def test_every_part_of_the_results_says_it(
    reader: Reader, followed: Article, path: str, parts: list[str]
) -> None:
    html = read(reader.client, f"{followed.slug}/{path}")
    shown = re.findall(r'<section class="part [\w-]+" id="([^"]*)"', html)
    assert [part for part in parts if part not in shown] == []
    assert wrong(html) == set()


@pytest.mark.parametrize("kinds", [("single", "multiple"), ("scale", "ranking")])
def test_two_questions_beside_one_another_say_it(
    reader: Reader, followed: Article, kinds: tuple[str, str]
) -> None:
    asked = [followed.questions.get(kind=kind) for kind in kinds]
    rows, columns = (
        f"{one.slug}:choice-2" if one.kind == "multiple" else one.slug for one in asked
    )
    html = read(reader.client, f"affair/results/cross/?a={rows}&b={columns}")
    assert 'id="cross-title"' in html
    assert wrong(html) == set()


def test_a_guess_and_a_changed_mind_say_it(reader: Reader, followed: Article) -> None:
    opinion = followed.questions.get(kind="single")
    page = f"affair/{opinion.slug}/"
    closed = read(reader.client, page)
    Question.objects.filter(pk=opinion.pk).update(closes_at=None)
    asked, mind = read(Client(), page), read(reader.client, f"{page}changed/")
    assert ['id="guess"' in html for html in (closed, asked, mind)] == [True, True, False]
    assert [wrong(html) for html in (closed, asked, mind)] == [set()] * 3


@pytest.mark.parametrize(("choices", "lacking"), [(2, False), (5, False), (5, True)])
def test_it_costs_no_query(
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    choices: int,
    lacking: bool,
) -> None:
    """However many texts there are, and however many of them are in another language."""
    question = QuestionFactory(choices=choices)
    if lacking:
        question.choices.update(label_en=None)
    address = f"/en/embed/{question.article.slug}/{question.slug}/"
    client.get(address)
    with django_assert_num_queries(7):
        client.get(address)


class Named:
    """A choice, as far as its labels go."""

    def __init__(self, fr: str, en: str | None) -> None:
        self.label_fr, self.label_en, self.label = fr, en, en or fr


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Oui", '<span lang="fr">Oui</span>'),
        ("Oui, Peut-être", '<span lang="fr">Oui</span>, <span lang="fr">Peut-être</span>'),
        ("1. Oui · 2. No", '1. <span lang="fr">Oui</span> · 2. No'),
        ("“Oui” leads; Oui is a word.", '“<span lang="fr">Oui</span>” leads; Oui is a word.'),
        ("Oui (3), No (2)", '<span lang="fr">Oui</span> (3), No (2)'),
        ("“Oui & <non>”: all", '“<span lang="fr">Oui &amp; &lt;non&gt;</span>”: all'),
        ("May 7\n60% Oui\n– No", 'May 7\n60% <span lang="fr">Oui</span>\n– No'),
        ("4 of 7 votes", "4 of 7 votes"),
        ("“7” leads", "“7” leads"),
    ],
)
def test_only_what_is_quoted_or_listed_is_marked(text: str, html: str) -> None:
    labels = [("Oui", None), ("Oui & <non>", None), ("Peut-être", None), ("Non", "No")]
    choices: Any = [Named(*label) for label in (*labels, ("of", None), ("7", None))]
    with override("en"):
        assert marked(text, choices, "label") == html


def test_words_that_quote_are_words_like_others() -> None:
    choice: Any = Named("Oui", None)
    said = Said("“Oui” leads.", [choice])
    with override("en"):
        assert said == "“Oui” leads."
        assert f"{said}" == json.loads(json.dumps(said)) == "“Oui” leads."
        assert format_html("{}", said) == '“<span lang="fr">Oui</span>” leads.'
    with override("fr"):
        assert format_html("{}", said) == "“Oui” leads."
