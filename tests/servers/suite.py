"""The whole suite against real servers: python -m tests.servers.suite [PYTEST-ARGUMENT...].

It runs twice, once for each way to put Dossier into service: on one machine (SQLite alone, with
the journeys in a browser) and on many (PostgreSQL and Redis). DATABASE_URL and REDIS_URL name
servers to use instead of the ones started here; their test databases are emptied.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext

from tests.servers import chromium, needs, nginx, postgres, redis

# What a shell may hold for a site being run must not reach its tests.
FOREIGN = ("ALLOWED_HOSTS", "DATABASE_URL", "DEBUG", "REDIS_URL", "SECRET_KEY", "STATE_DIR")

# What one pass is enough for: the journeys, and how a checkout is built and started.
ELSEWHERE = ("-m", "not journey", "--ignore=tests/build")


def main(arguments: list[str]) -> int:
    """Run both passes; the first that fails ends the run, so that its lines are the last."""
    strict = bool(os.environ.get("REQUIRE_ALL"))
    if not chromium.find():
        chromium.install()
    if not chromium.find():
        loudly(needs.NO_CHROMIUM)
    if not nginx.find():
        nginx.install()
    if not nginx.find():
        loudly(nginx.NO_NGINX)
    with tempfile.TemporaryDirectory(prefix="dossier-tests-") as state, ExitStack() as servers:
        clean = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        clean["STATE_DIR"] = state
        print("\nOne machine: SQLite", flush=True)
        if failure := pytest(["-m", "not postgres and not redis", *arguments], clean):
            return failure
        try:
            several = {
                "DATABASE_URL": servers.enter_context(given("DATABASE_URL", postgres.server)),
                "REDIS_URL": servers.enter_context(given("REDIS_URL", redis.server)),
            }
        except RuntimeError as error:
            loudly(f"Nothing was tested on PostgreSQL and Redis: {error}")
            return int(strict)
        print("\nMany machines: PostgreSQL and Redis", flush=True)
        return pytest([*ELSEWHERE, *arguments], clean | several)


def given(
    name: str, start: Callable[[], AbstractContextManager[str]]
) -> AbstractContextManager[str]:
    """The address that the environment gives, or that of a server started for these tests."""
    address = os.environ.get(name)
    return nullcontext(address) if address else start()


def pytest(arguments: list[str], environment: dict[str, str]) -> int:
    command = [sys.executable, "-m", "pytest", "--numprocesses=2", *arguments]
    return subprocess.run(command, env=environment, check=False).returncode


def loudly(line: str) -> None:
    print(f"\n*** {line} ***\n", file=sys.stderr, flush=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers stop too
    raise SystemExit(main(sys.argv[1:]))
