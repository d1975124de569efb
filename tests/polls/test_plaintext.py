"""What readers write, whatever they write: shown as text, never obeyed, never a broken page."""

import time
import unicodedata
import uuid
from html import unescape
from html.parser import HTMLParser

import pytest
from django.test import Client
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dossier.models import Article
from polls.models import Comment
from polls.plaintext import MOST_MARKS, clean, clean_line, is_blank
from polls.templatetags.discussion_text import readers_text
from tests.factories import ArticleFactory, CommentFactory
from tests.polls.discussion.reader import Reader, texts_in

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "</textarea></div><style>*{display:none}</style>",
    "<!-- <b>",
    "&lt;script&gt; &amp; &#x3C;",
    "javascript:alert(1) data:text/html,<b>",
    'https://example.org/"onmouseover="alert(1)',
    "http://example.org/<script>",
    "https://example.org/?a=1&b=2&lt=3 (https://example.org).",
    "http://[::1 http://\u202e/ https://a\u0300\u0301\u0302\u0303\u0304\u0305b",
    "{{ 7|add:7 }} {% load static %} ${7*7}",
    "a\u202eb\u2066c\u2069\u200fd",
    "e" + "\u0301" * 500,
    "\u0000\u0007\u001b[31m",
    "\ufeff\ufffe\uffff",
    "🏳️‍🌈 क्षि می‌خواهم é",
    "x" * 5000,
    "\n\n\n a \r\n\r\n\r\n b \u2028 c",
    "\ud800 \udfff",
]
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(), max_size=300),
    st.lists(st.sampled_from(HOSTILE), max_size=4).map(" ".join),
    st.text("<>\"'&/= :;.http\n\u202e\u0301javascript", max_size=120),
)


