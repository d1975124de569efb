"""The names of groups: those that a former run gave them, as far as they are the same groups."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from polls.statistics.groups.votes import Floats, Integers


def names_like(overlaps: Integers) -> list[int]:
    """A name for each group: ``overlaps[group, name]`` of its members had that name before.

    The names are given so that as many participants as possible keep theirs; a group of which
    nobody had a name that is left takes the lowest that no group has.
    """
    kept = _most_kept([[int(cell) for cell in row] for row in overlaps])
    free = (name for name in range(sum(overlaps.shape)) if name not in kept)
    return [next(free) if name is None else name for name in kept]


def _most_kept(overlaps: Sequence[Sequence[int]]) -> tuple[int | None, ...]:
    """The name that each group keeps, if any; tries every way, in 2ⁿ steps for n names."""

    @cache
    def best(group: int, taken: int) -> tuple[int, tuple[int | None, ...]]:
        if group == len(overlaps):
            return 0, ()
        total, rest = best(group + 1, taken)
        found: tuple[int, tuple[int | None, ...]] = (total, (None, *rest))
        for name, overlap in enumerate(overlaps[group]):
            if overlap and not taken >> name & 1:
                total, rest = best(group + 1, taken | 1 << name)
                if total + overlap > found[0]:
                    found = (total + overlap, (name, *rest))
        return found

    return best(0, 0)[1]


def names_by_size(sizes: Integers, centres: Floats) -> list[int]:
    """Names where there are none yet: the greatest group first, of equal ones the leftmost."""
    order = np.lexsort((*centres.round(9).T[::-1], -sizes))
    names = np.empty(len(order), dtype=np.int64)
    names[order] = np.arange(len(order))
    return [int(name) for name in names]
