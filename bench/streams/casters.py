"""Ballots at a fixed rate, whether or not those before have been answered."""

import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import local

THREADS = 16
PATIENCE = 30  # seconds


@dataclass(frozen=True)
class Casts:
    """What became of the ballots that were sent."""

    acknowledged_at: list[float]
    """In order, on the clock of ``time.monotonic``."""
    took: list[float]
    """Seconds from the moment at which each was to be sent, so that waiting in line counts."""
    refused: int


def cast(port: int, requests: Sequence[bytes], cookies: Sequence[str], *, rate: float) -> Casts:
    """Send one ballot for each cookie, at so many a second."""
    own = local()
    began = time.monotonic() + 0.1

    def send(number: int) -> tuple[float, float, bool]:
        due = began + number / rate
        time.sleep(max(0, due - time.monotonic()))
        if not hasattr(own, "line"):
            own.line = socket.create_connection(("127.0.0.1", port), PATIENCE)
        cookie = f"{cookies[number]}\r\n".encode()
        own.line.sendall(requests[number % len(requests)].replace(b"{cookie}", cookie))
        accepted = _is_accepted(own.line)
        now = time.monotonic()
        return now, now - due, accepted

    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(send, range(len(cookies))))
    return Casts(
        acknowledged_at=sorted(at for at, _took, accepted in answers if accepted),
        took=[took for _at, took, _accepted in answers],
        refused=sum(not accepted for _at, _took, accepted in answers),
    )


def _is_accepted(line: socket.socket) -> bool:
    """Read one answer to its end, which its length tells; whether it accepts the ballot."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += line.recv(65536)
    head, _end, body = data.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
    missing = length - len(body)
    while missing > 0:
        missing -= len(line.recv(65536))
    return head.split(b" ", 2)[1] in {b"200", b"302", b"303"}
