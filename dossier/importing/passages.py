"""Blocks to passages: each heading with the text below it, in paragraphs of a readable length."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from dossier.importing.documents import Block, on_one_line
from dossier.importing.markdowntext import literal
from dossier.importing.sentences import Sentence, split_sentences

ABOVE_THE_FIRST_HEADING = "Introduction"
"""The heading of what has none; the same word in French and in English."""
LONGEST_PARAGRAPH = 1_200
"""Characters that a reader takes in at once; a longer paragraph is divided."""


@dataclass(frozen=True, slots=True)
class DraftPassage:
    """A part of the article; the body is Markdown."""

    heading: str
    body: str


def compose_passages(blocks: Sequence[Block], *, in_markdown: bool) -> tuple[DraftPassage, ...]:
    """The passages that the headings make of the blocks."""
    passages = []
    heading, below = "", list[Block]()
    for block in [*blocks, Block("", "heading")]:
        if block.kind != "heading":
            below.append(block)
            continue
        if heading or below:
            body = _body(below, in_markdown=in_markdown)
            passages.append(DraftPassage(heading or ABOVE_THE_FIRST_HEADING, body))
        heading, below = block.text, []
    return tuple(passages)


def _body(blocks: Iterable[Block], *, in_markdown: bool) -> str:
    """The blocks as Markdown: paragraphs apart, the items of a list together."""
    parts = []
    for is_item, group in groupby(blocks, key=lambda block: block.kind == "item"):
        texts = [text for block in group for text in _markdown(block, in_markdown=in_markdown)]
        parts.append(("\n" if is_item else "\n\n").join(texts))
    return "\n\n".join(parts)


def _markdown(block: Block, *, in_markdown: bool) -> Iterator[str]:
    if block.kind == "verbatim":
        yield block.text
        return
    mark = {"item": "- ", "quotation": "> "}.get(block.kind, "")
    for paragraph in divide_paragraph(block.text) if not mark else [on_one_line(block.text)]:
        yield mark + (paragraph if in_markdown else literal(paragraph))


def divide_paragraph(text: str) -> list[str]:
    """One paragraph, or several where it is too long: at lost line ends, else between sentences."""
    sentences = split_sentences(text)
    if _length(sentences) <= LONGEST_PARAGRAPH:
        return [" ".join(sentence.text for sentence in sentences)]
    return [
        " ".join(sentence.text for sentence in part)
        for line in _lines(sentences)
        for part in _even_parts(line)
    ]


def _lines(sentences: Iterable[Sentence]) -> list[list[Sentence]]:
    lines: list[list[Sentence]] = []
    for sentence in sentences:
        if sentence.opens_line or not lines:
            lines.append([])
        lines[-1].append(sentence)
    return lines


def _even_parts(sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    """As few parts as keep to the length where sentences allow, all about as long."""
    total = _length(sentences)
    parts = -(-total // LONGEST_PARAGRAPH)
    part: list[Sentence] = []
    for sentence in sentences:
        if part and _length([*part, sentence]) > total / parts + len(sentence.text) / 2:
            yield part
            part = []
        part.append(sentence)
    yield part


def _length(sentences: Iterable[Sentence]) -> int:
    return sum(len(sentence.text) + 1 for sentence in sentences)
