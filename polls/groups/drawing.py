"""The map as it is drawn: each group in its colour and its shape, within its outline.

Of few participants everybody has a mark; of many, those of a group who lie in one square share a
mark whose area is their number. Outlines hold the nine tenths of a group that lie nearest to its
middle, so that one who lies far out draws no group over the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from polls.groups.outlook import letter_of, tone_of
from polls.groups.placing import Place
from polls.statistics import scatter
from polls.statistics.charts import length
from polls.statistics.scatter import Frame, Point

MANY = 700  # participants
HELD = 0.9
_LARGEST, _SMALLEST, _CELL = 2.2, 0.7, 4.0
_FEWEST_OUTLINED = 3
# From so many participants on a mark has this radius.
_RADII = ((300, 0.9), (100, 1.15), (0, 1.6))


@dataclass(frozen=True)
class Drawn:
    """One group on the map."""

    letter: str
    tone: str
    outline: str
    """Path data; empty for a group of two."""
    marks: str
    x: str
    y: str
    """Where its letter stands."""


@dataclass(frozen=True)
class Drawing:
    """The map of everybody; of one reader among them only where it is that reader's own."""

    view_box: str
    groups: Sequence[Drawn]
    ungrouped: str
    """Path data of the marks of those without a group."""
    gathered: bool
    """Whether a mark stands for several participants."""
    me: tuple[str, str] | None = None


@dataclass(frozen=True)
class _Pen:
    """How marks are drawn, of however many participants there are."""

    gathered: bool
    radius: float
    most: int
    """Participants in the fullest square of one group."""

    @classmethod
    def for_(cls, laid: Iterable[Sequence[Point]]) -> _Pen:
        groups = list(laid)
        many = sum(map(len, groups))
        most = max((count for own in groups for _cell, count in _cells(own)), default=1)
        radius = next(radius for least, radius in _RADII if many >= least)
        return cls(gathered=many > MANY, radius=radius, most=most)

    def marks(self, kind: int, points: Sequence[Point], *, part: float = 1.0) -> str:
        if not self.gathered:
            drawn = ((point, self.radius) for point in sorted(points))
        else:
            drawn = (
                (middle, max(_SMALLEST, _LARGEST * sqrt(count / self.most)))
                for middle, count in _cells(points)
            )
        return "".join(scatter.shape(kind, point, part * radius) for point, radius in drawn)


def draw(places: Sequence[Place], *, me: Point | None = None) -> Drawing:
    """The map of these places."""
    points = [(place.x, place.y) for place in places]
    frame = Frame.around([*points, me] if me else points)
    laid: dict[int | None, list[Point]] = {}
    for place, point in zip(places, points, strict=True):
        laid.setdefault(place.group, []).append(frame.place(point))
    pen = _Pen.for_(laid.values())
    here = frame.place(me) if me else None
    named = {name: own for name, own in laid.items() if name is not None}
    return Drawing(
        view_box=frame.view_box,
        groups=[_drawn(name, named[name], pen) for name in sorted(named)],
        ungrouped=pen.marks(0, laid.get(None, []), part=0.6),
        gathered=pen.gathered,
        me=(length(here[0]), length(here[1])) if here else None,
    )


def sample(name: int) -> str:
    """Path data of a group's mark alone, in a square of 10, for keys and headings."""
    return scatter.shape(name, (5, 5), 4)


def _drawn(name: int, points: Sequence[Point], pen: _Pen) -> Drawn:
    middle = _middle(points)
    corners = scatter.hull(scatter.nearest(points, middle, share=HELD))
    return Drawn(
        letter=letter_of(name),
        tone=tone_of(name),
        outline=scatter.outline(corners) if len(corners) >= _FEWEST_OUTLINED else "",
        marks=pen.marks(name, points),
        x=length(middle[0]),
        y=length(middle[1]),
    )


def _middle(points: Sequence[Point]) -> Point:
    return sum(x for x, _y in points) / len(points), sum(y for _x, y in points) / len(points)


def _cells(points: Sequence[Point]) -> list[tuple[Point, int]]:
    return scatter.cells(points, side=_CELL)
