"""New workers take over under load, and nothing that was sent is lost."""

import re
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

from tests.deploy import nodes
from tests.deploy.nodes import Node
from tests.deploy.readers import Reader
from tests.servers.nginx import Nginx

pytestmark = pytest.mark.nginx

DOSSIER = "/en/openai-musk/"
QUESTION = "lawsuit"
CHOICE = "entirely-justified"
SECONDS = 7
RELOADS = (1.5, 3.0)  # seconds after the start: the second while the first is still under way


def read(port: int, until: float) -> Counter[int]:
    """The statuses of what strangers and a voter get, on kept connections."""
    statuses: Counter[int] = Counter()
    random = Random(port)
    with Reader(port) as stranger, Reader(port) as voter:
        statuses[voter.vote("answer", {"neither"}).status] += 1
        while time.monotonic() < until:
            reader = random.choice([stranger, voter])
            path = random.choice(["", f"{QUESTION}/", f"{QUESTION}/comments/", "effects/results/"])
            statuses[reader.get(DOSSIER + path).status] += 1
    return statuses


def cast(port: int, until: float) -> Counter[int]:
    """The statuses of one new voter's ballot after another's."""
    statuses: Counter[int] = Counter()
    while time.monotonic() < until:
        with Reader(port) as reader:
            statuses[reader.vote(QUESTION, {CHOICE}).status] += 1
    return statuses


def voters(front: Nginx) -> int:
    """How many the result counts, as one of them is told."""
    with Reader(front.port) as reader:
        assert reader.vote(QUESTION, {CHOICE}).status == 302
        result = reader.get(f"{DOSSIER}{QUESTION}/results/").text
    found = re.search(r"([\d,]+) readers? chose to vote", result)
    assert found, result
    return int(found[1].replace(",", ""))


def test_a_reload_under_load_loses_no_read_and_no_ballot(
    front: Nginx, pair: list[Node], site: dict[str, str]
) -> None:
    before, began = voters(front), time.monotonic()
    with ThreadPoolExecutor(6) as pool:
        reads = [pool.submit(read, front.port, began + SECONDS) for _ in range(3)]
        casts = [pool.submit(cast, front.port, began + SECONDS) for _ in range(3)]
        for moment in RELOADS:
            time.sleep(max(0, began + moment - time.monotonic()))
            for node in pair:
                node.reload()
        read_statuses = sum((one.result() for one in reads), Counter())
        cast_statuses = sum((one.result() for one in casts), Counter())
    assert set(read_statuses) == {200, 302}
    assert set(cast_statuses) == {302}
    assert cast_statuses[302] > 20
    assert voters(front) == before + cast_statuses[302] + 1
    nodes.run([sys.executable, "manage.py", "recount"], site)
    assert [node.said for node in pair if "Traceback" in node.said] == []
