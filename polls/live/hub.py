"""The streams of a process and its one watcher, which looks while anybody is there.

Between two looks lies ``EVERY``. Where a bell over Redis is heard, it calls for the looks, and
versions are compared without a call only now and then. Whoever arrives with a page that is not the
newest waits for the next look.
"""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from typing import Any

from django.db import close_old_connections, connections
from django.utils import timezone

from dossier import metrics
from polls.live.bell import Bell
from polls.live.pieces import event, told
from polls.live.rooms import Arrival, Room, Stream
from polls.live.watching import News, Wanted, Watcher

EVERY = 0.25  # seconds from one look to the next, unless what it brings takes long to be sent
UNCALLED = 5.0  # seconds between two looks while the bell is heard
BEATS = 20  # seconds between two signs of life of a stream
LATE = 3.0  # seconds without an answer of the database after which readers are told
AT_ONCE = 500  # streams to send to before others have their turn
MOST_OF_IT = 0.8  # of the time to leave, so that the last has time to arrive

_log = logging.getLogger(__name__)


class Unreadable(Exception):
    """The database does not answer: nothing can be told."""


class Hub:
    """Everything that a process knows of its streams; belongs to one event loop."""

    def __init__(self) -> None:
        self.rooms: dict[str, Room] = {}
        self._arrivals: list[Arrival] = []
        self._call = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="watcher")
        self._watcher = Watcher()
        self._bell = Bell(self._call.set)
        self._silent_since: float | None = None
        self._late = False
        self._tasks = [
            asyncio.create_task(self._look_forever()),
            asyncio.create_task(self._beat_forever()),
        ]

    async def join(self, stream: Stream) -> bool:
        """Have the stream told what moves from now on; False where there is no such dossier.

        What brings its page up to date is ready then (``catch_up``). Raises Unreadable.
        """
        room = self.rooms.get(stream.dossier)
        if room and not room.lacks(stream):
            room.add(stream)
            return True
        admitted: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._arrivals.append(Arrival(stream, admitted))
        self._call.set()
        return await admitted

    def catch_up(self, stream: Stream) -> bytes:
        """What the page of a stream that has joined lacks, to be sent first; told only once."""
        body = self.rooms[stream.dossier].catch_up(stream)
        stream.known = {}
        return body

    def leave(self, stream: Stream) -> None:
        room = self.rooms.get(stream.dossier)
        if room:
            room.remove(stream)
            if not room.streams:
                del self.rooms[stream.dossier]

    async def send_away(self, *, within: float) -> None:
        """Have every reader open another stream, each at a moment of its own, and end theirs."""
        await self._push(self._all(), "move", {"within": round(MOST_OF_IT * within * 1000)})
        await asyncio.sleep(within)
        for stream in self._all():
            stream.push(b"", last=True)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self._bell.close()
        self._thread.submit(connections.close_all)
        self._thread.shutdown()

    async def _look_forever(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            if self.rooms or self._arrivals:
                await self._look()
            took = loop.time() - began  # with many streams mostly the sending
            await asyncio.sleep(max(EVERY - took, took / 5))
            if not self._arrivals:
                await self._wait_for_call()

    async def _wait_for_call(self) -> None:
        """Until the bell rings or somebody arrives; no longer than nothing can be missed."""
        patience: float | None = None
        if self.rooms:
            is_called = self._bell.is_heard and not self._silent_since
            patience = min(UNCALLED, self._watcher.next_turn()) if is_called else 0
        with suppress(TimeoutError):
            await asyncio.wait_for(self._call.wait(), patience)
        self._call.clear()

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        arrivals, self._arrivals = self._arrivals, []
        try:
            wanted = self._wanted(arrivals)
            news = await loop.run_in_executor(self._thread, self._look_from_thread, wanted)
            await self._hand_out(news)
        except Exception:  # noqa: BLE001 - whatever it is, the next look is made
            metrics.watch_failures.inc()
            if self._silent_since is None:
                _log.exception("Nothing can be told of what moves, for the time being.")
            await self._wait_for_database(arrivals)
        else:
            self._silent_since = None
            await self._tell_whether_late(late=False)
            self._admit(arrivals, news)
            self._close_empty_rooms()

    def _look_from_thread(self, wanted: Wanted) -> dict[str, News]:
        try:
            return self._watcher.look(wanted)
        except Exception:
            close_old_connections()  # not before each look, which would be a query more
            raise

    def _wanted(self, arrivals: Iterable[Arrival]) -> dict[str, dict[str, set[int]]]:
        wanted: dict[str, dict[str, set[int]]] = {
            slug: {language: set() for language in room.languages}
            for slug, room in self.rooms.items()
        }
        for stream, _admitted in arrivals:
            languages = wanted.setdefault(stream.dossier, {})
            asked = languages.setdefault(stream.audience.language, set())
            if room := self.rooms.get(stream.dossier):
                asked |= room.lacks(stream)
        return wanted

    def _admit(self, arrivals: Iterable[Arrival], news: Mapping[str, News]) -> None:
        """Let in those for whom all is ready; who lacks something still waits for another look."""
        for arrival in arrivals:
            stream, admitted = arrival
            if admitted.cancelled():
                continue
            if stream.dossier not in news:
                admitted.set_result(False)
                continue
            room = self.rooms.setdefault(stream.dossier, Room())
            room.take(news[stream.dossier])
            if room.lacks(stream):
                self._arrivals.append(arrival)
            else:
                room.add(stream)
                admitted.set_result(True)

    def _close_empty_rooms(self) -> None:
        awaited = {stream.dossier for stream, _admitted in self._arrivals}
        for slug in [slug for slug, room in self.rooms.items() if not room.streams]:
            if slug not in awaited:
                del self.rooms[slug]

    async def _hand_out(self, news: Mapping[str, News]) -> None:
        sent_at = timezone.now()
        for slug, room in list(self.rooms.items()):
            if slug not in news:
                await self._push(room.all(), "gone", {}, last=True)
                continue
            found = news[slug]
            room.take(found)
            for audience, body, events in room.tell_news(found):
                metrics.stream_events.labels("question").inc(
                    await self._send(list(room.streams.get(audience, ())), body) * events
                )
            if found.changed_at:
                metrics.live_lag_seconds.observe((sent_at - found.changed_at).total_seconds())

    async def _wait_for_database(self, arrivals: list[Arrival]) -> None:
        """Try again soon; once it takes long, say so to readers and keep nobody at the door."""
        now = asyncio.get_running_loop().time()
        self._silent_since = self._silent_since or now
        if now - self._silent_since < LATE:
            self._arrivals = arrivals + self._arrivals
            return
        for arrival in arrivals:
            if not arrival.admitted.cancelled():
                arrival.admitted.set_exception(Unreadable())
        await self._tell_whether_late(late=True)

    async def _tell_whether_late(self, *, late: bool) -> None:
        if late != self._late:
            self._late = late
            await self._push(self._all(), "status", "late" if late else "live")

    async def _beat_forever(self) -> None:
        """A sign of life for each stream in its turn, by which a page knows that its line holds."""
        beat = {packed: told(event("beat", {}))[packed] for packed in (False, True)}
        for turn in count():
            await asyncio.sleep(1)
            for stream in self._all():
                if hash(stream) % BEATS == turn % BEATS:
                    await self._send([stream], beat[stream.audience.packed])

    def _all(self) -> list[Stream]:
        return [stream for room in self.rooms.values() for stream in room.all()]

    async def _push(
        self, streams: Iterable[Stream], name: str, data: Any, *, last: bool = False
    ) -> None:
        """Send one event to many."""
        some = told(event(name, data))
        for packed in (False, True):
            body = some.packed if packed else some.plain
            chosen = [stream for stream in streams if stream.audience.packed == packed]
            metrics.stream_events.labels(name).inc(await self._send(chosen, body, last=last))

    async def _send(self, streams: list[Stream], body: bytes, *, last: bool = False) -> int:
        """To how many streams the body was sent; those who do not keep up are let go."""
        sent = 0
        for number, stream in enumerate(streams, start=1):
            if stream.push(body, last=last):
                sent += 1
            else:
                metrics.streams_dropped.labels("slow").inc()
                self.leave(stream)
            if number % AT_ONCE == 0:
                await asyncio.sleep(0)
        return sent
