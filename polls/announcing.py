"""Telling the other processes that something readers see has moved, where Redis carries the word.

It is a bell and nothing more: the numbers stay in the database, and whoever hears it reads them
there (polls/live/). A stroke that gets lost therefore costs nothing but a moment, until versions
are compared anyway. A cast neither waits for Redis nor fails with it: the bell is rung from a
thread of its own, a few tens of times a second a process however many ballots come in.
"""

import logging
from functools import cache
from threading import Event, Thread
from time import sleep

import redis
from django.conf import settings
from django.db import transaction

CHANNEL = "dossier:moved"
APART = 0.03  # seconds between two strokes
TIMEOUT = 1.0  # seconds for which the thread, and nobody else, waits for Redis
REST = 5.0  # seconds after a failure

_log = logging.getLogger(__name__)


def moved() -> None:
    """Ring, once the transaction at hand is committed, since something has moved.

    Nothing happens where no Redis is set: the processes then find out from the database alone.
    """
    if settings.REDIS_URL:
        transaction.on_commit(_bell().ring)


class Bell:
    """Rung from its own thread, which starts with it."""

    def __init__(self, url: str) -> None:
        self._redis = redis.Redis.from_url(
            url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT
        )
        self._pulled = Event()
        Thread(target=self._ring_forever, name="bell", daemon=True).start()

    def ring(self) -> None:
        self._pulled.set()

    def _ring_forever(self) -> None:
        while True:
            self._pulled.wait()
            self._pulled.clear()
            try:
                self._redis.publish(CHANNEL, "")
                sleep(APART)
            except (redis.RedisError, OSError) as error:
                _log.warning("Redis does not pass on that something has moved: %s", error)
                sleep(REST)


@cache
def _bell() -> Bell:
    return Bell(settings.REDIS_URL)
