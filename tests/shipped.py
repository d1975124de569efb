"""The shipped dossier in a test's database: made once in a session, put back as rows after."""

from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from dossier.models import Article
from polls import demo
from polls.models import Question
from tests.rows import Rows, put_back, taken

PACK = settings.BASE_DIR / "dossier" / "packs" / "openai-musk"


def load() -> None:
    """The dossier as it is shipped."""
    call_command("load_dossier", str(PACK), verbosity=0)


def load_and_populate() -> None:
    """The dossier with the ballots and comments of the demonstration."""
    load()
    demo.populate(Article.objects.get(), now=timezone.now(), tell=lambda _step: None)


def load_and_populate_with_a_short_quiz() -> None:
    """The same with one question in its quiz: enough for pages that repeat a row for each."""
    load()
    quiz = Question.objects.filter(kind=Question.Kind.QUIZ)
    quiz.exclude(pk=quiz[0].pk).delete()
    demo.populate(Article.objects.get(), now=timezone.now(), tell=lambda _step: None)


class Shipped:
    """Making it takes seconds, and what comes of it is the same each time."""

    def __init__(self) -> None:
        self._made: dict[Callable[[], None], Rows] = {}

    def put(self, make: Callable[[], None] = load) -> Article:
        """The dossier in a database that holds none."""
        if make in self._made:
            put_back(self._made[make])
        else:
            before = taken()
            make()
            after = taken()
            assert {table: after[table] for table in before} == before  # it only adds
            self._made[make] = {table: rows for table, rows in after.items() if table not in before}
        return Article.objects.get()
