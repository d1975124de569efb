"""A table as a mosaic: a row as high as it has voters, its parts as wide as their shares of it.

On a plane of 100 by 100 that is stretched to what it finds, as a line chart's is (M. Friendly,
“Mosaic Displays for Multi-Way Contingency Tables”, JASA 89 (1994), pp. 190–200; rows lie, so that
their names have room on a phone).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from polls.statistics.charts import length

SIDE = 100
GAP = 1.2
# A part smaller than this, in hundredths of either side, has no room for words.
ROOM_ACROSS, ROOM_DOWN = 12, 8


@dataclass(frozen=True)
class Tile:
    """A part of a row; ``place`` is its column, None for what is kept back."""

    place: int | None
    x: str
    y: str
    width: str
    height: str
    middle: tuple[str, str]
    roomy: bool


@dataclass(frozen=True)
class Strip:
    """A row; ``place`` is its own."""

    place: int
    middle: str
    roomy: bool
    tiles: Sequence[Tile]

    @property
    def number(self) -> int:
        """What names it in the picture."""
        return self.place + 1


def mosaic(rows: Sequence[tuple[int, Sequence[int | None]]]) -> list[Strip]:
    """The strips of rows given as (voters, counts); what is None is put together at the end.

    Rows without voters are left out.
    """
    shown = [(place, *row) for place, row in enumerate(rows) if row[0]]
    voters = sum(total for _place, total, _counts in shown)
    unit = (SIDE - GAP * max(0, len(shown) - 1)) / voters if voters else 0
    strips, y = [], 0.0
    for place, total, counts in shown:
        height = total * unit
        tiles = _tiles(total, counts, y, height)
        strips.append(Strip(place, length(y + height / 2), height >= ROOM_DOWN / 2, tiles))
        y += height + GAP
    return strips


def _tiles(total: int, counts: Sequence[int | None], y: float, height: float) -> list[Tile]:
    known = [(place, count) for place, count in enumerate(counts) if count]
    rest = total - sum(count for _place, count in known)
    parts: list[tuple[int | None, int]] = [*known, *([(None, rest)] if rest else [])]
    tiles, x = [], 0.0
    for place, count in parts:
        width = SIDE * count / total
        tiles.append(
            Tile(
                place=place,
                x=length(x),
                y=length(y),
                width=length(width),
                height=length(height),
                middle=(length(x + width / 2), length(y + height / 2)),
                roomy=width >= ROOM_ACROSS and height >= ROOM_DOWN,
            )
        )
        x += width
    return tiles
