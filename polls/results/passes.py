"""Passes: what a page hands its reader to receive results that not everybody may see.

A stream of results (polls/live/) is the same for all readers and knows none of them. Whoever is
shown a result finds a pass in it, the same for all who are; without it, the stream holds back what
is not public. A pass opens nothing by itself: the question's rule is asked each time.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

READER, NEWSROOM = "r", "n"
_SALT = "polls.results.passes"
_LENGTH = 20  # hexadecimal digits: 80 bits, to be guessed one request at a time

type Opened = tuple[int, str]
"""A question's primary key, and for whom its result is opened: READER or NEWSROOM."""


def for_readers(question: int) -> str:
    """The pass of those to whom the question's rule shows its result, once they have voted, say."""
    return f"{question}{READER}{_code(question, READER)}"


def for_newsroom(question: int, *, now: datetime) -> str:
    """The pass of those who may see results before readers do; good until the end of tomorrow."""
    return f"{question}{NEWSROOM}{_code(question, f'{NEWSROOM}:{now.date()}')}"


def opened_by(passes: Iterable[str], *, now: datetime) -> frozenset[Opened]:
    """What the passes open; those that are none are left out."""
    return frozenset(opened for one in passes if (opened := _opened_by(one, now=now)))


def _opened_by(one: str, *, now: datetime) -> Opened | None:
    head, code = one[:-_LENGTH], one[-_LENGTH:]
    question, audience = head[:-1], head[-1:]
    if audience not in {READER, NEWSROOM} or not (question.isascii() and question.isdigit()):
        return None
    if len(question) > len(str(2**63)):
        return None
    good = [audience]
    if audience == NEWSROOM:
        good = [f"{NEWSROOM}:{day.date()}" for day in (now, now - timedelta(days=1))]
    key = int(question)
    if any(constant_time_compare(code, _code(key, way)) for way in good):
        return key, audience
    return None


def _code(question: int, way: str) -> str:
    return _code_with(settings.SECRET_KEY, f"{question}:{way}")


@lru_cache(maxsize=10_000)
def _code_with(secret: str, opened: str) -> str:
    return salted_hmac(_SALT, opened, secret=secret, algorithm="sha256").hexdigest()[:_LENGTH]
