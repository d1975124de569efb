"""A database's rows, taken as they are and put back: quicker than making them again."""

from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, transaction

type Rows = dict[str, list[tuple[Any, ...]]]


@cache
def _columns() -> dict[str, list[str]]:
    """The columns of each model's table that a row brings: the database makes the others itself."""
    models = (model._meta for model in apps.get_models(include_auto_created=True))
    return {
        model.db_table: [
            one.column for one in model.local_concrete_fields if one.column and not one.generated
        ]
        for model in models
        if model.managed and not model.proxy
    }


def _named(table: str) -> str:
    return ", ".join(f'"{column}"' for column in _columns()[table])


def taken() -> Rows:
    """Every row of every table of a model that has any."""
    with connection.cursor() as cursor:
        found: Rows = {}
        for table in _columns():
            cursor.execute(f'SELECT {_named(table)} FROM "{table}"')  # noqa: S608 - its own names
            found[table] = cursor.fetchall()
    return {table: rows for table, rows in found.items() if rows}


@transaction.atomic
def put_back(kept: Rows) -> None:
    """Into tables that are empty."""
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA defer_foreign_keys = ON")  # all there is in a transaction
        for table, rows in kept.items():
            places = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(
                f'INSERT INTO "{table}" ({_named(table)}) VALUES ({places})',  # noqa: S608
                rows,
            )
