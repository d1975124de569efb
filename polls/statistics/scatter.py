"""Points on a plane as an SVG draws them: within one frame, outlined by hulls, gathered in cells.

A unit is a hundredth of the frame's width, along both axes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

from polls.statistics.charts import length

type Point = tuple[float, float]

WIDTH = 100.0
_MARGIN = 5.0
_FLATTEST, _TALLEST = 0.55, 1.0
_TRIMMED = 0.01  # of the points at either end of an axis are laid on the frame where they are many
_MANY = 100

# Corners of the shapes, as turns from the top; each has the area of a circle of radius 1.
_CORNERS = {1: 4, 2: 3, 4: 5, 5: 6}
_SHAPES = 6


@dataclass(frozen=True)
class Frame:
    """How a plane is laid into the drawing: both axes on one scale, the second one upwards."""

    left: float
    top: float
    scale: float
    height: float

    @classmethod
    def around(cls, points: Sequence[Point]) -> Frame:
        """The frame that holds the points, or nearly all of many."""
        (left, right), (low, high) = (_reach([point[axis] for point in points]) for axis in (0, 1))
        across, up = max(right - left, 1e-9), max(high - low, 1e-9)
        inner = WIDTH - 2 * _MARGIN
        height = min(max(up / across, _FLATTEST), _TALLEST) * inner
        scale = min(inner / across, height / up)
        spare = (inner / scale - across) / 2, (height / scale - up) / 2
        return cls(left - spare[0], high + spare[1], scale, height + 2 * _MARGIN)

    @property
    def view_box(self) -> str:
        return f"0 0 {length(WIDTH)} {length(self.height)}"

    def place(self, point: Point) -> Point:
        """Where the point is drawn; on the edge if it lies beyond."""
        x = _MARGIN + (point[0] - self.left) * self.scale
        y = _MARGIN + (self.top - point[1]) * self.scale
        return min(max(x, 2), WIDTH - 2), min(max(y, 2), self.height - 2)


def _reach(values: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(values) or [0.0]
    cut = int(_TRIMMED * len(ordered)) if len(ordered) > _MANY else 0
    return ordered[cut], ordered[-1 - cut]


def cells(points: Iterable[Point], *, side: float) -> list[tuple[Point, int]]:
    """The points gathered in squares: the middle of each square, and how many lie in it."""
    found = Counter((int(x // side), int(y // side)) for x, y in points)
    return [
        (((column + 0.5) * side, (row + 0.5) * side), count)
        for (column, row), count in sorted(found.items())
    ]


def hull(points: Iterable[Point]) -> list[Point]:
    """The corners of the smallest convex outline of the points, around it from the leftmost.

    A. M. Andrew, “Another efficient algorithm for convex hulls in two dimensions”, Information
    Processing Letters 9 (1979), pp. 216–219. Fewer than three corners where points lie on a line.
    """
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    return _half(ordered)[:-1] + _half(ordered[::-1])[:-1]


def _half(ordered: Sequence[Point]) -> list[Point]:
    corners: list[Point] = []
    for point in ordered:
        while len(corners) > 1 and not _turns(corners[-2], corners[-1], point):
            corners.pop()
        corners.append(point)
    return corners


def _turns(first: Point, second: Point, third: Point) -> bool:
    """Whether the way over the three turns to one side, neither to the other nor straight on."""
    (ax, ay), (bx, by), (cx, cy) = first, second, third
    return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax) > 0


def nearest(points: Iterable[Point], centre: Point, *, share: float) -> list[Point]:
    """That share of the points which lies nearest to the centre."""
    x, y = centre
    ordered = sorted(points, key=lambda point: (point[0] - x) ** 2 + (point[1] - y) ** 2)
    return ordered[: max(1, round(share * len(ordered)))]


def outline(corners: Sequence[Point]) -> str:
    """Path data of the outline."""
    return "M" + "L".join(f"{length(x)},{length(y)}" for x, y in corners) + "Z"


def shape(kind: int, centre: Point, radius: float) -> str:
    """Path data of one mark: disc, square, triangle, diamond, pentagon, hexagon, and so on again.

    All have the area of a disc of that radius, so that none looks like more.
    """
    (x, y), kind = centre, kind % _SHAPES
    if kind == 0:
        r, across = length(radius), length(2 * radius)
        halves = f"a{r},{r} 0 1 0 {across},0a{r},{r} 0 1 0 -{across},0Z"
        return f"M{length(x - radius)},{length(y)}{halves}"
    corners = 4 if kind == 3 else _CORNERS[kind]
    reach = radius * sqrt(2 * pi / (corners * sin(2 * pi / corners)))
    turned = pi / 4 if kind == 1 else 0.0
    return outline(
        [
            (
                x + reach * sin(2 * pi * turn / corners + turned),
                y - reach * cos(2 * pi * turn / corners + turned),
            )
            for turn in range(corners)
        ]
    )
