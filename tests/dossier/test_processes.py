"""Several processes, and several services, of one machine tell their measures as one."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.conf import settings

from tests.build.test_server_log import free_port
from tests.dossier.test_metrics import read

PATIENCE = 120  # seconds, on a machine with much else to do


class Service:
    """gunicorn with the configuration of production, whose state is in the folder."""

    def __init__(self, folder: Path, *, workers: int, port: int, **env: str) -> None:
        self.port = port
        self._folder = folder / "metrics" / f"at-127-0-0-1-{port}"
        self._wanted = workers
        self.asked = 0
        own = {"BIND": f"127.0.0.1:{port}", "WEB_CONCURRENCY": str(workers)}
        self._server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"],
            cwd=settings.BASE_DIR,
            env=os.environ | {"STATE_DIR": str(folder), "LOG_LEVEL": "warning"} | own | env,
        )

    @property
    def is_up(self) -> bool:
        return self.answers() and len(self.workers) == self._wanted

    def answers(self) -> bool:
        try:
            self.ask()
        except OSError:
            return False
        return True

    def ask(self, times: int = 1) -> None:
        for _ in range(times):
            self.get("healthz")
            self.asked += 1

    @property
    def workers(self) -> list[int]:
        """The processes that have counted since the service began."""
        return [int(file.stem.split("_")[1]) for file in self._folder.glob("counter_*.db")]

    def get(self, path: str) -> str:
        with urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=10) as answer:
            return str(answer.read().decode())

    def answered(self) -> float:
        """How often anybody was told that a process is alive."""
        return read(self.get("metrics"), "requests_total", view="healthz")

    def stop(self) -> None:
        self._server.terminate()
        self._server.wait(30)


def wait_for(what: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)


Start = Callable[..., Service]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a service and waits for it; stops them all when the test is over."""
    started: list[Service] = []

    def starting(*, workers: int = 1, port: int | None = None, **env: str) -> Service:
        service = Service(tmp_path, workers=workers, port=port or free_port(), **env)
        started.append(service)
        wait_for(lambda: service.is_up)
        return service

    yield starting
    for service in started:
        service.stop()


def test_any_process_tells_what_all_have_counted_the_dead_ones_too(
    start: Start, tmp_path: Path
) -> None:
    pages, others = start(workers=2), start()
    pages.ask(20)
    others.ask()
    asked = pages.asked + others.asked
    wait_for(lambda: others.answered() == asked)
    os.kill(pages.workers[0], signal.SIGKILL)
    wait_for(lambda: len(pages.workers) == 3)
    assert pages.answered() == others.answered() == asked
    held = list((tmp_path / "metrics").glob("*/gauge_livesum_*.db"))
    assert len(held) == 3


def test_a_service_that_starts_anew_counts_from_nought_and_others_go_on(
    start: Start,
) -> None:
    pages, streams = start(), start()
    pages.ask(30)
    wait_for(lambda: streams.answered() == pages.asked + streams.asked)
    pages.stop()
    again = start(port=pages.port)
    assert len(again.workers) == 1
    wait_for(lambda: again.answered() == again.asked + streams.asked)


def test_a_database_that_hangs_is_told_of_within_two_seconds(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        database = f"postgres://nobody@127.0.0.1:{silent.getsockname()[1]}/none"
        service = start(DATABASE_URL=database)
        for _ in range(3):
            began = time.monotonic()
            with pytest.raises(HTTPError) as refused:
                service.get("readyz")
            assert refused.value.code == 503
            assert '"database": false, "cache": true' in refused.value.read().decode()
            refused.value.close()
            assert time.monotonic() - began < 2
        service.ask()
