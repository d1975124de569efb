"""From a file to the draft of an article with its closing questions; nothing is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from dossier.importing.credits import take_credits
from dossier.importing.dates import find_date
from dossier.importing.documents import Block, Document
from dossier.importing.formats import read_document
from dossier.importing.kinds import propose_kind
from dossier.importing.languages import KNOWN_LANGUAGES, recognise_language
from dossier.importing.markdowntext import plain
from dossier.importing.passages import DraftPassage, compose_passages
from dossier.importing.questions import take_closing
from dossier.importing.reading import UnreadableArticle, read_article_text
from dossier.importing.repeats import distinct, drop_repeats
from dossier.importing.sentences import split_sentences
from dossier.importing.titles import derive_title, shorten, take_title

LONGEST_SOURCE = 300
"""Characters."""
MOST_PARTS = 500
"""Passages or questions: a file with more of them is no article."""


@dataclass(frozen=True, slots=True)
class DraftQuestion:
    """A closing question with the kind that seems to fit and its first choices."""

    prompt: str
    kind: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftArticle:
    """What a file says, for an editor to review; texts that it leaves open are ""."""

    title: str
    title_is_derived: bool
    """Whether the file has no title, so that its first words stand in."""
    language: str
    dated: str
    """YYYY-MM or YYYY-MM-DD."""
    source: str
    byline: str
    standfirst: str
    passages: tuple[DraftPassage, ...]
    questions: tuple[DraftQuestion, ...]
    repeats: tuple[str, ...]
    """Sentences that were dropped because they had been said."""
    set_aside: tuple[str, ...]
    """Lines that are no text of the article: its credits, and what introduces the questions."""


def draft_article(path: Path, *, language: str = "") -> DraftArticle:
    """Read a text, Markdown or HTML file into a draft, in the language given or recognised.

    Raises UnreadableArticle, with one line for the person who sent the file.
    """
    draft = _draft(read_document(read_article_text(path), path), language)
    parts = len(draft.passages) + len(draft.questions)
    if not parts:
        raise UnreadableArticle(_("The file holds no text of an article."))
    if parts > MOST_PARTS:
        raise UnreadableArticle(
            _("The file has %(parts)d passages and questions, an article at most %(most)d.")
            % {"parts": parts, "most": MOST_PARTS}
        )
    return draft


def _draft(document: Document, language: str) -> DraftArticle:
    # Credits stand above the title or below it.
    blocks, top, top_lines = take_credits(document.blocks)
    title, blocks = take_title(blocks, stated=document.title)
    closing = take_closing(blocks)
    set_aside = (*top_lines, *closing.set_aside)
    blocks, repeats = drop_repeats(closing.blocks, already=[title, *closing.prompts, *set_aside])
    plainly = plain if document.in_markdown else str
    prompts = distinct(plainly(prompt) for prompt in closing.prompts)
    source, byline = _origin(plainly(closing.source) or document.source, plainly(top.sender))
    language = language or _language(document, blocks, prompts)
    return DraftArticle(
        title=title or derive_title(_first_words(blocks, prompts), language),
        title_is_derived=not title,
        language=language,
        dated=_dated(document) or top.dated,
        source=shorten(source, LONGEST_SOURCE),
        byline=byline,
        standfirst=document.standfirst,
        passages=compose_passages(blocks, in_markdown=document.in_markdown),
        questions=tuple(_question(prompt, language) for prompt in prompts),
        repeats=tuple(repeats),
        set_aside=set_aside,
    )


def _origin(source: str, sender: str) -> tuple[str, str]:
    """The source and the author: who sent the article is its source where none is named."""
    return (source, sender) if source and source != sender else (source or sender, "")


def _language(document: Document, blocks: Sequence[Block], prompts: Sequence[str]) -> str:
    stated = document.language[:2].lower()
    if stated in KNOWN_LANGUAGES:
        return stated
    return recognise_language(" ".join([*prompts, *(block.text for block in blocks)]))


def _dated(document: Document) -> str:
    found = find_date(document.dated)
    return found.date if found else ""


def _first_words(blocks: Sequence[Block], prompts: Sequence[str]) -> str:
    """The first sentence of the text, else of what there is."""
    texts = [block.text for block in blocks if block.kind != "heading"] or [
        *(block.text for block in blocks),
        *prompts,
    ]
    sentences = split_sentences(texts[0][:LONGEST_SOURCE]) if texts else []
    return sentences[0].text if sentences else ""


def _question(prompt: str, language: str) -> DraftQuestion:
    proposal = propose_kind(prompt, language)
    return DraftQuestion(prompt=prompt, kind=proposal.kind, choices=proposal.choices)
