"""Several people at once, on either database."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

type AtOnce = Callable[[Sequence[Callable[[], Any]]], list[Any]]


@pytest.fixture
def at_once(transactional_db: None, tmp_path: Path) -> Iterator[AtOnce]:
    """Run several calls at the same moment, each on a connection of its own.

    Returns what each returned, or the exception that it raised. SQLite's database in memory is
    copied to a file first: only there do connections wait for one another as they do in earnest.
    """
    if connection.vendor != "sqlite":
        yield _run_at_once
        return
    in_memory, name = connection.connection, connection.settings_dict["NAME"]
    with sqlite3.connect(tmp_path / "test.sqlite3") as copy:
        in_memory.backup(copy)
    copy.close()
    connection.connection = None
    connection.settings_dict["NAME"] = str(tmp_path / "test.sqlite3")
    try:
        yield _run_at_once
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = in_memory, name


def _run_at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    start = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        connection.ensure_connection()
        start.wait(timeout=30)
        try:
            return call()
        except Exception as error:  # noqa: BLE001
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
