"""What the web server writes down: that something went wrong, not whose request it was."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def send(port: int, request: bytes, *, within: float) -> bytes:
    """The server's answer, once it has started."""
    until = time.monotonic() + within
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=within) as connection:
                connection.sendall(request)
                return connection.recv(4096)
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def test_a_malformed_request_is_logged_without_its_sender_and_its_words(tmp_path: Path) -> None:
    port = free_port()
    log = tmp_path / "log"
    with log.open("wb") as written:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"],
            cwd=settings.BASE_DIR,
            env=os.environ
            | {"BIND": f"127.0.0.1:{port}", "STATE_DIR": str(tmp_path), "WEB_CONCURRENCY": "1"},
            stderr=written,
        )
        try:
            answer = send(port, b"GARBAGE secret-words\r\n\r\n", within=60)
        finally:
            server.terminate()
            server.wait(30)
    assert answer.startswith(b"HTTP/1.1 400")
    logged = log.read_text()
    assert "Invalid request" in logged
    assert "secret-words" not in logged
    assert "ip=" not in logged
