"""`make run` itself, in a fresh copy of the checkout: from nothing to a page, and again."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from django.conf import settings

PATIENCE = 120  # seconds
PARTS = ("deploy", "dossier", "polls", "requirements", "static", "templates")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy that shares this checkout's environment, so that nothing has to be installed."""
    for part in PARTS:
        shutil.copytree(settings.BASE_DIR / part, tmp_path / part)
    for file in ("Makefile", "manage.py"):
        shutil.copy(settings.BASE_DIR / file, tmp_path / file)
    (tmp_path / ".venv").symlink_to(settings.BASE_DIR / ".venv")
    return tmp_path


@contextmanager
def running(checkout: Path) -> Iterator[str]:
    """Dossier as `make run` serves it; stopped as Ctrl-C does, which must be clean."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {"PATH": os.environ["PATH"], "HOME": str(checkout)}
    process = subprocess.Popen(
        ["make", "run", f"PORT={port}"],
        cwd=checkout,
        env=environment,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        wait_for(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGINT)
        said, _ = process.communicate(timeout=PATIENCE)
    assert f"http://127.0.0.1:{port}/" in said
    assert "Traceback" not in said


def wait_for(process: subprocess.Popen[str], port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, process.communicate()[0]
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("make run did not serve in time")


def data(checkout: Path) -> list[str]:
    with closing(sqlite3.connect(checkout / "var" / "dossier.sqlite3")) as database:
        return list(database.iterdump())


def retitle(checkout: Path, title: str) -> None:
    """Stand in for an editor who gives the dossier a title of their own."""
    with closing(sqlite3.connect(checkout / "var" / "dossier.sqlite3")) as database, database:
        database.execute("UPDATE dossier_article SET title_fr = ?", [title])


def test_make_run_serves_the_site_and_a_second_one_changes_no_data(checkout: Path) -> None:
    with running(checkout) as site:
        page = urlopen(f"{site}/fr/")
        assert page.status == 200
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
        text = page.read().decode()
        start = text.index('href="/static/bundles/') + len('href="')
        style = Request(site + text[start : text.index('"', start)])
        style.add_header("Accept-Encoding", "br")
        sheet = urlopen(style)
        assert sheet.headers["Content-Encoding"] == "br"
        assert "immutable" in sheet.headers["Cache-Control"]
        stream = urlopen(f"{site}/fr/openai-musk/live/")
        assert stream.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        assert stream.readline().startswith(b"retry: ")
    state = checkout / "var"
    assert oct(state.stat().st_mode & 0o777) == "0o700"
    assert oct((state / "secret_key").stat().st_mode & 0o777) == "0o600"

    retitle(checkout, "Un titre à nous")
    before = data(checkout)
    with running(checkout) as site:
        assert "Un titre à nous" in urlopen(f"{site}/fr/").read().decode()
    assert data(checkout) == before
