"""Several people at once."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

type AtOnce = Callable[[Sequence[Callable[[], Any]]], list[Any]]


@pytest.fixture
def at_once(transactional_db: None) -> AtOnce:
    """Run several calls at the same moment, each on a connection of its own.

    Returns what each returned, or the exception that it raised.
    """
    return _run_at_once


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
