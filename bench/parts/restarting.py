"""Every stream ends at once: how long until the last reader has another, and what readers met."""

import os
import signal
import time
from collections.abc import Iterator

import numpy as np

from bench.rounds import Bench, tell
from bench.streams import stage
from bench.streams.readers import Readers, gathered
from bench.streams.receipts import delays
from bench.table import Row

AIM = 3.0  # seconds
WORKERS = 2


def run(bench: Bench) -> Iterator[Row]:
    """The service's processes are killed and it is started anew; then it is reloaded.

    While it is gone a ballot is cast, of which every reader must hear on coming back.
    """
    with stage.staged(workers=WORKERS) as site:
        version, port, question = site.version, site.streams.port, site.question.pk
        with gathered(port, site.paths(), question=question, count=bench.streams) as readers:
            readers.wait_until_all_are_open()
            readers.forget()
            killed_at = time.monotonic()
            site.streams.kill()
            ballot = site.cast(1, rate=1).acknowledged_at
            with stage.streams(workers=WORKERS, port=port) as again:
                yield _row(bench, readers, "killed", killed_at, ballot, version)
                readers.forget()
                reloaded_at = time.monotonic()
                os.kill(again.process, signal.SIGHUP)
                yield _row(bench, readers, "reloaded", reloaded_at, ballot, version)


def _row(
    bench: Bench,
    readers: Readers,
    what: str,
    ended_at: float,
    ballot: list[float],
    version: int,
) -> Row:
    """From the first reader that has a stream again, since then there is somebody to serve them."""
    told = readers.wait_until_all_are_open()
    opened_at = np.concatenate([one.opened_at for one in told])
    opening = np.concatenate([one.opening for one in told]) * 1000
    first, last = opened_at.min(), opened_at.max()
    refused = sum(one.refused for one in told)
    tell(
        f"{what}, {bench.database}: first back after {first - ended_at:.1f} s, last after"
        f" {last - ended_at:.1f} s, {refused} connections refused"
    )
    found = {
        f"answered {status}": count for one in told for status, count in one.statuses.items()
    } | {"readers without the last ballot": delays(ballot, told, version=version).uninformed}
    return Row(
        what=f"{bench.streams:,} back after it was {what}; {refused:,} tried too early",
        database=bench.database,
        rate=len(opened_at) / (last - first),
        figure=f"{last - first:.1f} s",
        aim=f"< {AIM:.0f} s",
        met=bool(last - first < AIM),
        p50=float(np.percentile(opening, 50)),
        p99=float(np.percentile(opening, 99)),
        problems=[f"{count} {problem}" for problem, count in found.items() if count],
    )
