"""What the Open Graph protocol asks of a page beyond its texts."""

from babel.core import get_global, parse_locale
from django import template

register = template.Library()


@register.filter
def territorial(code: str) -> str:
    """A language as the protocol names it, with the territory that most of its readers are in.

    By Unicode’s table of likely subtags: ``fr`` → ``fr_FR``, ``pt-br`` → ``pt_BR``.
    """
    language, territory, *_rest = parse_locale(code, sep="-")
    if not territory:
        likely = get_global("likely_subtags").get(language, language)
        territory = parse_locale(likely)[1]
    return f"{language}_{territory}" if territory else language
