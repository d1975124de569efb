"""How voters flow from one answer to another, as bands on a plane of 100 by 100.

The plane is stretched to what it finds, as a line chart's is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polls.statistics.charts import length

SIDE = 100
GAP = 2.5
NODE = 3.0


@dataclass(frozen=True)
class Node:
    """An answer at one side: where it stands, and its middle for words."""

    place: int
    x: str
    y: str
    height: str
    middle: str

    @property
    def number(self) -> int:
        """What names it in the picture."""
        return self.place + 1


@dataclass(frozen=True)
class Band:
    """So many voters from one answer to another."""

    source: int
    target: int
    count: int
    path: str


@dataclass(frozen=True)
class Flow:
    """Both sides with what runs between them; answers that nobody gave on a side are left out."""

    left: Sequence[Node]
    right: Sequence[Node]
    bands: Sequence[Band]


def flow(table: NDArray[np.int64]) -> Flow:
    """The flow of a table's rows into its columns: every voter takes the same height."""
    voters = max(1, int(table.sum()))
    shown = max(np.count_nonzero(table.sum(axis=1)), np.count_nonzero(table.sum(axis=0)))
    unit = (SIDE - GAP * max(0, int(shown) - 1)) / voters
    left, right = (_tops(table.sum(axis=axis), unit) for axis in (1, 0))
    bands, used = [], (dict(left), dict(right))
    for source, target in zip(*np.nonzero(table), strict=True):
        count = int(table[source, target])
        start, end = used[0][int(source)], used[1][int(target)]
        bands.append(Band(int(source), int(target), count, _band(start, end, count * unit)))
        used[0][int(source)] += count * unit
        used[1][int(target)] += count * unit
    return Flow(
        left=_nodes(left, table.sum(axis=1), unit, x=0),
        right=_nodes(right, table.sum(axis=0), unit, x=SIDE - NODE),
        bands=bands,
    )


def _tops(counts: NDArray[np.int64], unit: float) -> dict[int, float]:
    """Where each answer that was given begins, from above."""
    tops, y = {}, 0.0
    for place, count in enumerate(counts):
        if count:
            tops[place] = y
            y += float(count) * unit + GAP
    return tops


def _nodes(
    tops: dict[int, float], counts: NDArray[np.int64], unit: float, *, x: float
) -> list[Node]:
    return [
        Node(
            place=place,
            x=length(x),
            y=length(y),
            height=length(float(counts[place]) * unit),
            middle=length(y + float(counts[place]) * unit / 2),
        )
        for place, y in tops.items()
    ]


def _band(start: float, end: float, height: float) -> str:
    """A band that leaves and arrives level."""
    near, far, half = length(NODE), length(SIDE - NODE), length(SIDE / 2)
    upper = (
        f"M{near},{length(start)}C{half},{length(start)} {half},{length(end)} {far},{length(end)}"
    )
    low_end, low_start = length(end + height), length(start + height)
    return f"{upper}V{low_end}C{half},{low_end} {half},{low_start} {near},{low_start}Z"
