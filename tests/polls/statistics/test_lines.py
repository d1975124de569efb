"""A line chart's geometry."""

import pytest

from polls.statistics.lines import path, place_of


@pytest.mark.parametrize(
    ("shares", "drawn"),
    [
        ([0.0, 1.0], "M25,100L75,0"),
        ([None, 0.25, None, 0.5, 1.0], "M30,75h0M70,50L90,0"),
        ([None, None], ""),
        ([0.5], "M50,50h0"),
    ],
)
def test_a_line_is_broken_where_nothing_is_told(shares: list[float | None], drawn: str) -> None:
    assert path(shares) == drawn


def test_a_period_stands_in_the_middle_of_its_share_of_the_plane() -> None:
    assert [place_of(period, 4) for period in range(4)] == ["12.5", "37.5", "62.5", "87.5"]
    assert place_of(0, 1) == "50"
