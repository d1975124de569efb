"""What no browser sends, at every public address: answered with a refusal, never with a failure."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, unquote, urlencode

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from dossier.models import Article
from polls.models import Question
from polls.quiz import sharing
from polls.quiz.score import Score
from tests.browsing import Browser
from tests.factories import (
    CommentFactory,
    PassageFactory,
    QuestionFactory,
    QuizQuestionFactory,
)

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=part"
# Every field of every reader's form, and what the pages read from their query.
FIELDS = (
    "choice probability rank-choice-1 statement stance text name token parent reason note to back "
    "slot known review q sort page enrolled way share-1 share-2 thing consent below from lang k "
    "limit offset a b seen"
).split()
VALUES = {
    "empty": "",
    "NUL": "a\x00b",
    "half a surrogate": "%ED%A0%80",
    "no UTF-8": "%FF%FE",
    "too large for a key": "9" * 20,
    "too large to read": "9" * 5000,
    "negative": "-1",
    "other digits": "²٣",
    "markup": "<script>alert(1)</script>{{ 7|add:7 }}",
    "line breaks": "a\r\nSet-Cookie: b=c",
    "direction": "\u202egnp.exe",
    "many marks": "a" + "\u0301\u0316" * 1000,
}
BODIES = {
    "nothing": (b"", FORM),
    "JSON": (b'{"choice": "choice-1"}', "application/json"),
    "broken JSON": (b"{", "application/json"),
    "no type": (b"choice=choice-1", ""),
    "a megabyte": (b"text=" + b"x" * 1_000_000, FORM),
    "three megabytes": (b"text=" + b"x" * 3_000_000, FORM),
    "arrays": (b"choice[]=choice-1&choice[a]=b&text[]=c", FORM),
    "twice": (b"choice=choice-1&choice=choice-2&text=a&text=b&token=a&token=b", FORM),
    "too many fields": (b"&".join(b"a%d=" % number for number in range(10_001)), FORM),
    "no end": (b"--part\r\nContent-Disposition: form-data; name=text\r\n\r\n", MULTIPART),
    "no boundary": (b"--part--", "multipart/form-data"),
    "a file": (
        (
            b'--part\r\nContent-Disposition: form-data; name="text"; filename="a.txt"\r\n\r\n'
            b"words\r\n--part--\r\n"
        ),
        MULTIPART,
    ),
}
HEADERS: dict[str, dict[str, str]] = {
    "an origin that is none": {"Origin": "http://["},
    "HTMX": {"HX-Request": "true", "HX-Current-URL": "http://[", "HX-Target": "\xff"},
    "a forged cookie": {"Cookie": "dossier_voter=a:b; messages=[; sessionid=\xff"},
    "an entity tag": {"If-None-Match": '"\xff', "If-Modified-Since": "never"},
    "languages": {"Accept-Language": "fr;q=x," * 1000},
}
WELL = range(200, 500)


def addresses(article: Article) -> dict[str, str]:
    """Every public address by its name; for the names of the admin there are other tests."""
    poll: Question = QuestionFactory(article=article, kind=Question.Kind.STATEMENTS)
    QuizQuestionFactory(article=article)
    comment = CommentFactory(article=article)
    score = sharing.token(Score(credit=100, total=1), dossier=article.slug)
    one = {
        "dossier": article.slug,
        "question": poll.slug,
        "passage": PassageFactory(article=article).slug,
        "pk": comment.pk,
        "token": score,
        "form": "md",
        "part": "history",
        "name": poll.slug,
    }
    with translation.override("en"):
        return {
            name: reverse(name, kwargs={key: one[key] for key in keys})
            for name, keys in public_names()
        }


def public_names() -> Iterator[tuple[str, list[str]]]:
    """The names of the readers' addresses, each with what has to be filled in."""
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLResolver) and pattern.app_name != "admin":
            yield from _names(pattern, "")


def _names(resolver: URLResolver, namespace: str) -> Iterator[tuple[str, list[str]]]:
    space = resolver.namespace or namespace
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern, space)
        elif pattern.name:  # what has none catches what is left below an address that has one
            assert isinstance(pattern, URLPattern)
            yield f"{space}:{pattern.name}", list(pattern.pattern.regex.groupindex)


