"""A feed as XML that every reader of feeds takes, whatever its texts are made of."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator

# No feed has more entries: readers ask every hour, and newer ones push the oldest out.
MOST = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# XML 1.0, production 2: what is no Char cannot even be escaped.
_NO_CHAR = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """One piece of news."""

    key: str
    """What it is for good, in one language: part of its id."""
    title: str
    html: str
    url: str
    published_at: datetime
    updated_at: datetime
    author: str = ""
    language: str = ""
    """Of its words, if that is not the feed's."""


def written(
    *,
    title: str,
    subtitle: str,
    page: str,
    address: str,
    language: str,
    entries: Iterable[Entry],
) -> bytes:
    """The feed of the page at the address ``page``, itself at ``address``; both absolute.

    The newest entries first, ``MOST`` at most. The same entries are the same bytes.
    """
    feed = _Feed(
        title=_clean(title),
        link=page,
        description="",
        subtitle=_clean(subtitle),
        language=language,
        feed_url=address,
        feed_guid=address,
        author_name="Dossier",
    )
    newest = sorted(entries, key=lambda one: (one.updated_at, one.key), reverse=True)
    for entry in newest[:MOST]:
        feed.add_item(
            title=_clean(entry.title),
            link=entry.url,
            description=_clean(entry.html),
            author_name=_clean(entry.author) or None,
            pubdate=entry.published_at,
            updateddate=entry.updated_at,
            unique_id=f"{address.split('/feed/')[0]}#{entry.key}",
            language=entry.language,
        )
    return feed.writeString("utf-8").encode()


def updated_at(entries: Iterable[Entry]) -> datetime:
    """When the newest of the entries changed; long ago for none."""
    return max((one.updated_at for one in entries), default=_EPOCH)


class _Feed(Atom1Feed):
    """Django's, but that entries say their language, and an empty feed is not new each time."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=_EPOCH)

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        base = {"xml:base": item["link"]}
        return base | ({"xml:lang": item["language"]} if item["language"] else {})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """The whole text is the content, so that it can be read without coming here."""
        html = item["description"]
        super().add_item_elements(handler, item | {"description": None})
        handler.addQuickElement("content", html, {"type": "html"})


def _clean(text: str) -> str:
    return _NO_CHAR.sub("", text)
