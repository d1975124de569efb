"""Small counts kept back from a table such that nobody can work them out from the rest.

A table whose row and column totals are known gives a count away that is kept back alone in its row
or column. So more is kept back with it, until for every cell kept back there is another table that
fits all that is published: the same totals, the same published cells, and whole numbers of at least
one in every cell kept back, since whoever reads the table knows that noughts are published.

Two tables with the same totals differ by cycles: one more in a cell is one less in another of its
row or column, and so on until the cycle closes. A cell can therefore be one more (or less) just
when such a cycle runs through it over cells kept back, of which those that lose one have at least
two. That is what ``can_differ`` looks for; no linear program is needed, and none finds more, since
a transport problem with whole totals has whole corners (G. B. Dantzig, Linear Programming and
Extensions (1963), ch. 14–15). On complementary suppression: L. H. Cox, “Suppression Methodology and
Statistical Disclosure Control”, JASA 75 (1980), pp. 377–385.
"""

from collections import deque
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

type Table = NDArray[np.int64]
type Hidden = NDArray[np.bool_]
type Cell = tuple[int, int]

LEAST = 5
"""Counts from 1 to one less than this are small."""
SWEEPS = 2000
CLOSE = 1e-9


def hidden_in(table: Table) -> Hidden | None:
    """Which cells to keep back; None where the table gives something away however many are."""
    there = table > 0
    hidden = there & (table < LEAST)
    while exposed := next(_exposed(table, hidden), None):
        cycle = _cheapest_cycle(table, hidden, there, exposed)
        if cycle is None:
            return there if not any(_exposed(table, there)) else None
        for cell in cycle:
            hidden[cell] = True
    return hidden


def can_differ(table: Table, hidden: Hidden, cell: Cell) -> bool:
    """Whether what is published fits another count in this cell, which is kept back."""
    row, column = cell
    more = _leads(table, hidden, cell, start=("column", column), end=("row", row))
    less = table[cell] > 1 and _leads(
        table, hidden, cell, start=("row", row), end=("column", column)
    )
    return more or bool(less)


def filled(table: Table, hidden: Hidden) -> NDArray[np.float64]:
    """The table with the cells kept back as even as the totals allow: made of what is published.

    Iterative proportional fitting: W. E. Deming and F. F. Stephan, Annals of Mathematical
    Statistics 11 (1940), pp. 427–444.
    """
    rows = np.where(hidden, table, 0).sum(axis=1, keepdims=True)
    columns = np.where(hidden, table, 0).sum(axis=0, keepdims=True)
    fit = hidden.astype(np.float64)
    for _sweep in range(SWEEPS):
        before, fit = fit, _scaled(_scaled(fit, rows, axis=1), columns, axis=0)
        if np.abs(fit - before).max(initial=0) < CLOSE:
            break
    return np.where(hidden, fit, table)


def _scaled(fit: NDArray[np.float64], totals: Table, *, axis: int) -> NDArray[np.float64]:
    sums = fit.sum(axis=axis, keepdims=True)
    return fit * np.divide(totals, sums, out=np.zeros_like(sums), where=sums > 0)


def _exposed(table: Table, hidden: Hidden) -> Iterator[Cell]:
    """The cells kept back that can be worked out all the same."""
    for row, column in zip(*np.nonzero(hidden), strict=True):
        cell = int(row), int(column)
        if not can_differ(table, hidden, cell):
            yield cell


def _leads(
    table: Table, hidden: Hidden, cell: Cell, *, start: tuple[str, int], end: tuple[str, int]
) -> bool:
    """Whether a way leads over cells kept back other than this one.

    From a row, which has one too few, to a column by a cell that gains one; from a column, which
    has one too many, to a row by a cell that can lose one.
    """
    losing = hidden & (table > 1)
    seen, waiting = {start}, deque([start])
    while waiting:
        kind, place = waiting.popleft()
        if kind == "row":
            ways: Iterable[tuple[Cell, tuple[str, int]]] = (
                ((place, int(column)), ("column", int(column)))
                for column in np.nonzero(hidden[place])[0]
            )
        else:
            ways = (
                ((int(row), place), ("row", int(row))) for row in np.nonzero(losing[:, place])[0]
            )
        for by, to in ways:
            if by == cell or to in seen:
                continue
            if to == end:
                return True
            seen.add(to)
            waiting.append(to)
    return False


def _cheapest_cycle(
    table: Table, hidden: Hidden, there: Hidden, cell: Cell
) -> tuple[Cell, ...] | None:
    """Three cells with which the given one is safe, keeping back as few answers as possible."""
    row, column = cell
    best, least = None, None
    for other_row in np.nonzero(there[:, column])[0]:
        for other_column in np.nonzero(there[row])[0]:
            beside = (row, int(other_column))
            below = (int(other_row), column)
            across = (int(other_row), int(other_column))
            if cell in {beside, below} or not there[across]:
                continue
            more = table[beside] > 1 and table[below] > 1
            less = table[cell] > 1 and table[across] > 1
            cost = sum(int(table[one]) for one in (beside, below, across) if not hidden[one])
            if (more or less) and (least is None or cost < least):
                best, least = (beside, below, across), cost
    return best
