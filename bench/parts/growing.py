"""One question from a thousand ballots to a million and more: what must not grow with it."""

from collections.abc import Iterator
from statistics import median
from time import perf_counter

from bench import ballots, filling
from bench.parts import casting
from bench.rounds import Bench, tell
from bench.table import Row, at_most
from polls.models import Question
from polls.results import tally

QUESTION, BESIDE = "answers-accusations", "fallacious"  # alike but for their ballots
READS = 400


def run(bench: Bench) -> Iterator[Row]:
    question = Question.objects.select_related("article").get(slug=QUESTION)
    small = Question.objects.get(slug=BESIDE)
    page = bench.site.get(f"/en/{question.article.slug}/{question.slug}/").text
    requests = ballots.requests(page, question)
    first = 0.0
    for size in _sizes(bench.ballots):
        started = perf_counter()
        filling.fill(question, ballots=size)
        tell(f"{size:,} ballots, {bench.database}: filled in {perf_counter() - started:.0f} s")
        yield _reading(bench, question, small, size)
        ratio, row = _casting(bench, question, requests, size, first)
        first = first or ratio
        yield row


def _sizes(most: int) -> list[int]:
    """The powers of ten from a thousand up to the most."""
    return [10**power for power in range(3, 12) if 10**power <= most]


def _reading(bench: Bench, question: Question, small: Question, size: int) -> Row:
    """The counters of the question read in turn with those of one that stays small."""
    pairs = [(_timed(small), _timed(question)) for _ in range(READS)]
    beside, own = (median(times) for times in zip(*pairs, strict=True))
    return Row(
        what=f"reading a tally of {size:,} ballots: {own * 1000:.2f} ms",
        database=bench.database,
        **at_most(own / beside, 1.2),
    )


def _timed(question: Question) -> float:
    started = perf_counter()
    tally.read([question])
    return perf_counter() - started


def _casting(
    bench: Bench, question: Question, requests: list[bytes], size: int, first: float
) -> tuple[float, Row]:
    """Casts beside so many ballots; how many times slower than beside the fewest."""
    compared = casting.compare(bench, f"a cast beside {size:,} ballots", question, requests)
    return compared.ratio, Row(
        what=f"a cast beside {size:,} ballots, against the fewest",
        database=bench.database,
        rate=compared.rate,
        thrift=compared.thrift,
        p50=compared.p50,
        p99=compared.p99,
        problems=compared.problems,
        **at_most((first or compared.ratio) / compared.ratio, 1.3),
    )
