"""Counts kept back: whatever the table, nothing that is published gives one of them away."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linprog

from polls.statistics.disclosure import LEAST, can_differ, filled, hidden_in

TABLES = st.tuples(st.integers(2, 5), st.integers(2, 5)).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.integers(0, 14))
)


def bounds(table: np.ndarray, hidden: np.ndarray, cell: tuple[int, int]) -> tuple[float, float]:
    """The least and the most that a hidden cell may be for whoever sees the rest: a linear program.

    Known are all totals, every published cell, and that no hidden one is nought.
    """
    cells = list(zip(*np.nonzero(hidden), strict=True))
    lines, totals = [], []
    for axis in (0, 1):
        for place in range(table.shape[axis]):
            lines.append([float(one[axis] == place) for one in cells])
            inside = np.take(np.where(hidden, table, 0), place, axis=axis)
            totals.append(float(inside.sum()))
    aim = np.array([float(one == cell) for one in cells])
    found = [
        linprog(sign * aim, A_eq=lines, b_eq=totals, bounds=[(1, None)] * len(cells)).fun * sign
        for sign in (1, -1)
    ]
    return found[0], found[1]


@settings(deadline=None, max_examples=60)
@given(TABLES)
def test_no_hidden_count_can_be_worked_out(table: np.ndarray) -> None:
    hidden = hidden_in(table)

    if hidden is not None:
        for cell in zip(*np.nonzero(hidden), strict=True):
            least, most = bounds(table, hidden, cell)
            assert most - least >= 0.999


@given(TABLES)
def test_every_small_count_is_hidden_and_no_nought(table: np.ndarray) -> None:
    hidden = hidden_in(table)

    if hidden is not None:
        assert hidden[(table > 0) & (table < LEAST)].all()
        assert not hidden[table == 0].any()


@settings(deadline=None, max_examples=60)
@given(TABLES, st.data())
def test_the_search_for_cycles_finds_what_a_linear_program_finds(
    table: np.ndarray, data: st.DataObject
) -> None:
    hidden = data.draw(arrays(np.bool_, table.shape)) & (table > 0)

    for cell in zip(*np.nonzero(hidden), strict=True):
        least, most = bounds(table, hidden, cell)
        assert can_differ(table, hidden, (int(cell[0]), int(cell[1]))) == (most - least > 0.5)


def test_another_table_of_whole_counts_fits_what_is_published() -> None:
    """Every table of two by three with these totals, tried one by one."""
    table = np.array([[2, 9, 12], [8, 3, 11]])
    hidden = hidden_in(table)
    assert hidden is not None
    shown = np.where(hidden, -1, table)

    fitting = {
        cells
        for cells in product(range(1, 24), repeat=int(hidden.sum()))
        if _fits(table, hidden, cells)
    }
    for place in range(int(hidden.sum())):
        assert len({cells[place] for cells in fitting}) > 1
    assert (shown == -1).sum() == 4


def _fits(table: np.ndarray, hidden: np.ndarray, cells: tuple[int, ...]) -> bool:
    guess = table.copy()
    guess[hidden] = cells
    return all((guess.sum(axis=axis) == table.sum(axis=axis)).all() for axis in (0, 1))


@pytest.mark.parametrize(
    ("table", "hidden"),
    [
        ([[10, 20], [30, 40]], [[False, False], [False, False]]),
        ([[0, 20], [30, 40]], [[False, False], [False, False]]),
        ([[2, 20], [30, 40]], [[True, True], [True, True]]),
        ([[1, 20, 7], [30, 40, 9]], [[True, False, True], [True, False, True]]),
    ],
)
def test_as_little_is_hidden_as_will_do(table: list[list[int]], hidden: list[list[bool]]) -> None:
    told = hidden_in(np.array(table))
    assert told is not None
    assert told.tolist() == hidden


@pytest.mark.parametrize("table", [[[3, 0], [0, 20]], [[1, 1], [1, 1]], [[2, 0, 0], [9, 9, 9]]])
def test_a_table_that_gives_something_away_whatever_is_hidden_is_not_published(
    table: list[list[int]],
) -> None:
    assert hidden_in(np.array(table)) is None


@settings(deadline=None, max_examples=60)
@given(TABLES)
def test_what_is_filled_in_is_made_of_what_is_published(table: np.ndarray) -> None:
    hidden = hidden_in(table)
    if hidden is None:
        return
    made = filled(table, hidden)

    assert (made[~hidden] == table[~hidden]).all()
    assert made.sum(axis=0) == pytest.approx(table.sum(axis=0), abs=0.05)
    assert made.sum(axis=1) == pytest.approx(table.sum(axis=1), abs=0.05)
    another = _turned(table, hidden)
    if another is not None:
        assert filled(another, hidden) == pytest.approx(made, abs=1e-6)


def _turned(table: np.ndarray, hidden: np.ndarray) -> np.ndarray | None:
    """Another table that looks the same to whoever sees what is published."""
    for rows in product(range(table.shape[0]), repeat=2):
        for columns in product(range(table.shape[1]), repeat=2):
            (a, b), (c, d) = rows, columns
            cells = [(a, c), (b, d), (a, d), (b, c)]
            apart = a != b and c != d and all(hidden[cell] for cell in cells)
            if apart and table[a, d] > 1 and table[b, c] > 1:
                made = table.copy()
                made[[a, b], [c, d]] += 1
                made[[a, b], [d, c]] -= 1
                return made
    return None
