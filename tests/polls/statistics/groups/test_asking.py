"""Which statement is worth asking next, held against the published formula."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.statistics.groups import Votes, extremity, find, priority
from tests.polls.statistics.groups.conversations import camps, votes_of

votes = st.tuples(*(st.integers(0, 300) for _side in range(3)))
far = st.floats(0, 30)


def metric(agree: int, disagree: int, passed: int, extreme: float) -> float:
    seen = agree + disagree + passed
    p, a = Fraction(passed + 1, seen + 2), Fraction(agree + 1, seen + 2)
    importance = (1 - p) * (Fraction(extreme) + 1) * a
    return float(importance * Fraction(1 + 8 * 2.0 ** (-seen / 5))) ** 2


def of(said: tuple[int, int, int], extreme: float) -> float:
    agree, _disagree, passed = said
    return float(priority(agree, passed, sum(said), extreme))


@given(votes, far)
def test_it_is_the_published_metric(said: tuple[int, int, int], extreme: float) -> None:
    assert of(said, extreme) == pytest.approx(metric(*said, extreme), rel=1e-9)


@given(votes, far)
def test_every_statement_may_be_asked(said: tuple[int, int, int], extreme: float) -> None:
    assert of(said, extreme) > 0


@given(votes, far, st.floats(0.01, 10))
def test_the_further_it_takes_its_voters_the_sooner(
    said: tuple[int, int, int], extreme: float, more: float
) -> None:
    assert of(said, extreme + more) > of(said, extreme)


@given(st.integers(1, 300), st.integers(0, 300), far)
def test_what_is_passed_over_comes_later(passed: int, agree: int, extreme: float) -> None:
    """Of as many votes, one more that passes instead of disagreeing."""
    assert of((agree, 0, passed), extreme) < of((agree, 1, passed - 1), extreme)


@given(st.integers(1, 300), far)
def test_what_nobody_has_seen_comes_before_what_all_disagree_with(
    seen: int, extreme: float
) -> None:
    assert of((0, 0, 0), extreme) > of((0, seen, 0), extreme)


@given(st.lists(st.integers(3, 9), min_size=1, max_size=3), st.integers(0, 99))
def test_extremity_is_how_far_out_an_agreement_alone_lies(sizes: list[int], seed: int) -> None:
    drawn = find(votes_of(camps(sizes, seed=seed))).map
    lengths = extremity(drawn)
    for place, statement in enumerate(drawn.statements.tolist()):
        alone = Votes.gather([1], [statement], [1])
        assert np.linalg.norm(drawn.place(alone)) == pytest.approx(lengths[place], abs=1e-9)
