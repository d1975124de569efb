"""What a picture is drawn with: text, bars and lines from the top to the bottom of a sheet.

Looks are attributes and no style sheet, since pages of ours allow no styles of their own.
"""

from math import ceil

from polls.results.pictures.lettering import lines_of, written
from polls.statistics.charts import length

WIDTH, MARGIN = 800, 32
INNER = WIDTH - 2 * MARGIN
RIGHT = WIDTH - MARGIN
BAR = 16
LEADING = 1.4

# The roles of tokens.css on light paper.
PAPER, INK, SOFT, LINE = "#ffffff", "#1c1b19", "#57534c", "#c9c4ba"
ACCENT, BAND, TINT = "#0b5275", "#cfe0ea", "#f3f0e9"
CHOICES = "#1e7ec8 #af4013 #0f5f58 #622470 #a67c12 #663ba9 #76051d #7d8388".split()
TONES = {
    "tone-neg2": "#a8480b",
    "tone-neg1": "#e3a468",
    "tone-mid": "#c3beb4",
    "tone-pos1": "#84b3d6",
    "tone-pos2": "#175f9c",
}

# How lines are told apart without their colours, as on pages (insight.css); the first is whole.
DASHES = ("", "9 5", "2 5", "12 5 2 5", "5 5", "14 4 4 4", "2 9", "9 4 2 4 2 4")


def colour_of(tone: str) -> str:
    """The colour that a class has on pages: of a choice ("choice-3"), or of a point of a scale."""
    place = tone.removeprefix("choice-")
    return CHOICES[int(place) - 1] if place != tone else TONES[tone]


class Drawing:
    """A sheet that grows downwards; ``y`` is how far it has come."""

    def __init__(self) -> None:
        self.y: float = MARGIN
        self._parts: list[str] = []

    @property
    def body(self) -> str:
        """All that is on it so far."""
        return "".join(self._parts)

    def continued(self) -> "Drawing":
        """Another sheet with the same on it, to be drawn on further."""
        other = Drawing()
        other.y, other._parts = self.y, [*self._parts]
        return other

    def space(self, height: float) -> None:
        self.y += height

    def paragraph(
        self,
        said: str,
        *,
        x: float = MARGIN,
        size: float = 15,
        colour: str = INK,
        bold: bool = False,
        width: float = INNER,
        most: int = 12,
    ) -> None:
        """Text below what is there, in as many lines as it takes, at most ``most``."""
        for line in lines_of(said, width=width, size=size, bold=bold, most=most):
            self.y += size * LEADING
            self.text(line, x=x, y=self.y, size=size, colour=colour, bold=bold)

    def text(
        self,
        said: str,
        *,
        x: float,
        y: float,
        size: float = 15,
        colour: str = INK,
        bold: bool = False,
        anchor: str = "start",
        halo: bool = False,
    ) -> None:
        """One line of text by its baseline, with a rim of paper where it crosses a drawing."""
        weight = ' font-weight="bold"' if bold else ""
        if halo:
            weight += f' stroke="{PAPER}" stroke-width="4" paint-order="stroke"'
        self._parts.append(
            f'<text x="{length(x)}" y="{length(y)}" font-size="{length(size)}" fill="{colour}"'
            f'{weight} text-anchor="{anchor}">{written(said)}</text>'
        )

    def rect(
        self,
        *,
        x: float,
        y: float,
        width: float,
        height: float,
        colour: str,
        dashed: bool = False,
    ) -> None:
        """A rectangle; a dashed one stands for what is kept back."""
        edge = f' stroke="{SOFT}" stroke-dasharray="3 3"' if dashed else ""
        self._parts.append(
            f'<rect x="{length(x)}" y="{length(y)}" width="{length(width)}" '
            f'height="{length(height)}" fill="{colour}"{edge} />'
        )

    def line(
        self,
        path: str,
        *,
        colour: str = INK,
        width: float = 1.5,
        halo: bool = False,
        dashes: str = "",
        rounded: bool = False,
    ) -> None:
        """A line along path data, with a rim of paper where it crosses a bar."""
        if halo:
            self.line(path, colour=PAPER, width=width + 2.5)
        looks = f' stroke-dasharray="{dashes}"' if dashes else ""
        looks += ' stroke-linecap="round" stroke-linejoin="round"' if rounded else ""
        self._parts.append(
            f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{length(width)}"'
            f"{looks} />"
        )

    def area(
        self,
        path: str,
        *,
        colour: str,
        opacity: float = 1,
        at: tuple[float, float, float] | None = None,
    ) -> None:
        """What path data enclose, filled; of another plane ``at`` (x, y, how much larger)."""
        looks = f' fill-opacity="{length(opacity)}"' if opacity < 1 else ""
        if at:
            x, y, scale = map(length, at)
            looks += f' transform="translate({x} {y}) scale({scale})"'
        self._parts.append(f'<path d="{path}" fill="{colour}"{looks} />')

    def dot(self, *, x: float, y: float, radius: float, colour: str) -> None:
        self._parts.append(
            f'<circle cx="{length(x)}" cy="{length(y)}" r="{length(radius)}" fill="{colour}" />'
        )

    def svg(self, *, title: str, description: str, language: str) -> str:
        """The sheet as a document of its own, as high as what is on it."""
        height = ceil(self.y + MARGIN)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" xml:lang="{language}" '
            f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" role="img" '
            'aria-labelledby="title description" '
            'font-family="DejaVu Sans, Verdana, Arial, sans-serif">'
            f'<title id="title">{written(title)}</title>'
            f'<desc id="description">{written(description)}</desc>'
            f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}" />'
            f"{self.body}</svg>\n"
        )
