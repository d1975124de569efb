"""Clusters of points: k-means from many starts, and how well clusters are apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from polls.statistics.groups.votes import Floats, Integers

_SEED = 2007
_ROUNDS = 100


@dataclass(frozen=True)
class Clusters:
    """Points shared out among centres, each to the nearest."""

    labels: Integers
    """Which centre each point belongs to."""
    centres: Floats
    sizes: Floats
    """The weight of the points that belong to each."""
    spread: float
    """Σ weight · (distance to the centre)²: what k-means makes small."""


def cluster(
    points: Floats, weights: Floats, k: int, *, starts: int, rounds: int = _ROUNDS
) -> list[Clusters]:
    """k-means from so many starts, the one with the least spread first.

    S. P. Lloyd, “Least Squares Quantization in PCM”, IEEE Transactions on Information Theory 28
    (1982), pp. 129–137, from the starts of k-means++ (D. Arthur and S. Vassilvitskii, SODA 2007,
    pp. 1027–1035), which are always the same for the same points in the same order. Stops after
    so many rounds if the centres still move. A centre to which no point is nearest keeps its
    place, with size 0.
    """
    centres = _starts(points, weights, k, starts)
    labels = _nearest(points, centres)
    moving = np.arange(starts)
    for _ in range(rounds):
        moved = _means(points, weights, labels[moving], centres[moving])
        still = (moved != centres[moving]).any(axis=(1, 2))
        moving = moving[still]
        if not moving.size:
            break
        centres[moving] = moved[still]
        labels[moving] = _nearest(points, centres[moving])
    found = [
        Clusters(
            labels=own,
            centres=its,
            sizes=np.bincount(own, weights, minlength=k),
            spread=float(weights @ np.square(points - its[own]).sum(axis=1)),
        )
        for own, its in zip(labels, centres, strict=True)
    ]
    return sorted(found, key=lambda one: one.spread)


def nearest(points: Floats, centres: Floats) -> Integers:
    """The place of the centre nearest to each point; the first of those as near."""
    labels: Integers = _nearest(points, centres[None])[0]
    return labels


def _starts(points: Floats, weights: Floats, k: int, starts: int) -> Floats:
    """Centres to begin with: each next point drawn by its squared distance to those before it."""
    random = np.random.default_rng(_SEED)
    chance = np.broadcast_to(weights, (starts, len(points)))
    chosen = np.empty((starts, k), dtype=np.int64)
    apart = np.full((starts, len(points)), np.inf)
    for place in range(k):
        sums = np.cumsum(chance, axis=1)
        drawn = random.random((starts, 1)) * sums[:, -1:]
        chosen[:, place] = np.minimum((sums <= drawn).sum(axis=1), len(points) - 1)
        fresh = points[chosen[:, place]]
        distances = np.square(points[None] - fresh[:, None]).sum(axis=2)
        apart = np.minimum(apart, distances)
        chance = apart * weights
    centres: Floats = points[chosen]
    return centres


def _nearest(points: Floats, centres: Floats) -> Integers:
    """For each start, the centre nearest to each point: ``|c|² - 2 c · p`` is least."""
    starts, k, _axes = centres.shape
    flat = centres.reshape(starts * k, -1)
    distances = np.square(flat).sum(axis=1) - 2 * (points @ flat.T)
    labels: Integers = distances.reshape(len(points), starts, k).argmin(axis=2).T
    return labels


def _means(points: Floats, weights: Floats, labels: Integers, centres: Floats) -> Floats:
    """For each start, the weighted mean of each centre's points."""
    starts, k, axes = centres.shape
    cells = (labels + np.arange(starts)[:, None] * k).ravel()
    sizes = np.bincount(cells, np.tile(weights, starts), minlength=starts * k)
    sums = [
        np.bincount(cells, np.tile(weights * points[:, axis], starts), minlength=starts * k)
        for axis in range(axes)
    ]
    means = np.column_stack(sums) / np.where(sizes, sizes, 1)[:, None]
    return np.where((sizes > 0)[:, None], means, centres.reshape(starts * k, axes)).reshape(
        centres.shape
    )


def silhouette(points: Floats, weights: Floats, labels: Integers) -> float:
    """How much nearer the points are to their own cluster than to the next one, from -1 to 1.

    The mean of ``(b - a) / max(a, b)``, with a the mean distance to the others of the own cluster
    and b the least mean distance to another cluster; 0 for a point alone in its own. P. J.
    Rousseeuw, “Silhouettes”, Journal of Computational and Applied Mathematics 20 (1987),
    pp. 53–65. A point of weight w counts as w points in one place. 0 for a single cluster.
    """
    present, own = np.unique(labels, return_inverse=True)
    if len(present) < 2:
        return 0.0
    members = np.zeros((len(points), len(present)))
    members[np.arange(len(points)), own] = weights
    sizes = members.sum(axis=0)
    apart = np.sqrt(np.square(points[:, None] - points[None]).sum(axis=2)) @ members
    rows = np.arange(len(points))
    others = sizes[own] - 1
    inside = apart[rows, own] / np.maximum(others, 1)
    outside = apart / sizes
    outside[rows, own] = np.inf
    beside = outside.min(axis=1)
    widest = np.maximum(inside, beside)
    told = (others > 0) & (widest > 0)
    each = np.divide(beside - inside, widest, out=np.zeros(len(points)), where=told)
    return float(weights @ each / weights.sum())
