"""Schulze and Borda: published examples, and an enumeration of every path."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.statistics.ranking import borda, schulze

type Preferences = Mapping[tuple[str, str], int]


def preferences_of(ballots: Mapping[str, int]) -> Preferences:
    """How many put one before another; a ballot is an order such as "ACB"."""
    counted: Counter[tuple[str, str]] = Counter()
    for order, voters in ballots.items():
        for pair in combinations(order, 2):
            counted[pair] += voters
    return counted


# Wikipedia, “Schulze method”, example of 45 voters and five candidates.
FORTY_FIVE = preferences_of(
    {
        "ACBED": 5,
        "ADECB": 5,
        "BEDAC": 8,
        "CABED": 3,
        "CAEBD": 7,
        "CBADE": 2,
        "DCEBA": 7,
        "EBADC": 8,
    }
)
# Wikipedia, “Borda count”: where Tennessee's capital should be, in percent of its voters.
TENNESSEE = preferences_of({"MNCK": 42, "NCKM": 26, "CKNM": 15, "KCNM": 17})


def test_the_example_of_45_voters() -> None:
    outcome = schulze("ABCDE", FORTY_FIVE)

    assert outcome.layers == [["E"], ["A"], ["C"], ["B"], ["D"]]
    strengths = [
        [outcome.paths.get((a, b), 0) for b in "ABCDE"] for a in "ABCDE"
    ]  # the article's table of strongest paths
    assert strengths == [
        [0, 28, 28, 30, 24],
        [25, 0, 28, 33, 24],
        [25, 29, 0, 29, 24],
        [25, 28, 28, 0, 24],
        [25, 28, 28, 31, 0],
    ]


def test_the_paper_s_first_example() -> None:
    """M. Schulze (2011), § 3: 21 voters, four candidates, one winner."""
    ballots = {"acdb": 8, "badc": 2, "cdba": 4, "dbac": 4, "dcba": 3}
    assert schulze("abcd", preferences_of(ballots)).layers == [["d"], ["a"], ["c"], ["b"]]


def test_candidates_that_nobody_compares_are_tied() -> None:
    assert schulze("abc", {}).layers == [["a", "b", "c"]]


def test_a_perfect_cycle_is_a_tie_of_all() -> None:
    ballots = {"abc": 1, "bca": 1, "cab": 1}
    assert schulze("abc", preferences_of(ballots)).winners == ["a", "b", "c"]


def test_no_candidates_have_no_winner() -> None:
    assert schulze("", {}).winners == ()


@st.composite
def elections(draw: st.DrawFn) -> tuple[Sequence[str], Preferences, int]:
    """Up to five candidates and ballots that may tie some of them."""
    candidates = "abcde"[: draw(st.integers(2, 5))]
    ranks = st.fixed_dictionaries({name: st.integers(0, 3) for name in candidates})
    ballots = draw(st.lists(ranks, max_size=25))
    counted = Counter(
        (a, b)
        for ballot in ballots
        for a, b in permutations(candidates, 2)
        if ballot[a] < ballot[b]
    )
    return list(candidates), counted, len(ballots)


def strongest(candidates: Sequence[str], preferences: Preferences, a: str, b: str) -> int:
    """The strongest path from a to b, by trying every path there is."""
    others = [name for name in candidates if name not in (a, b)]
    paths = (
        (a, *between, b)
        for length in range(len(others) + 1)
        for between in permutations(others, length)
    )
    return max(min(link(preferences, *step) for step in pairwise(path)) for path in paths)


def link(preferences: Preferences, a: str, b: str) -> int:
    ours, theirs = preferences.get((a, b), 0), preferences.get((b, a), 0)
    return ours if ours > theirs else 0


@given(elections())
def test_paths_are_those_that_trying_every_path_finds(
    election: tuple[Sequence[str], Preferences, int],
) -> None:
    candidates, preferences, _voters = election
    outcome = schulze(candidates, preferences)
    assert outcome.paths == {
        (a, b): strongest(candidates, preferences, a, b) for a, b in permutations(candidates, 2)
    }
    assert sorted(outcome.winners) == [
        a
        for a in candidates
        if all(outcome.paths[a, b] >= outcome.paths[b, a] for b in candidates if b != a)
    ]
    assert sorted(name for layer in outcome.layers for name in layer) == sorted(candidates)


@given(elections())
def test_who_wins_every_duel_is_the_only_winner(
    election: tuple[Sequence[str], Preferences, int],
) -> None:
    candidates, preferences, _voters = election
    best = [a for a in candidates if all(link(preferences, a, b) for b in candidates if b != a)]
    if best:
        assert schulze(candidates, preferences).winners == best


@given(elections(), st.randoms())
def test_the_order_in_which_candidates_stand_does_not_matter(
    election: tuple[Sequence[str], Preferences, int], random
) -> None:
    candidates, preferences, _voters = election
    shuffled = random.sample(candidates, len(candidates))
    layers = schulze(shuffled, preferences).layers
    assert [sorted(layer) for layer in layers] == [
        sorted(layer) for layer in schulze(candidates, preferences).layers
    ]


def test_borda_of_tennessee() -> None:
    assert borda("MNCK", TENNESSEE, 100) == {"M": 126, "N": 194, "C": 173, "K": 107}


@given(elections())
def test_each_ballot_gives_as_many_points(
    election: tuple[Sequence[str], Preferences, int],
) -> None:
    candidates, preferences, voters = election
    points = borda(candidates, preferences, voters)
    pairs = len(candidates) * (len(candidates) - 1) / 2
    assert sum(points.values()) == pytest.approx(voters * pairs)
    assert all(0 <= given <= voters * (len(candidates) - 1) for given in points.values())


BALLOTS = st.integers(2, 5).flatmap(
    lambda many: st.lists(
        st.fixed_dictionaries({name: st.integers(0, 3) for name in "abcde"[:many]}),
        min_size=1,
        max_size=25,
    )
)


def by_place(ballot: Mapping[str, int]) -> dict[str, float]:
    """A ballot's points from where each stands on it: n - 1 for the first, none for the last, and
    to those who are tied the mean of the places that they take."""
    order = sorted(ballot, key=lambda name: ballot[name])
    points = {name: len(order) - 1 - order.index(name) for name in order}
    return {
        name: sum(points[other] for other in order if ballot[other] == ballot[name])
        / sum(ballot[other] == ballot[name] for other in order)
        for name in order
    }


@given(BALLOTS)
def test_points_from_duels_are_points_from_places(ballots: list[dict[str, int]]) -> None:
    candidates = list(ballots[0])
    duels = Counter(
        (a, b)
        for ballot in ballots
        for a, b in permutations(candidates, 2)
        if ballot[a] < ballot[b]
    )
    placed = [by_place(ballot) for ballot in ballots]

    assert borda(candidates, duels, len(ballots)) == pytest.approx(
        {name: sum(points[name] for points in placed) for name in candidates}
    )


def test_a_tie_for_the_first_place_is_told() -> None:
    outcome = schulze("abcd", preferences_of({"abcd": 3, "badc": 3}))
    assert [sorted(layer) for layer in outcome.layers] == [["a", "b"], ["c", "d"]]
