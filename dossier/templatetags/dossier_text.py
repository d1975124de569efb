"""An article's texts, dates and figures as readers see them."""

import datetime
from decimal import Decimal

from django import template
from django.utils import formats
from django.utils.safestring import SafeString

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
