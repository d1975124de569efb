"""Every feed keeps to RFC 4287, element by element, and pages lead to it."""

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import ArticleFactory, CommentFactory, PassageFactory, QuestionFactory
from tests.polls.feeds.reading import ATOM, XML, fetch

pytestmark = pytest.mark.django_db

# RFC 3339, as RFC 4287 3.3 asks: a capital T, a capital Z or an offset.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
# How often each element may stand, by 4.1.1 and 4.1.2; None is any number.
FEED: dict[str, tuple[int, int | None]] = {
    "id": (1, 1),
    "title": (1, 1),
    "updated": (1, 1),
    "subtitle": (0, 1),
    "author": (0, None),
    "link": (1, None),
    "entry": (0, None),
}
ENTRY: dict[str, tuple[int, int | None]] = {
    "id": (1, 1),
    "title": (1, 1),
    "updated": (1, 1),
    "published": (0, 1),
    "content": (1, 1),
    "author": (0, None),
    "link": (1, None),
}


@pytest.fixture
def pages() -> list[str]:
    """The addresses of pages that have a feed, without their language."""
    article = ArticleFactory(slug="affair", byline_fr="Anne", byline_en="Anne")
    passage = PassageFactory(article=article, slug="money")
    question = QuestionFactory(
        article=article, slug="why", closes_at=timezone.now(), results="after_close"
    )
    CommentFactory(article=article, question=question)
    CommentFactory(article=article, question=None, passage=passage)
    text = "*Two* <b>sorts</b>\n\n> of & marks\n\n- [and](https://elsewhere.example/?a=1&b=2)"
    comment = CommentFactory(article=article, question=None, body=text)
    CommentFactory(article=article, question=None, parent=comment, language="en")
    return [
        "",
        "affair/",
        "affair/comments/",
        "affair/why/comments/",
        "affair/passages/money/comments/",
        f"comments/{comment.pk}/",
    ]


def names(node: ET.Element) -> list[str]:
    """What the element holds; all of it is Atom's."""
    assert all(one.tag.startswith(ATOM) for one in node)
    return [one.tag.removeprefix(ATOM) for one in node]


def hold(node: ET.Element, rules: dict[str, tuple[int, int | None]]) -> None:
    found = names(node)
    assert set(found) <= set(rules)
    for name, (least, most) in rules.items():
        assert least <= found.count(name) <= (most or len(found)), name
    for one in node:
        name = one.tag.removeprefix(ATOM)
        text = one.text or ""
        if name == "id":
            assert urlsplit(text).scheme == "http"
            assert text.strip() == text
        elif name in {"updated", "published"}:
            assert MOMENT.fullmatch(text), text
        elif name in {"title", "subtitle"}:
            assert one.attrib == {}  # plain text, 3.1.1.1: no child, no markup that is meant
            assert len(one) == 0
        elif name == "author":
            assert names(one).count("name") == 1
            assert one.findtext(f"{ATOM}name", "").strip()
        elif name == "link":
            assert one.attrib.keys() <= {"rel", "href", "type", "hreflang", "title", "length"}
            assert urlsplit(one.attrib["href"]).scheme == "http"
    links = [
        (one.get("rel"), one.get("type"), one.get("hreflang"))
        for one in node.iter(f"{ATOM}link")
        if one in list(node)
    ]
    alternates = [link for link in links if link[0] == "alternate"]
    assert len(set(alternates)) == len(alternates) >= 1


class Markup(HTMLParser):
    """A content of HTML: what opens is closed, and nothing in it runs."""

    VOID = frozenset({"br", "hr", "img"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "style", "iframe", "form", "object"}
        assert [name for name, _value in attrs if name.startswith("on")] == []
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_feed_keeps_to_the_rules(client: Client, pages: list[str], language: str) -> None:
    ids: list[str] = []
    for page in pages:
        path = f"/{language}/{page}feed/"
        response: Any = fetch(client, path)
        assert response.status_code == 200, path
        assert response.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
        root = ET.fromstring(response.content)  # noqa: S314 - our own
        assert root.tag == f"{ATOM}feed"
        assert root.attrib == {f"{XML}lang": language}
        hold(root, FEED)
        assert root.findtext(f"{ATOM}author/{ATOM}name")  # so every entry has one, 4.1.1
        itself = [one for one in root.findall(f"{ATOM}link") if one.get("rel") == "self"]
        assert [one.attrib["href"] for one in itself] == [f"http://testserver{path}"]
        entries = root.findall(f"{ATOM}entry")
        assert entries, path
        for entry in entries:
            hold(entry, ENTRY)
            content = entry.find(f"{ATOM}content")
            assert content is not None
            assert content.attrib == {"type": "html"}
            assert len(content) == 0
            Markup(content.text or "")
        ids.append(root.findtext(f"{ATOM}id", ""))
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("page", ["", "affair/", "affair/why/"])
def test_a_page_leads_to_its_feeds(client: Client, pages: list[str], page: str) -> None:
    html = client.get(f"/en/{page}").content.decode()
    links = re.findall(r'<link rel="alternate"\s+type="application/atom\+xml"[^>]*>', html)
    assert links
    for link in links:
        (address,) = re.findall(r'href="http://testserver([^"]*)"', link)
        assert fetch(client, address).headers["Content-Type"].startswith("application/atom+xml")
