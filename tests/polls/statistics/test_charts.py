"""A chart's geometry: what is drawn adds up, and no language's comma reaches an SVG attribute."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.statistics import charts

LENGTH = re.compile(r"-?\d+(\.\d{1,3})?")
shares = st.lists(st.integers(0, 1000), min_size=2, max_size=11).filter(any)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (100.0, "100"), (29.3, "29.3"), (-45.5, "-45.5"), (1 / 3, "0.333"), (-1e-9, "0")],
)
def test_lengths_are_short_and_plain(number: float, text: str) -> None:
    assert charts.length(number) == text


@given(st.floats(-1000, 1000))
def test_a_length_is_always_what_svg_reads(number: float) -> None:
    text = charts.length(number)
    assert LENGTH.fullmatch(text)
    assert float(text) == pytest.approx(number, abs=0.0006)


def test_a_bar_has_its_interval_as_whisker() -> None:
    bar = charts.bar(0.42, 0.402, 0.438)
    assert (bar.width, bar.whisker) == ("42", "M40.2,5H43.8M40.2,2V8M43.8,2V8")


@pytest.mark.parametrize(
    ("points", "tones"),
    [
        (2, "neg2 pos2"),
        (3, "neg2 mid pos2"),
        (4, "neg2 neg1 pos1 pos2"),
        (5, "neg2 neg1 mid pos1 pos2"),
        (6, "neg2 neg2 neg1 pos1 pos2 pos2"),
        (7, "neg2 neg2 neg1 mid pos1 pos2 pos2"),
        (10, "neg2 neg2 neg2 neg1 neg1 pos1 pos1 pos2 pos2 pos2"),
        (11, "neg2 neg2 neg2 neg1 neg1 mid pos1 pos1 pos2 pos2 pos2"),
    ],
)
def test_tones_mirror_about_the_middle(points: int, tones: str) -> None:
    found = [charts.tone(place, points) for place in range(points)]
    assert found == [f"tone-{tone}" for tone in tones.split()]


def test_a_scale_diverges_from_the_middle_of_its_neutral_point() -> None:
    drawn = charts.diverging([0.18, 0.20, 0.15, 0.29, 0.18])
    assert drawn.view_box == "-60 0 120 10"
    assert [(piece.x, piece.width) for piece in drawn.pieces] == [
        ("-45.5", "18"),
        ("-27.5", "20"),
        ("-7.5", "15"),
        ("7.5", "29"),
        ("36.5", "18"),
    ]


def test_a_scale_without_a_neutral_point_diverges_between_its_halves() -> None:
    drawn = charts.diverging([0.1, 0.2, 0.3, 0.4])
    assert [piece.x for piece in drawn.pieces] == ["-30", "-20", "0", "30"]


@given(shares)
def test_the_pieces_touch_and_the_view_holds_them(counts: list[int]) -> None:
    drawn = charts.diverging([count / sum(counts) for count in counts])
    left, _top, width, _height = map(float, drawn.view_box.split())
    ends = [float(piece.x) + float(piece.width) for piece in drawn.pieces]
    starts = [float(piece.x) for piece in drawn.pieces]
    assert left == -width / 2
    assert starts[1:] == pytest.approx(ends[:-1], abs=0.002)
    assert ends[-1] - starts[0] == pytest.approx(100, abs=0.02)
    middles = [(start + end) / 2 for start, end in zip(starts, ends, strict=True)]
    at = [left + width * float(middle) / 100 for middle in drawn.middles]
    assert at == pytest.approx(middles, abs=0.01)
    assert left - 0.01 <= starts[0]
    assert ends[-1] <= left + width + 0.01


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=20))
def test_columns_stand_on_the_axis_and_the_fullest_is_the_highest(counts: list[int]) -> None:
    columns = charts.histogram(counts)
    heights = [float(column.height) for column in columns]
    assert [float(column.y) + float(column.height) for column in columns] == pytest.approx(
        [charts.HISTOGRAM_HEIGHT] * len(counts), abs=0.002
    )
    assert max(heights) == (charts.HISTOGRAM_HEIGHT if any(counts) else 0)
    assert sorted(range(len(counts)), key=lambda place: heights[place]) == sorted(
        range(len(counts)), key=lambda place: counts[place]
    )


def test_spots_share_the_width_in_order() -> None:
    assert charts.spots(["one", "two", "three"]) == [
        charts.Spot(x="0", width="33.333", told="one"),
        charts.Spot(x="33.333", width="33.333", told="two"),
        charts.Spot(x="66.667", width="33.333", told="three"),
    ]
    assert charts.spots([]) == []
