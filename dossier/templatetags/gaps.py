"""Gaps in a page: what is each reader's own is left out of what is kept for all.

``{% gap "card" card.dom_id %}…{% endgap %}`` renders what it holds, as if it were not there. Where
the context brings ``gaps``, a mark stands in its place, by which the page comes apart again.
"""

import re
import secrets

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

register = template.Library()

# Unknown outside of this process, so that no text can pretend to be a gap.
_SECRET = secrets.token_hex(8)
_GAP = re.compile(rf"\x02{_SECRET}:([^\x03]*)\x03")


class Gaps:
    """The gaps of one page, and what some of them hold for a reader of whom nothing is known."""

    def __init__(self, *, held: frozenset[str] = frozenset()) -> None:
        self.held = dict.fromkeys(held, "")

    @staticmethod
    def mark(name: str) -> SafeString:
        return SafeString(f"\x02{_SECRET}:{name}\x03")


def taken_apart(html: str) -> list[str]:
    """The page's pieces: what stands before the first gap, its name, what follows, and so on."""
    return _GAP.split(html)


class GapNode(Node):
    def __init__(self, named: list[FilterExpression], nodelist: NodeList) -> None:
        self.named, self.nodelist = named, nodelist

    def render(self, context: Context) -> SafeString:
        gaps: Gaps | None = context.get("gaps")
        if gaps is None:
            return self.nodelist.render(context)
        name = ":".join(str(part.resolve(context)) for part in self.named)
        if name in gaps.held:
            with context.push(gaps=None):
                gaps.held[name] = self.nodelist.render(context)
        return gaps.mark(name)


@register.tag
def gap(parser: Parser, token: Token) -> GapNode:
    """What stands between this tag and its end is the reader's own; arguments are its name."""
    named = [parser.compile_filter(part) for part in token.split_contents()[1:]]
    nodelist = parser.parse(("endgap",))
    parser.delete_first_token()
    return GapNode(named, nodelist)
