"""A stream as a browser opens it: server-sent events over ASGI, without Django in between.

Nothing of the reader is read: no cookie, no session. What the page shows, and what it may be shown,
stands in its address (``have``, ``pass``), so that ten thousand pages may come back at once without
a single query.
"""

import re
from collections import Counter
from collections.abc import Awaitable, Callable
from random import randint
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from django.conf import settings
from django.utils import timezone

from dossier import metrics
from polls.live import marks
from polls.live.hub import Hub, Unreadable
from polls.live.pieces import PACKED_HEAD, event, told
from polls.live.rooms import Audience, Send, Stream
from polls.results import passes

type Receive = Callable[[], Awaitable[dict[str, Any]]]
type Scope = dict[str, Any]

_LANGUAGES = "|".join(re.escape(code) for code, _name in settings.LANGUAGES)
_PATH = re.compile(rf"/({_LANGUAGES})/([-\w]{{1,200}})/live/", re.ASCII)
# Milliseconds after which a browser that lost its stream comes back, each its own.
SOONEST, LATEST = 500, 2500
# Seconds for which a browser that is refused goes without.
REFUSED_FOR = 30

_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"vary", b"Accept-Encoding"),
]


class Asked(NamedTuple):
    """What a request for a stream asks for; kept for as long as the stream is open."""

    stream: Stream
    address: str
    """Where it came from; kept nowhere else."""


class Streams:
    """The streams of a process, and how many it takes."""

    def __init__(self) -> None:
        self._hub: Hub | None = None
        self._of_address: Counter[str] = Counter()
        self._leaving = False

    @property
    def hub(self) -> Hub:
        """Made with the first stream, in the loop that serves it."""
        if self._hub is None:
            self._hub = Hub()
        return self._hub

    async def end(self, *, within: float) -> None:
        """Have all readers go elsewhere within so many seconds; then nothing is open any more."""
        self._leaving = True
        if self._hub:
            await self._hub.send_away(within=within)

    async def close(self) -> None:
        if self._hub:
            await self._hub.close()

    async def serve(self, asked: Asked, receive: Receive, send: Send) -> None:
        """Serve one stream until its reader goes, or is sent away."""
        if refusal := self._refusal(asked):
            metrics.streams_dropped.labels(refusal).inc()
            await _refuse(send, 503)
            return
        self._of_address[asked.address] += 1
        try:
            await self._serve(asked, receive, send)
        finally:
            self._of_address[asked.address] -= 1
            if not self._of_address[asked.address]:
                del self._of_address[asked.address]

    def _refusal(self, asked: Asked) -> str:
        """Why the stream is not taken; empty if it is."""
        if self._leaving or self._of_address.total() >= settings.STREAMS_MOST:
            return "limit"
        if self._of_address[asked.address] >= settings.STREAMS_MOST_OF_ADDRESS:
            return "client_limit"
        return ""

    async def _serve(self, asked: Asked, receive: Receive, send: Send) -> None:
        stream = asked.stream
        try:
            admitted = await self.hub.join(stream)
        except Unreadable:
            await _refuse(send, 503)
            return
        if not admitted:
            await _refuse(send, 404)
            return
        try:
            metrics.streams.inc()
            metrics.streams_opened.inc()
            await self._begin(stream, send)
            while (await receive())["type"] != "http.disconnect":
                pass
        finally:
            metrics.streams.dec()
            self.hub.leave(stream)

    async def _begin(self, stream: Stream, send: Send) -> None:
        packed = stream.audience.packed
        headers = [*_HEADERS, (b"content-encoding", b"gzip")] if packed else _HEADERS
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        stream.begin(send)
        retry = f"retry: {randint(SOONEST, LATEST)}\n\n"  # noqa: S311 - no secret
        hello = told(retry + event("beat", {}))  # a page that hears nothing looks for another way
        head = PACKED_HEAD if packed else b""
        stream.push(head + stream.audience.of(hello) + self.hub.catch_up(stream))


def asked_by(scope: Scope) -> Asked | None:
    """What the request asks for, if it is one for a stream."""
    path = _PATH.fullmatch(scope["path"])
    if path is None or scope["method"] != "GET":
        return None
    language, dossier = path.groups()
    headers = dict(scope["headers"])
    query = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
    have = marks.read(query.get("have", ""))
    last = marks.read(headers.get(b"last-event-id", b"").decode("latin-1"))
    given = query.get("pass", "").split(",")[: marks.MOST]
    audience = Audience(
        language=language,
        only=frozenset(have) if "have" in query else None,
        opened=passes.opened_by(given, now=timezone.now()),
        packed=b"gzip" in headers.get(b"accept-encoding", b""),
    )
    client = scope.get("client") or ("",)
    return Asked(Stream(dossier, audience, have | last), address=client[0])


async def _refuse(send: Send, status: int) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"retry-after", str(REFUSED_FOR).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
