"""The site as it is served, in a folder of its own, to be killed and started again."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
DOSSIER = "dossier/packs/openai-musk"
PATIENCE = 30  # seconds


class Site:
    """Dossier under gunicorn with the configuration of production, over a database of its own.

    ``database`` is the address of one that exists and is empty; without it the site keeps SQLite
    in its folder, where its log is too.
    """

    def __init__(self, folder: Path, *, database: str | None = None) -> None:
        self.port = _free_port()
        self._log = folder / "log"
        self._environment = {
            "PATH": os.environ["PATH"],
            "STATE_DIR": str(folder),
            "BIND": f"127.0.0.1:{self.port}",
            "LOG_LEVEL": "WARNING",
            "DJANGO_SETTINGS_MODULE": "dossier.settings",
        }
        if database:
            self._environment["DATABASE_URL"] = database

    def prepare(self) -> None:
        """Make the tables and load the dossier that is shipped, with its questions."""
        for command in (["migrate", "--no-input"], ["load_dossier", DOSSIER]):
            done = self.manage(*command)
            if done.returncode:
                raise RuntimeError(done.stderr)

    def start(self) -> float:
        """Start gunicorn; the seconds until the site said that it is ready."""
        started = time.monotonic()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self.wait(since=started)

    def wait(self, *, since: float) -> float:
        """The seconds from a moment of the monotonic clock until the site serves again."""
        while self._process.poll() is None and time.monotonic() < since + PATIENCE:
            if self._is_ready():
                return time.monotonic() - since
            time.sleep(0.02)
        raise RuntimeError(f"The site does not serve:\n{self.said[-4000:]}")

    def kill(self) -> None:
        """End gunicorn and its workers as a crash does: at once, whatever they are at."""
        with suppress(ProcessLookupError):  # it was killed already
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(PATIENCE)

    @property
    def said(self) -> str:
        """All that gunicorn and the site have written to their log."""
        return self._log.read_text()

    def manage(self, *command: str) -> subprocess.CompletedProcess[str]:
        return self._python("manage.py", *command)

    def ask(self, module: str, *, given: object = None) -> Any:
        """What a module of ours prints, in the site's environment and as JSON, of what is given."""
        done = self._python("-m", module, given=json.dumps(given))
        if done.returncode:
            raise RuntimeError(done.stderr)
        return json.loads(done.stdout)

    def _python(self, *command: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self._environment,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )

    def _is_ready(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
