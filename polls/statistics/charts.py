"""A chart's geometry: lengths as the text that SVG attributes take, whatever the page's language.

Charts are stretched to the width they find, so that a horizontal unit is a hundredth of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

BAR_HEIGHT = 10
HISTOGRAM_HEIGHT = 40
BIN_GAP = 0.4


def length(number: float) -> str:
    """A length to a thousandth, with a decimal point and no idle zeros: “29.3”."""
    text = f"{number:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


@dataclass(frozen=True)
class Bar:
    """A share as a bar on a scale of 100, with the whisker of its interval."""

    width: str
    whisker: str
    """Path data: the line between both ends, and a cap at each."""


def bar(share: float, low: float, high: float) -> Bar:
    """The bar of a share and its interval, all between 0 and 1."""
    start, end = length(100 * low), length(100 * high)
    whisker = f"M{start},5H{end}M{start},2V8M{end},2V8"
    return Bar(width=length(100 * share), whisker=whisker)


def tone(place: int, points: int) -> str:
    """The class that colours a point of an ordered scale, by its place from 0.

    The middle of an odd number of points is neutral; the outer half of each side is stronger.
    """
    side = points // 2
    if points % 2 and place == side:
        return "tone-mid"
    steps = side - place if place < side else place - (points - side) + 1
    strength = 2 if steps > side // 2 else 1
    return f"tone-{'neg' if place < side else 'pos'}{strength}"


@dataclass(frozen=True)
class Piece:
    """The answers to one point of a scale, placed beside its neighbours."""

    x: str
    width: str
    tone: str


@dataclass(frozen=True)
class Diverging:
    """The answers to a scale as one bar that leans to the side with more of them."""

    view_box: str
    pieces: Sequence[Piece]
    middles: Sequence[str]
    """Where each piece has its middle, in hundredths of the view from its left edge."""


def diverging(shares: Sequence[float]) -> Diverging:
    """The pieces of a scale's shares in order; the neutral one straddles zero.

    The view is symmetric about zero and just wide enough, in tens, for the longer side.
    """
    points, side = len(shares), len(shares) // 2
    left = 100 * (sum(shares[:side]) + (shares[side] / 2 if points % 2 else 0))
    right = 100 * sum(shares) - left
    reach = max(10, 10 * ceil(round(max(left, right) / 10, 6)))
    pieces, middles, x = [], [], -left
    for place, share in enumerate(shares):
        pieces.append(Piece(x=length(x), width=length(100 * share), tone=tone(place, points)))
        middles.append(length(50 + 50 * (x + 50 * share) / reach))
        x += 100 * share
    view_box = f"-{reach} 0 {2 * reach} {BAR_HEIGHT}"
    return Diverging(view_box=view_box, pieces=pieces, middles=middles)


@dataclass(frozen=True)
class Column:
    """How many fall into one bin, as a rectangle that stands on the axis."""

    x: str
    y: str
    width: str
    height: str


def histogram(counts: Sequence[int]) -> list[Column]:
    """Equal bins from left to right, the fullest as high as the chart."""
    most, step = max(counts, default=0), 100 / max(1, len(counts))
    columns = []
    for place, count in enumerate(counts):
        height = HISTOGRAM_HEIGHT * count / most if most else 0
        columns.append(
            Column(
                x=length(place * step + BIN_GAP / 2),
                y=length(HISTOGRAM_HEIGHT - height),
                width=length(step - BIN_GAP),
                height=length(height),
            )
        )
    return columns


@dataclass(frozen=True)
class Spot:
    """A part of a chart, as high as all of it, and what is told of it."""

    x: str
    width: str
    told: str


def spots(told: Sequence[str]) -> list[Spot]:
    """Equal parts from left to right."""
    step = 100 / max(1, len(told))
    width = length(step)
    return [Spot(length(place * step), width, words) for place, words in enumerate(told)]
