"""The picture of a flow: every voter takes the same height, and none is lost."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from polls.statistics.flows import Flow, flow

TABLES = arrays(np.int64, (3, 4), elements=st.integers(0, 40)).filter(np.any)


def heights(drawn: Flow) -> list[float]:
    return [float(node.height) for node in (*drawn.left, *drawn.right)]


@given(TABLES)
def test_every_voter_takes_the_same_height_on_both_sides(table: np.ndarray) -> None:
    drawn = flow(table)
    unit = sum(float(node.height) for node in drawn.left) / table.sum()

    counts = [
        *(table.sum(axis=1)[node.place] for node in drawn.left),
        *(table.sum(axis=0)[node.place] for node in drawn.right),
    ]
    assert heights(drawn) == pytest.approx([unit * count for count in counts], abs=0.05)
    assert sum(band.count for band in drawn.bands) == table.sum()


@given(TABLES)
def test_nothing_leaves_the_plane(table: np.ndarray) -> None:
    drawn = flow(table)
    numbers = [
        float(number) for band in drawn.bands for number in re.findall(r"-?[\d.]+", band.path)
    ]
    assert -0.01 <= min(numbers) <= max(numbers) <= 100.01
