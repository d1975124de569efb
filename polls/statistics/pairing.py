"""The same voters asked twice: who changed, and whether changes ran one way.

A table says how many gave which answer first (its rows) and then (its columns), over the same
answers in the same order.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import comb

import numpy as np
from numpy.typing import NDArray

from polls.statistics.tails import chi2_tail

type Table = NDArray[np.int64]

# Under so many changes the distribution of χ² is too coarse a picture of the true one.
FEW_CHANGES = 25
FEW_OF_A_PAIR = 10
DRAWS = 19_999
SEED = 1948


class Method(StrEnum):
    """By what a direction of changes was tried."""

    EXACT = "exact"
    MCNEMAR = "mcnemar"
    BOWKER = "bowker"
    SIMULATED = "simulated"


@dataclass(frozen=True)
class Symmetry:
    """How often chance alone makes changes as one-sided as these."""

    method: Method
    p: float


def gross_change(table: Table) -> int:
    """How many gave another answer the second time."""
    return int(table.sum() - np.trace(table))


def net_change(table: Table) -> int:
    """By how many the answers as a whole moved: half of what all answers gained and lost."""
    moved = table.sum(axis=0) - table.sum(axis=1)
    return int(np.abs(moved).sum() // 2)


def symmetry(table: Table) -> Symmetry | None:
    """Whether the changes between each two answers run as often one way as the other.

    Of two answers, McNemar's test: Q. McNemar, “Note on the Sampling Error of the Difference
    between Correlated Proportions”, Psychometrika 12 (1947), pp. 153–157; exact by the binomial
    distribution under 25 changes (M. W. Fagerland, S. Lydersen and P. Laake, BMC Medical Research
    Methodology 13:91 (2013)). Of more, Bowker's: A. H. Bowker, “A Test for Symmetry in Contingency
    Tables”, JASA 43 (1948), pp. 572–574; where fewer than ten changed between two answers, from
    19,999 draws with a fixed seed in which every change runs either way with even chances.
    None where nobody changed.
    """
    there, back = _changes(table)
    if not len(there):
        return None
    if len(table) == 2:
        one, other = int(there[0]), int(back[0])
        if one + other < FEW_CHANGES:
            return Symmetry(Method.EXACT, _binomial(one, other))
        return Symmetry(Method.MCNEMAR, chi2_tail((one - other) ** 2 / (one + other), 1))
    statistic = float(((there - back) ** 2 / (there + back)).sum())
    if (there + back).min() < FEW_OF_A_PAIR:
        return Symmetry(Method.SIMULATED, _simulated(there + back, statistic))
    return Symmetry(Method.BOWKER, chi2_tail(statistic, len(there)))


def _changes(table: Table) -> tuple[Table, Table]:
    """How many changed from one answer to another and back, for each two between which any did."""
    rows, columns = np.triu_indices(len(table), k=1)
    there, back = table[rows, columns], table[columns, rows]
    any_change = there + back > 0
    return there[any_change], back[any_change]


def _binomial(one: int, other: int) -> float:
    """Twice the smaller tail of a fair coin, and no more than 1."""
    changes = one + other
    tail: float = sum(comb(changes, k) for k in range(min(one, other) + 1)) / 2**changes
    return min(1.0, 2 * tail)


def _simulated(changes: Table, statistic: float) -> float:
    """The share of draws at least so one-sided, the table itself among them."""
    there = np.random.default_rng(SEED).binomial(changes, 0.5, size=(DRAWS, len(changes)))
    drawn = ((2 * there - changes) ** 2 / changes).sum(axis=1)
    return float((1 + (drawn >= statistic - 1e-9).sum()) / (DRAWS + 1))
