"""Texts are sent compressed, also where no proxy does it (docs/decisions/0038).

What is kept for everybody is compressed when it is first asked for so, and kept like that as well.
All else is compressed for the one who asks. nginx (deploy/nginx.conf) names no coding to the site:
it compresses by itself, and here nothing is done for it.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from zlib import MAX_WBITS, compressobj

import brotli
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_string

from dossier.caching import Answer

LEAST = 512  # bytes; a shorter text is a packet more or less at most
RANDOM = 100  # bytes of chance, at most, in an answer to somebody with a CSRF token
# How hard to try for what is kept, and for what is sent once: there about .6 ms for 100 kB.
KEPT = {"br": 5, "gzip": 6}
ONCE = {"br": 3, "gzip": 4}
_TYPES = ("text/", "application/json", "application/atom+xml", "application/xml", "image/svg+xml")
_ACCEPTED = "HTTP_ACCEPT_ENCODING"


class Packed:
    """A body, and its compressed forms once they were asked for."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self._forms: dict[str, bytes] = {}

    @property
    def most(self) -> int:
        """Bytes that body and forms take together, at most: a text shrinks to a third or less."""
        return len(self.body) * 5 // 3

    def form(self, coding: str) -> bytes:
        found = self._forms.get(coding)
        if found is None:
            found = self._forms[coding] = CODINGS[coding](self.body, KEPT[coding])
        return found


class PackedResponse(HttpResponse):
    """An answer from memory, whose compressed forms are kept there too."""

    def __init__(self, packed: Packed, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(packed.body, headers=headers)
        self.packed = packed


def compressing_middleware(get_response: Answer) -> Answer:
    """Compress what is text; to be around all that makes answers or keeps them."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        accepted: str = request.META.get(_ACCEPTED, "")
        if accepted and _is_text(response):
            patch_vary_headers(response, ["Accept-Encoding"])
            coding = coding_of(accepted)
            if coding:
                _compress(response, request, coding)
        return response

    return answer


@lru_cache(maxsize=256)
def coding_of(accepted: str) -> str:
    """The best of our codings that an Accept-Encoding header allows; empty for none."""
    allowed = set()
    for part in accepted.lower().split(","):
        coding, _semicolon, weight = part.partition(";")
        if weight.replace(" ", "").rstrip("0") not in ("q=", "q=0."):
            allowed.add(coding.strip())
    return next((coding for coding in CODINGS if coding in allowed), "")


def _is_text(response: HttpResponse) -> bool:
    """Whether the answer is a whole text, or says that one has not changed."""
    if response.status_code == 304:
        return response.has_header("ETag")
    return (
        not response.streaming
        and not response.has_header("Content-Encoding")
        and response.headers.get("Content-Type", "").startswith(_TYPES)
    )


def _compress(response: HttpResponse, request: HttpRequest, coding: str) -> None:
    """Put the compressed form in the body's place; the entity tag is then a weak one."""
    if response.status_code != 304:
        if len(response.content) < LEAST:
            return
        if isinstance(response, PackedResponse):
            response.content = response.packed.form(coding)
        elif "CSRF_COOKIE" in request.META:
            coding = "gzip"
            response.content = compress_string(response.content, max_random_bytes=RANDOM)
        else:
            response.content = CODINGS[coding](response.content, ONCE[coding])
        response.headers["Content-Length"] = str(len(response.content))
        response.headers["Content-Encoding"] = coding
    etag = response.headers.get("ETag", "")
    if etag.startswith('"'):
        response.headers["ETag"] = f"W/{etag}"


def _gzip(body: bytes, level: int) -> bytes:
    stream = compressobj(level, wbits=MAX_WBITS + 16)
    return stream.compress(body) + stream.flush()


def _brotli(body: bytes, quality: int) -> bytes:
    return brotli.compress(body, mode=brotli.MODE_TEXT, quality=quality)  # type: ignore[no-any-return]


CODINGS: dict[str, Callable[[bytes, int], bytes]] = {"br": _brotli, "gzip": _gzip}
