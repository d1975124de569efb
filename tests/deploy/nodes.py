"""The site as operators start it: gunicorn with the project's configuration, as many as wanted."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings

from tests.servers.nginx import free_port

PATIENCE = 60  # seconds
PREPARE = """
import django
from django.core.management import call_command
django.setup()
call_command("migrate", verbosity=0, interactive=False)
call_command("collectstatic", verbosity=0, interactive=False)
call_command("load_dossier", "dossier/packs/openai-musk")
"""


class Node:
    """A machine's worth of Dossier: one gunicorn with one worker."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.port = free_port()
        self._log, self._requests = folder / f"log-{self.port}", folder / f"requests-{self.port}"
        self._environment = environment | {
            "BIND": f"127.0.0.1:{self.port}",
            "REQUESTS_LOG": str(self._requests),
        }

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "tests.deploy.counted:application"],
                cwd=settings.BASE_DIR,
                env=self._environment,
                stdout=log,
                stderr=log,
            )

    def wait(self) -> None:
        """Return once it serves."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._process.poll() is None:
            connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            try:
                connection.request("GET", "/readyz")
                if connection.getresponse().status == 200:
                    return
            except ConnectionError:
                time.sleep(0.05)
            finally:
                connection.close()
        raise RuntimeError(f"The node does not serve:\n{self.said}")

    def reload(self) -> None:
        """Have gunicorn start new workers and end the old ones, as after a new release."""
        self._process.send_signal(signal.SIGHUP)

    def kill(self) -> None:
        """End it as a crash does: at once, with its worker."""
        for child in self._workers():
            os.kill(child, signal.SIGKILL)
        self._process.kill()
        self._process.wait(PATIENCE)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)

    def _workers(self) -> list[int]:
        pid = self._process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        return [int(child) for child in children.split()]

    @property
    def said(self) -> str:
        return self._log.read_text()

    @property
    def reached(self) -> Counter[str]:
        """How often each address was asked for, with its method, since the node began."""
        return Counter(self._requests.read_text().splitlines())


def environment(state: Path, *, database_url: str) -> dict[str, str]:
    """What a node of this site is told, and nothing of what this shell holds otherwise."""
    kept = {name: os.environ[name] for name in ("PATH", "REDIS_URL") if name in os.environ}
    return kept | {
        "STATE_DIR": str(state),
        "DATABASE_URL": database_url or f"sqlite:///{state}/dossier.sqlite3",
        "DJANGO_SETTINGS_MODULE": "dossier.settings",
        "BEHIND_PROXY": "yes",
        "LOG_LEVEL": "WARNING",
        "WEB_CONCURRENCY": "1",
    }


def prepare(environment: dict[str, str]) -> None:
    """Bring tables, static files and the shipped dossier into place."""
    run([sys.executable, "-c", PREPARE], environment)


def run(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout
