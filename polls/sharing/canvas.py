"""A picture of one size, drawn from the top down in the colours of light paper."""

from html import escape

import resvg_py
from django.conf import settings
from django.utils.translation import ngettext

from polls.results.pictures.drawing import ACCENT, INK, SOFT
from polls.sharing.lettering import FACES, SANS, SERIF, STRONG, Face, written
from polls.statistics.charts import length

WIDTH, HEIGHT = 1200, 630
MARGIN = 72
INNER = WIDTH - 2 * MARGIN
RIGHT = WIDTH - MARGIN
FOOT = 508  # where what stands below the rule begins
PAPER, TRACK, RULE, EDGE = "#fbfaf7", "#e9e5dc", "#dcd7cd", "#837d72"
LEADING = 1.16
# For the letters that ours lack.
FALLBACK = sorted(map(str, (settings.BASE_DIR / "polls/results/pictures/fonts").glob("*.ttf")))


class Canvas:
    """The picture; ``y`` is how far down it is drawn."""

    def __init__(self) -> None:
        self.y: float = 0
        self._parts: list[str] = []

    @property
    def left(self) -> float:
        """How much height is left above the foot."""
        return FOOT - self.y

    def text(
        self,
        said: str,
        *,
        x: float,
        y: float,
        size: float,
        face: Face = SANS,
        colour: str = INK,
        anchor: str = "start",
    ) -> None:
        """One line of text by its baseline."""
        self._parts.append(
            f'<text x="{length(x)}" y="{length(y)}" font-family="{face.family}" '
            f'font-weight="{face.weight}" font-size="{length(size)}" fill="{colour}" '
            f'text-anchor="{anchor}">{escape(written(said))}</text>'
        )

    def lines(
        self,
        said: str,
        *,
        size: float,
        most: int,
        face: Face = SANS,
        colour: str = INK,
        x: float = MARGIN,
        width: float = INNER,
        leading: float = 1.35,
    ) -> None:
        """Text below what is there, in at most so many lines."""
        for line in face.lines(said, size=size, width=width, most=most):
            self.y += size * leading
            self.text(line, x=x, y=self.y, size=size, face=face, colour=colour)

    def title(self, said: str, *, sizes: tuple[int, ...], most: int) -> None:
        """Text in the serif, as large as it fits into so many lines."""
        for size in sizes:
            lines = SERIF.lines(said, size=size, width=INNER, most=most)
            if lines and not lines[-1].endswith("…"):
                lines = SERIF.balanced(said, size=size, width=INNER, count=len(lines))
                break
        self.y += size * 0.3
        for line in lines:
            self.y += size * LEADING
            self.text(line, x=MARGIN, y=self.y, size=size, face=SERIF)
        self.y += size * 0.3

    def rect(
        self,
        *,
        x: float,
        y: float,
        width: float,
        height: float,
        colour: str,
        radius: float = 0,
        edge: str = "",
    ) -> None:
        rim = f' stroke="{edge}" stroke-width="2"' if edge else ""
        self._parts.append(
            f'<rect x="{length(x)}" y="{length(y)}" width="{length(max(0, width))}" '
            f'height="{length(height)}" rx="{length(radius)}" fill="{colour}"{rim} />'
        )

    def circle(self, *, x: float, y: float, radius: float, edge: str, colour: str = "none") -> None:
        self._parts.append(
            f'<circle cx="{length(x)}" cy="{length(y)}" r="{length(radius)}" fill="{colour}" '
            f'stroke="{edge}" stroke-width="3" />'
        )

    def more(self, rest: int) -> None:
        """How many there are for which there is no room."""
        if rest:
            told = ngettext("and %(number)s more", "and %(number)s more", rest) % {"number": rest}
            self.text(told, x=MARGIN, y=self.y + 24, size=24, colour=SOFT)

    def masthead(self, beside: str) -> None:
        """The site's name above everything, and what stands at the other end of its line."""
        self.rect(x=0, y=0, width=WIDTH, height=12, colour=ACCENT)
        self.text("Dossier", x=MARGIN, y=92, size=40, face=SERIF)
        name = SERIF.width("Dossier", size=40)
        self.rect(x=MARGIN + name + 6, y=76, width=16, height=16, colour=ACCENT)
        room = INNER - name - 120
        for line in SANS.lines(beside, size=25, width=room, most=1):
            self.text(line, x=RIGHT, y=91, size=25, colour=SOFT, anchor="end")
        self.y = 112

    def foot(self, first: str, second: str, *, call: str = "") -> None:
        """Below a rule: the small print, and what the reader is asked to do."""
        self.rect(x=MARGIN, y=FOOT, width=INNER, height=2, colour=RULE)
        room: float = INNER
        if call:
            width = STRONG.width(call, size=29) + 64
            room -= width + 40
            self.rect(x=RIGHT - width, y=FOOT + 20, width=width, height=62, colour=ACCENT, radius=5)
            self.text(
                call,
                x=RIGHT - width / 2,
                y=FOOT + 60,
                size=29,
                face=STRONG,
                colour="#ffffff",
                anchor="middle",
            )
        count = len(SANS.lines(first, size=24, width=room, most=2))
        lines = [*SANS.balanced(first, size=24, width=room, count=count), second]
        top = FOOT + (38 if len(lines) > 2 else 46)
        for place, said in enumerate(lines):
            self.text(said, x=MARGIN, y=top + 30 * place, size=24, colour=SOFT)

    def svg(self) -> str:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
            f'viewBox="0 0 {WIDTH} {HEIGHT}">'
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}" />{"".join(self._parts)}</svg>'
        )

    def png(self) -> bytes:
        """The same on every machine: in our own fonts and no others."""
        return resvg_py.svg_to_bytes(
            svg_string=self.svg(),
            background=PAPER,
            skip_system_fonts=True,
            font_files=[*(str(face.path) for face in FACES), *FALLBACK],
            font_family="DejaVu Sans",
        )
