"""JSON-LD: the types and properties that schema.org and its readers ask for, and nothing hidden."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from dossier.models import Article, Revision
from polls.models import Question
from polls.sharing.pictures import DRAWING
from tests.factories import ArticleFactory, ChoiceFactory, QuestionFactory, QuizQuestionFactory
from tests.linked import Head, graph, within

pytestmark = pytest.mark.django_db

SITE = "http://testserver"


def is_text(value: Any) -> bool:
    return isinstance(value, str) and value.strip() == value != ""


def is_address(value: Any) -> bool:
    return is_text(value) and urlsplit(value).scheme in {"http", "https"}


def is_moment(value: Any) -> bool:
    return is_text(value) and datetime.fromisoformat(value).tzinfo is not None


def is_date(value: Any) -> bool:
    parts = value.split("-")
    return len(parts) <= 3 and all(one.isdigit() for one in parts) and len(parts[0]) == 4


def is_language(value: Any) -> bool:
    return value in dict(settings.LANGUAGES)


def is_place(value: Any) -> bool:
    return type(value) is int and value >= 1


def a(*kinds: str) -> Any:
    return lambda value: isinstance(value, dict) and value.get("@type") in kinds


def many(*kinds: str) -> Any:
    return lambda value: isinstance(value, list) and value != [] and all(map(a(*kinds), value))


# What every object of a type has to say, and what it may say besides, by schema.org 29: a property
# that the type does not have, or of another type than the property's, is not of its words.
NEEDS: dict[str, dict[str, Any]] = {
    "NewsArticle": {"@id": is_address},
    "Question": {"@id": is_address, "url": is_address, "name": is_text, "text": is_text},
    "Answer": {"text": is_text, "position": is_place},
    "Organization": {"name": is_text, "url": is_address},
    "Person": {"name": is_text},
    "CreativeWork": {},
    "CorrectionComment": {"text": is_text, "datePublished": is_moment},
    "WebSite": {
        "@id": is_address,
        "name": is_text,
        "url": is_address,
        "inLanguage": is_language,
        "image": is_address,
    },
    "ItemList": {"name": is_text, "itemListElement": many("ListItem")},
    "BreadcrumbList": {"itemListElement": many("ListItem")},
    "ListItem": {"position": is_place, "name": is_text},
}
MAY: dict[str, dict[str, Any]] = {
    "NewsArticle": {
        "url": is_address,
        "mainEntityOfPage": is_address,
        "headline": is_text,
        "description": is_text,
        "inLanguage": is_language,
        "image": is_address,
        "author": a("Person", "Organization"),
        "publisher": a("Organization"),
        "dateCreated": is_date,
        "datePublished": is_moment,
        "dateModified": is_moment,
        "isAccessibleForFree": lambda value: value is True,
        "isBasedOn": a("CreativeWork"),
        "correction": many("CorrectionComment"),
        "hasPart": many("Question"),
    },
    "Question": {
        "inLanguage": is_language,
        "image": is_address,
        "isPartOf": a("NewsArticle"),
        "suggestedAnswer": many("Answer"),
        "commentCount": is_place,
    },
    "CreativeWork": {"name": is_text, "url": is_address},
    "ListItem": {"item": is_address, "url": is_address},
}
# What search engines ask of the article that a page is about.
ASKED_OF_ARTICLE = {"headline", "image", "author", "publisher", "datePublished", "dateModified"}


def described(client: Client, path: str) -> list[dict[str, Any]]:
    """What the page says of itself, each object in schema.org's words."""
    answer = client.get(path)
    assert answer.status_code == 200
    things = graph(answer.content.decode())
    for thing in within(things):
        kind = thing["@type"]
        assert NEEDS[kind].keys() <= thing.keys(), thing
        for name, value in thing.items():
            if name != "@type":
                known = NEEDS[kind] | MAY.get(kind, {})
                assert known[name](value), f"{kind}.{name}: {value}"
    return things


