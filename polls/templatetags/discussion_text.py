"""Readers' texts in a page: escaped, in paragraphs, addresses as links that vouch for nothing."""

import re

from django import template
from django.utils.html import Urlizer, linebreaks
from django.utils.safestring import SafeString

register = template.Library()


class _ReadersLinks(Urlizer):
    """Links for what says http:// or https://, and for nothing that only looks like an address."""

    url_template = '<a href="{href}" rel="ugc nofollow noopener">{url}</a>'
    simple_url_2_re = re.compile(r"(?!)")

    @staticmethod
    def is_email_simple(value: str) -> bool:
        return False


_with_links = _ReadersLinks()


@register.filter
def readers_text(text: str) -> SafeString:
    """The text as HTML; whatever in it looks like markup is shown, not obeyed."""
    return SafeString(linebreaks(_with_links(str(text), autoescape=True)))