every_address = pytest.mark.parametrize("name", [name for name, _keys in public_names()])


@pytest.fixture
def quiet() -> Client:
    """A reader to whom a failure is a page, as in production."""
    client = Browser(raise_request_exception=False)
    client.post(addresses(QuestionFactory().article)["polls:cast"], {"choice": "choice-1"})
    return client


@pytest.fixture
def address(name: str) -> str:
    return addresses(QuestionFactory().article)[name]


def failures(answers: Iterator[tuple[str, Any]]) -> list[tuple[str, int]]:
    return [(what, one.status_code) for what, one in answers if one.status_code not in WELL]


@every_address
def test_the_head_of_an_answer_can_be_asked_for_alone(
    name: str, address: str, quiet: Client
) -> None:
    asked, whole = quiet.head(address), quiet.get(address)
    assert (asked.status_code, asked.content) == (whole.status_code, b"")


@every_address
def test_no_value_of_a_field_breaks_a_page(name: str, address: str, quiet: Client) -> None:
    def answers() -> Iterator[tuple[str, Any]]:
        for what, value in VALUES.items():
            sent = value if "%" in value else quote(value)
            form = "&".join(f"{field}={sent}" for field in FIELDS)
            yield f"GET {what}", quiet.get(f"{address}?{form}")
            yield f"POST {what}", quiet.post(f"{address}?enrolled=1", form, content_type=FORM)
            alone = {"choice": "choice-1", "text": value, "name": "Reader", "note": value}
            yield (
                f"POST else right, {what}",
                quiet.post(address, urlencode(alone), content_type=FORM),
            )

    assert failures(answers()) == []


@every_address
def test_no_body_breaks_a_page(name: str, address: str, quiet: Client) -> None:
    def answers() -> Iterator[tuple[str, Any]]:
        for what, (body, content_type) in BODIES.items():
            for method in ("GET", "POST", "PUT", "HEAD"):
                path = f"{address}?q=a&page=2"
                yield f"{method} {what}", quiet.generic(method, path, body, content_type)

    assert failures(answers()) == []


@every_address
def test_no_header_breaks_a_page(name: str, address: str, quiet: Client) -> None:
    def answers() -> Iterator[tuple[str, Any]]:
        for what, headers in HEADERS.items():
            yield f"GET {what}", quiet.get(address, headers=headers)
            yield f"POST {what}", quiet.post(address, {"text": "words"}, headers=headers)

    assert failures(answers()) == []


@pytest.mark.parametrize("host", ["elsewhere.example", "testserver:x", "a b", "[", "testserver@a"])
def test_another_sites_name_is_not_ours(host: str, quiet: Client) -> None:
    response = quiet.get("/en/", headers={"Host": host})
    assert (response.status_code, b"elsewhere.example" in response.content) == (400, False)


@pytest.mark.parametrize(
    "path",
    [
        "//[",
        "//[/fr/",
        "//elsewhere.example/fr/",
        "/fr//",
        "/fr/%00/",
        "/fr/a/%00/vote/",
        "/fr/%FF/",
        "/fr/%ED%A0%80/",
        "/fr/%0d%0aSet-Cookie:a=b/",
        "/fr/comments/99999999999999999999/",
        "/fr/comments/" + "9" * 5000 + "/",
        "/fr/comments/-1/",
        "/fr/comments/²/",
        "/fr/a/quiz/score/%00/",
        "/xx/",
        "/" + "a" * 60_000,
        "/" + "../" * 1000,
        "/static/../dossier/settings.py",
        "/static/%2e%2e/dossier/settings.py",
        "/static/%00",
        "/static//etc/passwd",
        "/healthz/%00",
    ],
    ids=lambda path: path[:40],
)
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD"])
def test_a_path_that_leads_nowhere_says_so(path: str, method: str, quiet: Client) -> None:
    response = quiet.generic(method, "/", PATH_INFO=unquote(path, "latin-1"))
    assert response.status_code in {301, 302, 400, 404, 405}
    assert b"//elsewhere.example" not in response.content
