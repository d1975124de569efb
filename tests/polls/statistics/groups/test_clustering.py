"""k-means and silhouettes, against SciPy's distances and their definitions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster.vq import kmeans2
from scipy.spatial.distance import cdist

from polls.statistics.groups.clustering import cluster, nearest, silhouette
from polls.statistics.groups.votes import Floats, Integers

points = st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=1, max_size=30).map(
    lambda places: np.array(places, dtype=float)
)


@settings(deadline=None)
@given(points, st.integers(1, 6))
def test_every_point_is_with_the_nearest_centre_and_every_centre_amid_its_points(
    points: Floats, k: int
) -> None:
    tried = cluster(points, np.ones(len(points)), k, starts=20)
    assert len(tried) == 20
    assert [one.spread for one in tried] == sorted(one.spread for one in tried)
    for clusters in tried:
        distances = cdist(points, clusters.centres)
        own = distances[np.arange(len(points)), clusters.labels]
        assert own == pytest.approx(distances.min(axis=1))
        assert clusters.spread == pytest.approx((own**2).sum())
        for label in range(k):
            members = points[clusters.labels == label]
            assert clusters.sizes[label] == len(members)
            if len(members):
                assert clusters.centres[label] == pytest.approx(members.mean(axis=0))


@settings(deadline=None)
@given(points.filter(lambda points: len(np.unique(points, axis=0)) >= 4), st.integers(0, 99))
def test_no_other_start_of_the_library_finds_better_ones_by_much(points: Floats, seed: int) -> None:
    best = cluster(points, np.ones(len(points)), 3, starts=100)[0]
    centres, labels = kmeans2(points, 3, minit="++", rng=np.random.default_rng(seed), iter=50)
    theirs = np.square(points - centres[labels]).sum()
    assert best.spread <= theirs * 1.05 + 1e-9


@settings(deadline=None)
@given(points, st.integers(1, 4), st.randoms(use_true_random=False))
def test_a_weight_is_so_many_points_in_one_place(points: Floats, k: int, random) -> None:
    weights = np.array([random.randint(1, 4) for _point in points], dtype=float)
    for clusters in cluster(points, weights, k, starts=5):
        repeated = np.repeat(points, weights.astype(int), axis=0)
        its = np.repeat(clusters.labels, weights.astype(int))
        assert clusters.sizes.tolist() == np.bincount(its, minlength=k).tolist()
        assert silhouette(points, weights, clusters.labels) == pytest.approx(
            silhouette(repeated, np.ones(len(repeated)), its)
        )


@settings(deadline=None)
@given(points, st.data())
def test_the_silhouette_is_what_its_author_defines(points: Floats, data) -> None:
    labels = np.array(
        data.draw(st.lists(st.integers(0, 3), min_size=len(points), max_size=len(points)))
    )
    assert silhouette(points, np.ones(len(points)), labels) == pytest.approx(
        defined(points, labels)
    )


def defined(points: Floats, labels: Integers) -> float:
    """Rousseeuw's s(i), point by point, averaged."""
    if len(set(labels.tolist())) < 2:
        return 0
    distances, told = cdist(points, points), []
    for place, label in enumerate(labels):
        beside = labels == label
        if beside.sum() == 1:
            told.append(0.0)
            continue
        own = distances[place][beside].sum() / (beside.sum() - 1)
        other = min(distances[place][labels == one].mean() for one in set(labels) - {label})
        told.append((other - own) / max(own, other) if max(own, other) else 0.0)
    return float(np.mean(told))


def test_two_heaps_far_apart_are_told_apart() -> None:
    heaps = np.array([[0, 0], [0, 1], [1, 0], [90, 90], [90, 91]], dtype=float)
    found = cluster(heaps, np.ones(5), 2, starts=3)[0]
    assert {frozenset(np.flatnonzero(found.labels == label)) for label in (0, 1)} == {
        frozenset({0, 1, 2}),
        frozenset({3, 4}),
    }
    assert silhouette(heaps, np.ones(5), found.labels) > 0.98


def test_a_point_between_two_centres_goes_to_the_first() -> None:
    assert nearest(np.array([[0.0, 0.0]]), np.array([[1.0, 0.0], [-1.0, 0.0]])).tolist() == [0]
