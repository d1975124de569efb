"""Texts are sent compressed to who takes them so: once for all, anew for one, and never wrongly."""

import gzip
import zlib
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from dossier import compressing
from dossier.compressing import Packed, PackedResponse, coding_of, compressing_middleware
from tests.browsing import Browser
from tests.factories import ArticleFactory, PassageFactory, QuestionFactory, UserFactory

TEXT = "Words come again and again, and again. " * 40
OPENED: dict[str, Callable[[bytes], bytes]] = {
    "br": brotli.decompress,
    "gzip": gzip.decompress,
    "": bytes,
}


def ask(response: Any, accepted: str = "gzip, br", **meta: Any) -> Any:
    def view(_request: HttpRequest) -> HttpResponse:
        answer: HttpResponse = response
        return answer

    request = RequestFactory().get("/en/", headers={"Accept-Encoding": accepted})
    request.META |= meta
    return compressing_middleware(view)(request)


def text_of(response: Any) -> str:
    return OPENED[response.headers.get("Content-Encoding", "")](response.content).decode()


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("BR ; q=0.1, gzip", "br"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br; q=0.000, gzip;q=0", ""),
        ("identity", ""),
        ("deflate, *;q=0", ""),
        ("brother, gzipped", ""),
    ],
)
def test_the_best_coding_is_one_that_the_browser_takes(accepted: str, coding: str) -> None:
    assert coding_of(accepted) == coding
    answer = ask(HttpResponse(TEXT), accepted)
    assert answer.headers.get("Content-Encoding", "") == coding
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert text_of(answer) == TEXT


@pytest.mark.parametrize("accepted", ["br", "gzip"])
def test_the_headers_say_what_is_sent(accepted: str) -> None:
    response = HttpResponse(TEXT, headers={"ETag": '"tag"', "Vary": "Cookie"})
    response.headers["Content-Length"] = len(TEXT)
    answer = ask(response, accepted)
    assert int(answer.headers["Content-Length"]) == len(answer.content) < len(TEXT) / 5
    assert answer.headers["ETag"] == 'W/"tag"'
    assert answer.headers["Vary"] == "Cookie, Accept-Encoding"


def test_who_names_no_coding_gets_the_answer_as_it_is() -> None:
    """So does nginx, which compresses by itself, and keeps nothing that varies by the coding."""
    answer = ask(HttpResponse(TEXT, headers={"ETag": '"tag"'}), "")
    assert answer.content.decode() == TEXT
    assert not {"Content-Encoding", "Vary"} & set(answer.headers)
    assert answer.headers["ETag"] == '"tag"'


def test_that_nothing_changed_is_said_under_the_tag_of_the_compressed_answer() -> None:
    unchanged = HttpResponseNotModified(headers={"ETag": '"tag"'})
    answer = ask(unchanged)
    assert (answer.headers["ETag"], answer.headers["Vary"]) == ('W/"tag"', "Accept-Encoding")
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(TEXT, content_type="image/png"),
        HttpResponse(TEXT, headers={"Content-Encoding": "br"}),
        HttpResponse("short"),
        HttpResponse(status=302),
    ],
)
def test_what_gains_nothing_is_left_alone(response: HttpResponse) -> None:
    before = response.content, response.headers.get("Content-Encoding")
    answer = ask(response)
    assert (answer.content, answer.headers.get("Content-Encoding")) == before


def test_a_stream_is_left_alone() -> None:
    answer = ask(StreamingHttpResponse([TEXT], content_type="text/event-stream"))
    assert "Content-Encoding" not in answer.headers
    assert answer.getvalue().decode() == TEXT


def test_what_is_kept_is_compressed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def counted(body: bytes, level: int) -> bytes:
        asked.append(level)
        return zlib.compress(body, level, wbits=31)

    monkeypatch.setitem(compressing.CODINGS, "gzip", counted)
    packed = Packed(TEXT.encode())
    answers = [ask(PackedResponse(packed), "gzip") for _ in range(3)]
    assert {text_of(answer) for answer in answers} == {TEXT}
    assert asked == [compressing.KEPT["gzip"]]


def test_a_page_with_a_token_differs_in_length_by_chance() -> None:
    """Or its length could tell, request by request, what the token is (BREACH)."""
    answers = [ask(HttpResponse(TEXT), CSRF_COOKIE="secret") for _ in range(40)]
    assert {answer.headers["Content-Encoding"] for answer in answers} == {"gzip"}
    assert {text_of(answer) for answer in answers} == {TEXT}
    assert len({len(answer.content) for answer in answers}) > 5


@pytest.mark.django_db
class TestTheSite:
    @pytest.fixture
    def dossier(self) -> str:
        article = ArticleFactory()
        PassageFactory(article=article)
        QuestionFactory(article=article, slug="question")
        return f"/en/{article.slug}/"

    @pytest.mark.parametrize("milliseconds", [0, 1000])
    @pytest.mark.parametrize("accepted", ["br", "gzip"])
    def test_a_page_is_the_same_however_it_comes(
        self, dossier: str, settings: Settings, milliseconds: int, accepted: str
    ) -> None:
        settings.MICROCACHE_MS = milliseconds
        client = Client()
        plain = client.get(dossier)
        for _ in range(2):
            packed = client.get(dossier, headers={"Accept-Encoding": accepted})
            assert packed.headers["Content-Encoding"] == accepted
            assert text_of(packed) == plain.content.decode()
            assert len(packed.content) < len(plain.content) / 3
        assert packed.headers["Vary"] == "Cookie, Accept-Encoding"
        assert packed.headers["ETag"] == f"W/{plain.headers['ETag']}"

    @pytest.mark.parametrize("milliseconds", [0, 1000])
    def test_a_compressed_page_is_not_sent_again_to_who_has_it(
        self, dossier: str, settings: Settings, milliseconds: int
    ) -> None:
        settings.MICROCACHE_MS = milliseconds
        client = Client(headers={"Accept-Encoding": "br"})
        for path in ("/en/", dossier, f"{dossier}question/", f"{dossier}question/results/"):
            etag = client.get(path).headers["ETag"]
            for _ in range(2):
                again = client.get(path, headers={"If-None-Match": etag})
                assert (again.status_code, again.content) == (304, b"")

    def test_a_voters_own_page_is_compressed_as_well(
        self, dossier: str, settings: Settings
    ) -> None:
        settings.MICROCACHE_MS = 1000
        voter = Browser()
        voter.post(f"{dossier}question/vote/", {"choice": "choice-1", "back": "dossier"})
        page = voter.get(dossier, headers={"Accept-Encoding": "gzip, br"})
        assert page.headers["Content-Encoding"] == "br"
        assert "Your answer:" in text_of(page)
        assert "private" in page.headers["Cache-Control"]

    def test_the_newsroom_s_pages_are_compressed_with_chance(self) -> None:
        editor = Client()
        editor.force_login(UserFactory(groups=["Editors"]))
        page = editor.get("/admin/password_change/", headers={"Accept-Encoding": "gzip, br"})
        assert page.headers["Content-Encoding"] == "gzip"
        assert "csrfmiddlewaretoken" in text_of(page)
