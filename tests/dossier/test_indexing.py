"""What search engines are told of: every page that anybody may read, in each language."""

import re
import xml.etree.ElementTree as ET

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import ArticleFactory, QuestionFactory, QuizQuestionFactory

pytestmark = pytest.mark.django_db

SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def pages(client: Client) -> dict[str, dict[str, str]]:
    """The addresses told of, each with those in all languages."""
    answer = client.get("/sitemap.xml")
    assert answer.headers["Content-Type"] == "application/xml"
    tree = ET.fromstring(answer.content)  # noqa: S314 - our own
    return {
        url.findtext("s:loc", "", SPACE).removeprefix("http://testserver"): {
            link.attrib["hreflang"]: link.attrib["href"].removeprefix("http://testserver")
            for link in url.findall("x:link", SPACE)
        }
        for url in tree.findall("s:url", SPACE)
    }


def test_every_public_page_is_told_once_in_each_language_with_the_others(client: Client) -> None:
    article = ArticleFactory(slug="published")
    QuestionFactory(article=article, slug="asked")
    found = pages(client)
    paths = ["", "published/", "published/results/", "published/results/brief/", "published/asked/"]
    assert found.keys() == {f"/{code}/{path}" for code in ("en", "fr") for path in paths}
    for path in paths:
        both = {"en": f"/en/{path}", "fr": f"/fr/{path}"}
        assert found[f"/en/{path}"] == found[f"/fr/{path}"] == both


def test_every_page_told_of_answers_and_calls_itself_so(client: Client) -> None:
    QuestionFactory(article=ArticleFactory(slug="published"), slug="asked")
    for path in pages(client):
        answer = client.get(path)
        assert answer.status_code == 200
        text = answer.content.decode()
        assert re.findall(r'<link rel="canonical" href="([^"]+)">', text) == [
            f"http://testserver{path}"
        ]
        assert 'content="noindex"' not in text
        assert len(re.findall(r'<meta name="description"', text)) == 1


def test_what_is_not_public_is_not_told_of(client: Client) -> None:
    draft = ArticleFactory(slug="draft", status="draft", published_at=None)
    QuestionFactory(article=draft, slug="unseen")
    published = ArticleFactory(slug="published")
    QuestionFactory(article=published, slug="withdrawn", status="withdrawn")
    QuizQuestionFactory(article=published, slug="quiz-1")
    told = " ".join(pages(client))
    assert "/published/" in told
    assert not re.findall("draft|unseen|withdrawn|quiz", told)


def test_it_costs_the_same_queries_however_many_pages_there_are(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 3):
        for _ in range(count):
            QuestionFactory()
        with django_assert_num_queries(2):
            client.get("/sitemap.xml")


def test_robots_are_told_where_the_pages_are_and_where_not_to_go(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /*/me/",
        "Disallow: /*/live/",
        "",
        "Sitemap: http://testserver/sitemap.xml",
    ]


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml"])
def test_both_may_be_kept_for_an_hour_and_set_no_cookie(client: Client, path: str) -> None:
    answer = client.get(path)
    assert sorted(answer.headers["Cache-Control"].split(", ")) == ["max-age=3600", "public"]
    assert not answer.cookies
