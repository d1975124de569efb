"""Hearing that something has moved, where Redis carries the word (polls/announcing.py)."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from random import uniform

import redis.asyncio as redis
from django.conf import settings

from polls.announcing import CHANNEL

ASKED = 5.0  # seconds without a stroke after which Redis is asked whether it is still there
REST = 2.0  # seconds before it is tried again, about

_log = logging.getLogger(__name__)


class Bell:
    """Calls ``rung`` at each stroke; silent where no Redis is set."""

    def __init__(self, rung: Callable[[], None]) -> None:
        self._rung = rung
        self.is_heard = False
        """Whether strokes arrive at present; if not, versions are to be compared instead."""
        self._listening = (
            asyncio.create_task(self._listen_forever()) if settings.REDIS_URL else None
        )

    async def close(self) -> None:
        if self._listening:
            self._listening.cancel()
            with suppress(asyncio.CancelledError):
                await self._listening

    async def _listen_forever(self) -> None:
        while True:
            try:
                await self._listen()
            except (redis.RedisError, OSError) as error:
                if self.is_heard:
                    _log.warning("Redis is gone: versions are compared instead. %s", error)
            self.is_heard = False
            self._rung()  # for what moved while nobody listened
            await asyncio.sleep(REST * uniform(0.5, 1.5))  # noqa: S311 - no secret

    async def _listen(self) -> None:
        """Until the connection is lost, which raises."""
        client = redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=ASKED, socket_timeout=ASKED
        )
        async with client, client.pubsub(ignore_subscribe_messages=True) as heard:
            await heard.subscribe(CHANNEL)
            await heard.ping()
            self.is_heard = True
            self._rung()
            while True:
                if await heard.get_message(timeout=ASKED):
                    self._rung()
                else:
                    await heard.ping()
