"""From votes to opinion groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import ArrayLike

from polls.statistics.groups.clustering import Clusters, cluster, nearest, silhouette
from polls.statistics.groups.mapping import OpinionMap, draw
from polls.statistics.groups.naming import names_by_size, names_like
from polls.statistics.groups.votes import Floats, Integers, Votes

ENOUGH_VOTES = 7
"""Whoever voted on fewer statements lies on the map but in no group, unless there are fewer."""
CHOICE_OF_K = range(2, 6)
MOST_GROUPS = 10
UNGROUPED = -1

# A group has at least three members, and one in a hundred: fewer who lie far out are no opinion.
FEWEST_MEMBERS = 3
SMALLEST_SHARE = 0.01
# Of more participants than this, a hundred clusters of neighbours are grouped in their place.
MANY = 1_000
BASE_CLUSTERS = 100

_STARTS = 100
_BASE_ROUNDS = 30
_DECIMALS = 9  # of a position; what differs beyond them is rounding


@dataclass(frozen=True)
class Former:
    """What is known of an earlier run: whose names and directions a new one keeps to."""

    map: OpinionMap
    names: Mapping[int, int]
    """The name of each participant's group; whoever had none is left out."""


@dataclass(frozen=True)
class Groups:
    """Who is where on the map, and in which group."""

    participants: Integers
    positions: Floats
    """One row a participant."""
    labels: Integers
    """The place of each participant's group among the groups, or UNGROUPED."""
    centres: Floats
    """One row a group."""
    names: list[int]
    """The number that a group is called and coloured by, ascending; with gaps where a group of
    the former run is gone."""
    silhouettes: Mapping[int, float]
    """How well so many groups are apart, for each number of groups that was tried."""
    map: OpinionMap

    @property
    def k(self) -> int:
        return len(self.names)

    @property
    def sizes(self) -> Integers:
        return np.bincount(self.labels[self.labels != UNGROUPED], minlength=self.k)

    @property
    def as_former(self) -> Former:
        """What the next run keeps to."""
        pairs = zip(self.participants.tolist(), self.labels.tolist(), strict=True)
        named = {who: self.names[label] for who, label in pairs if label != UNGROUPED}
        return Former(map=self.map, names=named)


def find(
    votes: Votes,
    *,
    rejected: ArrayLike = (),
    k: int | None = None,
    former: Former | None = None,
) -> Groups:
    """The opinion groups of these votes; the statements in ``rejected`` play no part in them.

    ``k`` forces the number of groups, from 1 to MOST_GROUPS; there are fewer where participants
    lie in fewer places. Without it, it is that of two to five whose groups are best apart by
    their mean silhouette; a single group where none of them has groups that are large enough, and
    none where nobody has voted enough. Names and directions are those of the former run as far as
    they are the same groups. Raises ValueError for another k.
    """
    if k is not None and not 1 <= k <= MOST_GROUPS:
        raise ValueError(f"{k} is no number of groups")
    opinion_map = draw(
        votes, rejected=np.asarray(rejected, dtype=np.int64), like=former.map if former else None
    )
    positions = opinion_map.place(votes).round(_DECIMALS)
    grouped = votes.sizes >= min(ENOUGH_VOTES, len(votes.statements))
    centres, silhouettes = _groups_of(positions[grouped], k)
    labels = np.full(len(positions), UNGROUPED)
    if len(centres):
        labels[grouped] = nearest(positions[grouped], centres)
    labels, centres, names = _named(votes.participants, labels, centres, former)
    return Groups(
        participants=votes.participants,
        positions=positions,
        labels=labels,
        centres=centres,
        names=names,
        silhouettes=silhouettes,
        map=opinion_map,
    )


def _groups_of(points: Floats, k: int | None) -> tuple[Floats, dict[int, float]]:
    """The centres of the groups, and the silhouettes of all that was tried."""
    if not len(points):
        return points, {}
    points, weights = _stand_ins(points)
    most = len(np.unique(points, axis=0))
    wanted = [min(k, most)] if k else [number for number in CHOICE_OF_K if number <= most]
    found = {number: _clusters(points, weights, number, forced=bool(k)) for number in wanted}
    apart = {
        number: silhouette(points, weights, clusters.labels)
        for number, clusters in found.items()
        if clusters
    }
    best = max(apart, key=lambda number: apart[number], default=1)
    chosen = found.get(best) or cluster(points, weights, 1, starts=1)[0]
    return chosen.centres[chosen.sizes > 0], apart


def _stand_ins(points: Floats) -> tuple[Floats, Floats]:
    """The points themselves with a weight of 1, or what stands for many of them: base clusters."""
    weights = np.ones(len(points))
    if len(points) <= MANY:
        return points, weights
    base = cluster(points, weights, BASE_CLUSTERS, starts=1, rounds=_BASE_ROUNDS)[0]
    return base.centres[base.sizes > 0], base.sizes[base.sizes > 0]


def _clusters(points: Floats, weights: Floats, k: int, *, forced: bool) -> Clusters | None:
    """The best clusters that are all large enough; if there are none, the best if forced."""
    tried = cluster(points, weights, k, starts=_STARTS)
    smallest = max(FEWEST_MEMBERS, ceil(SMALLEST_SHARE * weights.sum()))
    large = (clusters for clusters in tried if clusters.sizes.min() >= smallest)
    return next(large, tried[0] if forced else None)


def _named(
    participants: Integers, labels: Integers, centres: Floats, former: Former | None
) -> tuple[Integers, Floats, list[int]]:
    """Labels and centres in the order of the groups' names, and those names."""
    members = labels[labels != UNGROUPED]
    sizes = np.bincount(members, minlength=len(centres))
    if former:
        names = names_like(_overlaps(participants, labels, len(centres), former))
    else:
        names = names_by_size(sizes, centres)
    order = np.argsort(names)
    moved = np.append(np.argsort(order), UNGROUPED)  # the last place is what UNGROUPED indexes
    return moved[labels], centres[order], sorted(names)


def _overlaps(participants: Integers, labels: Integers, k: int, former: Former) -> Integers:
    """How many of each group, a row each, had each name before."""
    overlaps = np.zeros((k, max(former.names.values(), default=-1) + 1), dtype=np.int64)
    for who, label in zip(participants.tolist(), labels.tolist(), strict=True):
        if label != UNGROUPED and who in former.names:
            overlaps[label, former.names[who]] += 1
    return overlaps