@pytest.fixture
def article() -> Article:
    return ArticleFactory(
        slug="affair",
        title_fr="L’affaire",
        title_en="The </script> affair",
        standfirst_en="What *is* said.",
        byline_en="Anna Smith",
        source_url="https://gazette.example/affair",
        dated="2024-03",
        published_at=timezone.now() - timedelta(days=2),
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_of_the_first_dossier_speaks_schema_org(client: Client, language: str) -> None:
    call_command("load_dossier", str(settings.BASE_DIR / "dossier" / "packs" / "openai-musk"))
    article = Article.objects.get()
    home = described(client, f"/{language}/")
    assert [one["@type"] for one in home] == ["WebSite", "ItemList"]
    told, way = described(client, f"/{language}/{article.slug}/")
    assert told.keys() >= ASKED_OF_ARTICLE
    asked = Question.objects.filter(article=article).exclude(place=Question.Place.QUIZ)
    assert len(told["hasPart"]) == asked.count()
    assert way["@type"] == "BreadcrumbList"
    for question in Question.objects.filter(article=article):
        path = f"/{language}/{article.slug}/{question.slug}/"
        (one, steps) = described(client, path)
        assert one["@id"] == SITE + path
        assert [step["position"] for step in steps["itemListElement"]] == [1, 2, 3]


def test_an_article_in_full(client: Client, article: Article) -> None:
    question = QuestionFactory(article=article, slug="why", prompt_en="Why?")
    made_at = timezone.now()
    Revision.objects.create(article=article, number=2, made_at=made_at, note_en="A name.")
    Article.objects.filter(pk=article.pk).update(revision=2, updated_at=made_at)
    (told, way) = described(client, "/en/affair/")
    url = f"{SITE}/en/affair/"
    publisher = {"@type": "Organization", "name": "Dossier", "url": f"{SITE}/en/"}
    assert article.published_at
    assert told == {
        "@type": "NewsArticle",
        "@id": url,
        "url": url,
        "mainEntityOfPage": url,
        "headline": "The </script> affair",
        "description": "What is said.",
        "inLanguage": "en",
        "image": f"{SITE}/en/affair/card.png?v={DRAWING}.2",
        "author": {"@type": "Person", "name": "Anna Smith"},
        "publisher": publisher,
        "dateCreated": "2024-03",
        "datePublished": article.published_at.isoformat(),
        "dateModified": made_at.isoformat(),
        "isAccessibleForFree": True,
        "isBasedOn": {
            "@type": "CreativeWork",
            "name": "Gazette",
            "url": "https://gazette.example/affair",
        },
        "correction": [
            {"@type": "CorrectionComment", "text": "A name.", "datePublished": made_at.isoformat()}
        ],
        "hasPart": [
            {
                "@type": "Question",
                "@id": f"{SITE}{question.get_absolute_url()}".replace("/fr/", "/en/"),
                "url": f"{url}why/",
                "name": "Why?",
                "text": "Why?",
            }
        ],
    }
    assert [step["item"] for step in way["itemListElement"]] == [f"{SITE}/en/", url]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_page_shows_the_picture_of_that_very_page(
    client: Client, article: Article, language: str
) -> None:
    QuestionFactory(article=article, slug="why")
    QuestionFactory(article=article, slug="when", results="after_close")
    QuizQuestionFactory(article=article, slug="who")
    shown = {}
    for page in ("", "affair/", "affair/why/", "affair/when/", "affair/who/"):
        html = client.get(f"/{language}/{page}").content.decode()
        (itself, *_rest) = graph(html)
        assert itself["image"] == dict(Head(html).meta)["og:image"], page
        shown[page] = itself["image"]
    assert len(set(shown.values())) == len(shown)  # and no other page's
    for image in shown.values():
        assert client.get(image.removeprefix(SITE)).headers["Content-Type"] == "image/png"


def test_a_question_without_a_picture_of_its_own_shows_the_sites(
    client: Client, article: Article
) -> None:
    QuestionFactory(article=article, slug="why", status="withdrawn")
    (question, _way) = described(client, "/en/affair/why/")
    assert question["image"] == f"{SITE}/static/img/card.png"


def test_no_title_ends_the_block(client: Client, article: Article) -> None:
    page = client.get("/en/affair/").content.decode()
    assert "The \\u003C/script\\u003E affair" in page
    assert "The </script> affair" not in page


def test_a_question_offers_its_answers_and_gives_none_away(
    client: Client, article: Article
) -> None:
    QuizQuestionFactory(article=article, slug="who", choices=3)
    forecast = QuestionFactory(article=article, slug="when", kind="forecast", choices=0)
    ChoiceFactory(question=forecast)
    (quiz, _way) = described(client, "/en/affair/who/")
    assert [one.keys() for one in quiz["suggestedAnswer"]] == [{"@type", "position", "text"}] * 3
    assert quiz["isPartOf"] == {"@type": "NewsArticle", "@id": f"{SITE}/en/affair/"}
    (foreseen, _way) = described(client, "/en/affair/when/")
    assert "suggestedAnswer" not in foreseen


def test_nothing_is_described_before_readers_may_read_it(
    admin_client: Client, article: Article
) -> None:
    QuestionFactory(article=article, slug="why")
    Article.objects.update(status=Article.Status.DRAFT)
    for path in ("/en/affair/", "/en/affair/why/"):
        answer = admin_client.get(path)
        assert answer.status_code == 200
        assert graph(answer.content.decode()) == []
    (site,) = described(admin_client, "/en/")
    assert site["@type"] == "WebSite"