class Elements(HTMLParser):
    """The elements of a piece of HTML, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, attrs))
        self.words += "\n" if tag == "br" else ""

    def handle_data(self, data: str) -> None:
        self.words += data


# Made plain


@given(texts)
def test_a_clean_text_is_clean(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert clean_line(clean_line(text)) == clean_line(text)
    categories = {unicodedata.category(sign) for sign in once.replace("\n", "")}
    assert categories.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
    assert not set(once) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff")
    assert "\n\n\n" not in once
    assert once == once.strip()
    once.encode("utf-8")
    assert len(clean_line(text).splitlines()) < 2


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=100))
def test_what_is_seen_is_kept(text: str) -> None:
    blank = set("\u115f\u1160\u3164\uffa0\u2800")
    seen = "".join(sign for sign in unicodedata.normalize("NFC", text) if sign not in blank)
    assert clean(text) == seen


@pytest.mark.parametrize(
    "text", ["می‌خواهم", "क्षि", "👩‍👩‍👧", "🏳️‍🌈", "שָׁלוֹם", "Tiếng Việt", "ธนาคารที่ดี"]
)
def test_scripts_and_emoji_that_need_joiners_and_marks_are_kept(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)


def test_stacks_of_marks_are_cut_low() -> None:
    marks = [sign for sign in clean("x" + "\u0315" * 500 + "y") if unicodedata.combining(sign)]
    assert len(marks) == MOST_MARKS


def test_a_stack_of_marks_as_large_as_a_request_takes_no_longer_than_other_text() -> None:
    """Put in order as they stand, they would take a quarter of an hour."""
    start = time.process_time()
    clean("x" + "\u0315\u0316" * 500_000)
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("text", "blank"),
    [("", True), ("\u00a0\n", True), ("\u200d\u0301", True), (".", False), ("字", False)],
)
def test_blank_is_what_shows_nothing(text: str, blank: bool) -> None:
    assert is_blank(text) == blank


def test_a_megabyte_is_made_plain_at_once() -> None:
    for piece in (" ", "\n", "a ", " \n", "\u0301", "<", "\r", "\u202e"):
        clean(piece * (1_000_000 // len(piece)))


# As HTML


def test_addresses_become_links_and_what_only_looks_so_does_not() -> None:
    text = "Voir https://example.org/a?b=1&c=2, www.example.org, moi@example.org, example.com."
    link = (
        '<a href="https://example.org/a?b=1&amp;c=2" rel="ugc nofollow noopener">'
        "https://example.org/a?b=1&amp;c=2</a>"
    )
    rest = ", www.example.org, moi@example.org, example.com."
    assert readers_text(text) == f"<p>Voir {link}{rest}</p>"


def test_line_breaks_and_paragraphs_are_kept() -> None:
    assert readers_text("a\nb\n\nc <i>") == "<p>a<br>\nb</p>\n<p>c &lt;i&gt;</p>"


def test_a_little_markdown_is_obeyed_and_no_more() -> None:
    text = "**Oui**, *mais* :\n\n- un\n- deux\n\n> cité\n\n# pas un titre, `ni du code`"
    assert readers_text(text) == (
        "<p><strong>Oui</strong>, <em>mais</em> :</p>\n"
        "<ul>\n<li>un</li>\n<li>deux</li>\n</ul>\n"
        "<blockquote>\n<p>cité</p>\n</blockquote>\n"
        "<p># pas un titre, `ni du code`</p>"
    )


# In pages


@pytest.mark.django_db
@settings(deadline=None, max_examples=40)
@given(texts, st.sampled_from(["text", "name"]))
@example("\ud800", "text")
@example("<script>alert(1)</script>", "name")
def test_no_text_or_name_breaks_a_page(text: str, field: str) -> None:
    article, alice = ArticleFactory(), Reader("Alice")
    sent = text.encode("utf-8", "surrogatepass")
    fields = {"text": b"Un argument.", "name": b"Alice", "token": str(uuid.uuid4()).encode()}
    body = "&".join(f"{name}={quoted(value)}" for name, value in (fields | {field: sent}).items())
    response = alice.client.post(
        f"/en/{article.slug}/comments/", body, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code in {302, 422}
    if response.status_code == 302:
        page = alice.reads(article)
        comment = Comment.objects.get(voter=alice.voter)
        shown = clean(sent.decode("utf-8", "replace"))
        assert (comment.body if field == "text" else comment.author_name).split() == (
            shown if field == "text" else clean_line(shown)
        ).split()
    else:
        page = response.content.decode()
    assert harmless(page)


def quoted(value: bytes) -> str:
    return "".join(f"%{byte:02X}" for byte in value)


def harmless(page: str) -> bool:
    """Whether the page has no script, style or handler but the site's own."""
    elements = Elements(page).seen
    scripts = [
        dict(attributes).get("src") or ""
        for tag, attributes in elements
        if tag == "script" and ("type", "application/ld+json") not in attributes  # which never runs
    ]
    handlers = [
        name for _tag, attributes in elements for name, _value in attributes if name[:2] == "on"
    ]
    styles = [tag for tag, attributes in elements if tag == "style" or "style" in dict(attributes)]
    return all(source.startswith("/static/") for source in scripts) and not handlers and not styles


@pytest.mark.django_db
def test_a_megabyte_comes_back_whole() -> None:
    article, alice = ArticleFactory(), Reader("Alice")
    text = "é <b> " * 150_000
    response = alice.post(article, text)
    assert response.status_code == 422
    kept = response.content.decode().split("<textarea")[1].split("</textarea>")[0].split(">", 1)[1]
    assert unescape(kept) == text


@pytest.mark.django_db
def test_a_long_word_and_a_foreign_text_say_what_they_are() -> None:
    article: Article = ArticleFactory()
    CommentFactory(article=article, body="x" * 3000, language="fr")
    page = Client().get(f"/en/{article.slug}/").content.decode()
    assert texts_in(page) == ["x" * 3000]
    assert 'dir="auto"' in page
    assert 'lang="fr"' in page
