"""What anybody may read of dossiers and questions, and what nobody may."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext
from pytest_django import DjangoAssertNumQueries

from dossier.models import Article
from polls.models import Question
from tests.factories import (
    ArticleFactory,
    ChoiceFactory,
    QuestionFactory,
    QuizQuestionFactory,
    UserFactory,
    VoterFactory,
)
from tests.polls.api.asking import ROOT, ask

pytestmark = pytest.mark.django_db
PUBLISHED_AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_dossier() -> None:
    ArticleFactory(
        slug="affair",
        title_en="The affair",
        byline="A. Reporter",
        source_url="https://gazette.example/affair",
        published_at=PUBLISHED_AT,
    )
    about = {
        "dossier": "affair",
        "title": "The affair",
        "standfirst": "What the dossier says.",
        "byline": "A. Reporter",
        "source": "Gazette",
        "source_url": "https://gazette.example/affair",
        "dated": "2024-03",
        "published_at": "2026-03-01T12:00:00Z",
        "revision": 1,
        "url": "http://testserver/en/affair/",
    }
    assert ask("dossiers/affair") == about
    assert ask("dossiers") == {"items": [about], "count": 1}


def test_a_question() -> None:
    closes_at = timezone.now().replace(microsecond=0) + timedelta(days=1)
    question = QuestionFactory(
        slug="why", article__slug="affair", prompt_en="Why?", choices=1, closes_at=closes_at
    )
    ChoiceFactory(question=question, slug="else", position=9, role="other")
    ChoiceFactory(question=question, slug="waiting", status="pending")
    about = {
        "dossier": "affair",
        "question": "why",
        "kind": "single",
        "prompt": "Why?",
        "help": "",
        "status": "open",
        "opens_at": None,
        "closes_at": closes_at.isoformat().replace("+00:00", "Z"),
        "results": "always",
        "result_shows": True,
        "choices": [
            {"choice": "choice-1", "label": "choice-1 (en)", "role": "regular"},
            {"choice": "else", "label": "else (en)", "role": "other"},
        ],
        "url": "http://testserver/en/affair/why/",
    }
    assert ask("questions/affair/why") == about
    assert ask("dossiers/affair/questions") == {"items": [about], "count": 1}


def test_a_quiz_question_tells_nothing_of_its_solution() -> None:
    question = QuizQuestionFactory(article__slug="affair", slug="fact")
    said = ask("questions/affair/fact")
    assert said["choices"] == [
        {"choice": one.slug, "label": one.label_en, "role": "regular"}
        for one in question.choices.all()
    ]
    QuestionFactory(article=question.article, slug="why")
    assert set(said) == set(ask("questions/affair/why"))


@pytest.mark.parametrize("path", ["dossiers/{}", "dossiers/{}/questions", "dossiers/{}/comments"])
def test_a_draft_dossier_is_unknown_even_to_its_editors(path: str) -> None:
    ArticleFactory(slug="draft", status=Article.Status.DRAFT)
    ask(path.format("draft"), status=404)
    desk = Client()
    desk.force_login(UserFactory(is_superuser=True))
    assert desk.get(ROOT + path.format("draft")).status_code == 404
    assert ask("dossiers") == {"items": [], "count": 0}


@pytest.mark.parametrize("path", ["", "/results", "/comments"])
@pytest.mark.parametrize("status", [Question.Status.DRAFT, Question.Status.WITHDRAWN])
def test_questions_that_are_not_published_are_unknown(path: str, status: str) -> None:
    QuestionFactory(article__slug="affair", slug="why", status=status)
    said = ask(f"questions/affair/why{path}", status=404)
    assert said == {"detail": "There is no published question at this address."}
    assert ask("dossiers/affair/questions") == {"items": [], "count": 0}


@pytest.mark.parametrize("path", ["", "/results", "/comments"])
def test_questions_of_a_draft_dossier_are_unknown(path: str) -> None:
    QuestionFactory(article__slug="draft", article__status="draft", slug="why")
    ask(f"questions/draft/why{path}", status=404)


@pytest.mark.parametrize(
    "path",
    ["", "nothing", "vote", "results", "dossiers/", "dossiers/é", "dossiers/a/b", "questions/a"],
)
def test_whatever_else_is_asked_for_is_unknown_and_leads_to_no_page(path: str) -> None:
    for language in ("en", "fr"):
        with translation.override(language):
            said = {"detail": gettext("There is nothing at this address.")}
        assert ask(path, status=404, lang=language) == said


def test_lists_are_paged() -> None:
    article = ArticleFactory(slug="affair")
    for number in range(5):
        QuestionFactory(article=article, slug=f"q{number}", position=number)

    def page(**parameters: Any) -> tuple[list[str], int]:
        said = ask("dossiers/affair/questions", **parameters)
        return [one["question"] for one in said["items"]], said["count"]

    assert page(limit=2) == (["q0", "q1"], 5)
    assert page(limit=2, offset=4) == (["q4"], 5)
    assert page(offset=5) == ([], 5)
    assert page() == (["q0", "q1", "q2", "q3", "q4"], 5)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", 0),
        ("limit", 101),
        ("limit", "many"),
        ("offset", -1),
        ("offset", 10**9),
        ("offset", "\0"),
        ("lang", "de"),
    ],
)
def test_parameters_that_cannot_be_used_are_named(name: str, value: Any) -> None:
    answered = Client(headers={"Accept-Language": "en"}).get(f"{ROOT}dossiers", {name: value})
    assert answered.status_code == 422
    said = answered.json()
    assert said["detail"] == "These parameters cannot be used."
    assert [one["name"] for one in said["parameters"]] == [name]


def test_the_language_is_asked_for_or_preferred() -> None:
    ArticleFactory(slug="affair", title_fr="L’affaire", title_en="The affair")
    address = f"{ROOT}dossiers/affair"

    def told(**asked: str) -> tuple[str, str]:
        query = {"lang": asked["lang"]} if "lang" in asked else {}
        preferred = {"Accept-Language": asked["preferred"]} if "preferred" in asked else {}
        answered = Client().get(address, query, headers=preferred)
        assert answered.headers["Vary"] == "Accept-Language"
        return answered.headers["Content-Language"], answered.json()["title"]

    assert told() == ("fr", "L’affaire")
    assert told(preferred="en") == ("en", "The affair")
    assert told(preferred="de,en;q=0.5") == ("en", "The affair")
    assert told(preferred="fr", lang="en") == ("en", "The affair")
    assert told(preferred="en", lang="fr") == ("fr", "L’affaire")


@pytest.mark.parametrize("many", [1, 3])
def test_lists_take_as_many_queries_however_long_they_are(
    many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(many):
        ArticleFactory(slug=f"dossier-of-{number}")
    article = ArticleFactory(slug="affair")
    QuestionFactory.create_batch(many, article=article, choices=many)
    with django_assert_num_queries(2):
        ask("dossiers")
    with django_assert_num_queries(1):
        ask("dossiers/affair")
    with django_assert_num_queries(4):
        ask("dossiers/affair/questions")


def test_a_reader_is_neither_known_nor_made_known(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """With every cookie of ours the answer is the same, and so is the work."""
    ArticleFactory(slug="affair")
    VoterFactory()
    known = Client()
    known.force_login(UserFactory(is_superuser=True))
    known.cookies["dossier_voter"] = "anything"
    with django_assert_num_queries(1):
        answered = known.get(ROOT + "dossiers/affair")
    stranger = Client().get(ROOT + "dossiers/affair")
    assert answered.content == stranger.content
    assert not answered.cookies
    assert not stranger.cookies
    assert "Cookie" not in answered.headers["Vary"]
