"""What the load generator itself takes: it runs on the machine that it measures."""

from collections.abc import Iterator
from statistics import median

from bench import load
from bench.rounds import Bench, tell
from bench.table import Row, at_least


def run(bench: Bench) -> Iterator[Row]:
    """The bare view asked by wrk with our script and by wrk alone, in turn."""
    ask = load.request("GET", "/")
    pairs = [
        (load.plain_rate(bench.bare.port, seconds=bench.seconds), bench.put([ask], bench.bare))
        for _ in range(bench.rounds)
    ]
    scripted = median(ours.rate / plain for plain, ours in pairs)
    share = median(ours.generator / ours.seconds for _plain, ours in pairs)
    tell(f"wrk with our script, against wrk alone: {scripted:.3f}")
    yield Row(
        what="wrk with our script, against wrk alone",
        database="none",
        rate=median(ours.rate for _plain, ours in pairs),
        problems=[problem for _plain, ours in pairs for problem in ours.problems],
        **at_least(scripted, None),
    )
    yield Row(what="wrk's own share of a core", database="none", **at_least(share, None))
