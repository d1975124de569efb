"""A feed as its readers read it, and what RFC 4287 asks of every one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

from django.test import Client

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
_ONCE_IN_FEED = ("id", "title", "updated", "subtitle")
_ONCE_IN_ENTRY = ("id", "title", "updated", "published", "content")


@dataclass(frozen=True)
class Entry:
    id: str
    title: str
    link: str
    html: str
    updated: datetime
    author: str
    language: str


@dataclass(frozen=True)
class Feed:
    title: str
    page: str
    address: str
    language: str
    updated: datetime
    entries: list[Entry]

    @property
    def titles(self) -> list[str]:
        return [entry.title for entry in self.entries]


def fetch(client: Client, path: str, **headers: str) -> Any:
    return client.get(path, headers=headers)


def read(client: Client, path: str) -> Feed:
    """The feed at the path, which keeps to the rules."""
    response = fetch(client, path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = parsed(response.content)
    assert feed.address == f"http://testserver{path}"
    return feed


def parsed(body: bytes) -> Feed:
    root = ET.fromstring(body)  # noqa: S314 — our own
    assert root.tag == f"{ATOM}feed"
    _hold(root, _ONCE_IN_FEED)
    entries = [_entry(one) for one in root.findall(f"{ATOM}entry")]
    assert len({entry.id for entry in entries}) == len(entries)
    assert sorted(entries, key=lambda one: one.updated, reverse=True) == entries
    feed = Feed(
        title=_text(root, "title"),
        page=_link(root, "alternate"),
        address=_link(root, "self"),
        language=root.attrib[f"{XML}lang"],
        updated=_moment(_text(root, "updated")),
        entries=entries,
    )
    assert feed.updated == max((one.updated for one in entries), default=feed.updated)
    return feed


def _entry(node: ET.Element) -> Entry:
    _hold(node, _ONCE_IN_ENTRY)
    content = node.find(f"{ATOM}content")
    assert content is not None
    assert content.attrib == {"type": "html"}
    assert _moment(_text(node, "published")) <= _moment(_text(node, "updated"))
    names = [one.text or "" for one in node.findall(f"{ATOM}author/{ATOM}name")]
    return Entry(
        id=_text(node, "id"),
        title=_text(node, "title"),
        link=_link(node, "alternate"),
        html=content.text or "",
        updated=_moment(_text(node, "updated")),
        author="".join(names),
        language=node.attrib.get(f"{XML}lang", ""),
    )


def _hold(node: ET.Element, names: tuple[str, ...]) -> None:
    """Each of these once and with words; every address absolute."""
    for name in names:
        found = node.findall(f"{ATOM}{name}")
        assert len(found) == 1, name
    for name in ("id", "title", "updated"):
        assert _text(node, name).strip(), name
    for link in node.findall(f"{ATOM}link"):
        assert link.attrib["href"].startswith("http://testserver/")


def _text(node: ET.Element, name: str) -> str:
    found = node.find(f"{ATOM}{name}")
    assert found is not None
    return found.text or ""


def _link(node: ET.Element, rel: str) -> str:
    found = [one for one in node.findall(f"{ATOM}link") if one.attrib["rel"] == rel]
    assert len(found) == 1
    return found[0].attrib["href"]


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    assert moment.tzinfo is not None
    return moment
