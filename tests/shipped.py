"""The shipped dossier in a test's database: loaded once in a session, put back as rows after."""

from django.conf import settings
from django.core.management import call_command

from dossier.models import Article
from tests.rows import Rows, put_back, taken

PACK = settings.BASE_DIR / "dossier" / "packs" / "openai-musk"


class Shipped:
    """Loading takes a second and a half, and what comes of it is the same each time."""

    def __init__(self) -> None:
        self._rows: Rows = {}

    def put(self) -> Article:
        """The dossier in a database that holds none."""
        if self._rows:
            put_back(self._rows)
        else:
            before = taken()
            call_command("load_dossier", str(PACK), verbosity=0)
            after = taken()
            assert {table: after[table] for table in before} == before  # it only adds
            self._rows = {table: rows for table, rows in after.items() if table not in before}
        return Article.objects.get()
