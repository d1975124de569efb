"""Every stream ends at once: how long until the last reader has another, and what readers met."""

import os
import signal
import time
from collections.abc import Iterator, Sequence

import numpy as np

from bench.rounds import Bench, tell
from bench.streams import stage
from bench.streams.crowd import Told
from bench.streams.readers import gathered
from bench.streams.receipts import delays
from bench.table import Row

AIM = 3.0  # seconds
WORKERS = 2


def run(bench: Bench) -> Iterator[Row]:
    """The service's processes are killed and it is started anew; then it is reloaded.

    While it is gone a ballot is cast, of which every reader must hear on coming back. That takes
    from the first who has a stream again to the last. A reload tells readers to move, who keep the
    old stream until then: what counts is how long the slowest then waits for the new one.
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
                told = readers.wait_until_all_are_open()
                opened_at = np.concatenate([one.opened_at for one in told])
                late = delays(ballot, told, version=version).uninformed
                yield _row(
                    bench,
                    told,
                    "killed",
                    since=killed_at,
                    took=opened_at.max() - opened_at.min(),
                    problems=[f"{late} without the last ballot"] if late else [],
                )
                readers.forget()
                reloaded_at = time.monotonic()
                os.kill(again.process, signal.SIGHUP)
                told = readers.wait_until_all_are_open()
                took = max(max(one.opening) for one in told)
                yield _row(bench, told, "reloaded", since=reloaded_at, took=took)


def _row(
    bench: Bench,
    told: Sequence[Told],
    what: str,
    *,
    since: float,
    took: float,
    problems: Sequence[str] = (),
) -> Row:
    last = max(max(one.opened_at) for one in told) - since
    opening = np.concatenate([one.opening for one in told]) * 1000
    early = sum(one.refused for one in told)
    polling = sum(one.statuses.total() for one in told)
    tell(
        f"{what}, {bench.database}: all back after {last:.1f} s;"
        f" {early} found nobody, {polling} were told to ask instead"
    )
    return Row(
        what=f"{bench.streams:,} back, service {what}; {early} too early, {polling} told to ask",
        database=bench.database,
        figure=f"{took:.1f} s",
        aim=f"< {AIM:.0f} s",
        met=took < AIM,
        p50=float(np.percentile(opening, 50)),
        p99=float(np.percentile(opening, 99)),
        problems=problems,
    )
