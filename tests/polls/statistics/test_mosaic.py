"""A mosaic's geometry: areas are counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.statistics.mosaic import mosaic

ROWS = st.lists(st.lists(st.integers(0, 50), min_size=3, max_size=3), min_size=1, max_size=5)


@given(ROWS.filter(lambda rows: any(map(any, rows))))
def test_areas_are_counts(rows: list[list[int]]) -> None:
    strips = mosaic([(sum(counts), counts) for counts in rows])
    full = 100 - 1.2 * (len(strips) - 1)
    voters = sum(map(sum, rows))

    for strip in strips:
        for tile in strip.tiles:
            assert tile.place is not None
            area = float(tile.width) * float(tile.height)
            count = rows[strip.place][tile.place]
            assert area == pytest.approx(100 * full * count / voters, abs=0.2)


def test_what_is_kept_back_is_one_tile_at_the_end() -> None:
    (strip,) = mosaic([(20, [10, None, None])])

    tiles = [(tile.place, tile.x, tile.width, tile.roomy) for tile in strip.tiles]
    assert tiles == [(0, "0", "50", True), (None, "50", "50", True)]


def test_rows_without_voters_are_left_out() -> None:
    assert [strip.place for strip in mosaic([(0, [0, 0]), (4, [2, 2])])] == [1]
