"""Plain text to blocks: paragraphs, items, and the short lines that stand as headings."""

import re
from itertools import groupby

from dossier.importing.documents import Block, Document

LONGEST_HEADING = 120
"""Characters: a longer line without a full stop has merely lost it."""

_CLOSERS = "»”\"'’)] \xa0\u202f"
_BULLET = re.compile(r"\s*(?:[-*•‣▪·]|\d{1,2}[.)])\s+(?=\S)")
_WRAPPED_WIDTHS = range(50, 101)
"""Characters: lines of text files that are wrapped are hardly narrower or wider."""


def read_plain_text(text: str) -> Document:
    """Blocks between blank lines; the first is the title when it looks like one."""
    groups = groupby(text.split("\n"), key=lambda line: bool(line.strip()))
    blocks = [block for filled, lines in groups if filled for block in _blocks(list(lines))]
    return Document(blocks=tuple(_with_headings(blocks)))


def _blocks(lines: list[str]) -> list[Block]:
    """The lines between two blank ones: items, wrapped lines of one paragraph, or a block each."""
    if _is_wrapped(lines):
        return [Block(" ".join(line.strip() for line in lines))]
    blocks: list[Block] = []
    for line in lines:
        bullet = _BULLET.match(line)
        if bullet and (len(lines) > 1 or not looks_like_heading(line[bullet.end() :].strip())):
            blocks.append(Block(line[bullet.end() :].strip(), "item"))
        elif blocks and blocks[-1].kind == "item" and line.startswith(("  ", "\t")):
            blocks[-1] = Block(f"{blocks[-1].text} {line.strip()}", "item")
        else:
            blocks.append(Block(line.strip()))
    return blocks


def _is_wrapped(lines: list[str]) -> bool:
    """Whether the lines are one paragraph: all but the last are about as wide as the widest."""
    widest = max(len(line) for line in lines)
    return (
        widest in _WRAPPED_WIDTHS
        and all(len(line) > 0.7 * widest for line in lines[:-1])
        and not any(_BULLET.match(line) for line in lines)
    )


def looks_like_heading(text: str) -> bool:
    """Whether a paragraph is short, begins like a sentence and does not end like one."""
    return (
        len(text) <= LONGEST_HEADING
        and (text[0].isupper() or text[0].isdigit())
        and text.rstrip(_CLOSERS)[-1:].isalnum()
    )


def _with_headings(blocks: list[Block]) -> list[Block]:
    """The blocks with those marked as headings that stand before a paragraph of sentences."""
    marked = []
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        stands_alone = (
            block.kind == "paragraph"
            and following is not None
            and looks_like_heading(block.text)
            and not (following.kind == "paragraph" and looks_like_heading(following.text))
        )
        marked.append(Block(block.text, "heading", 2) if stands_alone else block)
    return marked
