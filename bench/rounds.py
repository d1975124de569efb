"""Measuring side by side: the bare view and the site in turn, compared pair by pair."""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

from bench import load
from bench.load import Load, Use
from bench.servers import Served
from bench.table import Row


@dataclass(frozen=True)
class Compared:
    """Rounds of a load on the site, each with the bare view's just before it."""

    ratio: float
    thrift: float
    """The same ratio by processor time: what an answer takes the workers of each."""
    rate: float
    p50: float
    p99: float
    accepted: int
    """Answers that were no refusals, of all rounds together."""
    problems: list[str]


@dataclass
class Bench:
    """What every part measures with."""

    database: str
    bare: Served
    site: Served
    folder: Path
    seconds: int
    rounds: int
    ballots: int
    """To how many ballots the growing question grows."""
    streams: int
    """How many readers hold a stream."""
    bare_loads: list[Load] = field(default_factory=list)

    def put(
        self,
        requests: Sequence[bytes],
        served: Served | None = None,
        *,
        cookies: Sequence[str] = (),
        use: Use = "cycle",
    ) -> Load:
        """One load on the site, or on another server."""
        served = served or self.site
        before = served.processor_time
        done = load.put(
            served.port,
            requests,
            cookies=cookies,
            use=use,
            seconds=self.seconds,
            folder=self.folder,
        )
        return replace(done, workers=served.processor_time - before)

    def compare(self, what: str, ours: Callable[[], Load]) -> Compared:
        """Measure the bare view and ours so many times in turn; medians."""
        bare, own = [], []
        for _ in range(self.rounds):
            bare.append(self.put([load.request("GET", "/")], self.bare))
            own.append(ours())
        self.bare_loads += bare
        pairs = list(zip(own, bare, strict=True))
        compared = Compared(
            ratio=median(mine.rate / its.rate for mine, its in pairs),
            thrift=median(its.cost / mine.cost for mine, its in pairs if mine.cost),
            rate=median(one.rate for one in own),
            p50=median(one.p50 for one in own),
            p99=median(one.p99 for one in own),
            accepted=sum(one.answers - one.refused for one in own),
            problems=[problem for one in (*bare, *own) for problem in one.problems],
        )
        ratios = f"ratio {compared.ratio:.3f}, by cpu {compared.thrift:.3f}"
        tell(f"{what}, {self.database}: {compared.rate:,.0f} req/s, {ratios}")
        return compared

    def reference(self) -> Iterator[Row]:
        """The bare view's own row, from all its loads; none where nothing was compared."""
        if self.bare_loads:
            yield Row(
                what="a bare Django view",
                database="none",
                rate=median(one.rate for one in self.bare_loads),
                figure="1",
                thrift=1,
                p50=median(one.p50 for one in self.bare_loads),
                p99=median(one.p99 for one in self.bare_loads),
            )


def tell(line: str) -> None:
    """Say on the error stream how far a run has come: the table is what it prints."""
    print(f"  {line}", file=sys.stderr, flush=True)
