"""Reading the database as it stood at one moment, while others write on."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# Not atomic(): on SQLite it would take the writers' lock at once (transaction_mode, settings), and
# casts would wait. A transaction that only reads takes none; on PostgreSQL it must be said that
# every statement is to see the same.
_BEGIN = {
    "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    "sqlite": "BEGIN DEFERRED",
}


@contextmanager
def snapshot() -> Iterator[None]:
    """All that the block reads is as it stood when it began; outside a transaction only."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
