"""Numbers and lists as a reader's language writes them."""

from collections.abc import Iterable, Sequence
from typing import Self

from django.db.models import Model
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from dossier.foreign import marked

NO_BREAK_SPACE = "\xa0"


class Said(str):
    """Words that quote or list texts of rows, by nature the labels of choices.

    In HTML each of these says in which language it is, if not in the reader's (dossier.foreign);
    everywhere else they are words like others. An attribute of HTML takes ``str(words)``.
    """

    rows: Sequence[Model]
    name: str

    def __new__(cls, words: str, rows: Sequence[Model] = (), name: str = "label") -> Self:
        said = super().__new__(cls, words)
        said.rows, said.name = rows, name
        return said

    def __html__(self) -> SafeString:
        return marked(str.__str__(self), self.rows, self.name)


def whole(number: int) -> str:
    """A count with its thousands apart: “2,913”."""
    return str(number_format(number, decimal_pos=0, force_grouping=True))


def decimal(number: float) -> str:
    """A number to one decimal, without one where it is whole: “35”, “35.5”."""
    number = round(number, 1)
    return str(number_format(number, decimal_pos=0 if number == int(number) else 1))


def hundredths(number: float) -> str:
    """A number to two decimals: “0.25”."""
    return str(number_format(round(number, 2), decimal_pos=2))


def percent(share: float) -> str:
    """A share between 0 and 1 in whole percent; almost none and almost all are told as such."""
    if 0 < share < 0.005:
        return _signed("<1")
    if 0.995 <= share < 1:
        return _signed(">99")
    return _signed(decimal(int(share * 100 + 0.5)))


def percentage(number: float) -> str:
    """A number that is one of a hundred already: “35%”."""
    return _signed(decimal(number))


def signed(number: int) -> str:
    """A count with its sign: “+3”, “−12”, “0”."""
    sign = "+" if number > 0 else "−" if number < 0 else ""
    return f"{sign}{whole(abs(number))}"


def chance(p: float) -> str:
    """A probability in percent, to a tenth below ten; what is rarer than that is told as such."""
    if p < 0.001:
        return _signed("<" + decimal(0.1))
    return percentage(100 * p) if p < 0.1 else percent(p)


def span(low: float, high: float) -> str:
    """From one percentage to another: “20–60%”, or one alone if they are the same."""
    if low == high:
        return percentage(low)
    return _signed(f"{decimal(low)}–{decimal(high)}")


def interval(low: float, high: float) -> str:
    """A range of shares, each between 0 and 1: “40–44%”."""
    return span(int(low * 100 + 0.5), int(high * 100 + 0.5))


def quoted(labels: Iterable[object]) -> str:
    """One label in quotation marks, or several in a list: “A”, “B” and “C”."""
    # Translators: a choice's label in the language's quotation marks.
    return get_text_list([_("“%(label)s”") % {"label": label} for label in labels], _("and"))


def _signed(number: str) -> str:
    # Translators: a percentage; the space, if the language has one, becomes a no-break space.
    return (_("%(number)s%%") % {"number": number}).replace(" ", NO_BREAK_SPACE)
