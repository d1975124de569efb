"""What is counted over a whole discussion, kept for as long as it can be afforded.

A count is good while the question's version stands, or for twenty times as long as it took: at most
a twentieth of one processor goes into each, however many vote and however many read.
"""

from collections.abc import Callable, Hashable
from time import monotonic
from typing import Any

from django.conf import settings

from dossier.shelf import Shelf

SPARING = 20
SIZE = 4000  # bytes, about: a few numbers and a comment or two

shelf: Shelf[tuple[Any, Hashable, float, float]] = Shelf(4 * 2**20)


def kept[Value](name: Hashable, version: Hashable, make: Callable[[], Value]) -> Value:
    """What was made under this name, if it is still good; else made now.

    Where pages are kept for no moment, nor is this; ``version`` None stands for no version at all.
    """
    moment, found = settings.MICROCACHE_MS / 1000, shelf.get(name)
    if moment and found:
        value, of_version, made_at, took = found
        same = version is not None and version == of_version
        if same or monotonic() - made_at < max(moment, SPARING * took):
            kept_value: Value = value
            return kept_value
    began = monotonic()
    value = make()
    shelf.put(name, (value, version, began, monotonic() - began), size=SIZE)
    return value
