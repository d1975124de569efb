"""What an article says twice, told from what it says."""

import re
from collections.abc import Iterable
from dataclasses import replace

from dossier.importing.documents import Block
from dossier.importing.sentences import Sentence, split_sentences

_SAME = str.maketrans(
    {"«": '"', "»": '"', "“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "—": "-"}
)
_LOOSE = re.compile(r"\s+(?=[.?!…:;,)\]])|(?<=[(\[])\s+|\s*\"\s*")


def sameness(text: str) -> str:
    """A key that two texts share when they differ only in spacing and in the style of quotes."""
    text = " ".join(text.translate(_SAME).replace("...", "…").split())
    return _LOOSE.sub(lambda match: match.group().strip(), text)


def distinct(texts: Iterable[str]) -> list[str]:
    """The texts in order, the first of those that are the same."""
    first: dict[str, str] = {}
    for text in texts:
        first.setdefault(sameness(text), text)
    return list(first.values())


def drop_repeats(
    blocks: Iterable[Block], *, already: Iterable[str] = ()
) -> tuple[list[Block], list[str]]:
    """The blocks with every distinct sentence once, where it first appears; and what was dropped.

    Sentences in ``already`` count as seen. A quotation is compared as a whole, so that nobody is
    ever quoted with a part left out. Blocks that are left without a sentence disappear.
    """
    seen = {sameness(text) for text in already}
    kept: list[Block] = []
    dropped: list[str] = []
    for block in blocks:
        sentences = _sentences(block)
        fresh = []
        for sentence in sentences:
            key = sameness(sentence.text)
            if key in seen:
                dropped.append(sentence.text)
            else:
                seen.add(key)
                fresh.append(sentence)
        if fresh:
            kept.append(block if len(fresh) == len(sentences) else with_sentences(block, fresh))
    return kept, dropped


def _sentences(block: Block) -> list[Sentence]:
    if block.kind in {"verbatim", "heading"}:
        return [Sentence(block.text)]
    return split_sentences(block.text)


def with_sentences(block: Block, sentences: Iterable[Sentence]) -> Block:
    """The block with these sentences for its text, on the lines on which they began."""
    lines = "".join(("\n" if s.opens_line else " ") + s.text for s in sentences)
    return replace(block, text=lines.strip())
