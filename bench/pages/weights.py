"""What comes over the wire until a page is whole: itself, and every sheet and script it names."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

# The budgets of a dossier's page, in bytes, without pictures (docs/performance.md).
MOST, MOST_SCRIPT = 60_000, 25_000

_NAMED = {
    "sheets": re.compile(r'<link rel="stylesheet" href="([^"]+)"'),
    "scripts": re.compile(r'<script src="([^"]+)"'),
}

type Get = Callable[[str], tuple[int, bytes]]
"""Of an address: the bytes of the headers of its answer, and its body as it was sent."""


@dataclass(frozen=True)
class Weight:
    """Bytes of bodies as they were sent, and of all headers."""

    page: int
    sheets: int
    scripts: int
    headers: int
    files: int
    """How many answers that were, the page's own among them."""

    @property
    def whole(self) -> int:
        return self.page + self.sheets + self.scripts + self.headers


def weigh(path: str, *, get: Get, opened: Callable[[bytes], str]) -> Weight:
    """The first load of a page by a browser that has nothing of it yet."""
    head, body = get(path)
    text = opened(body)
    named = {kind: list(_addresses(text, kind)) for kind in _NAMED}
    got = {kind: [get(one) for one in named[kind]] for kind in named}
    heads = [head for answers in got.values() for head, _body in answers]
    return Weight(
        page=len(body),
        sheets=sum(len(sent) for _head, sent in got["sheets"]),
        scripts=sum(len(sent) for _head, sent in got["scripts"]),
        headers=head + sum(heads),
        files=1 + len(heads),
    )


def _addresses(text: str, kind: str) -> Iterator[str]:
    yield from dict.fromkeys(_NAMED[kind].findall(text))
