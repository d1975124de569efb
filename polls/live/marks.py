"""Marks: how far a page has come with each question that it shows.

A mark is ``<question>.<version>.<state>``: the question's primary key, the version of its counters
(empty where the page does not show it) and the first letter of its state. A page sends the marks
of what it shows; what has another mark by now is sent to it, and nothing else.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from polls.models import Question

# More questions than any page shows; what follows is not read.
MOST = 200
_DIGITS = 18
_STATES = frozenset(state.value[0] for state in Question.State)


class Mark(NamedTuple):
    """How far a question has come: its version, and its state's first letter."""

    version: int | None
    state: str


type Marks = Mapping[int, Mark]


def read(text: str) -> dict[int, Mark]:
    """The marks in a request; what is none is passed over, as if the page had not got it."""
    return dict(found for part in text.split(",")[:MOST] if (found := _read(part)))


def written(marks: Marks) -> str:
    return ",".join(one(question, mark) for question, mark in sorted(marks.items()))


def one(question: int, mark: Mark) -> str:
    version = "" if mark.version is None else mark.version
    return f"{question}.{version}.{mark.state}"


def behind(known: Marks, newest: Marks, *, only: Iterable[int] | None) -> list[int]:
    """Which of the newest a page with the known marks lacks, among ``only`` (None: all)."""
    wanted = newest.keys() if only is None else newest.keys() & set(only)
    return sorted(question for question in wanted if known.get(question) != newest[question])


def _read(part: str) -> tuple[int, Mark] | None:
    question, _dot, rest = part.partition(".")
    version, _dot, state = rest.partition(".")
    if not _is_number(question) or state not in _STATES or not (not version or _is_number(version)):
        return None
    return int(question), Mark(int(version) if version else None, state)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _DIGITS
