"""Two questions laid beside one another: how those who answered one so answered the other.

The table has a row and a column more than there are levels, for those who answered one question and
not the other: with them every row and column adds up to what the question's own public result says
of all its voters, and nothing follows from a result that does not follow from the totals. Cells
under five are kept back, and others with them (polls/statistics/disclosure.py); what is told of the
whole table is worked out from what is published alone. What two tables with a third question tell
together, or the same table before and after one vote, is beyond that: so a table is renewed once in
ten minutes at most (polls/insight/tables.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from polls.insight.variables import NONE, Level, Variable, variables_of
from polls.kinds.base import FEW_VOTERS
from polls.models import Question
from polls.results.answered import Marks, marks_of
from polls.statistics import association, disclosure
from polls.statistics.association import Independence, Strength

type Table = NDArray[np.int64]


@dataclass(frozen=True)
class Crossing:
    """The table of two variables; the last row and column are those who answered one alone."""

    rows: Variable
    columns: Variable
    table: Table
    hidden: NDArray[np.bool_]

    @property
    def row_levels(self) -> Sequence[Level]:
        return self.rows.levels

    @property
    def column_levels(self) -> Sequence[Level]:
        return self.columns.levels

    @cached_property
    def both(self) -> int:
        """How many answered both; it follows from the totals, which are public."""
        return int(self.table[:-1, :-1].sum())

    def shown(self, row: int, column: int) -> int | None:
        """The count of a cell; None where it is kept back."""
        return None if self.hidden[row, column] else int(self.table[row, column])

    def answered_both(self, row: int) -> int | None:
        """How many of a row's voters answered the other question; None where it would tell more."""
        alone = self.shown(row, -1)
        return None if alone is None else int(self.table[row].sum()) - alone

    @cached_property
    def _published(self) -> association.Counts:
        """The table of those who answered both, of what is published alone."""
        if not self.hidden.any():
            return self.table[:-1, :-1]
        return disclosure.filled(self.table, self.hidden)[:-1, :-1]

    @cached_property
    def strength(self) -> Strength | None:
        return association.strength(self._published)

    @cached_property
    def independence(self) -> Independence | None:
        return association.independence(self._published)


class TooFew(Exception):
    """Of so few voters no table can be shown that would not tell of single ones."""


def cross(rows: Variable, columns: Variable) -> Crossing:
    """The crossing of two variables of different questions. Raises TooFew.

    Where a question asks for a fixed number of choices, the tables of its choices add up to one
    another: none is shown unless all could be shown whole.
    """
    cells = marks_of(rows.question), marks_of(columns.question)
    table = counted(rows, columns, cells)
    if table[:-1, :-1].sum() < FEW_VOTERS:
        raise TooFew
    hidden = disclosure.hidden_in(table)
    if hidden is None:
        raise TooFew
    if _adds_up(rows) or _adds_up(columns):
        for one, other in _siblings(rows, columns):
            beside = disclosure.hidden_in(counted(one, other, cells))
            if beside is None or beside.any():
                raise TooFew
    return Crossing(rows, columns, table, hidden)


def counted(rows: Variable, columns: Variable, cells: tuple[Marks, Marks]) -> Table:
    """How many voters are on which two levels; those who answered one alone are in the last."""
    (one, row_of), (other, column_of) = (
        _on_a_level(*variable.of_voters(marks))
        for variable, marks in zip((rows, columns), cells, strict=True)
    )
    table = np.zeros((len(rows.levels) + 1, len(columns.levels) + 1), dtype=np.int64)
    _both, here, there = np.intersect1d(one, other, assume_unique=True, return_indices=True)
    np.add.at(table, (row_of[here], column_of[there]), 1)
    table[:, -1] += np.bincount(np.delete(row_of, here), minlength=len(table))
    table[-1] += np.bincount(np.delete(column_of, there), minlength=table.shape[1])
    return table


def _on_a_level(
    voters: NDArray[np.int64], levels: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    shown = levels != NONE
    return voters[shown], levels[shown]


def _adds_up(variable: Variable) -> bool:
    """Whether every voter has the same number of the question's choices."""
    question = variable.question
    several = question.kind == Question.Kind.MULTIPLE
    most = min(question.max_choices or len(variable.asked.choices), len(variable.asked.choices))
    return several and question.min_choices == most


def _siblings(rows: Variable, columns: Variable) -> list[tuple[Variable, Variable]]:
    """All tables of the two questions."""
    return [
        (one, other) for one in variables_of(rows.asked) for other in variables_of(columns.asked)
    ]
