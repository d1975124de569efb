"""Made-up conversations."""

import numpy as np
from hypothesis import strategies as st

from polls.statistics.groups import Groups, Votes

type Said = dict[tuple[int, int], int]
"""(participant, statement) → vote."""


def votes_of(said: Said) -> Votes:
    return Votes.gather(
        [who for who, _what in said], [what for _who, what in said], list(said.values())
    )


def conversations(*, most: int = 25, statements: int = 9) -> st.SearchStrategy[Said]:
    """Any votes of up to so many participants on up to so many statements."""
    return st.dictionaries(
        st.tuples(st.integers(1, most), st.integers(1, statements)),
        st.sampled_from([1, 0, -1]),
        max_size=most * statements,
    )


def camps(sizes: list[int], *, statements: int = 12, noise: float = 0.1, seed: int = 1) -> Said:
    """Camps of such sizes, each with opinions of its own, which its members mostly share.

    Participants are numbered from 0, camp after camp; each misses about a third of the statements.
    """
    random = np.random.default_rng(seed)
    creeds = random.choice([1, -1], size=(len(sizes), statements))
    camp_of = np.repeat(np.arange(len(sizes)), sizes)
    said = {}
    for who, camp in enumerate(camp_of):
        for what in range(statements):
            if random.random() < 0.67:
                strays = random.random() < noise
                said[who, what] = int(random.choice([1, 0, -1]) if strays else creeds[camp, what])
    return said


def partition(groups: Groups) -> set[frozenset[int]]:
    """Who is with whom, whatever the groups are called."""
    return {
        frozenset(groups.participants[groups.labels == label].tolist()) for label in range(groups.k)
    }


def name_of_each(groups: Groups) -> dict[int, int]:
    return dict(groups.as_former.names)
