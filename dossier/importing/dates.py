"""Dates as articles write them, to dates as precise as the text gives them."""

import datetime
import re
from dataclasses import dataclass

_MONTHS = {
    name: number
    for names in (
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "january february march april may june july august september october november december",
    )
    for number, name in enumerate(names.split(), start=1)
}
_MONTH = "|".join(_MONTHS)
_FORMS = (
    re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{2})(?:-(?P<day>\d{2}))?(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})(?!\d)"),
    re.compile(
        rf"\b(?:(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+)?(?P<month>{_MONTH})\s+(?P<year>\d{{4}})\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b",
        re.IGNORECASE,
    ),
)


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date, and where in the text it stands."""

    date: str
    """YYYY-MM-DD, or YYYY-MM where the text gives no day."""
    start: int
    end: int


def find_date(text: str) -> DateFound | None:
    """The first date in the text. In dates of figures alone days come first, as in French."""
    found = [match for form in _FORMS for match in form.finditer(text)]
    for match in sorted(found, key=lambda match: (match.start(), -match.end())):
        month = _MONTHS.get(match["month"].lower()) or int(match["month"])
        try:
            date = datetime.date(int(match["year"]), month, int(match["day"] or 1)).isoformat()
        except ValueError:
            continue
        return DateFound(date if match["day"] else date[:7], *match.span())
    return None
