"""How groups stand to statements: what sets each apart, what all agree on.

Shares are of all who voted on the statement, passes included, and a little doubt is added to
each: of A who agree (or disagree) of S, the share is taken for ``p = (A + 1) / (S + 2)``. So few
votes say little, and there is a share where there are none. All formulas are those of Polis (Small
et al. 2021), with its level of confidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from polls.statistics.groups.votes import Floats, Integers, Votes

# The standard normal deviate that leaves 10 % above it.
Z_90 = 1.2815515655446004
FOREMOST = 5
"""How many statements a group is told by, and how many are put forward as agreed on."""

_SIDES = (1, -1)


@dataclass(frozen=True)
class Counts:
    """How many of each group said what: a row a group, a column a statement."""

    statements: Integers
    agree: Integers
    disagree: Integers
    seen: Integers
    """Agree, disagree or pass."""

    @classmethod
    def of(cls, votes: Votes, labels: Integers, *, k: int) -> Counts:
        """Count the votes of k groups; a label below 0 is of none."""
        many = len(votes.statements)
        groups = labels[votes.rows]
        cells = groups.astype(np.int64) * many + votes.columns

        def counted(which: NDArray[np.bool_]) -> Integers:
            found = np.bincount(cells[which & (groups >= 0)], minlength=k * many)
            return found.reshape(k, many)

        return cls(
            statements=votes.statements,
            agree=counted(votes.values == 1),
            disagree=counted(votes.values == -1),
            seen=counted(np.ones(len(cells), dtype=bool)),
        )

    def on(self, side: int) -> Integers:
        """How many take this side: 1 those who agree, -1 those who disagree."""
        return self.agree if side > 0 else self.disagree


@dataclass(frozen=True)
class Standing:
    """That a group, or all of them, take a side on a statement."""

    statement: int
    side: int
    """1 for agree, -1 for disagree."""
    count: int
    seen: int
    share: float
    """``p``, as above."""
    ratio: float
    """``p`` against that of all other groups; 1 where all are meant."""
    majority: float
    """The z-score of that share against one half: beyond 1.28, 90 % is sure."""
    apart: float
    """The z-score of the difference to all other groups; 1 where all are meant."""
    weight: float
    """What statements are ordered by: the shares and ratios times their z-scores."""


def likely_share(taken: ArrayLike, seen: ArrayLike) -> Floats:
    """``p = (A + 1) / (S + 2)``: Laplace's rule of succession."""
    share: Floats = (np.asarray(taken) + 1) / (np.asarray(seen) + 2)
    return share


def majority_z(taken: ArrayLike, seen: ArrayLike) -> Floats:
    """How surely more than half take the side: the z-score of a share against one half.

    ``2 √n (a / n - 1/2)`` with one vote for the side added: a = A + 1, n = S + 1.
    """
    trials = np.asarray(seen) + 1
    z: Floats = 2 * np.sqrt(trials) * ((np.asarray(taken) + 1) / trials - 0.5)
    return z


def difference_z(taken: ArrayLike, seen: ArrayLike, others: ArrayLike, their: ArrayLike) -> Floats:
    """How surely a larger share takes the side than among ``others`` of ``their`` votes.

    The two-proportion z-test, pooled: ``(p₁ - p₂) / √(p (1 - p) (1/n₁ + 1/n₂))`` with one vote
    for the side added to both. 0 where all of both take it.
    """
    first, second = np.asarray(taken) + 1, np.asarray(others) + 1
    trials, beside = np.asarray(seen) + 1, np.asarray(their) + 1
    pooled = (first + second) / (trials + beside)
    error = np.sqrt(pooled * (1 - pooled) * (1 / trials + 1 / beside))
    z: Floats = np.where(error > 0, first / trials - second / beside, 0) / np.where(error, error, 1)
    return z


def representative(counts: Counts, *, rejected: ArrayLike = ()) -> list[list[Standing]]:
    """For each group, the statements that tell it from all others, the most telling first.

    The group takes a side oftener than not, and oftener than the others do, both beyond 90 % by
    their z-scores; up to five, by ``ratio · z · share · z``. Where there is none, the one that
    comes nearest. A single group is told from nobody.
    """
    groups = range(len(counts.agree))
    if len(groups) < 2:
        return [[] for _group in groups]
    asked = ~np.isin(counts.statements, np.asarray(rejected, dtype=np.int64))
    return [
        _telling([_Case.of_group(counts, group, side) for side in _SIDES], asked)
        for group in groups
    ]


