"""What nginx's cache spares the nodes, and how old what it gives can be."""

import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from tests.deploy.nodes import Node
from tests.deploy.readers import Reader
from tests.servers.nginx import Nginx

pytestmark = pytest.mark.nginx

DOSSIER = "/en/openai-musk/"
RESULT = f"{DOSSIER}effects/results/"
READS, SECONDS, CLIENTS = 10_000, 10, 8
CASTS = 8
AGE = 1.0  # seconds that something public may be old
TOLERANCE = 0.3  # for making it anew, and for what else keeps this machine busy


@dataclass(frozen=True)
class Seen:
    """What a result said to whom, when they had asked."""

    asked_at: float
    voters: int
    known: bool


def reached(pair: list[Node]) -> Counter[str]:
    return pair[0].reached + pair[1].reached


def read_often(port: int) -> Counter[int]:
    """The statuses of a client's share of the reads, spread over their time."""
    began = time.monotonic()
    statuses: Counter[int] = Counter()
    with Reader(port) as reader:
        for turn in range(READS // CLIENTS):
            time.sleep(max(0, began + turn * SECONDS * CLIENTS / READS - time.monotonic()))
            statuses[reader.get(DOSSIER, accept_encoding="gzip").status] += 1
    return statuses


def voters_shown(reader: Reader) -> int:
    found = re.search(r"(\d+) readers? chose to vote", reader.get(RESULT).text)
    return int(found[1]) if found else 0


def watch(port: int, *, known: bool) -> list[Seen]:
    """What a result shows for as long as the reads go on."""
    seen, until = [], time.monotonic() + SECONDS
    with Reader(port) as reader:
        if known:
            reader.vote("fallacious", {"no"})
        while (asked_at := time.monotonic()) < until:
            seen.append(Seen(asked_at, voters_shown(reader), known))
            time.sleep(0.05)
    return seen


def cast(port: int) -> list[float]:
    """When each of some ballots was told to be counted."""
    counted = []
    for turn in range(CASTS):
        time.sleep(SECONDS / CASTS / 2 + turn * 0.03)
        with Reader(port) as reader:
            assert reader.vote("effects", {"lost-trust"}).status == 302
        counted.append(time.monotonic())
    return counted


def test_ten_thousand_reads_reach_the_nodes_some_tens_of_times_and_are_a_second_old_at_most(
    front: Nginx, pair: list[Node]
) -> None:
    with Reader(front.port) as reader:
        before, at_first = reached(pair), voters_shown(reader)
    with ThreadPoolExecutor(CLIENTS + 3) as pool:
        reads = [pool.submit(read_often, front.port) for _ in range(CLIENTS)]
        watching = [pool.submit(watch, front.port, known=known) for known in (False, True)]
        counted = pool.submit(cast, front.port).result()
        statuses = sum((one.result() for one in reads), Counter())
        seen = [one for watcher in watching for one in watcher.result()]
    passed = reached(pair) - before
    assert statuses == {200: READS}
    assert passed[f"GET {DOSSIER}"] <= 40
    assert passed[f"GET {RESULT}"] <= 60  # hundreds were asked for, most by who is known
    assert len(seen) > 100
    late = [
        one
        for one in seen
        if one.voters - at_first < sum(at + AGE + TOLERANCE < one.asked_at for at in counted)
    ]
    assert late == []
    assert max(one.voters for one in seen) == at_first + CASTS
