"""Readers by the thousand, in processes of their own (``crowd``), and how one speaks to them."""

import multiprocessing
import resource
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection

from bench.streams.crowd import Crowd, Told

OF_PROCESS = 10_000  # readers: a process may not hold many more connections on every machine
PATIENCE = 60  # seconds

AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36"
)
# What Chromium sends, in length and number: the server has to hold what it does not forget.
HEADERS = (
    "Host: 127.0.0.1",
    "Connection: keep-alive",
    'sec-ch-ua: "Chromium";v="140", "Not=A?Brand";v="24"',
    "sec-ch-ua-mobile: ?0",
    'sec-ch-ua-platform: "Linux"',
    f"User-Agent: {AGENT}",
    "Accept: text/event-stream",
    "Cache-Control: no-cache",
    "Sec-Fetch-Site: same-origin",
    "Sec-Fetch-Mode: cors",
    "Sec-Fetch-Dest: empty",
    "Referer: http://127.0.0.1/en/openai-musk/",
    "Accept-Encoding: gzip, deflate, br, zstd",
    "Accept-Language: en-GB,en;q=0.9,fr;q=0.8",
    f"Cookie: dossier_voter={'0' * 32}:{'0' * 43}",
)


class Readers:
    """All readers of a run, in as many processes as they need."""

    def __init__(self, crowds: Sequence[Connection]) -> None:
        self._crowds = crowds

    def tell(self, order: str = "tell") -> list[Told]:
        """How it stands with each crowd."""
        for crowd in self._crowds:
            crowd.send(order)
        return [crowd.recv() for crowd in self._crowds]

    def forget(self) -> None:
        self.tell("forget")

    def wait_until_all_are_open(self, *, patience: float = PATIENCE) -> list[Told]:
        """Until every reader has come to hold a stream, since what was told last was forgotten.

        Raises TimeoutError. Looks seldom, since each look takes the crowd's time.
        """
        until = time.monotonic() + patience
        while time.monotonic() < until:
            told = self.tell()
            if all(one.opened == one.wanted <= len(one.opened_at) for one in told):
                return told
            time.sleep(0.2)
        open_now, wanted = sum(one.opened for one in told), sum(one.wanted for one in told)
        raise TimeoutError(f"{open_now} of {wanted} streams are open: {told[0].statuses}")


@contextmanager
def gathered(port: int, paths: Sequence[str], *, question: int, count: int) -> Iterator[Readers]:
    """So many readers at a port, on these pages in turn; they begin to come at once."""
    requests = [_request(path) for path in paths]
    with ExitStack() as stack:
        crowds = [
            stack.enter_context(
                _crowd(port, requests, question, first, min(OF_PROCESS, count - first))
            )
            for first in range(0, count, OF_PROCESS)
        ]
        yield Readers(crowds)


def _request(path: str) -> bytes:
    return "\r\n".join([f"GET {path} HTTP/1.1", *HEADERS, "", ""]).encode()


@contextmanager
def _crowd(
    port: int, requests: Sequence[bytes], question: int, first: int, count: int
) -> Iterator[Connection]:
    here, there = multiprocessing.Pipe()
    crowd = multiprocessing.get_context("spawn").Process(
        target=_be_crowd, args=(port, requests, question, first, count, there), daemon=True
    )
    crowd.start()
    there.close()
    try:
        yield here
    finally:
        here.close()
        crowd.join(PATIENCE)


def _be_crowd(
    port: int,
    requests: Sequence[bytes],
    question: int,
    first: int,
    count: int,
    orders: Connection,
) -> None:
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    Crowd(port, requests, question=question, first=first, count=count).serve(orders)
