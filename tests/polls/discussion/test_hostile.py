"""Whatever is sent as a comment is kept safely or refused kindly, and never becomes more."""

from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from polls.markup import quoted, render
from polls.models import Comment
from polls.plaintext import clean
from tests.factories import ArticleFactory, CommentFactory
from tests.polls.discussion.reader import HTMX, Reader, comments_url

CORPUS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</p></li></ol></section><style>*{display:none}</style>",
    "<svg/onload=alert(1)><math><mtext></script>",
    "<!--<img src='--><img src=x onerror=alert(1)>'>",
    "[x](javascript:alert(1)) [y](JaVaScRiPt:alert(1)) [z](java\tscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=) [y](vbscript:x) [z](file:///etc/passwd)",
    '<javascript:alert(1)> <https://a.b" onclick=alert(1)>',
    '[x](https://a.b "t\\" onclick=alert(1)") [y](https://a.b/"><script>)',
    "![x](https://a.b/i.png) [![x](javascript:alert(1))](https://a.b)",
    "[a]: javascript:alert(1)\n[a]",
    "&#106;avascript:alert(1) [x](&#106;avascript:alert(1)) &lt;script&gt;",
    "{{ 7*7 }} {% load static %} ${7*7} #{7*7}",
    "abc\u202edcba\u202c \u2066x\u2069 \u200f\u061c",
    "a\u200bb\u200cc\u200dd\ufeffe\u2060f\u00adg",
    "Z" + "\u0335\u0336\u0337\u0338\u0300\u0301\u0302" * 60 + "algo",
    "Donaudampfschifffahrts" * 150,
    "\u0000null\u0000",
    "half \ud800 a pair \udfff",
    "> " * 60 + "tief",
    "- " * 60 + "tief",
    "\n".join("  " * depth + "- x" for depth in range(40)),
    "> - " * 40 + "x",
    "*" * 4000,
    "[" * 4000,
    "_*" * 2000,
    "[a](" * 1000,
    "`" * 3999,
    "<" * 4000,
    "\\" * 3999,
    "a\n" * 1999 + "b",
    "# Titre\n===\n\n    code\n\n```\nx\n```\n\n---\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    "1986. Une bonne année",
    "\u2028\u2029\x85\x0b\x0c x",
    "🏳️‍🌈👩‍👩‍👧‍👦" * 200,
    "\ufdd0\uffff\U0010ffff x",
]
HARMLESS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a"}
texts = st.one_of(
    st.sampled_from(CORPUS),
    st.text(),
    st.text(alphabet="*_[]()<>!-+1. \n\\`#&:/\"'ahtps", max_size=200),
    st.lists(st.sampled_from(CORPUS), min_size=2, max_size=4).map("\n".join),
)


class Elements(HTMLParser):
    """What a browser makes of some html: its elements with their attributes, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, "what is opened last is closed first"

    def handle_data(self, data: str) -> None:
        self.text += data


@settings(deadline=None, max_examples=300)
@given(texts)
def test_markup_becomes_a_few_elements_and_nothing_else(text: str) -> None:
    elements = Elements(str(render(clean(text))))
    assert elements.open == []
    for tag, attributes in elements.seen:
        assert tag in HARMLESS
        if tag == "a":
            assert set(attributes) == {"href", "rel"}
            assert attributes["rel"] == "ugc nofollow noopener"
            assert (attributes["href"] or "").lower().startswith(("https://", "http://"))
        else:
            assert set(attributes) <= ({"start"} if tag == "ol" else set())


@settings(deadline=None, max_examples=300)
@given(texts)
def test_no_word_is_lost(text: str) -> None:
    """Every letter shows, but for those of an address that a link leads to by other words."""
    plain = clean(text)
    shown = Elements(str(render(plain))).text
    if "](" not in plain:
        letters = [[sign for sign in one if sign.isalpha()] for one in (plain, shown)]
        assert letters[1] == letters[0]
    assert bool(shown.strip()) == bool(plain.strip())


@settings(deadline=None)
@given(texts)
def test_a_quote_is_nothing_but_a_quote(text: str) -> None:
    quote = quoted(clean(text))
    assert all(line.startswith(">") for line in quote.rstrip("\n").split("\n") if line)
    assert quote == "" or quote.endswith("\n\n")


@pytest.mark.django_db
@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(texts, st.sampled_from(["text", "name", "parent", "token", "below", "preview", "quote"]))
@example("x" * 10**6, "text")
@example("[" * 800_000, "text")  # three times as much as it is sent: the most that is read
@example("\u0301" * 400_000, "text")
@example("\ud800" * 5, "name")
def test_whatever_is_sent_is_kept_or_refused_with_what_was_written(text: str, field: str) -> None:
    article, alice = ArticleFactory(), Reader("Alice")
    start = CommentFactory(article=article)
    sent = {"text": "Un argument.", "name": "Alice", "parent": str(start.pk)} | {field: text}
    body = urlencode({key: value.encode("utf-8", "surrogatepass") for key, value in sent.items()})
    form = "application/x-www-form-urlencoded"
    for headers in ({}, HTMX):
        response = alice.client.post(
            comments_url(article), body, content_type=form, headers=headers
        )
        assert response.status_code in {200, 302, 409, 422, 429}
        answer = response.content.decode()
        assert_nothing_runs(answer)
        if response.status_code in {409, 422, 429}:
            assert "<textarea" in answer
    for query in ("", "?sort=approved", f"?at={text[:50]!r}"):
        assert_nothing_runs(alice.reads(article, query))
    stored = Comment.objects.filter(voter=alice.voter).values_list("body", flat=True)
    assert all(len(one) <= 4000 and one == clean(one) for one in stored)


def assert_nothing_runs(page: str) -> None:
    """No script of anybody else's, no style, no handler; tags are closed as they were opened."""
    found = _Page(page)
    assert found.bad == []


class _Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"style", "iframe", "object", "embed", "img", "math"}:
            self.bad.append(tag)
        data = {"application/json", "application/ld+json"}  # which no browser runs
        if tag == "script" and not (given.get("src") or given.get("type") in data):
            self.bad.append(tag)
        self.bad += [name for name in given if name.startswith("on") or name == "style"]
        address = (given.get("href") or "").strip().lower()
        if address.startswith(("javascript:", "data:", "vbscript:")):
            self.bad.append(address)


@pytest.mark.django_db
def test_a_megabyte_is_refused_with_its_text_kept() -> None:
    article = ArticleFactory()
    text = "mot " * 250_000
    response = Client().post(comments_url(article), {"text": text, "name": "Alice"}, follow=True)
    assert response.status_code == 422
    assert text[:4000] in response.content.decode()
    assert not Comment.objects.exists()


@pytest.mark.django_db
def test_more_than_is_read_at_all_is_refused() -> None:
    article = ArticleFactory()
    response = Client().post(comments_url(article), {"text": "[" * 10**7, "name": "A"}, follow=True)
    assert response.status_code in {400, 422}
    assert not Comment.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "sort=%00",
        "at=%00",
        "at=-1",
        "after=9" * 9,
        "before=1e9",
        "page=%F0%9F%92%A9",
        "at=0&after=1",
    ],
)
def test_a_query_that_means_nothing_is_the_first_page(query: str) -> None:
    comment = CommentFactory()
    for address in (f"/en/{comment.article.slug}/", f"/en/comments/{comment.pk}/replies/"):
        page = Client().get(f"{address}?{query}")
        assert page.status_code == 200
        assert f'id="comment-{comment.pk}"' in page.content.decode()
