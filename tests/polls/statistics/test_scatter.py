"""Points as they are drawn: within the frame, within their outline, each of the same area."""

import re
from itertools import pairwise
from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.statistics.scatter import WIDTH, Frame, Point, cells, hull, nearest, shape

coordinate = st.floats(-1e3, 1e3).map(lambda number: round(number, 3))
points = st.lists(st.tuples(coordinate, coordinate), min_size=1, max_size=60)


def turns(first: Point, second: Point, third: Point) -> float:
    (ax, ay), (bx, by), (cx, cy) = first, second, third
    return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)


@given(points)
def test_everything_is_drawn_within_the_frame(those: list[Point]) -> None:
    frame = Frame.around(those)
    assert 0 < frame.height <= WIDTH
    for x, y in map(frame.place, those):
        assert 0 <= x <= WIDTH
        assert 0 <= y <= frame.height


@given(points)
def test_both_axes_have_one_scale(those: list[Point]) -> None:
    """Unless the frame cuts a point off, distances keep their proportions."""
    frame = Frame.around(those)
    for one, other in pairwise(those):
        drawn = [b - a for a, b in zip(frame.place(one), frame.place(other), strict=True)]
        meant = [(other[0] - one[0]) * frame.scale, (one[1] - other[1]) * frame.scale]
        assert drawn == pytest.approx(meant, abs=1e-4)


def test_one_far_out_of_many_is_drawn_on_the_edge() -> None:
    crowd = [(float(number % 20), float(number // 20)) for number in range(400)]
    frame = Frame.around([*crowd, (1e6, 0.0)])
    assert frame.place((1e6, 0.0))[0] == WIDTH - 2
    assert frame.place((19.0, 0.0))[0] > WIDTH / 2


@given(points)
def test_an_outline_is_convex_and_holds_every_point(those: list[Point]) -> None:
    corners = hull(those)
    assert set(corners) <= set(those)
    if len(corners) < 3:
        return
    for place, corner in enumerate(corners):
        following, after = corners[(place + 1) % len(corners)], corners[(place + 2) % len(corners)]
        assert turns(corner, following, after) > 0
        assert all(turns(corner, following, point) >= -1e-6 for point in those)


@given(points, st.floats(0.5, 50))
def test_cells_count_everybody_once(those: list[Point], side: float) -> None:
    found = cells(those, side=side)
    assert sum(count for _middle, count in found) == len(those)
    assert len({middle for middle, _count in found}) == len(found)


@given(points, st.floats(0.1, 1))
def test_the_nearest_are_as_many_as_asked_and_no_other_is_nearer(
    those: list[Point], share: float
) -> None:
    kept = nearest(those, (0, 0), share=share)
    assert len(kept) == max(1, round(share * len(those)))
    left = list(those)
    for point in kept:
        left.remove(point)
    farthest = max(x * x + y * y for x, y in kept)
    assert all(x * x + y * y >= farthest for x, y in left)


@pytest.mark.parametrize("kind", range(1, 6))
def test_all_shapes_have_the_area_of_the_disc(kind: int) -> None:
    corners = [
        (float(x), float(y))
        for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", shape(kind, (50, 50), 10))
    ]
    following = [*corners[1:], corners[0]]
    area = abs(
        sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(corners, following, strict=True))
    )
    assert area / 2 == pytest.approx(pi * 100, rel=1e-3)


def test_shapes_differ() -> None:
    assert len({shape(kind, (0, 0), 1) for kind in range(6)}) == 6
    assert shape(6, (0, 0), 1) == shape(0, (0, 0), 1)
