"""SIGKILL under load, again and again: whether anything that was acknowledged is missing."""

import secrets
from collections.abc import Iterator

from bench import kill
from bench.rounds import Bench, tell
from bench.table import Row

ROUNDS = 20


def run(bench: Bench) -> Iterator[Row]:
    seed = secrets.randbelow(10**6)
    tell(f"killing, {bench.database}: seed {seed}")
    counts = kill.run(rounds=ROUNDS, database=bench.database, seed=seed)
    tell(f"killing, {bench.database}: {counts}")
    yield Row(
        what=f"killed {ROUNDS} times: {counts.acknowledged:,} answers acknowledged",
        database=bench.database,
        figure=f"{counts.lost + counts.duplicated + counts.torn} wrong",
        aim="0 wrong",
        met=counts.is_clean,
        problems=[] if counts.is_clean else [str(counts)],
    )
