"""An article's texts, dates and figures as readers see them."""

import datetime
from decimal import Decimal

from django import template
from django.conf import settings
from django.db.models import Model
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

from dossier import markdown
from dossier.models.dates import PARTIAL_DATE

register = template.Library()


@register.filter
def as_markdown(text: str | None) -> SafeString:
    """Safe HTML of a Markdown text."""
    return markdown.render(text or "")


@register.filter
def as_words(text: str | None) -> str:
    """A Markdown text without its markup."""
    return markdown.plain(text or "")


@register.filter
def partial_date(value: str) -> str:
    """A date as precise as it is: “2024”, “March 2024”, “31 March 2024”."""
    match = PARTIAL_DATE.fullmatch(value)
    if match is None:
        return value
    year, month, day = match.groups()
    if day:
        return formats.date_format(datetime.date(int(year), int(month), int(day)), "DATE_FORMAT")
    if month:
        return formats.date_format(datetime.date(int(year), int(month), 1), "YEAR_MONTH_FORMAT")
    return year


@register.filter
def whole(number: int) -> str:
    """A count with its thousands apart: “2 913”, “2,913”."""
    return str(formats.number_format(number, decimal_pos=0, force_grouping=True))


@register.filter
def figure(value: Decimal) -> str:
    """A number with the language's separators and no idle zeros: “1 000”, “5,5”."""
    digits = -Decimal(f"{value.normalize():f}").as_tuple().exponent  # type: ignore[operator]
    return formats.number_format(value, decimal_pos=max(digits, 0), force_grouping=True)


@register.simple_tag
def lang_of(row: Model, name: str) -> str:
    """The attribute ``lang`` for a text that its row lacks in the reader's language, else nothing.

    Reads the very columns that showing the text reads: the reader's language, then the fallbacks.
    """
    languages = (get_language() or "", *settings.MODELTRANSLATION_FALLBACK_LANGUAGES)
    for code in languages:
        if getattr(row, build_localized_fieldname(name, code), None):
            return "" if code == languages[0] else format_html('lang="{}"', code)
    return ""
