"""Opinion groups of crowds: the processor's time and the memory that they take."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator

from bench import servers
from bench.rounds import Bench, tell
from bench.table import Row

# participants, statements, the share of them that each votes on; at most so many seconds and MB
CROWDS = (
    (1_000, 200, 0.5, None, None),
    (10_000, 1_000, 0.2, 2, 600),
    (100_000, 1_000, 0.05, 60, 4_000),
)

# Threads of the linear algebra that wait for one another would count as work.
ONE_CORE = {"OPENBLAS_NUM_THREADS": "1"}


def run(bench: Bench) -> Iterator[Row]:
    """No database is in it: measured with the first one only."""
    if bench.database != "sqlite":
        return
    for participants, statements, density, seconds, megabytes in CROWDS:
        crowd = (participants, statements, density)
        done = subprocess.run(
            [sys.executable, "-m", "bench.groups.crowd", *map(str, crowd)],
            cwd=servers.ROOT,
            env=os.environ | ONE_CORE,
            capture_output=True,
            check=True,
        )
        taken = json.loads(done.stdout)
        figure = f"{taken['seconds']:.2f} s, {taken['megabytes']:.0f} MB"
        what = f"groups of {participants:,} × {statements:,}, {taken['votes']:,} votes"
        tell(f"{what}: {figure}")
        aimed = seconds is not None and megabytes is not None
        yield Row(
            what=what,
            figure=figure,
            aim=f"< {seconds} s, {megabytes} MB" if aimed else "–",
            met=taken["seconds"] < seconds and taken["megabytes"] < megabytes if aimed else None,
        )
