"""Who is told what: the streams of a dossier, grouped by what they are to be told alike.

All of it belongs to one event loop; nothing here waits.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from polls.live import marks
from polls.live.marks import Mark, Marks
from polls.live.pieces import Piece, Told, event, told
from polls.live.watching import News
from polls.results.passes import Opened

type Send = Callable[[dict[str, Any]], Awaitable[None]]


class Audience(NamedTuple):
    """Streams to which the same is told: pages of a language that show the same to their reader."""

    language: str
    only: frozenset[int] | None
    """The questions that the page shows; None for all."""
    opened: frozenset[Opened]
    packed: bool

    def of(self, some: Told) -> bytes:
        return some.packed if self.packed else some.plain

    def told(self, pieces: Iterable[Piece], *more: Told) -> bytes:
        """The pieces as this audience is told them, and what else is."""
        return b"".join(map(self.of, [*(one.told_to(self.opened) for one in pieces), *more]))


@lru_cache(maxsize=10_000)
def same_audience(audience: Audience) -> Audience:
    """One object for all equal ones: ten thousand streams then hold it once."""
    return audience


class Stream:
    """A stream of one page, by the function that sends to it once it has begun."""

    __slots__ = ("_send", "audience", "dossier", "known")

    def __init__(self, dossier: str, audience: Audience, known: Marks) -> None:
        self._send: Send | None = None
        self.dossier = dossier
        self.audience = same_audience(audience)
        self.known = known
        """How far its page had come when it arrived."""

    def begin(self, send: Send) -> None:
        """From now on the stream can be sent to; what came before, it catches up with."""
        self._send = send

    def push(self, body: bytes, *, last: bool = False) -> bool:
        """Send without waiting; False, and nothing is sent, if the reader does not keep up.

        An ASGI server is done with a message at once, unless it still holds what it was given
        before.
        """
        if self._send is None:
            return True
        message = {"type": "http.response.body", "body": body, "more_body": not last}
        sending: Any = self._send(message)
        try:
            sending.send(None)
        except StopIteration:
            return True
        sending.close()
        return False


class Arrival(NamedTuple):
    """A stream that waits for a look, and what it waits for: whether its dossier is there."""

    stream: Stream
    admitted: "asyncio.Future[bool]"


@dataclass
class Room:
    """A dossier's streams, and how far it has come."""

    marks: dict[int, Mark] = field(default_factory=dict)
    pieces: dict[str, dict[int, Piece]] = field(default_factory=dict)
    """The newest that somebody needed, by language and question."""
    streams: dict[Audience, set[Stream]] = field(default_factory=dict)

    @property
    def languages(self) -> set[str]:
        return {audience.language for audience in self.streams}

    def all(self) -> list[Stream]:
        return [stream for streams in self.streams.values() for stream in streams]

    def add(self, stream: Stream) -> None:
        self.streams.setdefault(stream.audience, set()).add(stream)

    def remove(self, stream: Stream) -> None:
        streams = self.streams.get(stream.audience, set())
        streams.discard(stream)
        if not streams:
            self.streams.pop(stream.audience, None)

    def take(self, news: News) -> None:
        self.marks = news.marks
        for language, pieces in news.pieces.items():
            self.pieces.setdefault(language, {}).update(pieces)

    def lacks(self, stream: Stream) -> set[int]:
        """Of which questions the stream's page needs a piece that is not ready."""
        ready = self.pieces.get(stream.audience.language, {})
        return {
            pk for pk in self._behind(stream) if pk not in ready or ready[pk].mark != self.marks[pk]
        }

    def catch_up(self, stream: Stream) -> bytes:
        """What brings the stream's page up to date; nothing may lack."""
        ready = self.pieces.get(stream.audience.language, {})
        behind = [ready[pk] for pk in self._behind(stream)]
        return stream.audience.told(behind, self._place()) if behind else b""

    def tell_news(self, news: News) -> Iterator[tuple[Audience, bytes, int]]:
        """What each audience is told of the news, in how many events; nobody without any."""
        place = self._place()
        discussed = {
            language: told(event("discussion", counts))
            for language, counts in news.comments.items()
        }
        for audience in list(self.streams):
            ready = self.pieces.get(audience.language, {})
            shown = news.moved if audience.only is None else news.moved & audience.only
            moved = [ready[pk] for pk in sorted(shown & ready.keys())]
            more = [discussed[audience.language]] if audience.language in discussed else []
            if moved or more:
                yield audience, audience.told(moved, *more, place), len(moved) + len(more)

    def _behind(self, stream: Stream) -> list[int]:
        return marks.behind(stream.known, self.marks, only=stream.audience.only)

    def _place(self) -> Told:
        """How far a page has come that got all: what it names when it comes back."""
        return told(f"id: {marks.written(self.marks)}\n\n")
