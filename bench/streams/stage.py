"""The site as two services, for pages and for streams, and a question that readers watch."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from django.db import connection

from bench import ballots, servers
from bench.servers import Served
from bench.streams import casters
from bench.streams.casters import Casts
from polls.live import marks
from polls.live.watching import pulse_of
from polls.models import Question, Turnout
from polls.results import passes
from tests.servers import redis

QUESTION = "fallacious"  # of the kind single, with a result for those who have voted
STREAMS = "deploy/live.conf.py"


@dataclass(frozen=True)
class Stage:
    """What runs, and the question whose ballots are cast."""

    pages: Served
    streams: Served
    question: Question

    @property
    def version(self) -> int:
        return Turnout.objects.get(question=self.question).version

    def paths(self) -> list[str]:
        """Addresses of streams as pages ask for them: of the dossier and of the question alone.

        In both languages, by readers who have voted and are sent the result.
        """
        slug = self.question.article.slug
        shown = [one["mark"] for one in (pulse_of(slug) or {})["questions"]]
        alone = [mark for mark in shown if self.question.pk in marks.read(mark)]
        key = passes.for_readers(self.question.pk)
        return [
            f"/{language}/{slug}/live/?have={','.join(have)}&pass={key}"
            for have in (shown, alone)
            for language in ("en", "fr")
        ]

    def cast(self, count: int, *, rate: float) -> Casts:
        """So many ballots of voters whom the site has not seen, at so many a second."""
        slug = f"/en/{self.question.article.slug}/{self.question.slug}/"
        requests = ballots.requests(self.pages.get(slug).text, self.question)
        return casters.cast(self.pages.port, requests, ballots.new_cookies(count), rate=rate)

    def looks(self) -> float:
        """How often the streams' processes have asked the database what has moved."""
        return self.measure("dossier_watch_queries_total")

    def measure(self, name: str) -> float:
        """The sum that /metrics tells under a name."""
        lines = self.pages.get("/metrics").text.splitlines()
        return sum(float(line.split()[1]) for line in lines if line.startswith(f"{name} "))


@contextmanager
def staged(*, workers: int, with_redis: bool = False) -> Iterator[Stage]:
    """Serve pages and streams, the latter by so many processes, with Redis or without."""
    with ExitStack() as stack:
        address = stack.enter_context(redis.server()) if with_redis else ""
        pages = servers.serve("dossier.wsgi:application", path="/en/", REDIS_URL=address)
        yield Stage(
            stack.enter_context(pages),
            stack.enter_context(streams(workers=workers, redis_url=address)),
            Question.objects.select_related("article").get(slug=QUESTION),
        )


@contextmanager
def streams(*, workers: int, port: int = 0, redis_url: str = "") -> Iterator[Served]:
    """Serve streams alone."""
    with servers.serve(
        "dossier.asgi:application",
        path="/healthz",
        config=STREAMS,
        port=port,
        WEB_CONCURRENCY=str(workers),
        REDIS_URL=redis_url,
    ) as served:
        yield served


def statements() -> int:
    """How many transactions PostgreSQL has ended, here as good as statements; 0 on SQLite.

    It adds up once a second.
    """
    if connection.vendor == "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT xact_commit + xact_rollback FROM pg_stat_database"
            " WHERE datname = current_database()"
        )
        return int(cursor.fetchone()[0])
