"""Dossier as it is served: gunicorn over ASGI, with pages and streams in one service.

Django's own ``live_server`` speaks WSGI alone, over which no stream runs. A stack may serve the
database that the tests write to, so that what a factory makes stands on its pages::

    with stack.running(tmp_path, database_url=stack.database_of_tests()) as site:
        page.goto(f"{site.url}/en/")
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from tests.servers.nginx import free_port

PATIENCE = 60  # seconds, on a machine with much else to do


class Stack:
    """A service that can be started, reloaded, stopped and killed, always on the same port.

    ``folder`` is its STATE_DIR; whatever else the environment is to hold is given by name. Nothing
    of what this shell holds reaches it but PATH.
    """

    def __init__(
        self,
        folder: Path,
        *,
        database_url: str,
        redis_url: str = "",
        port: int | None = None,
        **environment: str,
    ) -> None:
        self.port = port or free_port()
        self.folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._environment = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "dossier.settings",
            "STATE_DIR": str(folder),
            "SECRET_KEY": str(settings.SECRET_KEY),
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "BIND": f"127.0.0.1:{self.port}",
            "LOG_LEVEL": "WARNING",
            "WEB_CONCURRENCY": "1",
            **environment,
        }

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_running(self) -> bool:
        return self._process is not None

    @property
    def said(self) -> str:
        """Its log."""
        return self._log.read_text() if self._log.exists() else ""

    @property
    def _log(self) -> Path:
        return self.folder / f"log-{self.port}"

    def collect(self) -> None:
        """Bring the static files into place, once for all stacks of a folder."""
        self._manage("collectstatic", "--noinput", "--verbosity=0")

    def start(self) -> None:
        """Start it; returns once it serves."""
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *command,
                    "--worker-class=dossier.serving.StreamWorker",
                    "dossier.asgi:application",
                ],
                cwd=settings.BASE_DIR,
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        self._wait()

    def reload(self) -> None:
        """Have new workers take over from the old ones (HUP), as after a new release."""
        self._running.send_signal(signal.SIGHUP)

    def stop(self) -> None:
        """End it in good order; what is not running needs no ending."""
        if self._process:
            self._process.terminate()
            self._process.wait(PATIENCE)
            self._process = None

    def kill(self) -> None:
        """End it as a crash does: at once, with its workers."""
        processes = [*self._workers(), self._running.pid]
        for pid in reversed(processes):  # the first first, or it would start others
            os.kill(pid, signal.SIGKILL)
        self._running.wait(PATIENCE)
        self._process = None

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise RuntimeError("The stack is not running.")
        return self._process

    def _workers(self) -> list[int]:
        pid = self._running.pid
        return [
            int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._running.poll() is None:
            client = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            try:
                client.request("GET", "/healthz")
                if client.getresponse().status == 200:
                    return
            except (OSError, HTTPException):
                time.sleep(0.05)
            finally:
                client.close()
        raise RuntimeError(f"The stack does not serve:\n{self.said}")

    def _manage(self, *command: str) -> None:
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=settings.BASE_DIR,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


@contextmanager
def running(
    folder: Path,
    *,
    database_url: str,
    redis_url: str = "",
    port: int | None = None,
    **environment: str,
) -> Iterator[Stack]:
    """A stack that serves, with its static files; stopped in the end."""
    stack = Stack(folder, database_url=database_url, redis_url=redis_url, port=port, **environment)
    stack.collect()
    try:
        stack.start()
        yield stack
    finally:
        stack.stop()


def database_of_tests() -> str:
    """The address of the database that this process's tests write to."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    owner = f"{quote(told['USER'])}:{quote(told['PASSWORD'])}".removesuffix(":")
    host = quote(told["HOST"], safe="") + (f":{told['PORT']}" if told["PORT"] else "")
    return f"postgresql://{owner}@{host}/{told['NAME']}"
