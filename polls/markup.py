"""Readers' Markdown to safe HTML: what was written is kept, what is rendered is sanitised.

Emphasis, strong, lists, quotes, line breaks, and links to http(s) addresses that vouch for nothing.
All else stays what it looks like: characters. Nothing that was written is left out of what shows.
"""

import re
from functools import lru_cache

import nh3
from django.utils.html import Urlizer, escape, linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

# Quotes in quotes and lists in lists, counted together; beyond, a text is shown as it was written.
DEEPEST = 8
# Each of them is two steps of the parser's, which drops what is below its own limit.
_STEPS = 2 * DEEPEST + 2
# More signs of markup than any argument has; the parser takes the square of their number.
_BUSY = 500

_TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a"}
_ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
_REL = "ugc nofollow noopener"
_WEB = re.compile(r"https?://[^/?#]", re.IGNORECASE)

# What a quote quotes, and how long it gets.
_QUOTED = re.compile(r"^\s{0,3}>")
QUOTE_LENGTH = 400


class _ReadersLinks(Urlizer):
    """Links for what says http:// or https://, and for nothing that only looks like an address."""

    url_template = f'<a href="{{href}}" rel="{_REL}">{{url}}</a>'
    simple_url_2_re = re.compile(r"(?!)")

    @staticmethod
    def is_email_simple(value: str) -> bool:
        return False


_with_links = _ReadersLinks()


class _ReadersMarkdown(MarkdownIt):
    def __init__(self) -> None:
        super().__init__("zero", {"html": False, "breaks": True, "maxNesting": 3 * _STEPS})
        self.enable(["blockquote", "list", "emphasis", "link", "autolink", "escape", "newline"])
        self.enable(["balance_pairs", "fragments_join"])
        self.core.ruler.push("within_links", _mark_within_links)
        self.add_render_rule("text", _text)

    def validateLink(self, url: str) -> bool:  # noqa: N802 — the parser's own name for it
        """Whether something is linked to: an address on the web, and no other."""
        return _WEB.match(url) is not None


def _mark_within_links(state: StateCore) -> None:
    for line in state.tokens:
        depth = 0
        for token in line.children or []:
            depth += token.nesting * (token.type in {"link_open", "link_close"})
            token.meta["linked"] = depth > 0


def _text(
    _renderer: object, tokens: list[Token], at: int, _options: OptionsDict, _env: object
) -> str:
    """Addresses in the text as links, but for those that are within one."""
    token = tokens[at]
    return str(escape(token.content)) if token.meta["linked"] else _linked(token.content)


def _plain(text: str) -> SafeString:
    """The text as it was written."""
    return SafeString(linebreaks(_linked(text)))


def _linked(text: str) -> str:
    return str(_with_links(text, autoescape=True))


_PARSER = _ReadersMarkdown()


@lru_cache(maxsize=2048)
def render(text: str) -> SafeString:
    """The text as HTML with the few elements that an argument needs and nothing else."""
    if sum(map(text.count, "[*_")) > _BUSY:
        return _plain(text)
    tokens = _PARSER.parse(text)
    if any(token.level > _STEPS for token in tokens) or not any(t.content for t in tokens):
        return _plain(text)
    html = nh3.clean(
        _PARSER.renderer.render(tokens, _PARSER.options, {}),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https"},
        link_rel=_REL,
    )
    return mark_safe(html.strip())  # noqa: S308 — sanitised in the line above


def quoted(text: str) -> str:
    """The text as a quote to be answered, without what it quotes itself; cut at a word."""
    lines = [line for line in text.split("\n") if not _QUOTED.match(line)]
    said = "\n".join(lines).strip()
    if len(said) > QUOTE_LENGTH:
        said = f"{said[:QUOTE_LENGTH].rsplit(maxsplit=1)[0]}…"
    return "\n".join(f"> {line}".rstrip() for line in said.split("\n")) + "\n\n" if said else ""
