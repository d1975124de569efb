"""What the readers themselves take, who run on the machine that they measure."""

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

from bench.rounds import Bench, tell
from bench.streams.readers import gathered
from bench.streams.receipts import delays
from bench.streams.sender import be_sender
from bench.table import Row

SIZE = 1200  # bytes of an event, as real ones have
SECONDS = 5
EVERY = 0.25  # seconds between two events
QUESTION = 1


def run(bench: Bench) -> Iterator[Row]:
    """Readers of a server that only sends: at the pace of a real one, then as fast as it can."""
    with (
        _sender(count=bench.streams) as (orders, port),
        gathered(port, ["/"], question=QUESTION, count=bench.streams) as readers,
    ):
        readers.wait_until_all_are_open()
        readers.forget()
        rounds = round(SECONDS / EVERY)
        before = sum(one.processor for one in readers.tell())
        orders.send({"first": 1, "rounds": rounds, "every": EVERY})
        began = orders.recv()
        time.sleep(EVERY)
        told = readers.tell()
        share = (sum(one.processor for one in told) - before) / SECONDS
        paced = delays(began, told, version=0)
        readers.forget()
        orders.send({"first": rounds + 1, "rounds": rounds, "every": 0})
        began = orders.recv()
        time.sleep(1)
        told = readers.tell()
        orders.send(None)
    took = max(max(one.times) for one in told) - began[0]
    fastest = sum(len(one.times) for one in told) / took
    tell(f"{bench.streams} readers alone: p99 {paced.p99:.0f} ms, {share:.2f} of a core")
    yield Row(
        what=f"{bench.streams:,} readers of a bare sender, {1 / EVERY:.0f} events/s",
        database="none",
        rate=bench.streams / EVERY,
        figure=f"{paced.p99:.0f} ms",
        p50=paced.p50,
        p99=paced.p99,
        problems=[f"{paced.uninformed} without the last event"] if paced.uninformed else [],
    )
    yield Row(what="… the readers' share of a core", database="none", figure=f"{share:.2f}")
    yield Row(what="… the most that both can do (events/s)", database="none", rate=fastest)


@contextmanager
def _sender(*, count: int) -> Iterator[tuple[Connection, int]]:
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=be_sender,
        args=(there,),
        kwargs={"question": QUESTION, "size": SIZE, "count": count},
        daemon=True,
    )
    process.start()
    there.close()
    try:
        yield here, here.recv()
    finally:
        here.close()
        process.join(5)
