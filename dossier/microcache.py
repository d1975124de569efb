"""What is the same for everybody is made once for a moment, and answered from memory meanwhile.

Each process keeps the answers that say of themselves that they are public (dossier/caching.py),
with all their headers, for at most ``MICROCACHE_MS`` milliseconds. Once three quarters of that
have passed, one request makes the answer anew while the others still get the one that is kept;
where none is kept yet, the others wait for the first. A reader whom a cookie of ours tells apart
is given only what does not depend on cookies.

A shared cache in front that keeps an answer to the end of the second in which it got it says so
(``X-Kept-To``, deploy/nginx.conf): it is given what was made in this second, so that the time here
and the time there are one second together and not two.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from threading import Event, Lock
from time import monotonic, time

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from dossier import metrics
from dossier.caching import RENEWED_FROM, Answer, is_told_apart, names_etag, not_modified
from dossier.compressing import Packed, PackedResponse
from dossier.shelf import Shelf

BYTES = 32 * 2**20
OVERHEAD = 4096  # bytes of a kept answer beside its body, at most
PATIENCE = 10.0  # seconds for which a request waits for the answer that another one makes

# What an answer may vary by and still be kept: all of it is in the name that it is kept under.
_NAMED = frozenset({"cookie", "hx-request"})
_IF_NONE_MATCH = "HTTP_IF_NONE_MATCH"
_KEPT_TO = "HTTP_X_KEPT_TO"
_LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Kept:
    """An answer as it left the site, and when its making began."""

    packed: Packed
    headers: tuple[tuple[str, str], ...]
    by_cookie: bool
    """Whether a reader with a cookie gets another answer."""
    made_at: float
    second: int
    """In which second of the clock that was."""
    match: ResolverMatch | None
    """Which view made it."""

    def answer(self, request: HttpRequest) -> HttpResponse:
        """What the request gets: the answer, or only that it is still the one it names."""
        metrics.note_hit("microcache")
        request.resolver_match = self.match
        response = HttpResponse() if request.method == "HEAD" else PackedResponse(self.packed)
        for name, value in self.headers:
            response.headers[name] = value
        return _or_unchanged(response, request)


shelf: Shelf[Kept] = Shelf(BYTES)


class MicrocacheMiddleware:
    """Answer from memory what is public and young enough; to be around all that makes answers."""

    def __init__(self, get_response: Answer) -> None:
        self._oldest = settings.MICROCACHE_MS / 1000
        if not self._oldest:
            raise MiddlewareNotUsed
        self._get_response = get_response
        self._making: dict[Hashable, Event] = {}
        self._lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_a_readers_page(request):
            return self._get_response(request)
        name, now = _name(request), monotonic()
        kept = shelf.get(name)
        if (kept is None or kept.by_cookie) and is_told_apart(request):
            return self._made(name, request)
        if kept and kept.second != int(time()) and _KEPT_TO in request.META:
            kept = None
        if kept and now - kept.made_at < self._oldest * RENEWED_FROM:
            return kept.answer(request)
        return self._made_once(name, request, kept=kept)

    def _made_once(
        self, name: Hashable, request: HttpRequest, *, kept: Kept | None
    ) -> HttpResponse:
        """The answer made anew, or what another request makes or has left."""
        with self._lock:
            others = self._making.get(name)
            made = self._making.setdefault(name, Event())
        if others is None:
            try:
                return self._made_whole(name, request)
            finally:
                self._making.pop(name).set()
        if not self._is_young(kept):
            made.wait(PATIENCE)
            kept = shelf.get(name)
        if kept and self._is_young(kept):
            return kept.answer(request)
        return self._made(name, request)

    def _is_young(self, kept: Kept | None) -> bool:
        return kept is not None and monotonic() - kept.made_at < self._oldest

    def _made_whole(self, name: Hashable, request: HttpRequest) -> HttpResponse:
        """Made as for one who has nothing of it yet, since others may not."""
        asked = request.META.pop(_IF_NONE_MATCH, None)
        response = self._made(name, request)
        if asked:
            request.META[_IF_NONE_MATCH] = asked
        return _or_unchanged(response, request)

    def _made(self, name: Hashable, request: HttpRequest) -> HttpResponse:
        """The site's own answer, which is kept if it is public."""
        made_at, second = monotonic(), int(time())
        metrics.cache_misses.labels("microcache").inc()
        response = self._get_response(request)
        varies_by = _varies_by(response)
        by_cookie = "cookie" in varies_by
        if (
            _is_public(response)
            and varies_by <= _NAMED
            and not (by_cookie and is_told_apart(request))
        ):
            packed, headers = _packed(name, response), tuple(response.headers.items())
            match = request.resolver_match
            kept = Kept(packed, headers, by_cookie, made_at=made_at, second=second, match=match)
            shelf.put(name, kept, size=packed.most + OVERHEAD)
            return PackedResponse(packed, headers=response.headers)
        return response


def _is_a_readers_page(request: HttpRequest) -> bool:
    """Whether it is read, not sent, and below a language: no file, no desk, no probe."""
    language, _slash, _rest = request.path_info[1:].partition("/")
    return request.method in {"GET", "HEAD"} and language in _LANGUAGES


def _name(request: HttpRequest) -> Hashable:
    meta = request.META
    return (
        request.scheme,
        meta.get("HTTP_HOST"),
        request.path_info,
        meta.get("QUERY_STRING"),
        meta.get("HTTP_HX_REQUEST"),
    )


def _packed(name: Hashable, response: HttpResponse) -> Packed:
    """The body; with its compressed forms, if it is still the one that is kept."""
    kept = shelf.get(name)
    return (
        kept.packed if kept and kept.packed.body == response.content else Packed(response.content)
    )


def _or_unchanged(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Only that the answer is still the same, to a request that names it."""
    asked, etag = request.META.get(_IF_NONE_MATCH), response.headers.get("ETag")
    if asked and etag and response.status_code == 200 and names_etag(asked, etag):
        return not_modified(response)
    return response


def _is_public(response: HttpResponse) -> bool:
    """Whether it says of itself that it is, and is a whole answer that sets no cookie."""
    return (
        response.status_code == 200
        and response.has_header("ETag")
        and response.headers.get("Cache-Control", "").startswith("public")
        and not (response.streaming or response.cookies)
    )


def _varies_by(response: HttpResponse) -> set[str]:
    named = response.headers.get("Vary", "").lower().split(",")
    return {name.strip() for name in named} - {""}
