"""A page as machines read it: its JSON-LD, and what it tells social networks."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any


class Head(HTMLParser):
    """The data blocks of a page and its <meta> with their contents, in their order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self.meta: list[tuple[str, str]] = []
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._inside = tag == "script" and given.get("type") == "application/ld+json"
        if tag == "meta" and (name := given.get("property") or given.get("name")):
            self.meta.append((name, given.get("content") or ""))

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.blocks.append(data)

    def handle_endtag(self, _tag: str) -> None:
        self._inside = False


def graph(html: str) -> list[dict[str, Any]]:
    """What the page's one block of JSON-LD says; empty without one."""
    blocks = Head(html).blocks
    if not blocks:
        return []
    (block,) = blocks
    told = json.loads(block)
    assert told.keys() == {"@context", "@graph"}
    assert told["@context"] == "https://schema.org"
    things: list[dict[str, Any]] = told["@graph"]
    return things


def within(thing: Any) -> Iterator[dict[str, Any]]:
    """The object and every object inside it."""
    if isinstance(thing, dict):
        yield thing
        for value in thing.values():
            yield from within(value)
    elif isinstance(thing, list):
        for one in thing:
            yield from within(one)
