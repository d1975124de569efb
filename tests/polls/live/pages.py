"""A page with a stream, without a browser and without a server: what is sent to it, in order."""

import asyncio
import json
import zlib
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.db import connections

from polls.live.stream import Streams, asked_by


class Event(NamedTuple):
    name: str
    data: Any


class Page:
    """Opens a stream of ``streams`` at once; to be closed."""

    def __init__(self, streams: Streams, address: str, **headers: str) -> None:
        self.body = b""
        self.status = 0
        self.headers: dict[str, str] = {}
        self.is_stuck = False
        self._gone = asyncio.Event()
        self._news = asyncio.Event()
        asked = asked_by(self._scope(address, headers))
        assert asked, address
        self.task = asyncio.create_task(streams.serve(asked, self._receive, self._send))

    @property
    def events(self) -> list[Event]:
        """What the page has been told, but for signs of life."""
        blocks = [_fields(block) for block in self.text.split("\n\n")]
        told = [Event(one["event"], json.loads(one["data"])) for one in blocks if "event" in one]
        return [event for event in told if event.name != "beat"]

    @property
    def last_id(self) -> str:
        ids = [one["id"] for one in map(_fields, self.text.split("\n\n")) if "id" in one]
        return ids[-1] if ids else ""

    @property
    def text(self) -> str:
        if self.headers.get("content-encoding") == "gzip":
            return zlib.decompressobj(wbits=31).decompress(self.body).decode()
        return self.body.decode()

    @property
    def marks(self) -> set[str]:
        """All marks that it has been told."""
        return {event.data["mark"] for event in self.events if event.name == "question"}

    def of(self, question: int) -> list[Any]:
        """What it has been told of a question."""
        told = [event.data for event in self.events if event.name == "question"]
        return [data for data in told if data["question"] == question]

    async def until(self, holds: Callable[["Page"], Any], *, within: float = 10) -> None:
        """Wait until something holds of the page; a test fails that waits too long."""
        async with asyncio.timeout(within):
            while not holds(self):
                self._news.clear()
                await self._news.wait()

    async def close(self) -> None:
        self._gone.set()
        await self.task

    def _scope(self, address: str, headers: dict[str, str]) -> dict[str, Any]:
        parts = urlsplit(address)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return {
            "type": "http",
            "method": "GET",
            "path": parts.path,
            "query_string": parts.query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in named.items()],
            "client": ("192.0.2.1", 1234),
        }

    async def _receive(self) -> dict[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        while self.is_stuck:
            await asyncio.sleep(3600)
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            assert self.status, "the answer has begun"
            self.body += message["body"]
            if not message["more_body"]:
                self._gone.set()
        self._news.set()


def _fields(block: str) -> dict[str, str]:
    pairs = (line.partition(": ") for line in block.splitlines())
    return {name: value for name, _colon, value in pairs}


def in_a_loop(test: Callable[[Streams], Awaitable[None]]) -> None:
    """Run a test with streams of its own, which end with it.

    In a thread of its own: where a browser has been, its loop still runs in this one.
    """

    async def run() -> None:
        streams = Streams()
        try:
            async with asyncio.timeout(60):
                await test(streams)
        finally:
            await streams.end(within=0)
            await streams.close()
            connections.close_all()  # a loop has connections of its own

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, run()).result()
