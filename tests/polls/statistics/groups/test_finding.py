"""Opinion groups: who is put together, by whom they are called what, and what must not matter."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polls.statistics.groups import UNGROUPED, Votes, find
from tests.polls.statistics.groups.conversations import (
    Said,
    camps,
    conversations,
    name_of_each,
    partition,
    votes_of,
)


@pytest.mark.parametrize("sizes", [[12, 9], [40, 25, 20], [30, 30, 30, 30]])
def test_camps_are_found_and_counted(sizes: list[int]) -> None:
    groups = find(votes_of(camps(sizes, statements=40)))
    ends = np.cumsum([0, *sizes])
    assert partition(groups) == {frozenset(range(first, last)) for first, last in pairwise(ends)}
    assert groups.sizes.tolist() == sorted(sizes, reverse=True)
    assert groups.names == list(range(len(sizes)))
    assert max(groups.silhouettes, key=lambda k: groups.silhouettes[k]) == len(sizes)


@settings(max_examples=60, deadline=None)
@given(conversations(), st.randoms(use_true_random=False))
def test_neither_the_order_of_votes_nor_names_of_voters_matter(said: Said, random) -> None:
    shuffled = list(said.items())
    random.shuffle(shuffled)
    numbers = random.sample(range(1000), 26)
    again = find(votes_of({(numbers[who], what): value for (who, what), value in shuffled}))
    groups = find(votes_of(said))
    assert np.array_equal(groups.positions, again.positions)
    assert np.array_equal(groups.labels, again.labels)
    positions = dict(zip(groups.participants.tolist(), groups.positions.tolist(), strict=True))
    for who, position in zip(again.participants.tolist(), again.positions.tolist(), strict=True):
        assert positions[numbers.index(who)] == position


@settings(max_examples=60, deadline=None)
@given(conversations(), st.none() | st.integers(1, 10))
def test_whatever_is_voted_there_are_groups_or_a_reason_for_none(said: Said, k: int | None) -> None:
    votes = votes_of(said)
    groups = find(votes, k=k)
    enough = votes.sizes >= min(7, len(votes.statements))
    assert ((groups.labels != UNGROUPED) == enough).all()
    assert np.isfinite(groups.positions).all()
    assert groups.k == len(groups.centres) == len(groups.sizes)
    assert (groups.sizes > 0).all()
    assert groups.sizes.sum() == enough.sum()
    places = len(np.unique(groups.positions[enough], axis=0))
    if k:
        assert groups.k <= min(k, places)
    else:
        assert groups.k == bool(enough.any()) or (groups.sizes >= 3).all()


def test_without_votes_there_are_no_groups() -> None:
    groups = find(votes_of({}))
    assert (groups.k, groups.names, groups.labels.tolist()) == (0, [], [])
    assert groups.silhouettes == {}


def test_one_participant_is_one_group() -> None:
    groups = find(votes_of({(5, what): 1 for what in range(9)}))
    assert (groups.k, groups.labels.tolist(), groups.positions.tolist()) == (1, [0], [[0, 0]])


@pytest.mark.parametrize("value", [1, 0, -1])
@pytest.mark.parametrize("k", [None, 2])
def test_who_all_say_the_same_are_one_group(value: int, k: int | None) -> None:
    said = {(who, what): value for who in range(20) for what in range(9)}
    groups = find(votes_of(said), k=k)
    assert (groups.k, groups.sizes.tolist()) == (1, [20])
    assert not groups.positions.any()


def test_one_statement_divides_into_those_for_and_those_against() -> None:
    said = {(who, 1): 1 if who < 8 else -1 for who in range(13)}
    groups = find(votes_of(said))
    assert partition(groups) == {frozenset(range(8)), frozenset(range(8, 13))}


def test_who_voted_on_too_little_is_on_the_map_in_no_group() -> None:
    said = camps([10, 10]) | {(77, what): 1 for what in range(6)}
    groups = find(votes_of(said))
    place = groups.participants.tolist().index(77)
    assert groups.labels[place] == UNGROUPED
    assert groups.positions[place].any()
    assert (
        UNGROUPED
        not in groups.labels[groups.participants < 20][
            votes_of(said).sizes[groups.participants < 20] >= 7
        ]
    )


def test_a_rejected_statement_groups_nobody() -> None:
    """Half agree with one statement and half do not; nothing else is said but by chance."""
    said = camps([20, 20], noise=1) | {(who, 99): 1 if who < 20 else -1 for who in range(40)}
    sides = {frozenset(range(20)), frozenset(range(20, 40))}
    stressed = said | {(who, 100 + copy): said[who, 99] for who in range(40) for copy in range(9)}
    assert partition(find(votes_of(stressed), k=2)) == sides
    everywhere = [99, *range(100, 109)]
    assert partition(find(votes_of(stressed), rejected=everywhere, k=2)) != sides
    positions = find(votes_of(stressed), rejected=everywhere).map.loadings
    assert not positions[-10:].any()


def test_the_number_of_groups_can_be_forced() -> None:
    votes = votes_of(camps([30, 25, 20], statements=40))
    assert [find(votes, k=k).k for k in (1, 2, 3, 5, 10)] == [1, 2, 3, 5, 10]


@pytest.mark.parametrize("k", [0, -1, 11])
def test_other_numbers_of_groups_are_refused(k: int) -> None:
    with pytest.raises(ValueError, match="no number of groups"):
        find(votes_of({}), k=k)


def test_two_who_lie_far_out_are_no_group() -> None:
    """Whoever contradicts everybody in everything pulls an axis; the camps are still told."""
    creeds = camps([30, 30], statements=30, noise=0)
    strangers = {(900 + who, what): (-1) ** (what // 3) for who in range(2) for what in range(30)}
    groups = find(votes_of(creeds | strangers))
    assert groups.sizes.min() >= 3


def test_many_participants_are_grouped_by_base_clusters() -> None:
    groups = find(votes_of(camps([900, 600], statements=30)))
    grouped = [who for who in groups.participants.tolist() if name_of_each(groups).get(who) == 0]
    found = Counter(who < 900 for who in grouped)
    assert groups.k == 2
    assert found[True] >= 890
    assert found[False] <= 2


def test_names_and_directions_stay_when_one_more_votes() -> None:
    said = camps([14, 13, 12], statements=30)
    former = find(votes_of(said))
    newcomers = {
        (100 + who, what): said.get((30, what), 0) for who in range(6) for what in range(30)
    }
    groups = find(votes_of(said | newcomers), former=former.as_former)
    before, now = name_of_each(former), name_of_each(groups)
    assert {who: name for who, name in now.items() if who in before} == before
    assert groups.sizes.tolist() != sorted(groups.sizes, reverse=True)  # by size they would change
    places = dict(zip(former.participants.tolist(), former.positions, strict=True))
    for who, position in zip(groups.participants.tolist(), groups.positions, strict=True):
        if who in places and np.abs(places[who]).min() > 2:
            assert (np.sign(position) == np.sign(places[who])).all()


def test_a_group_that_is_gone_leaves_its_name_to_the_next() -> None:
    said = camps([14, 13, 12], statements=30)
    three = find(votes_of(said))
    without = {cell: value for cell, value in said.items() if not 14 <= cell[0] < 27}
    two = find(votes_of(without), former=three.as_former)
    assert (three.names, two.names) == ([0, 1, 2], [0, 2])
    again = find(votes_of(said), former=two.as_former)
    assert name_of_each(again) == name_of_each(three)


def test_a_run_is_repeated_to_the_last_digit() -> None:
    votes: Votes = votes_of(camps([400, 300, 500], statements=25, noise=0.5))
    first, second = find(votes), find(votes)
    assert first.positions.tobytes() == second.positions.tobytes()
    assert first.labels.tolist() == second.labels.tolist()
    assert first.silhouettes == second.silhouettes
