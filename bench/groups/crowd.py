"""A made-up crowd that finds its groups: in a process of its own, to measure its memory."""

import json
import resource
import sys
import time
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polls.statistics.groups import (
    Counts,
    Votes,
    consensus,
    find,
    group_aware_consensus,
    representative,
)

CAMPS = 3
_BLOCK = 2**23  # cells
_SEED = 6


@dataclass(frozen=True)
class Taken:
    """What it took, from votes as the database has them to what groups are told by."""

    votes: int
    groups: int
    seconds: float
    """Of all cores together."""
    megabytes: float
    """The most that the process ever held, with Python and the votes themselves."""

    def told(self) -> str:
        return json.dumps(asdict(self))


def measure(participants: int, statements: int, density: float) -> Taken:
    """Have so many participants vote on this share of the statements, and group them."""
    who, what, value = _votes(participants, statements, density)
    started = time.process_time()
    votes = Votes.gather(who, what, value)
    groups = find(votes)
    counts = Counts.of(votes, groups.labels, k=groups.k)
    representative(counts)
    consensus(counts)
    group_aware_consensus(counts)
    return Taken(
        votes=len(value),
        groups=groups.k,
        seconds=time.process_time() - started,
        megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def _votes(participants: int, statements: int, density: float) -> list[NDArray[np.integer[Any]]]:
    """Who votes on what, and how: camps with a leaning on each statement, and whims."""
    random = np.random.default_rng(_SEED)
    leanings = random.normal(size=(CAMPS, statements))
    parts = []
    step = max(1, _BLOCK // statements)
    for first in range(0, participants, step):
        rows = min(step, participants - first)
        who, what = np.nonzero(random.random((rows, statements), dtype=np.float32) < density)
        camps = random.integers(0, CAMPS, rows)
        opinions = leanings[camps[who], what] + random.normal(size=len(who))
        value = np.where(np.abs(opinions) < 0.3, 0, np.sign(opinions)).astype(np.int8)
        parts.append(((who + first).astype(np.int32), what.astype(np.int32), value))
    return [np.concatenate(column) for column in zip(*parts, strict=True)]


if __name__ == "__main__":
    participants, statements, density = sys.argv[1:]
    print(measure(int(participants), int(statements), float(density)).told())
