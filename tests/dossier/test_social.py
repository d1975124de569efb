"""Open Graph: every page that may be shared says what it is, in which language, with a picture."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from dossier.templatetags.social import territorial
from tests.factories import ArticleFactory, PassageFactory, QuestionFactory, QuizQuestionFactory
from tests.linked import Head

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
PAGES = (
    "",
    "affair/",
    "affair/why/",
    "affair/comments/",
    "affair/why/comments/",
    "affair/passages/money/comments/",
    "affair/results/",
    "affair/results/brief/",
    "affair/quiz/",
)
LOCALES = {"fr": "fr_FR", "en": "en_US"}


@pytest.fixture(autouse=True)
def dossier() -> None:
    article = ArticleFactory(slug="affair")
    PassageFactory(article=article, slug="money")
    QuestionFactory(article=article, slug="why", help_en="Say <why>.", help_fr="Dites <pourquoi>.")
    QuizQuestionFactory(article=article, slug="who")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", LOCALES)
def test_a_page_to_share_says_all_that_the_protocol_asks(
    client: Client, language: str, page: str
) -> None:
    path = f"/{language}/{page}"
    answer = client.get(path)
    assert answer.status_code == 200
    meta = [one for one in Head(answer.content.decode()).meta if one[0].startswith("og:")]
    told = dict(meta)
    assert len(told) == len(meta)  # the protocol takes the first of two, whatever the second says
    assert {"og:title", "og:type", "og:image", "og:url"} <= told.keys()  # its four basic ones
    assert all(told.values())
    assert told["og:url"] == SITE + path
    assert told["og:type"] in {"article", "website"}
    assert told["og:site_name"] == "Dossier"
    others = [LOCALES[one] for one in LOCALES if one != language]
    assert [told["og:locale"], told["og:locale:alternate"]] == [LOCALES[language], *others]


@pytest.mark.parametrize("page", ["affair/", "affair/why/", "affair/quiz/"])
def test_the_picture_is_as_large_as_it_is_said_to_be(client: Client, page: str) -> None:
    told = dict(Head(client.get(f"/en/{page}").content.decode()).meta)
    head = picture(client, told["og:image"].removeprefix(SITE))[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    size = [int.from_bytes(head[at : at + 4]) for at in (16, 20)]
    assert size == [int(told["og:image:width"]), int(told["og:image:height"])]
    assert told["og:image:type"] == "image/png"


def picture(client: Client, path: str) -> bytes:
    """A page's own, or the site's, which is a static file."""
    if path.startswith("/static/"):
        return Path(str(finders.find(path.removeprefix("/static/")))).read_bytes()
    return bytes(client.get(path).content)


@pytest.mark.parametrize("page", ["embed/affair/why/", "affair/why/screen/"])
def test_what_is_no_page_to_share_says_nothing(client: Client, page: str) -> None:
    meta = dict(Head(client.get(f"/en/{page}").content.decode()).meta)
    assert [name for name in meta if name.startswith("og:")] == []
    assert meta.get("robots") == (None if page.startswith("embed/") else "noindex")


@pytest.mark.parametrize(
    ("code", "locale"),
    [("fr", "fr_FR"), ("en", "en_US"), ("pt-br", "pt_BR"), ("ar", "ar_EG"), ("xx", "xx")],
)
def test_a_language_is_named_with_the_territory_of_most_of_its_readers(
    code: str, locale: str
) -> None:
    assert territorial(code) == locale
