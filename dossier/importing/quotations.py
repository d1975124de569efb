"""Where a text quotes, brackets or spells out an address: stretches with rules of their own."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

_LONGEST = 2_000
"""Characters: two quotation marks that are further apart do not belong together."""

_PAIRS = (("«", "»"), ("“", "”"), ("(", ")"), ("[", "]"))

# Each is tried only where a word begins and to a bounded length: a hostile text costs no more than
# a long one.
_LITERALS = re.compile(
    r"""
      (?:https?://|(?<!\w)www\.)[^\s«»“”"<>]+                                # an address
    | (?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}           # of a mailbox
    | `[^`\n]{1,200}`                                                        # code
    | \]\([^()\s]{1,1000}\)                                         # a link's target in Markdown
    | (?<![\w-])[\w-]{1,64}\.(?:com|net|org|fr|io|gov|edu)\b                # a site
    | (?<![\w-])[\w-]{1,64}\.(?:js|py|php|html?|pdf|docx?|xlsx?|csv|txt|md|json|xml|zip|png)\b
    | (?<![\w.])[^\W\d_]\w{1,40}(?:\.[^\W\d_]\w{1,40}){2,8}              # a name in a program
    """,
    re.VERBOSE | re.IGNORECASE,
)


class Span(NamedTuple):
    """A stretch of a text: from ``start`` up to, not including, ``end``."""

    start: int
    end: int


class Inside:
    """Tells of positions, asked for in ascending order, whether they lie inside any span."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = iter(sorted(spans))
        self._next = next(self._spans, None)
        self._reach = 0

    def covers(self, position: int) -> bool:
        """Whether the position lies between two characters of one span."""
        while self._next is not None and self._next.start < position:
            self._reach = max(self._reach, self._next.end)
            self._next = next(self._spans, None)
        return position < self._reach


def literal_spans(text: str) -> list[Span]:
    """Addresses, file names and code, in which a full stop ends nothing."""
    return [Span(*match.span()) for match in _LITERALS.finditer(text)]


def quoted_spans(text: str) -> list[Span]:
    """Quotations and brackets that are closed; a mark without its counterpart counts for none."""
    paired = (_paired_spans(text, opening, closing) for opening, closing in _PAIRS)
    return sorted(chain(straight_quotes(text), *paired))


def _paired_spans(text: str, opening: str, closing: str) -> Iterator[Span]:
    start = -1
    for match in re.finditer(f"[{re.escape(opening + closing)}]", text):
        if match.group() == opening:
            start = match.start()
        elif start >= 0 and match.end() - start <= _LONGEST:
            yield Span(start, match.end())
            start = -1


def straight_quotes(text: str) -> Iterator[Span]:
    """Quotations between two marks that look the same: the neighbours tell which one opens."""
    start = -1
    for match in re.finditer('"', text):
        position = match.start()
        before = text[position - 1 : position]
        after_space = not before.strip() or before in "([«“’'"
        before_word = text[position + 1 : position + 2].isalnum()
        if start >= 0 and not after_space:
            if match.end() - start <= _LONGEST:
                yield Span(start, match.end())
            start = -1
        elif before_word:
            start = position
