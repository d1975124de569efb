"""Names pass from run to run: as many participants as possible keep theirs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from polls.statistics.groups.naming import names_by_size, names_like

tables = st.tuples(st.integers(1, 6), st.integers(0, 6)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 20), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


@settings(deadline=None)
@given(tables)
def test_as_many_as_possible_keep_their_names(table: list[list[int]]) -> None:
    overlaps = np.array(table, dtype=np.int64).reshape(len(table), -1)
    names = names_like(overlaps)
    assert len(set(names)) == len(names)
    kept = sum(
        overlaps[group, name] for group, name in enumerate(names) if name < overlaps.shape[1]
    )
    assert kept == overlaps[linear_sum_assignment(overlaps, maximize=True)].sum()


@pytest.mark.parametrize(
    ("overlaps", "names"),
    [
        ([[9, 1], [2, 8]], [0, 1]),
        ([[1, 9], [8, 2]], [1, 0]),
        ([[0, 0, 7], [5, 0, 0]], [2, 0]),  # the middle one is gone, and its name free
        ([[9, 0], [0, 0], [0, 4]], [0, 2, 1]),  # a group of newcomers
        ([[6, 5], [5, 0]], [1, 0]),  # ten keep their names; six would, were the first to choose
    ],
)
def test_who_is_called_what(overlaps: list[list[int]], names: list[int]) -> None:
    assert names_like(np.array(overlaps)) == names


def test_at_first_the_greatest_comes_first_and_of_equals_the_leftmost() -> None:
    centres = np.array([[3.0, 0], [-1, 5], [-1, 2], [9, 9]])
    assert names_by_size(np.array([4, 4, 4, 8]), centres) == [3, 2, 1, 0]
