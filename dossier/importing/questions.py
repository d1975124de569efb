"""The questions with which an article turns to its readers at its end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dossier.importing.credits import separate_source, source_of
from dossier.importing.documents import Block
from dossier.importing.repeats import with_sentences
from dossier.importing.sentences import Sentence, split_sentences

LONGEST_PROMPT = 300
"""Characters of a question that can be asked."""

# What introduces questions wherever it stands, and what does so only as a heading or without a
# question mark, because it can be a question itself.
_INTRODUCES = re.compile(
    r"(et|and)\s(vous|toi|you)|(à|a)\svous(\sla\sparole)?|over\sto\syou|your\sturn|have\syour\ssay",
    re.IGNORECASE,
)
_INTRODUCES_AS_HEADING = re.compile(
    r"(et\svous,?\s)?(quel\sest\s)?(votre|vos)\s(avis|opinions?)|(et\svous,?\s)?qu[’']en\spensez.vous"
    r"|(les\s)?questions?|d[ée]bat|sondage|discussion|(what\sis\s)?your\s(view|opinion)s?"
    r"|what\sdo\syou\sthink|(the\s)?poll",
    re.IGNORECASE,
)
_ASKS_READER = re.compile(r"\b(vous|votre|vos|you|your)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Closing:
    """How an article ends: what remains of it, its source, and what it asks its readers."""

    blocks: list[Block]
    source: str
    prompts: list[str]
    set_aside: list[str]
    """The line of the source and those that only introduce the questions."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence of the article, where it stands, and what it does there."""

    block: int
    sentence: Sentence
    asks: bool = False
    source: str | None = None
    introduces: bool = False

    @property
    def is_marker(self) -> bool:
        return self.introduces or self.source is not None


def take_closing(blocks: Sequence[Block]) -> Closing:
    """Part the closing questions and the source line from the article.

    Closing questions follow the source (“Source : OpenAI”) or a line that introduces them (“Et
    vous ?”, “What do you think?”), or are all that the last paragraphs say. Questions in
    quotations or among other sentences belong to the text.
    """
    lines = [line for index, block in enumerate(blocks) for line in _lines(index, block)]
    sources = [position for position, line in enumerate(lines) if line.source is not None]
    first, end = _closing_run(lines)
    taken = set(range(first, end)) | set(sources[-1:])
    while first > 0 and lines[first - 1].is_marker and first < end:
        first -= 1
        taken.add(first)
    closing = [lines[position] for position in sorted(taken)]
    return Closing(
        blocks=_without(blocks, lines, taken),
        source=lines[sources[-1]].source or "" if sources else "",
        prompts=[line.sentence.text for line in closing if not line.is_marker],
        set_aside=[line.sentence.text for line in closing if line.is_marker],
    )


def _lines(index: int, block: Block) -> list[_Line]:
    if block.kind in {"verbatim", "quotation"}:
        return [_Line(index, Sentence(block.text))]
    sentences = [
        Sentence(text, opens_line=sentence.opens_line or part > 0)
        for sentence in split_sentences(block.text)
        for part, text in enumerate(separate_source(sentence.text))
    ]
    return [
        _Line(
            index,
            sentence,
            asks=_asks(sentence.text),
            source=source_of(sentence.text),
            introduces=_introduces(sentence.text, heading=block.kind == "heading"),
        )
        for sentence in sentences
    ]


def _asks(text: str) -> bool:
    return len(text) <= LONGEST_PROMPT and text.rstrip("*_ ").endswith("?") and len(text) > 3


def _introduces(text: str, *, heading: bool) -> bool:
    words = text.strip(" \xa0\u202f*_#?!:.…")
    if _INTRODUCES.fullmatch(words):
        return True
    is_line = heading or not text.endswith("?")
    return is_line and _INTRODUCES_AS_HEADING.fullmatch(words) is not None


def _closing_run(lines: Sequence[_Line]) -> tuple[int, int]:
    """Where the closing questions begin and end: after the last marker, else at the very end."""
    for marker in reversed([p for p, line in enumerate(lines) if line.is_marker]):
        end = _end_of_questions(lines, marker + 1)
        if end > marker + 1 and _is_complete(lines, marker, end):
            return marker + 1, end
    return _last_paragraphs_of_questions(lines), len(lines)


def _last_paragraphs_of_questions(lines: Sequence[_Line]) -> int:
    """Where the paragraphs at the end begin that only ask, provided that they ask the reader."""
    start = len(lines)
    while start > 0 and lines[start - 1].asks:
        start -= 1
    begun_in_text = lines[start - 1].block if start else None
    while start < len(lines) and lines[start].block == begun_in_text:
        start += 1
    closing = [line.sentence.text for line in lines[start:]]
    return start if len(closing) > 1 or any(map(_ASKS_READER.search, closing)) else len(lines)


def _end_of_questions(lines: Sequence[_Line], start: int) -> int:
    end = start
    while end < len(lines) and lines[end].asks:
        end += 1
    return end


def _is_complete(lines: Sequence[_Line], marker: int, end: int) -> bool:
    """Whether the questions after a marker are more than a caption and the text after it."""
    if end == len(lines):
        return True
    asked = end - marker - 1
    ends_block = lines[end].block != lines[end - 1].block
    return asked > 2 or (ends_block and (lines[marker].introduces or asked > 1))


def _without(blocks: Sequence[Block], lines: Sequence[_Line], taken: set[int]) -> list[Block]:
    remaining: dict[int, list[Sentence]] = {}
    for position, line in enumerate(lines):
        if position not in taken:
            remaining.setdefault(line.block, []).append(line.sentence)
    return [with_sentences(blocks[index], rest) for index, rest in remaining.items()]
