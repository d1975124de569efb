"""The matrix of votes: the latest count, and the order in which they come is nowhere to be seen."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polls.statistics.groups import Votes
from tests.polls.statistics.groups.conversations import Said, conversations, votes_of

cast = st.lists(
    st.tuples(
        st.integers(1, 6), st.integers(1, 5), st.sampled_from([1, 0, -1]), st.integers(0, 99)
    ),
    max_size=60,
    unique_by=lambda vote: vote[3],
)


def held(votes: Votes) -> Said:
    """What a matrix says, read back."""
    who, what = votes.participants[votes.rows], votes.statements[votes.columns]
    return dict(
        zip(zip(who.tolist(), what.tolist(), strict=True), votes.values.tolist(), strict=True)
    )


@settings(deadline=None)
@given(cast)
def test_the_latest_vote_counts(cast: list[tuple[int, int, int, int]]) -> None:
    who, what, value, moment = zip(*cast, strict=True) if cast else ((), (), (), ())
    in_time = sorted(cast, key=lambda vote: vote[3])
    latest = {(who, what): value for who, what, value, _moment in in_time}
    assert held(Votes.gather(who, what, value, moment)) == latest


def test_at_the_same_moment_the_later_line_counts() -> None:
    assert held(Votes.gather([1, 1], [5, 5], [1, -1], [0, 0])) == {(1, 5): -1}
    assert held(Votes.gather([1, 1], [5, 5], [1, -1])) == {(1, 5): -1}


@settings(deadline=None)
@given(conversations())
def test_a_matrix_says_what_it_was_told_row_by_row(said: Said) -> None:
    votes = votes_of(said)
    assert held(votes) == said
    assert votes.sizes.tolist() == [
        sum(who == participant for who, _what in said) for participant in votes.participants
    ]
    for first, last in zip(votes.starts, votes.starts[1:], strict=False):
        assert votes.columns[first:last].tolist() == sorted(set(votes.columns[first:last]))


@settings(deadline=None)
@given(conversations(), st.randoms(use_true_random=False))
def test_neither_order_nor_names_move_a_row(said: Said, random) -> None:
    shuffled = list(said.items())
    random.shuffle(shuffled)
    renamed = {who: random.random() for who, _what in said}
    ranks = {who: rank for rank, who in enumerate(sorted(renamed, key=lambda who: renamed[who]))}
    again = votes_of({(ranks[who], what): value for (who, what), value in shuffled})
    votes = votes_of(said)
    assert np.array_equal(votes.columns, again.columns)
    assert np.array_equal(votes.values, again.values)
    assert np.array_equal(votes.starts, again.starts)


@pytest.mark.parametrize("value", [2, -2, 0.5, float("nan")])
def test_what_is_no_vote_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="A vote is"):
        Votes.gather([1], [1], [value])
