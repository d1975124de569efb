"""ASGI entry point: the streams, and behind them the pages.

Streams are plain ASGI, for a tenth of what they would take through Django. Pages are Django's WSGI
application in threads, as under gunicorn's own: one service is then enough for a small machine.
"""

import asyncio
import os
import signal
from types import FrameType
from typing import Any, cast

from a2wsgi import WSGIMiddleware

from dossier.wsgi import application as pages  # first: it sets Django up
from polls.live.rooms import Send
from polls.live.stream import Receive, Scope, Streams, asked_by

threads = int(os.environ.get("WEB_THREADS") or 8)
# Seconds in which readers move to another server, below gunicorn's graceful_timeout.
MOVING = 5.0

streams = Streams()
_pages: Any = WSGIMiddleware(cast("Any", pages), workers=threads)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif asked := asked_by(scope):
        _forget(scope)
        await streams.serve(asked, receive, send)
    else:
        await _pages(scope, receive, send)


def _forget(scope: Scope) -> None:
    """Let go of what a browser sends with its request: the server keeps it for as long as that
    lasts, and a stream's lasts for hours. It is a third of what one takes.
    """
    scope["headers"].clear()
    scope["query_string"] = scope["raw_path"] = b""


async def _live(receive: Receive, send: Send) -> None:
    """From the start of the server to its end."""
    await receive()
    _end_streams_first()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await streams.close()
    await send({"type": "lifespan.shutdown.complete"})


def _end_streams_first() -> None:
    """Have the signals that end the server end the streams, which would keep it waiting.

    A server that is asked to end (SIGTERM) gives their readers time to move to another one; one
    that is interrupted at a terminal (SIGINT) does not.
    """
    loop = asyncio.get_running_loop()
    for number, within in ((signal.SIGTERM, MOVING), (signal.SIGINT, 0.0)):
        ends = signal.getsignal(number)

        def end(
            number: int, frame: FrameType | None, *, ends: Any = ends, within: float = within
        ) -> None:
            loop.call_soon_threadsafe(lambda: loop.create_task(streams.end(within=within)))
            if callable(ends):
                ends(number, frame)

        signal.signal(number, end)
