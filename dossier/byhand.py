"""Reading the database by hand: the few statements that most answers ask, and little else.

Past Django's cursors, whose care for each statement costs more than such a statement, and which on
PostgreSQL have it planned anew each time and the connection tried before. Here a statement is
prepared once a connection; a connection that has broken meanwhile is found out by using it.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import psycopg
from django.db import OperationalError, connection

type Rows = list[tuple[Any, ...]]


def read(statement: str, given: Sequence[str | int]) -> Rows:
    """All rows of a statement that only reads; ``%s`` in it stand for what is given.

    Where Django logs or counts statements, it is asked to, and so sees this one.
    """
    if connection.queries_logged or connection.execute_wrappers:
        with connection.cursor() as cursor:
            cursor.execute(statement, given)
            return list(cursor.fetchall())
    connection.ensure_connection()
    return _ENGINES[connection.vendor](statement, given)


def _on_sqlite(statement: str, given: Sequence[str | int]) -> Rows:
    with connection.wrap_database_errors:
        rows: Rows = connection.connection.execute(_in_sqlite(statement), given).fetchall()
    return rows


@cache
def _in_sqlite(statement: str) -> str:
    return statement.replace("%s", "?")


def _on_postgresql(statement: str, given: Sequence[str | int]) -> Rows:
    try:
        return _prepared(statement, given)
    except OperationalError:
        if connection.in_atomic_block or not connection.connection.broken:
            raise
        connection.close()  # the server was started anew since
        connection.ensure_connection()
        return _prepared(statement, given)


def _prepared(statement: str, given: Sequence[str | int]) -> Rows:
    with connection.wrap_database_errors:
        cursor = psycopg.Cursor(connection.connection)
        return list(cursor.execute(statement.encode(), given, prepare=True).fetchall())


_ENGINES: dict[str, Callable[[str, Sequence[str | int]], Rows]] = {
    "postgresql": _on_postgresql,
    "sqlite": _on_sqlite,
}
