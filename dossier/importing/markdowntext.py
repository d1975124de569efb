"""Markdown to blocks, by the tokens of markdown-it."""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from dossier.importing.documents import Block, Document, on_one_line
from dossier.importing.hypertext import read_html

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<lines>(?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FIELD = re.compile(r"(?P<name>[a-z]+)\s*:\s*(?P<value>.*\S)", re.IGNORECASE)
_HARD_BREAK = re.compile(r"(?: {2,}|\\)\n")
_MARKDOWN = MarkdownIt("commonmark")


def read_markdown(text: str) -> Document:
    """Blocks whose texts keep their Markdown; a front matter's title, date, source and so on."""
    front = _FRONT_MATTER.match(text)
    fields = _fields(front["lines"]) if front else {}
    return Document(
        blocks=tuple(_blocks(text[front.end() :] if front else text)),
        title=fields.get("title", ""),
        standfirst=fields.get("standfirst", ""),
        language=fields.get("language", fields.get("lang", "")),
        dated=fields.get("date", ""),
        source=fields.get("source", ""),
        in_markdown=True,
    )


def plain(markdown: str) -> str:
    """The words of a line of Markdown without its markup."""
    tokens = _MARKDOWN.parseInline(markdown)
    return on_one_line("".join(_words(token) for token in tokens))


def literal(text: str) -> str:
    """Markdown that reads as this text, escaped only where it would read otherwise."""
    tokens = _MARKDOWN.parse(text)
    if [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]:
        words = tokens[1].children or []
        if [(word.type, word.content) for word in words] == [("text", text)]:
            return text
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def _fields(lines: str) -> dict[str, str]:
    matches = (_FIELD.fullmatch(line.strip()) for line in lines.split("\n"))
    return {m["name"].lower(): m["value"].strip("\"' ") for m in matches if m}


def _blocks(text: str) -> list[Block]:
    blocks: list[Block] = []
    opened: list[Token] = []
    for token in _MARKDOWN.parse(text):
        if token.nesting == 1:
            opened.append(token)
        elif token.nesting == -1:
            opened.pop()
        elif token.type == "inline":
            blocks.append(_block(token, opened))
        elif token.type in {"fence", "code_block"}:
            blocks.append(Block(f"```\n{token.content.rstrip()}\n```", "verbatim"))
        elif token.type == "html_block":
            blocks += read_html(token.content).blocks
    return [block for block in blocks if block.text]


def _block(token: Token, opened: list[Token]) -> Block:
    text = _HARD_BREAK.sub("\0", token.content)
    text = text.replace("\n", " ").replace("\0", "\n").strip()
    types = [outer.type for outer in opened]
    if types[-1] == "heading_open":
        return Block(plain(text), "heading", int(opened[-1].tag[1:]))
    if "blockquote_open" in types:
        return Block(text, "quotation")
    if "list_item_open" in types:
        return Block(text, "item")
    return Block(text)


def _words(token: Token) -> str:
    if token.children is not None:
        return "".join(_words(child) for child in token.children)
    if token.type in {"softbreak", "hardbreak"}:
        return " "
    return token.content if token.type in {"text", "code_inline", "text_special"} else ""
