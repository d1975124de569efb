"""An article's texts, dates and figures as readers see them."""

import datetime
from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.db.models import Model
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dossier import foreign, markdown
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
def lang_of(row: Model | None, name: str) -> str:
    """The attribute ``lang``, with a space before it, for a text that its row lacks in the reader's
    language; else nothing.
    """
    code = foreign.language_of(row, name)
    return format_html(' lang="{}"', code) if code else ""


@register.simple_tag
def shown(row: Model, name: str) -> SafeString:
    """A row's text, to stand within another: in an element of its own if it is in another language.

    For an attribute take the text itself.
    """
    return foreign.marked(getattr(row, name) or "", [row], name)


@register.simple_tag
def worded(text: str, rows: Iterable[Model], name: str = "label") -> SafeString:
    """A text that quotes or lists those of rows: what is in another language says in which."""
    return foreign.marked(text, rows, name)
