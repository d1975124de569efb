"""The load: wrk, one thread of it over connections that stay open, and what it reports."""

import json
import resource
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.servers import debian

SCRIPT = Path(__file__).with_name("load.lua")
CONNECTIONS = 32
PATIENCE = 30  # seconds at most for an answer

NO_WRK = "The benchmarks need wrk: install it (on Debian: apt-get install wrk) and try again."

type Use = Literal["cycle", "once", "visit"]


@dataclass(frozen=True)
class Load:
    """What one run of wrk met; latencies in milliseconds."""

    seconds: float
    answers: int
    sent: int
    visits: int
    exhausted: int
    refused: int
    """Answers with a status of 400 or more."""
    broken: int
    """Connections refused, cut, or left without an answer in time."""
    p50: float
    p99: float
    generator: float
    """Seconds of a core that wrk itself took."""
    workers: float = 0
    """Seconds of a core that the server's workers took."""

    @property
    def rate(self) -> float:
        """Answers a second while it asked: each connection's last one came after that."""
        return max(self.answers - CONNECTIONS, 0) / self.seconds

    @property
    def cost(self) -> float:
        """Seconds of a core that an answer took the server's workers."""
        return self.workers / max(self.answers, 1)

    @property
    def problems(self) -> list[str]:
        found = {
            "refused": self.refused,
            "broken connections": self.broken,
            "unanswered": self.sent - self.answers,
            "without a cookie left": self.exhausted,
        }
        return [f"{count} {what}" for what, count in found.items() if count]


def find_or_install() -> bool:
    """Whether wrk can be run, after an attempt to install Debian's where it is missing."""
    if not shutil.which("wrk"):
        debian.install("wrk", purpose="the benchmarks")
    return bool(shutil.which("wrk"))


def request(method: str, path: str, *, headers: Sequence[str] = (), body: str = "") -> bytes:
    """One HTTP request as it goes over the wire, with a place for a cookie's header."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *headers]
    if method == "POST":
        lines += [
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body.encode())}",
        ]
    return ("\r\n".join(lines) + "\r\n{cookie}\r\n" + body).encode()


def put(
    port: int,
    requests: Sequence[bytes],
    *,
    cookies: Sequence[str] = (),
    use: Use = "cycle",
    seconds: int,
    folder: Path,
) -> Load:
    """Ask for so many seconds, by every connection anew as soon as it has its answer."""
    (folder / "requests").write_bytes(b"\0".join(requests))
    (folder / "cookies").write_text("".join(f"{cookie}\n" for cookie in cookies))
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds + PATIENCE}s"]
    command += ["--timeout", f"{PATIENCE}s", "-s", str(SCRIPT), f"http://127.0.0.1:{port}", "--"]
    command += [str(folder / "requests"), str(folder / "cookies"), use]
    command += [str(seconds), str(CONNECTIONS)]
    before = _children()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"wrk failed:\n{done.stdout}{done.stderr}")
    report = json.loads(done.stdout.rstrip().rpartition("\n")[2])
    return Load(seconds=seconds, generator=_children() - before, **report)


def plain_rate(port: int, *, seconds: int) -> float:
    """Answers a second that wrk reports when nothing of ours takes part."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", f"http://127.0.0.1:{port}/"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout.rpartition("Requests/sec:")[2].split()[0])


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
