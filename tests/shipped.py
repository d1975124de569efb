"""The shipped dossier in a test's database: loaded once in a session, put back as rows after."""

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from dossier.models import Article

PACK = settings.BASE_DIR / "dossier" / "packs" / "openai-musk"

type Rows = dict[str, list[tuple[object, ...]]]


class Shipped:
    """Loading takes a second and a half, and what comes of it is the same each time."""

    def __init__(self) -> None:
        self._rows: Rows = {}

    def put(self) -> Article:
        """The dossier in a database that holds none."""
        if self._rows:
            self._restore()
        else:
            before = _rows()
            call_command("load_dossier", str(PACK), verbosity=0)
            after = _rows()
            assert {table: after[table] for table in before} == before  # it only adds
            self._rows = {table: rows for table, rows in after.items() if table not in before}
        return Article.objects.get()

    @transaction.atomic
    def _restore(self) -> None:
        with connection.constraint_checks_disabled(), connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA defer_foreign_keys = ON")  # all there is in a transaction
            for table, rows in self._rows.items():
                places = ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f'INSERT INTO "{table}" VALUES ({places})', rows)  # noqa: S608


def _rows() -> Rows:
    """Every row of every table that has any."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found: Rows = {}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - its own names
            found[table] = cursor.fetchall()
    return {table: rows for table, rows in found.items() if rows}
