"""The adjusted Rand index, against its definition by pairs."""

from fractions import Fraction
from itertools import combinations
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.polls.polis.published import adjusted_rand

partitions = st.integers(2, 30).flatmap(
    lambda size: st.tuples(
        *(st.lists(st.integers(0, 3), min_size=size, max_size=size) for _ in range(2))
    )
)


@given(partitions)
def test_it_counts_pairs_put_together_against_chance(both: tuple[list[int], list[int]]) -> None:
    together = [
        {
            pair
            for pair in combinations(range(len(labels)), 2)
            if len({labels[i] for i in pair}) == 1
        }
        for labels in both
    ]
    first, second = map(len, together)
    expected = Fraction(first * second, comb(len(both[0]), 2))
    most = Fraction(first + second, 2)
    if most == expected:
        assert adjusted_rand(*both) == 1
    else:
        index = (len(together[0] & together[1]) - expected) / (most - expected)
        assert adjusted_rand(*both) == pytest.approx(float(index))


def test_what_groups_are_called_is_nothing() -> None:
    assert adjusted_rand("aabb", [7, 7, 2, 2]) == 1
    assert adjusted_rand("aabb", [1, 2, 1, 2]) == pytest.approx(-0.5)
