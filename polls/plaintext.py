"""What readers write, made plain: text that can be shown anywhere without surprises.

Kept are the letters of every script, punctuation, emoji and line breaks. Taken out is what is not
seen but acts: control characters, characters that reverse or embed the direction of the text
around them, invisible fillers, halves of surrogate pairs, non-characters. Nothing here is about
markup: templates escape.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

# Marks in a row that Unicode calls safe (UAX #15, stream-safe text): to put more of them in order,
# as normalising does, takes the square of their number.
SAFE_MARKS = 30
# Combining marks on one letter; more only serve to paint over the lines above and below.
MOST_MARKS = 4

_LINE_BREAKS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_SEVERAL_BLANK_LINES = re.compile("\n{3,}")

# Formatting characters without which some scripts and emoji cannot be written: the joiners, marks
# that give a direction to what has none, signs that span several Arabic or Syriac letters.
_NEEDED = frozenset(
    "\u200c\u200d\u200e\u200f\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2"
)
# Letters, marks and symbols by name, blank to the eye.
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def clean(text: str) -> str:
    """The text without what is not seen but acts, and with at most one blank line in a row."""
    text = _LINE_BREAKS.sub("\n", text).replace("\t", " ")
    text = _without(text, {sign for sign in set(text) if not _is_kept(sign)})
    text = "".join(_with_few(text, SAFE_MARKS, unicodedata.combining))
    text = "".join(_with_few(unicodedata.normalize("NFC", text), MOST_MARKS, _is_mark))
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return _SEVERAL_BLANK_LINES.sub("\n\n", text).strip()


def on_one_line(text: str) -> str:
    """The text as ``clean`` leaves it, its white space in single spaces."""
    return " ".join(clean(text).split())


def clean_line(text: str) -> str:
    """The text on one line, without joiners and direction marks either: for names."""
    return clean(" ".join(_without(clean(text), set(_NEEDED)).split()))


def is_blank(text: str) -> bool:
    """Whether nothing of the text would be seen."""
    return all(unicodedata.category(sign)[0] in "CMZ" for sign in set(text))


def _without(text: str, signs: set[str]) -> str:
    return text.translate({ord(sign): None for sign in signs}) if signs else text


def _is_kept(sign: str) -> bool:
    category = unicodedata.category(sign)
    if category in {"Cc", "Cs"}:
        return sign == "\n"
    if category == "Cf":
        return sign in _NEEDED
    return sign not in _FILLERS and not _is_no_character(ord(sign))


def _is_no_character(point: int) -> bool:
    """Code points that will never be characters, which no XML document may hold."""
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign) in {"Mn", "Me"}


def _with_few(text: str, most: int, is_mark: Callable[[str], object]) -> Iterator[str]:
    marks = 0
    for sign in text:
        marks = marks + 1 if is_mark(sign) else 0
        if marks <= most:
            yield sign
