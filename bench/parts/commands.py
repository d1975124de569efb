"""What an operator waits for, in seconds of this machine."""

import subprocess
import sys
from collections.abc import Iterator
from statistics import median
from time import perf_counter

from bench import filling, servers
from bench.parts.growing import QUESTION
from bench.rounds import Bench
from bench.table import Row
from polls.models import Question

BALLOTS = 10**6
TIMES = 3


def run(bench: Bench) -> Iterator[Row]:
    yield _seconds(bench, "manage.py check", [_command("check") for _ in range(TIMES)], limit=1)
    started = []
    for _ in range(TIMES):
        with servers.serve("dossier.wsgi:application", path="/en/") as site:
            started.append((site.started_in, 0))
    yield _seconds(bench, "start-up to first answer", started, limit=2)
    size = min(BALLOTS, bench.ballots)
    filling.fill(Question.objects.get(slug=QUESTION), ballots=size)
    yield _seconds(bench, f"recount of {size:,} ballots", [_command("recount")], limit=5)


def _command(name: str) -> tuple[float, int]:
    """Seconds that a command takes from its start to its end, and its exit status."""
    started = perf_counter()
    done = subprocess.run(
        [sys.executable, "manage.py", name], cwd=servers.ROOT, capture_output=True, check=False
    )
    return perf_counter() - started, done.returncode


def _seconds(bench: Bench, what: str, runs: list[tuple[float, int]], *, limit: int) -> Row:
    took = median(seconds for seconds, _status in runs)
    return Row(
        what=what,
        database=bench.database,
        figure=f"{took:.2f} s",
        aim=f"< {limit} s",
        met=took < limit,
        problems=[f"exit status {status}" for _seconds, status in runs if status],
    )
