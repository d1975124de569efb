"""Open streams by the ten thousand: how late they are, and what they take."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np

from bench import filling
from bench.rounds import Bench, tell
from bench.streams import stage
from bench.streams.casters import Casts
from bench.streams.crowd import Told
from bench.streams.readers import Readers, gathered
from bench.streams.receipts import Delays, delays
from bench.streams.stage import Stage
from bench.table import Row

CORES = 2  # whatever the machine has: the aims are for two
RATE = 200  # ballots a second
SECONDS = 10  # of casting
IDLE = 5  # seconds of looking how often the database is asked when nothing moves
LAST = 2.0  # seconds after the last ballot in which its receipt must come
MANY_RATE = 1


class Queries(NamedTuple):
    told: float
    counted: float


@dataclass(frozen=True)
class Held:
    """What holding streams through some ballots has shown."""

    opened_in: float
    """Seconds from the first reader's connection to the last one's stream."""
    bytes_each: float
    queries: Queries
    """Of all processes, while nothing moved."""
    casts: Casts
    delays: Delays
    receipts: float
    """A second."""
    streams: float
    pages: float
    readers: float
    """Shares of a core."""
    problems: list[str]

    def cast_ms(self, share: float) -> float:
        return float(np.percentile(self.casts.took, share)) * 1000


def run(bench: Bench) -> Iterator[Row]:
    """Ten thousand streams, two hundred ballots a second, told four times a second."""
    for with_redis, workers in product((False, True), (1, 2)):
        with stage.staged(workers=workers, with_redis=with_redis) as site:
            held = hold(site, bench.streams, casts=RATE * SECONDS, rate=RATE)
        yield from _rows(bench, held, workers=workers, also=", Redis" if with_redis else "")


def run_many(bench: Bench) -> Iterator[Row]:
    """Twice as many streams, a ballot a second."""
    count = 2 * bench.streams
    with stage.staged(workers=2) as site:
        held = hold(site, count, casts=SECONDS, rate=MANY_RATE)
    yield _receipts(bench, held, f"{count:,} streams, {MANY_RATE} ballot/s, 2 processes", 1000)
    yield _processor(bench, held)


def hold(site: Stage, count: int, *, casts: int, rate: float) -> Held:
    """Open so many streams, leave them idle for a while, cast, and see who has received what."""
    site.cast(RATE, rate=RATE)  # a thread connects to its database with its first
    version, empty = site.version, site.streams.memory
    began = time.monotonic()
    with gathered(site.streams.port, site.paths(), question=site.question.pk, count=count) as all_:
        opened = all_.wait_until_all_are_open()
        queries = _queries_while_idle(site)
        all_.forget()
        before, seconds = _used(site, all_), casts / rate
        sent = site.cast(casts, rate=rate)
        used = [now - then for now, then in zip(_used(site, all_), before, strict=True)]
        time.sleep(LAST)
        told = all_.tell()
        memory = site.streams.memory
    late = delays(sent.acknowledged_at, told, version=version)
    return Held(
        opened_in=max(max(one.opened_at) for one in opened) - began,
        bytes_each=(memory - empty) / count,
        queries=queries,
        casts=sent,
        delays=late,
        receipts=late.receipts / seconds,
        streams=used[0] / seconds,
        pages=used[1] / seconds,
        readers=used[2] / seconds,
        problems=_problems(site, sent, late, told, version=version, casts=casts),
    )


def _problems(
    site: Stage, sent: Casts, late: Delays, told: Sequence[Told], *, version: int, casts: int
) -> list[str]:
    found = {
        "refused ballots": sent.refused,
        "ballots too few or too many": abs(site.version - version - casts),
        "readers without the last ballot": late.uninformed,
        "streams lost": sum(one.lost for one in told),
        "streams refused": sum(one.refused + one.statuses.total() for one in told),
    }
    return [f"{count} {what}" for what, count in found.items() if count]


def _queries_while_idle(site: Stage) -> Queries:
    """A second, as the processes count them, and as the database does where it counts any."""
    filling.settle()  # or PostgreSQL would do so now, and count that too
    before, counted = site.looks(), stage.statements()
    time.sleep(IDLE)
    return Queries((site.looks() - before) / IDLE, (stage.statements() - counted) / IDLE)


def _used(site: Stage, readers: Readers) -> tuple[float, float, float]:
    crowds = sum(one.processor for one in readers.tell())
    return site.streams.processor_time, site.pages.processor_time, crowds


def _rows(bench: Bench, held: Held, *, workers: int, also: str) -> Iterator[Row]:
    processes = "1 process" if workers == 1 else f"{workers} processes"
    what = f"{bench.streams:,} streams, {RATE} ballots/s, {processes}{also}"
    yield _receipts(bench, held, what, 500)
    yield _processor(bench, held)
    kilobytes = held.bytes_each / 1024
    yield Row(
        what=f"… memory of one; {bench.streams:,} opened in {held.opened_in:.1f} s",
        database=bench.database,
        figure=f"{kilobytes:.1f} KB",
        aim="≤ 12 KB",
        met=kilobytes <= 12,
    )
    slow = held.cast_ms(99)
    yield Row(
        what="… a cast meanwhile",
        database=bench.database,
        figure=f"{slow:.0f} ms",
        aim="< 50 ms",
        met=slow < 50,
        p50=held.cast_ms(50),
        p99=slow,
    )
    each = held.queries.told / workers
    seen = f" (the database sees {held.queries.counted:.0f})" if held.queries.counted else ""
    yield Row(
        what=f"… queries a second of a process whose readers are idle{seen}",
        database=bench.database,
        figure=f"{each:.1f}",
        aim="≤ 4",
        met=each <= 4 + 1 / IDLE,  # one more or less falls into the time by chance
    )


def _receipts(bench: Bench, held: Held, what: str, aim: int) -> Row:
    tell(f"{what}, {bench.database}: p99 {held.delays.p99:.0f} ms, streams {held.streams:.2f}")
    return Row(
        what=what,
        database=bench.database,
        rate=held.receipts,
        figure=f"{held.delays.p99:.0f} ms",
        aim=f"< {aim} ms",
        met=held.delays.p99 < aim,
        p50=held.delays.p50,
        p99=held.delays.p99,
        problems=held.problems,
    )


def _processor(bench: Bench, held: Held) -> Row:
    share = held.streams / CORES
    return Row(
        what=f"… processor; beside it pages {held.pages:.2f}, readers {held.readers:.2f} of a core",
        database=bench.database,
        figure=f"{share:.0%} of 2",
        aim="≤ 50 %",
        met=share <= 0.5,
    )
