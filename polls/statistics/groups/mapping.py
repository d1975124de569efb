"""The map: participants placed so that those who vote alike lie close.

What is missing counts as the statement's mean, the means are taken away, and the two principal
components of what is left are the axes (Small et al. 2021). A participant who voted on n of M
statements is moved from the centre by √(M / n): otherwise whoever has voted on little would lie
near the centre whatever they think. A rejected statement counts as if everybody had passed on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from polls.statistics.groups.axes import leading
from polls.statistics.groups.votes import Floats, Integers, Votes

AXES = 2

_BLOCK = 2**22
"""Cells that are worked on at once, 32 MB of them, however many participants there are."""


@dataclass(frozen=True)
class OpinionMap:
    """Where each vote takes whoever gave it."""

    statements: Integers
    """Those that somebody voted on, ascending, rejected ones included."""
    kept: NDArray[np.bool_]
    """Which of them are not rejected."""
    means: Floats
    """Of the votes on each; 0 for a rejected one."""
    loadings: Floats
    """The part of each in the axes, one row a statement; 0 for a rejected one."""

    def place(self, votes: Votes) -> Floats:
        """Where the participants lie, a row each; votes on statements not on the map move nobody.

        ``√(M / n) Σ (vote - mean) · loading`` over the n statements voted on.
        """
        columns = self.columns_of(votes.statements)
        counted = (columns >= 0)[votes.columns]
        rows, places = votes.rows[counted], columns[votes.columns[counted]]
        offsets = votes.values[counted] - self.means[places]
        many = len(votes.participants)
        along = [
            np.bincount(rows, offsets * axis[places], minlength=many) for axis in self.loadings.T
        ]
        voted = np.bincount(rows, minlength=many) + np.count_nonzero(~self.kept)
        placed: Floats = np.sqrt(len(self.statements) / np.maximum(voted, 1)) * along
        return placed.T

    def columns_of(self, statements: Integers) -> NDArray[np.int32]:
        """The place of each statement on this map; -1 where it is not, or rejected."""
        places = {number: place for place, number in enumerate(self.statements) if self.kept[place]}
        return np.array([places.get(number, -1) for number in statements], dtype=np.int32)


def draw(votes: Votes, *, rejected: Integers, like: OpinionMap | None = None) -> OpinionMap:
    """The map of all these votes; each axis points as it does on the map that it is to be like.

    A principal component has no direction of its own: without such a map, its greatest loading is
    positive.
    """
    many = len(votes.statements)
    kept = ~np.isin(votes.statements, rejected)
    means, loadings = np.zeros(many), np.zeros((many, AXES))
    counts = np.bincount(votes.columns, minlength=many)
    sums = np.bincount(votes.columns, votes.values, minlength=many)
    means[kept] = sums[kept] / counts[kept]
    loadings[kept] = leading(_scatter(votes, means, kept), AXES)
    drawn = OpinionMap(votes.statements, kept, means, loadings)
    return replace(drawn, loadings=loadings * _directions(drawn, like))


def _scatter(votes: Votes, means: Floats, kept: NDArray[np.bool_]) -> Floats:
    """How the kept statements vary together: ``Xᵗ X`` for the centred votes X, missing ones 0."""
    many = np.count_nonzero(kept)
    total = np.zeros((many, many))
    for block in _blocks(votes, means, kept):
        total += block.T @ block
    return total


def _blocks(votes: Votes, means: Floats, kept: NDArray[np.bool_]) -> Iterator[Floats]:
    """The centred votes on the kept statements, some rows at a time."""
    many = int(np.count_nonzero(kept))
    places = np.cumsum(kept) - 1
    step = max(1, _BLOCK // max(1, many))
    for first in range(0, len(votes.participants), step):
        last = min(first + step, len(votes.participants))
        part = slice(votes.starts[first], votes.starts[last])
        columns, values = votes.columns[part], votes.values[part]
        counted = kept[columns]
        columns = columns[counted]
        block = np.zeros((last - first, many))
        block[votes.rows[part][counted] - first, places[columns]] = values[counted] - means[columns]
        yield block


def _directions(drawn: OpinionMap, like: OpinionMap | None) -> Floats:
    """1 or -1 for each axis."""
    if like is not None:
        ours = like.columns_of(drawn.statements)
        along = (drawn.loadings[ours >= 0] * like.loadings[ours[ours >= 0]]).sum(axis=0)
    elif len(drawn.loadings):
        # rounded, so that of loadings that are as great as one another the first one counts
        greatest = np.abs(drawn.loadings).round(9).argmax(axis=0)
        along = drawn.loadings[greatest, range(AXES)]
    else:
        along = np.ones(AXES)
    return np.where(along < 0, -1.0, 1.0)
