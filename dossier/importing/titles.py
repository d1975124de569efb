"""What an article is called: by itself, else by its first words."""

import textwrap
from collections.abc import Sequence
from dataclasses import replace

from dossier.importing.documents import Block, on_one_line
from dossier.importing.plaintext import looks_like_heading
from dossier.importing.repeats import sameness

LONGEST_TITLE = 200
"""Characters, of a heading too."""

_FIRST_WORDS = 70
_DERIVED = {"fr": "Brouillon : {}", "en": "Draft: {}"}


def take_title(blocks: Sequence[Block], *, stated: str) -> tuple[str, list[Block]]:
    """The title, "" if there is none, and the blocks without it.

    It is what the file's head or front matter states, else the first line if that is a heading.
    """
    blocks = [_shortened(block) for block in blocks]
    if stated:
        headings = (block for block in blocks if block.kind == "heading" and block.level == 1)
        own = next((block for block in headings if sameness(block.text) == sameness(stated)), None)
        return shorten(stated, LONGEST_TITLE), [block for block in blocks if block is not own]
    if len(blocks) > 1 and _may_be_title(blocks[0]):
        return blocks[0].text, blocks[1:]
    return "", blocks


def _shortened(block: Block) -> Block:
    """A heading that is too long for one is a paragraph."""
    if block.kind == "heading" and len(block.text) > LONGEST_TITLE:
        return replace(block, kind="paragraph")
    return block


def _may_be_title(block: Block) -> bool:
    return block.kind == "heading" or (block.kind == "paragraph" and looks_like_heading(block.text))


def derive_title(first_words: str, language: str) -> str:
    """A title for an article that has none, which nobody takes for its own."""
    words = shorten(first_words, _FIRST_WORDS).rstrip(".")
    return _DERIVED.get(language, _DERIVED["en"]).format(words)


def shorten(text: str, longest: int) -> str:
    """The text on one line, cut between words and with an ellipsis where it is too long."""
    words = on_one_line(text)
    if len(words) <= longest:
        return words
    cut = textwrap.shorten(words[: longest * 2], longest, placeholder="…")
    return cut if len(cut) > 1 else words[: longest - 1] + "…"
