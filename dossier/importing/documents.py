"""What the three kinds of file are read into before anything is understood of them."""

import re
from dataclasses import dataclass
from typing import Literal

_SPACES = re.compile(r"[^\S\xa0\u202f]+")


def on_one_line(text: str) -> str:
    """The text with single spaces; no-break spaces stay, since French typography needs them."""
    return _SPACES.sub(" ", text).strip()


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, an item of a list, a quotation, or lines to be kept as they are.

    A line end inside the text is one that the author meant; lines that were merely wrapped are
    joined. Two sentences that were glued together have such a line end between them.
    """

    text: str
    kind: Literal["heading", "paragraph", "item", "quotation", "verbatim"] = "paragraph"
    level: int = 0
    """Of a heading: 1 is the article's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file's blocks in order, with what the file says about itself."""

    blocks: tuple[Block, ...]
    title: str = ""
    standfirst: str = ""
    language: str = ""
    dated: str = ""
    source: str = ""
    in_markdown: bool = False
    """Whether the blocks' texts are Markdown already, links and emphasis included."""
