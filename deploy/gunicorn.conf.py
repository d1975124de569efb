"""How gunicorn serves Dossier: the same file for `make run` and for production.

docs/operators.md tells the variables. The stream service takes over what it can (live.conf.py).
"""

import gc
import logging
import os
import re
import shutil
from pathlib import Path
from typing import Any

wsgi_app = "dossier.wsgi:application"
bind = os.environ.get("BIND", "127.0.0.1:8000")

# One process a core, since Python runs one thread of each at a time, and threads for what waits:
# the database, slow readers. One listening socket for all of them, which gunicorn holds: with one
# for each (reuse_port) a worker that ends takes with it whoever is waiting on its own.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or os.cpu_count() or 2)
threads = int(os.environ.get("WEB_THREADS") or 8)

# A disk that stalls must not look like a worker that hangs.
if Path("/dev/shm").is_dir():  # noqa: S108 - gunicorn makes its own file there, unnamed
    worker_tmp_dir = "/dev/shm"  # noqa: S108
timeout = 30
graceful_timeout = 20
keepalive = 15

# Errors go to the error stream. No access log: it would keep readers' addresses.
accesslog = None
errorlog = "-"
loglevel = os.environ.get("LOG_LEVEL", "info").lower()


def _without_address(record: logging.LogRecord) -> bool:
    """Let a malformed request be logged as one, but not from where it came nor what it held."""
    if str(record.msg).startswith("Invalid request from"):
        record.msg, record.args = "Invalid request", ()
    return True


# Each process counts in a file of its own, in a folder that all processes at one address share;
# /metrics reads them, and those of the services beside this one (dossier/metrics.py).
STATE = Path(os.environ.get("STATE_DIR") or Path(__file__).resolve().parent.parent / "var")
METRICS = Path(os.environ.get("METRICS_DIR") or STATE / "metrics").resolve()


def on_starting(server: Any) -> None:
    logging.getLogger("gunicorn.error").addFilter(_without_address)
    folder = METRICS / re.sub(r"\W+", "-", f"at {server.cfg.bind}").strip("-")
    if "GUNICORN_PID" not in os.environ:  # else it takes over from one that still counts there
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def child_exit(server: Any, worker: Any) -> None:
    """What a process held is gone with it; what it counted stays, or the sum would fall."""
    for held in METRICS.glob(f"*/gauge_live*_{worker.pid}.db"):
        held.unlink(missing_ok=True)


# gunicorn's own control channel is one more door, and it would stand in the home folder.
control_socket_disable = True


def post_worker_init(worker: Any) -> None:
    """Spare the collector what lives as long as the worker: all that was loaded to start it."""
    gc.collect()
    gc.freeze()
