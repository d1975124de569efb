"""The hot dossier out of nginx's cache, beside a file of the same bytes that nginx serves."""

import gzip
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench import load
from bench.rounds import Bench, tell
from bench.servers import Served
from bench.table import Row, at_least
from tests.servers import nginx

PATH = "/en/openai-musk/"
FILE = "/static/page.html"
AIM = 0.8
ENCODINGS = {"as it is": [], "compressed": ["Accept-Encoding: gzip"]}


def run(bench: Bench) -> Iterator[Row]:
    """Both from one nginx with the project's configuration, in turn, in each encoding."""
    if not nginx.find():
        nginx.install()
    if not nginx.find():
        yield Row(what="the dossier's page through nginx", problems=[nginx.NO_NGINX])
        return
    with tempfile.TemporaryDirectory(prefix="dossier-static-") as folder:
        _write(bench.site.get(PATH).text.encode(), Path(folder))
        with nginx.server(pages=[bench.site.port], static=Path(folder)) as front:
            served = Served(front.port, front.process.pid)
            for encoding, headers in ENCODINGS.items():
                yield _compared(bench, served, encoding, headers)


def _write(page: bytes, folder: Path) -> None:
    """The page as a file, and compressed as the configuration compresses it."""
    (folder / "page.html").write_bytes(page)
    (folder / "page.html.gz").write_bytes(gzip.compress(page, 5))


def _compared(bench: Bench, served: Served, encoding: str, headers: list[str]) -> Row:
    """The cached page's rate against the file's just before it; medians of all rounds."""
    files, pages = [], []
    for _ in range(bench.rounds):
        files.append(bench.put([load.request("GET", FILE, headers=headers)], served))
        served.get(PATH, dict(line.split(": ") for line in headers))  # hot is what was just asked
        pages.append(bench.put([load.request("GET", PATH, headers=headers)], served))
    pairs = list(zip(pages, files, strict=True))
    ratio = median(page.rate / file.rate for page, file in pairs)
    tell(f"the dossier's page through nginx, {encoding}, {bench.database}: ratio {ratio:.3f}")
    return Row(
        what=f"dossier's page through nginx, {encoding} (1: a file)",
        database=bench.database,
        rate=median(page.rate for page in pages),
        thrift=median(file.cost / page.cost for page, file in pairs),
        p50=median(page.p50 for page in pages),
        p99=median(page.p99 for page in pages),
        problems=[problem for one in (*files, *pages) for problem in one.problems],
        **at_least(ratio, AIM),
    )
