"""Markdown to safe HTML: what was written is kept, what is rendered is sanitised."""

from functools import lru_cache
from html import unescape

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_PARSER = MarkdownIt("commonmark", {"html": False, "typographer": False})
_TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a", "h3", "h4", "code", "hr"}
_ATTRIBUTES = {"a": {"href", "title"}}
_SCHEMES = {"http", "https", "mailto"}


@lru_cache(maxsize=2048)
def render(text: str) -> SafeString:
    """The text as HTML with the few elements that an article needs and nothing else."""
    html = nh3.clean(
        _PARSER.render(text),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener",
    )
    return mark_safe(html)  # noqa: S308 — sanitised in the line above


@lru_cache(maxsize=512)
def plain(text: str) -> str:
    """The words of the text without its markup, for descriptions."""
    words = nh3.clean(_PARSER.render(text), tags=set())
    return " ".join(unescape(words).split())
