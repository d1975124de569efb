"""What sets groups apart and what they agree on: tests against SciPy’s, products exactly."""

from fractions import Fraction
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from polls.statistics.groups import (
    UNGROUPED,
    Counts,
    consensus,
    find,
    group_aware_consensus,
    representative,
)
from polls.statistics.groups.standing import Z_90, difference_z, majority_z
from tests.polls.statistics.groups.conversations import Said, camps, conversations, votes_of

taken_of = st.integers(0, 500).flatmap(lambda seen: st.tuples(st.integers(0, seen), st.just(seen)))


@settings(deadline=None)
@given(taken_of, taken_of)
def test_a_difference_is_the_library_s_chi_square_with_one_vote_added(first, second) -> None:
    (taken, seen), (others, their) = first, second
    found = float(difference_z(taken, seen, others, their))
    if taken == seen and others == their:
        assert found == 0
        return
    table = [[taken + 1, seen - taken], [others + 1, their - others]]
    assert found**2 == pytest.approx(stats.chi2_contingency(table, correction=False).statistic)
    larger = Fraction(taken + 1, seen + 1) - Fraction(others + 1, their + 1)
    assert (found > 0, found < 0) == (larger > 0, larger < 0)


@settings(deadline=None)
@given(taken_of)
def test_a_majority_is_the_library_s_chi_square_with_one_vote_added(given_votes) -> None:
    taken, seen = given_votes
    found = float(majority_z(taken, seen))
    assert found**2 == pytest.approx(stats.chisquare([taken + 1, seen - taken]).statistic)
    assert np.sign(found) == np.sign(2 * (taken + 1) - (seen + 1))


def test_the_level_leaves_a_tenth_above_it() -> None:
    assert stats.norm.sf(Z_90) == pytest.approx(0.1)


def counts_of(said: Said, group_of: dict[int, int], k: int) -> Counts:
    votes = votes_of(said)
    labels = np.array([group_of[who] for who in votes.participants.tolist()], dtype=np.int64)
    return Counts.of(votes, labels, k=k)


@settings(deadline=None)
@given(conversations(), st.integers(1, 4), st.randoms(use_true_random=False))
def test_groups_are_counted_and_multiplied(said: Said, k: int, random) -> None:
    group_of = {who: random.randrange(UNGROUPED, k) for who, _what in said}
    counts = counts_of(said, group_of, k)
    expected = []
    for place, statement in enumerate(counts.statements.tolist()):
        of_group = [
            [
                value
                for (who, what), value in said.items()
                if what == statement and group_of[who] == g
            ]
            for g in range(k)
        ]
        assert counts.agree[:, place].tolist() == [votes.count(1) for votes in of_group]
        assert counts.disagree[:, place].tolist() == [votes.count(-1) for votes in of_group]
        assert counts.seen[:, place].tolist() == [len(votes) for votes in of_group]
        expected.append(prod(Fraction(votes.count(1) + 1, len(votes) + 2) for votes in of_group))
    assert group_aware_consensus(counts).tolist() == pytest.approx([float(one) for one in expected])


@settings(deadline=None)
@given(conversations(), st.integers(0, 4), st.randoms(use_true_random=False))
def test_whatever_is_voted_each_group_is_told_by_five_statements_at_most(
    said: Said, k: int, random
) -> None:
    group_of = {who: random.randrange(UNGROUPED, k) for who, _what in said}
    counts = counts_of(said, group_of, k)
    told = representative(counts, rejected=[2])
    assert len(told) == k
    for standings in (*told, consensus(counts, rejected=[2])):
        assert all(np.isfinite(one.weight) and 0 < one.share < 1 for one in standings)
        assert 2 not in {one.statement for one in standings}
    assert all(
        len({one.statement for one in standings}) == len(standings) <= 5 for standings in told
    )


def test_camps_are_told_by_what_they_contradict_and_agree_on_the_rest() -> None:
    """All agree with statements 1 to 3; on 4 to 6 one camp says yes and the other no."""
    said = {(who, what): 1 for who in range(40) for what in range(1, 4)}
    said |= {(who, what): 1 if who < 22 else -1 for who in range(40) for what in range(4, 7)}
    said |= {(who, 7): -1 for who in range(40)}
    said |= {(who, 8): 0 for who in range(40)}
    votes = votes_of(said)
    groups = find(votes)
    counts = Counts.of(votes, groups.labels, k=groups.k)
    larger, smaller = representative(counts)
    assert [(one.statement, one.side, one.count, one.seen) for one in larger] == [
        (4, 1, 22, 22),
        (5, 1, 22, 22),
        (6, 1, 22, 22),
    ]
    assert [(one.statement, one.side, one.count) for one in smaller] == [
        (4, -1, 18),
        (5, -1, 18),
        (6, -1, 18),
    ]
    assert larger[0].share == pytest.approx(23 / 24)
    assert larger[0].ratio == pytest.approx((23 / 24) / (1 / 20))
    agreed = [(one.statement, one.side, one.count) for one in consensus(counts)]
    assert agreed == [(1, 1, 40), (2, 1, 40), (3, 1, 40), (7, -1, 40)]
    assert [one.statement for one in consensus(counts, rejected=[1, 7])] == [2, 3]


def test_a_group_that_nothing_tells_surely_is_told_by_what_comes_nearest() -> None:
    said = {(who, what): 0 for who in range(6) for what in range(1, 4)} | {(0, 2): 1}
    counts = counts_of(said, {who: who // 3 for who in range(6)}, 2)
    first, second = representative(counts)
    assert [(one.statement, one.side) for one in first] == [(2, 1)]
    assert second == []


def test_a_single_group_is_told_from_nobody() -> None:
    said = camps([9])
    counts = counts_of(said, {who: 0 for who, _what in said}, 1)
    assert representative(counts) == [[]]
