"""Dossier on one machine: local.py texts | prepare | run, the steps behind make's targets.

Everything that can be refused (a busy port, an unwritable folder) is refused before the long work.
"""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from environment import PYTHON, ROOT, install, require_writable, stop

STATE = Path(os.environ.get("STATE_DIR") or ROOT / "var")
FIRST_DOSSIER = "dossier/packs/openai-musk"


def texts() -> None:
    """Compile the interface's translations; a placeholder lost in translation is an error."""
    _say("Compiling the translations")
    _python(
        *("-m", "babel.messages.frontend", "--quiet", "compile"),
        *("--domain", "django", "--directory", "dossier/locale"),
    )


def prepare() -> None:
    """Bring packages, translations, static files and database up to date; harmless to repeat."""
    require_writable(STATE)
    install("base")
    texts()
    _say("Collecting the static files")
    _manage("collectstatic", "--no-input")
    _say("Preparing the database")
    _manage("migrate", "--no-input")
    _say("Loading the first dossier")
    _manage("load_dossier", "--if-missing", FIRST_DOSSIER)


def run() -> None:
    """Prepare, and become gunicorn on 127.0.0.1 with the configuration of production.

    One service for pages and streams: a second one, and a web server to tell them apart, are for
    those who need them.
    """
    port = _port(os.environ.get("PORT") or "8000")
    _require_free(port)
    prepare()
    demo = os.environ.get("DEMO", "0") not in ("", "0")
    if demo:
        _python("manage.py", "demo", "add")
    _say(
        f"\nDossier is at http://127.0.0.1:{port}/ (Ctrl-C stops it)\n"
        f"  an account for http://127.0.0.1:{port}/admin/ : make admin"
    )
    if not demo:
        _say("  a demo newsroom with generated ballots and comments: make demo")
    os.environ["BIND"] = f"127.0.0.1:{port}"
    command = ["-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--log-level", "warning"]
    both = ["--worker-class", "dossier.serving.StreamWorker", "dossier.asgi:application"]
    os.chdir(ROOT)
    _group_beside()
    os.execv(PYTHON, [str(PYTHON), *command, *both])  # noqa: S606 - no shell is wanted


def _group_beside() -> None:
    """Compute opinion groups beside the site, in a process of its own that ends with this one.

    One thread: on a busy machine those of the arithmetic only wait for one another.
    """
    watch = ["manage.py", "group_opinions", "--watch", "--beside", str(os.getpid())]
    subprocess.Popen(
        [PYTHON, *watch],
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the site: it sees the site go
    )


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        stop(f"PORT must be a number between 1 and 65535, not {text!r}.")
    return int(text)


def _require_free(port: int) -> None:
    """Try the port as gunicorn would, but without sharing it with another server's workers."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            stop(f"Port {port} cannot be used: {error.strerror}. Another one: make run PORT=8001")


def _manage(*arguments: str) -> None:
    _python("manage.py", *arguments, "--verbosity", "0")


def _python(*arguments: str) -> None:
    done = subprocess.run([PYTHON, *arguments], cwd=ROOT, check=False)
    if done.returncode:
        stop(f"This step failed: {' '.join(arguments)}")


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C needs no traceback
    {"texts": texts, "prepare": prepare, "run": run}[sys.argv[1]]()