def consensus(counts: Counts, *, rejected: ArrayLike = ()) -> list[Standing]:
    """What most of all groups together agree with, then what most disagree with.

    A share over one half, beyond 90 % by its z-score; up to five of each, by ``share · z``.
    """
    asked = ~np.isin(counts.statements, np.asarray(rejected, dtype=np.int64))
    cases = [_Case.of_all(counts, side) for side in _SIDES]
    return [
        standing
        for case in cases
        for standing in _foremost(case.standings(asked & (case.share > 0.5) & case.mostly))
    ]


@dataclass(frozen=True)
class _Case:
    """The case for a group, or all of them, taking a side; a place for each statement."""

    statements: Integers
    side: int
    taken: Integers
    seen: Integers
    ratio: Floats
    apart: Floats
    """The z-score of the difference to the others; 1 where there are no others."""

    @classmethod
    def of_group(cls, counts: Counts, group: int, side: int) -> _Case:
        taken, seen = counts.on(side)[group], counts.seen[group]
        others, their = counts.on(side).sum(axis=0) - taken, counts.seen.sum(axis=0) - seen
        ratio = likely_share(taken, seen) / likely_share(others, their)
        apart = difference_z(taken, seen, others, their)
        return cls(counts.statements, side, taken, seen, ratio, apart)

    @classmethod
    def of_all(cls, counts: Counts, side: int) -> _Case:
        nobody = np.ones(len(counts.statements))
        taken, seen = counts.on(side).sum(axis=0), counts.seen.sum(axis=0)
        return cls(counts.statements, side, taken, seen, nobody, nobody)

    @property
    def share(self) -> Floats:
        return likely_share(self.taken, self.seen)

    @property
    def mostly(self) -> NDArray[np.bool_]:
        """Where it is sure that more than half take the side."""
        return majority_z(self.taken, self.seen) > Z_90

    def standings(self, which: NDArray[np.bool_]) -> list[Standing]:
        majority = majority_z(self.taken, self.seen)
        weight = self.ratio * self.apart * self.share * majority
        return [
            Standing(
                statement=int(self.statements[place]),
                side=self.side,
                count=int(self.taken[place]),
                seen=int(self.seen[place]),
                share=float(self.share[place]),
                ratio=float(self.ratio[place]),
                majority=float(majority[place]),
                apart=float(self.apart[place]),
                weight=float(weight[place]),
            )
            for place in np.flatnonzero(which)
        ]


def _telling(cases: Sequence[_Case], asked: NDArray[np.bool_]) -> list[Standing]:
    """What tells a group: each statement by the side on which it is further from the others."""
    for_, against = cases
    further = {1: for_.apart > against.apart, -1: against.apart > for_.apart}
    leading = [(case, asked & (case.taken > 0) & further[case.side]) for case in cases]
    telling = [
        standing
        for case, leads in leading
        for standing in case.standings(leads & case.mostly & (case.apart > Z_90))
    ]
    return _foremost(telling) or _closest(leading)


def _closest(leading: Sequence[tuple[_Case, NDArray[np.bool_]]]) -> list[Standing]:
    """The one on which the group is furthest from the others, if on any."""
    best = [
        (case.apart[place], case.standings(np.arange(len(leads)) == place)[0])
        for case, leads in leading
        if leads.any()
        for place in [np.where(leads, case.apart, -np.inf).argmax()]
    ]
    return [standing for _apart, standing in sorted(best, key=lambda one: -one[0])[:1]]


def _foremost(standings: Sequence[Standing]) -> list[Standing]:
    """Those of the greatest weight; of equal ones the statement that came first."""
    return sorted(standings, key=lambda one: (-one.weight, one.statement))[:FOREMOST]


def group_aware_consensus(counts: Counts) -> Floats:
    """How likely the groups all agree with each statement: ``∏ (A_g + 1) / (S_g + 2)`` over groups.

    Low as soon as one group does not agree, however large the others are (Small et al. 2021,
    § on group-informed consensus).
    """
    product: Floats = likely_share(counts.agree, counts.seen).prod(axis=0)
    return product
