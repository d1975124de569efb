"""Who said what of which statement: a matrix that holds only the votes there are.

Rows are participants, columns statements; a vote is 1 for agree, -1 for disagree, 0 for pass, and
what is missing takes no room: where conversations grow, hardly anybody sees every statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

type Floats = NDArray[np.float64]
type Integers = NDArray[np.int64]

_SEED = 2021
_CLOSE = 8  # where names lie so close to one another, a table is quicker than sorting


@dataclass(frozen=True)
class Votes:
    """Every participant's latest vote on each statement that they voted on."""

    participants: Integers
    """Whom each row is of. The order of rows hangs on what they say alone, so that nothing that
    is worked out from them hangs on the order in which votes came, or on what voters are called."""
    statements: Integers
    """What each column is of, ascending; each has a vote."""
    starts: Integers
    """A row's votes are those from its start to the next one's."""
    columns: NDArray[np.int32]
    """Ascending within a row."""
    values: NDArray[np.int8]

    @classmethod
    def gather(
        cls,
        participants: ArrayLike,
        statements: ArrayLike,
        values: ArrayLike,
        moments: ArrayLike | None = None,
    ) -> Votes:
        """The votes of whole numbers for participants and statements, one vote a place.

        Of several by one participant on one statement the latest counts: by their moments, and at
        the same moment or without moments the one that stands last. Raises ValueError for a value
        that is no vote.
        """
        said = np.asarray(values)
        if not np.isin(said, (-1, 0, 1)).all():
            raise ValueError("A vote is 1, 0 or -1")
        said = said.astype(np.int8)
        names, rows = _numbered(np.asarray(participants, dtype=np.int64))
        kept, columns = _numbered(np.asarray(statements, dtype=np.int64))
        cells = rows * np.int64(len(kept)) + columns
        if moments is not None or not (cells[1:] > cells[:-1]).all():
            order = _latest(cells, moments)
            rows, columns, said = rows[order], columns[order], said[order]
        sizes = np.bincount(rows, minlength=len(names))
        return _arranged(names, kept, sizes, columns, said)

    @cached_property
    def rows(self) -> NDArray[np.int32]:
        """Which row each vote is in."""
        return np.repeat(np.arange(len(self.participants), dtype=np.int32), self.sizes)

    @cached_property
    def sizes(self) -> Integers:
        """How many statements each participant voted on, passes included."""
        return np.diff(self.starts)


def _numbered(names: Integers) -> tuple[Integers, NDArray[np.int32]]:
    """The names in ascending order, and the place of each given one among them."""
    lowest, highest = (names.min(), names.max()) if names.size else (0, 0)
    span = int(highest) - int(lowest) + 1
    if span > _CLOSE * len(names):
        found, places = np.unique(names, return_inverse=True)
        return found, places.astype(np.int32)
    there = np.zeros(span, dtype=bool)
    there[names - lowest] = True
    return np.flatnonzero(there) + lowest, (np.cumsum(there, dtype=np.int32) - 1)[names - lowest]


def _latest(cells: Integers, moments: ArrayLike | None) -> Integers:
    """The places of the votes that count, cell by cell: of those of one cell the last."""
    if moments is None:
        order = np.argsort(cells, kind="stable")
    else:
        order = np.lexsort((np.asarray(moments), cells))
    return order[np.append(np.diff(cells[order]) > 0, True)] if order.size else order


def _arranged(
    names: Integers,
    statements: Integers,
    sizes: Integers,
    columns: NDArray[np.int32],
    values: NDArray[np.int8],
) -> Votes:
    """Rows in the order of what they say: of a sum, free of rounding, of a number for each vote.

    Equal sums are equal rows but for a chance in 2⁶⁴ a pair; which of those comes first is
    nowhere to be seen.
    """
    starts = np.concatenate(([0], np.cumsum(sizes)))
    if not names.size:
        return Votes(names, statements, starts, columns, values)
    numbers = np.random.default_rng(_SEED).integers(
        0, 2**64, size=(len(statements), 3), dtype=np.uint64
    )
    order = np.argsort(np.add.reduceat(numbers[columns, values + 1], starts[:-1]), kind="stable")
    ends = np.cumsum(sizes[order])
    moved = np.repeat(starts[:-1][order] - (ends - sizes[order]), sizes[order])
    moved += np.arange(len(columns))
    return Votes(
        names[order], statements, np.concatenate(([0], ends)), columns[moved], values[moved]
    )
