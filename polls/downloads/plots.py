"""What several drawings of the results page are put together from on a sheet."""

from collections.abc import Sequence

from polls.results.pictures.drawing import (
    BAR,
    INK,
    INNER,
    LEADING,
    LINE,
    MARGIN,
    RIGHT,
    SOFT,
    Drawing,
)
from polls.results.pictures.planes import Plane
from polls.statistics.charts import length

SCALE = 64  # the width that is kept for figures to the right of a plane
SWATCH = 40  # and to the left of what a colour or a number stands for
FIGURES = 150  # and to the right of it


def plane(on: Drawing, *, height: float, down: float = 100, left: float = 0) -> Plane:
    """A plane at the place that the sheet has come to, with room at its right for a scale."""
    width = INNER - left - SCALE
    return Plane(x=MARGIN + left, y=on.y, width=width, height=height, down=down)


def grid(on: Drawing, where: Plane, scale: Sequence[str]) -> None:
    """Five level lines, and what the upper edge, the middle and the lower edge stand for."""
    for quarter in range(5):
        level = length(where.y + quarter * where.height / 4)
        along = f"M{length(where.x)},{level}H{length(where.x + where.width)}"
        on.line(along, colour=LINE, width=1)
    for place, said in enumerate(scale):
        y = where.y + place * where.height / (len(scale) - 1) + 5
        on.text(said, x=RIGHT, y=y, size=13, colour=SOFT, anchor="end")


def axis(on: Drawing, where: Plane, *said: str) -> None:
    """What stands below a plane: at its left end, between, at its right end."""
    last = len(said) - 1
    for place, words in enumerate(said):
        anchor = "start" if place == 0 else "end" if place == last else "middle"
        x = where.x + place * where.width / last
        on.text(words, x=x, y=on.y + 18, size=13, colour=SOFT, anchor=anchor)
    on.space(24)


def legend(
    on: Drawing,
    label: str,
    value: str = "",
    *,
    colour: str = "",
    number: str = "",
    line: bool = False,
    dashes: str = "",
    dashed: bool = False,
) -> None:
    """What a colour, a line or a number of the drawing stands for, with its figure."""
    on.space(6)
    first = on.y + 15 * LEADING
    if line:
        along = f"M{MARGIN},{length(first - 5)}H{MARGIN + SWATCH - 12}"
        on.line(along, colour=colour, width=2.5, dashes=dashes)
    elif colour:
        on.rect(x=MARGIN, y=first - 12, width=14, height=14, colour=colour, dashed=dashed)
    if number:
        at = MARGIN + SWATCH - 8 if colour else MARGIN + 14
        on.text(number, x=at, y=first, bold=True, anchor="end")
    kept = FIGURES if value else 0
    on.paragraph(label, x=MARGIN + SWATCH, width=INNER - SWATCH - kept, most=3)
    if value:
        on.text(value, x=RIGHT, y=first, bold=True, anchor="end")


def bar(on: Drawing, share: float, *, colour: str, ends: tuple[float, float] | None = None) -> None:
    """A share of the whole width of a sheet, with the whisker of its interval."""
    wide = INNER - SCALE
    on.rect(x=MARGIN, y=on.y, width=wide * share, height=BAR, colour=colour)
    bottom = length(on.y + BAR + 0.5)
    on.line(f"M{MARGIN},{bottom}H{MARGIN + wide}", colour=LINE, width=1)
    if ends:
        low, high = (length(MARGIN + wide * end) for end in ends)
        top, middle, end = (length(on.y + part * BAR) for part in (0.2, 0.5, 0.8))
        on.line(f"M{low},{middle}H{high}M{low},{top}V{end}M{high},{top}V{end}", halo=True)


def note(on: Drawing, said: str) -> None:
    """A line of explanation below a drawing."""
    on.space(8)
    on.paragraph(said, size=13, colour=SOFT, most=6)


def part(on: Drawing, said: str) -> None:
    """A heading within a drawing."""
    on.space(14)
    on.paragraph(said, bold=True, colour=INK, most=4)
