"""The map, against a singular value decomposition of the whole matrix."""

import numpy as np
import pytest
import scipy.linalg
from hypothesis import given, settings
from hypothesis import strategies as st

from polls.statistics.groups import Votes
from polls.statistics.groups.mapping import draw
from polls.statistics.groups.votes import Floats
from tests.polls.statistics.groups.conversations import Said, camps, conversations, votes_of

NONE = np.array([], dtype=np.int64)


def defined(votes: Votes, rejected: list[int]) -> Floats:
    """The published steps on the full matrix, one after the other."""
    full = np.full((len(votes.participants), len(votes.statements)), np.nan)
    full[votes.rows, votes.columns] = votes.values
    full[:, np.isin(votes.statements, rejected)] = 0
    voted = (~np.isnan(full)).sum(axis=1)
    filled = np.where(np.isnan(full), np.nanmean(full, axis=0), full)
    centred = filled - np.nanmean(full, axis=0)
    _left, _values, axes = scipy.linalg.svd(centred, full_matrices=False)
    return np.asarray(centred @ axes[:2].T * np.sqrt(full.shape[1] / voted)[:, None])


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("rejected", [[], [0], [1, 5, 11]])
def test_everybody_lies_where_the_published_steps_put_them(seed: int, rejected: list[int]) -> None:
    votes = votes_of(camps([30, 20, 8], seed=seed))
    placed = draw(votes, rejected=np.array(rejected)).place(votes)
    expected = defined(votes, rejected)
    for axis in range(2):
        assert np.abs(placed[:, axis]) == pytest.approx(np.abs(expected[:, axis]), abs=1e-7)


@settings(deadline=None)
@given(conversations())
def test_who_votes_alike_lies_alike(said: Said) -> None:
    votes = votes_of(said | {(99, what): value for (who, what), value in said.items() if who == 1})
    placed = draw(votes, rejected=NONE).place(votes)
    twins = np.flatnonzero(np.isin(votes.participants, [1, 99]))
    assert placed[twins[:1]].tolist() == placed[twins[-1:]].tolist()


def test_a_reader_is_placed_on_a_map_drawn_without_them() -> None:
    said = camps([20, 20])
    there = draw(votes_of(said), rejected=np.array([3]))
    everybody = there.place(votes_of(said))
    of_one = {cell: value for cell, value in said.items() if cell[0] == 7}
    place = votes_of(said).participants.tolist().index(7)
    assert there.place(votes_of(of_one)) == pytest.approx(everybody[place : place + 1])
    beside = {(7, 777): 1, (7, -1): -1}  # statements that are not on the map
    assert there.place(votes_of(of_one | beside)) == pytest.approx(everybody[place : place + 1])
    assert there.place(votes_of(beside)).tolist() == [[0, 0]]


@settings(deadline=None)
@given(st.integers(0, 50))
def test_axes_point_as_on_the_map_before(seed: int) -> None:
    said = camps([30, 12], seed=seed)
    before = draw(votes_of(said), rejected=NONE)
    turned = type(before)(before.statements, before.kept, before.means, -before.loadings)
    assert draw(votes_of(said), rejected=NONE, like=turned).loadings == pytest.approx(
        turned.loadings
    )


def test_a_map_of_nothing_has_nobody_on_it() -> None:
    nothing = votes_of({})
    drawn = draw(nothing, rejected=NONE)
    assert drawn.place(nothing).shape == (0, 2)
    assert drawn.place(votes_of({(1, 1): 1})).tolist() == [[0, 0]]
