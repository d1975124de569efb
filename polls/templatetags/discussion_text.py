"""Readers' texts in a page."""

from django import template
from django.utils.safestring import SafeString

from polls import markup

register = template.Library()


@register.filter
def readers_text(text: str) -> SafeString:
    """The text as HTML; whatever in it looks like markup is shown, not obeyed, but for little."""
    return markup.render(str(text))
