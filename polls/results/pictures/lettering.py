"""Text in a picture: SVG breaks no lines, so that they are broken here, by how wide letters are.

Widths are those of DejaVu Sans, which PNGs are drawn with and which is wider than most: where a
picture is shown in another face, lines are rather too short than too long.
"""

import re
from html import escape

_NARROW, _WIDE = frozenset("fijlrtI.,:;'’!|()[]/ \xa0"), frozenset("mwMW%—@…")
# A letter's width, in parts of the size of the type.
_EM = {"narrow": 0.4, "wide": 1.0, "capital": 0.72, "other": 0.62}
_BOLD = 1.1
# What XML 1.0 has no way to write.
_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def width_of(text: str, *, size: float, bold: bool = False) -> float:
    """About how wide a line is, rather too wide than too narrow."""
    ems = sum(_EM[_sort(letter)] for letter in text)
    return ems * size * (_BOLD if bold else 1)


def lines_of(
    text: str, *, width: float, size: float, bold: bool = False, most: int = 12
) -> list[str]:
    """The text in lines no wider than ``width``; what does not fit in ``most`` ends in “…”."""
    lines = [""]
    for word in _pieces(text, width=width, size=size, bold=bold):
        longer = f"{lines[-1]} {word}".lstrip()
        if width_of(longer, size=size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    lines = [line for line in lines if line]
    if len(lines) > most:
        lines[most - 1] = lines[most - 1][:-1].rstrip() + "…"
    return lines[:most]


def written(text: str) -> str:
    """The text as it stands in an SVG document."""
    return escape(_UNWRITABLE.sub("", text))


def _pieces(text: str, *, width: float, size: float, bold: bool) -> list[str]:
    """The words, those that are wider than a line in parts; no-break spaces break nothing."""
    pieces = []
    for word in re.split(r"[ \t\r\n]+", _UNWRITABLE.sub("", text).strip()):
        rest = word
        while width_of(rest, size=size, bold=bold) > width:
            fits = max(1, int(width / (size * (_BOLD if bold else 1))))
            pieces.append(rest[:fits])
            rest = rest[fits:]
        pieces.append(rest)
    return pieces


def _sort(letter: str) -> str:
    if letter in _NARROW:
        return "narrow"
    if letter in _WIDE or ord(letter) > 0x2E7F:
        return "wide"
    return "capital" if letter.isupper() else "other"
