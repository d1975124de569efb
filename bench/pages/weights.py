"""What comes over the wire until a page is whole: itself, every sheet, script and icon it names.

So browsers count it, and Lighthouse with them (`total-byte-weight`): each answer with its headers.
What a page fetches only once somebody reads is not in it (static/js/later.js).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

# The budgets of a dossier's page, in bytes, without pictures (docs/performance.md).
MOST, MOST_SCRIPT = 60_000, 25_000

_NAMED = {
    "sheets": re.compile(r'<link rel="stylesheet" href="([^"]+)"'),
    "scripts": re.compile(r'<script src="([^"]+)"'),
    "icons": re.compile(r'<link rel="icon" href="([^"]+)"'),
}

type Get = Callable[[str], tuple[int, bytes]]
"""Of an address: the bytes of the headers of its answer, and its body as it was sent."""


@dataclass(frozen=True)
class Weight:
    """Bytes of answers as they were sent, headers and bodies."""

    page: int
    sheets: int
    scripts: int
    icons: int
    files: int
    """How many answers it took to show the page and have it work, itself among them: no icons."""

    @property
    def whole(self) -> int:
        return self.page + self.sheets + self.scripts + self.icons


def weigh(path: str, *, get: Get, opened: Callable[[bytes], str]) -> Weight:
    """The first load of a page by a browser that has nothing of it yet."""
    head, body = get(path)
    text = opened(body)
    named = {kind: list(_addresses(text, kind)) for kind in _NAMED}
    sizes = {kind: sum(_size(get(one)) for one in named[kind]) for kind in named}
    files = 1 + len(named["sheets"]) + len(named["scripts"])
    return Weight(page=head + len(body), files=files, **sizes)


def _size(answer: tuple[int, bytes]) -> int:
    head, body = answer
    return head + len(body)


def _addresses(text: str, kind: str) -> Iterator[str]:
    yield from dict.fromkeys(_NAMED[kind].findall(text))
