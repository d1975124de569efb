"""The day of a month as a language writes it: in French the first is “1er”, and no other is.

Django's own ``S``, what follows a day's number in a format, is English whatever the language.
"""

from django.utils.dateformat import DateFormat
from django.utils.formats import get_format


def suffix_of_day(self: DateFormat) -> str:
    """What the active language's ``DAY_SUFFIXES`` say, by the day's number; or nothing."""
    suffixes = get_format("DAY_SUFFIXES")  # its own name, where a language has none
    return suffixes.get(self.j(), "") if isinstance(suffixes, dict) else ""


def follow_the_language() -> None:
    """Make ``S`` follow the reader's language, in templates, in code and in the newsroom."""
    DateFormat.S = suffix_of_day  # type: ignore[method-assign]
