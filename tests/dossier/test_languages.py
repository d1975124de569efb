"""A page and the same page in the other languages; dates and numbers as each language sets them."""

import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import formats, translation

from dossier.templatetags.dossier_text import figure, partial_date, whole
from polls.kinds import wording
from tests.factories import ArticleFactory, QuestionFactory

NB = "\N{NO-BREAK SPACE}"
LINK = re.compile(r'<a href="([^"]*)"\s+hreflang="(\w+)"\s+lang="(\w+)"')
ALTERNATE = re.compile(r'<link rel="alternate"\s+hreflang="([\w-]+)"\s+href="([^"]*)"')


def languages_of(page: str) -> dict[str, str]:
    """Where the page's links to its languages lead, by language."""
    assert all(code == said for _address, code, said in LINK.findall(page))
    return {code: address.replace("&amp;", "&") for address, code, _said in LINK.findall(page)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("/fr/", "/en/"),
        ("/fr/affair/", "/en/affair/"),
        ("/fr/affair/?sort=oldest&page=2", "/en/affair/?sort=oldest&page=2"),
        ("/fr/affair/why/?at=7&x=%C3%A9", "/en/affair/why/?at=7&x=%C3%A9"),
        ("/fr/me/", "/en/me/"),
    ],
)
def test_another_language_shows_the_same_view_of_the_page(
    client: Client, address: str, other: str
) -> None:
    QuestionFactory(article=ArticleFactory(slug="affair"), slug="why")
    assert languages_of(client.get(address).content.decode()) == {"fr": address, "en": other}


@pytest.mark.django_db
def test_machines_are_led_to_the_page_without_what_was_asked_of_it(client: Client) -> None:
    ArticleFactory(slug="affair")
    page = client.get("/fr/affair/?sort=oldest").content.decode()
    assert ALTERNATE.findall(page) == [
        ("fr", "http://testserver/fr/affair/"),
        ("en", "http://testserver/en/affair/"),
    ]
    assert '<link rel="canonical" href="http://testserver/fr/affair/">' in page


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_form_that_was_refused_leads_to_pages_that_can_be_read(
    client: Client, language: str
) -> None:
    """Where a form was sent to nothing can be read: the other language begins at its page."""
    QuestionFactory(article=ArticleFactory(slug="affair"), slug="why")
    refused = client.post(f"/{language}/affair/why/vote/", {"choice": "nonsense"})
    assert refused.status_code == 422
    for address in languages_of(refused.content.decode()).values():
        assert client.get(address, follow=True).status_code == 200


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "1er décembre 2026"), ("en", "1 December 2026")]
)
def test_the_first_of_a_month(language: str, said: str) -> None:
    with translation.override(language):
        assert formats.date_format(date(2026, 12, 1), "DATE_FORMAT") == said
        assert partial_date("2026-12-01") == said


@pytest.mark.parametrize("day", [2, 3, 11, 21, 22, 31])
def test_no_other_day_has_a_suffix_in_french(day: int) -> None:
    with translation.override("fr"):
        assert formats.date_format(date(2026, 12, day)) == f"{day} décembre 2026"


@pytest.mark.parametrize(
    ("language", "short", "month"),
    [
        ("fr", f"01/12/2026 à 9{NB}h{NB}05", "décembre 2026"),
        ("en", "1 Dec 2026, 09:05", "December 2026"),
    ],
)
def test_dates_of_the_newsroom_and_of_months(language: str, short: str, month: str) -> None:
    with translation.override(language):
        at = datetime(2026, 12, 1, 9, 5)  # noqa: DTZ001 - as a clock on the wall shows it
        assert formats.date_format(at, "SHORT_DATETIME_FORMAT") == short
        assert partial_date("2026-12") == month
        assert partial_date("2026") == "2026"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", [f"1{NB}234", "1,5", f"42{NB}%", f"1{NB}234,5", "0,25"]),
        ("en", ["1,234", "1.5", "42%", "1,234.5", "0.25"]),
    ],
)
def test_numbers(language: str, said: list[str]) -> None:
    with translation.override(language):
        assert [
            whole(1234),
            wording.decimal(1.5),
            wording.percent(0.42),
            figure(Decimal("1234.50")),
            wording.hundredths(0.25),
        ] == said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "lacking", "said"),
    [("en", "en", ' lang="fr"'), ("en", "fr", ""), ("fr", "en", "")],
)
def test_a_text_that_a_language_lacks_says_in_which_it_is(
    client: Client, language: str, lacking: str, said: str
) -> None:
    article = ArticleFactory(slug="affair", **{f"title_{lacking}": None})
    question = QuestionFactory(article=article, slug="why", kind="statements")
    question.choices.update(**{f"label_{lacking}": None})
    shown = {"en": "fr", "fr": "en"}[lacking] if lacking == language else language
    page = client.get(f"/{language}/affair/").content.decode()
    assert f"<h1{said}>{getattr(article, f'title_{shown}')}</h1>" in page
    asked = client.get(f"/{language}/affair/why/").content.decode()
    statement = re.search(r'<blockquote class="statement"[^>]*>', asked)
    assert statement
    assert (' lang="fr"' in statement.group()) == bool(said)
