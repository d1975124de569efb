"""How wide text is in our own faces: read from the font files, since a picture breaks no lines."""

import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from struct import unpack_from

FOLDER = Path(__file__).parent / "fonts"
# What XML 1.0 has no way to write.
_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMAT_OF_CMAP = 4


@dataclass(frozen=True)
class Face:
    """A font of ours, by the name of its file."""

    file: str
    family: str
    weight: int

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.file}.ttf"

    def width(self, text: str, *, size: float) -> float:
        """How wide a line is, in the unit of ``size``; letters the font lacks count as 1 em."""
        return size * sum(self._advances.get(ord(letter), 1.0) for letter in text)

    def lines(self, text: str, *, size: float, width: float, most: int) -> list[str]:
        """The text in at most ``most`` lines no wider than ``width``; cut off, it ends in “…”."""
        lines = [""]
        for word in self._words(text, size=size, width=width):
            longer = f"{lines[-1]} {word}".lstrip()
            if self.width(longer, size=size) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        shown = [line for line in lines if line]
        if len(shown) <= most:
            return shown
        last = shown[most - 1]
        while last and self.width(f"{last}…", size=size) > width:
            last = last[:-1].rstrip()
        return [*shown[: most - 1], f"{last.rstrip(' ,;:.')}…"]

    def balanced(self, text: str, *, size: float, width: float, count: int) -> list[str]:
        """The text in so many lines that fit, each about as long as the others."""
        narrow, wide = width / max(1, count), width
        while wide - narrow > 1:
            middle = (narrow + wide) / 2
            fits = len(self.lines(text, size=size, width=middle, most=count + 1)) <= count
            narrow, wide = (narrow, middle) if fits else (middle, wide)
        return self.lines(text, size=size, width=wide, most=count)

    def _words(self, text: str, *, size: float, width: float) -> list[str]:
        """The words, in parts where one is wider than a line; no-break spaces break nothing."""
        parts = []
        for word in re.split(r"[ \t\r\n]+", _UNWRITABLE.sub("", text).strip()):
            rest = word
            while self.width(rest, size=size) > width:
                fits = max(1, int(len(rest) * width / self.width(rest, size=size)) - 1)
                while fits > 1 and self.width(rest[:fits], size=size) > width:
                    fits -= 1  # its first letters are wider than the others
                parts.append(rest[:fits])
                rest = rest[fits:]
            parts.append(rest)
        return parts

    @cached_property
    def _advances(self) -> dict[int, float]:
        return _advances(self.path)


@cache
def _advances(path: Path) -> dict[int, float]:
    """The advance width of each character, in em (OpenType: head, hhea, hmtx, cmap of format 4)."""
    font = path.read_bytes()
    (count,) = unpack_from(">H", font, 4)
    tables: dict[bytes, int] = {}
    for place in range(count):
        tag, _sum, offset, _length = unpack_from(">4sLLL", font, 12 + 16 * place)
        tables[tag] = offset
    (em,) = unpack_from(">H", font, tables[b"head"] + 18)
    (metrics,) = unpack_from(">H", font, tables[b"hhea"] + 34)
    widths = unpack_from(">" + "Hh" * metrics, font, tables[b"hmtx"])[::2]
    glyphs = _glyphs(font, tables[b"cmap"])
    return {code: widths[min(glyph, metrics - 1)] / em for code, glyph in glyphs.items()}


def _glyphs(font: bytes, cmap: int) -> dict[int, int]:
    """The glyph of each character of the Basic Multilingual Plane."""
    (count,) = unpack_from(">H", font, cmap + 2)
    offsets = [unpack_from(">HHL", font, cmap + 4 + 8 * place)[2] for place in range(count)]
    at = next(
        cmap + one for one in offsets if unpack_from(">H", font, cmap + one)[0] == _FORMAT_OF_CMAP
    )
    twice = unpack_from(">H", font, at + 6)[0]
    shape = f">{twice // 2}H"
    ends = unpack_from(shape, font, at + 14)
    starts = unpack_from(shape, font, at + 16 + twice)
    deltas = unpack_from(shape, font, at + 16 + 2 * twice)
    ranges = unpack_from(shape, font, at + 16 + 3 * twice)
    found = {}
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if ranges[place]:
                where = at + 16 + 3 * twice + 2 * place + ranges[place] + 2 * (code - start)
                (glyph,) = unpack_from(">H", font, where)
            found[code] = (glyph + deltas[place]) % 0x10000 if glyph or not ranges[place] else 0
    return found


SERIF = Face("SourceSerifPro-Bold", "Source Serif Pro", 700)
SANS = Face("SourceSansPro-Regular", "Source Sans Pro", 400)
STRONG = Face("SourceSansPro-Semibold", "Source Sans Pro", 600)
FACES = (SERIF, SANS, STRONG)


def written(text: str) -> str:
    """The text without what XML cannot write."""
    return _UNWRITABLE.sub("", text)
