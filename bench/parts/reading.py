"""What readers fetch without voting: the dossier's page, and a result that keeps itself fresh."""

from collections.abc import Iterator

from bench import load, servers
from bench.load import Load
from bench.readers import returning
from bench.rounds import Bench
from bench.servers import Served
from bench.table import Row, at_least
from dossier.models import Article
from polls.models import Question

QUESTION = "effects"  # its result shows to everybody, as shipped
READERS = 64
UNCACHED = "bench.uncached:application"


def run_results(bench: Bench) -> Iterator[Row]:
    question = Question.objects.select_related("article").get(slug=QUESTION)
    path = f"/en/{question.article.slug}/{question.slug}/results/"
    etag = bench.site.get(path).headers["ETag"]
    news = f"If-None-Match: {etag}"
    with servers.serve(UNCACHED, path=path) as uncached:
        yield _read(bench, "result, counters read and rendered", path, served=uncached, aim=0.5)
    with servers.serve("dossier.wsgi:application", path=path, MICROCACHE_MS="0") as asking:
        yield _read(bench, "result, kept but asked whether it holds", path, served=asking)
    yield _read(bench, "result, cached", path, aim=0.9)
    yield _read(bench, "result, 304", path, headers=[news], status=304, aim=0.95)


def run_pages(bench: Bench) -> Iterator[Row]:
    article = Article.objects.get(slug="openai-musk")
    path = f"/en/{article.slug}/"
    with servers.serve(UNCACHED, path=path) as uncached:
        yield _read(bench, "dossier's page, made anew each time", path, served=uncached)
    yield _read(bench, "dossier's page, a new reader", path, aim=0.25)
    cookies = returning(article, count=READERS)
    yield _read(bench, "dossier's page, a returning reader", path, cookies=cookies, aim=0.25)


def _read(
    bench: Bench,
    what: str,
    path: str,
    *,
    served: Served | None = None,
    headers: list[str] | None = None,
    cookies: list[str] | None = None,
    status: int = 200,
    aim: float | None = None,
) -> Row:
    """One address asked again and again, which before and after must be what is spoken of."""
    sent = dict(line.split(": ", 1) for line in [*(headers or []), *(cookies or [])[:1]])
    before = (served or bench.site).get(path, sent).status
    request = load.request("GET", path, headers=headers or [])

    def reads() -> Load:
        return bench.put([request], served, cookies=cookies or [])

    reads()  # each worker has seen each reader once when it counts
    compared = bench.compare(what, reads)
    after = (served or bench.site).get(path, sent).status
    wrong = [f"status {found}, not {status}" for found in {before, after} - {status}]
    return Row(
        what=what,
        database=bench.database,
        rate=compared.rate,
        thrift=compared.thrift,
        p50=compared.p50,
        p99=compared.p99,
        problems=[*compared.problems, *wrong],
        **at_least(compared.ratio, aim),
    )
