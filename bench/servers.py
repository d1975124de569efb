"""What is measured: the bare view and the site, each under the gunicorn configuration of all."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 30  # seconds
# What a shell may hold for a site being run must not reach the one measured.
FOREIGN = frozenset({"ALLOWED_HOSTS", "DATABASE_URL", "DEBUG", "REDIS_URL", "SECRET_KEY"})


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str


@dataclass(frozen=True)
class Served:
    """A server that answers on a port of 127.0.0.1."""

    port: int
    process: int
    started_in: float = 0
    """Seconds from its start to its first answer."""

    @property
    def workers(self) -> list[str]:
        """The process numbers of its workers (Linux only)."""
        return Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()

    @property
    def processor_time(self) -> float:
        """Seconds of a core that its workers have taken so far."""
        return sum(map(_processor_time, self.workers))

    @property
    def memory(self) -> int:
        """Bytes that its workers hold; what several share counts as a part for each."""
        return sum(map(_memory, self.workers))

    def give_way(self) -> None:
        """Let whatever else runs on this machine go first (Linux only)."""
        for process in [str(self.process), *self.workers]:
            for thread in Path(f"/proc/{process}/task").iterdir():
                os.setpriority(os.PRIO_PROCESS, int(thread.name), 19)

    def kill(self) -> None:
        """End it as a crash does: at once, with its workers."""
        for process in [*map(int, self.workers), self.process]:
            os.kill(process, signal.SIGKILL)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """One answer, whatever its status."""
        address = f"http://127.0.0.1:{self.port}{path}"
        try:
            with urlopen(Request(address, headers=dict(headers or {})), timeout=PATIENCE) as answer:
                return Answer(answer.status, dict(answer.headers), answer.read().decode())
        except HTTPError as error:
            return Answer(error.code, dict(error.headers), error.read().decode())


def environment(*, state: Path, database_url: str) -> dict[str, str]:
    """The settings of a site on this machine, served as in production."""
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return kept | {
        "STATE_DIR": str(state),
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "dossier.settings",
        "LOG_LEVEL": "WARNING",
    }


def prepare() -> None:
    """Bring static files, tables, the first dossier and the demonstration into place."""
    for command in (["deploy/local.py", "prepare"], ["manage.py", "demo", "add"]):
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


@contextmanager
def serve(
    application: str,
    *,
    path: str = "/",
    config: str = "deploy/gunicorn.conf.py",
    port: int = 0,
    **settings: str,
) -> Iterator[Served]:
    """Serve an application until the block ends; yields once it answers at the path."""
    port = port or _free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", config]
    command += ["--log-level", "warning", application]
    started = time.monotonic()
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {"BIND": f"127.0.0.1:{port}"} | settings
    )
    try:
        _wait(process, port, path)
        yield Served(port, process.pid, started_in=time.monotonic() - started)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _processor_time(process: str) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(process: str) -> int:
    told = Path(f"/proc/{process}/smaps_rollup").read_text()
    return int(told.partition("\nPss:")[2].split()[0]) * 1024


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], port: int, path: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            answers = probe.connect_ex(("127.0.0.1", port)) == 0
        if answers and Served(port, process.pid).get(path).status < 400:
            return
        time.sleep(0.01)
    raise RuntimeError("gunicorn did not answer in time: its own words are above.")
