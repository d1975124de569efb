"""Casting: one hot question, every ballot new."""

from collections.abc import Iterator
from dataclasses import replace

from bench import ballots
from bench.load import Load
from bench.rounds import Bench, Compared
from bench.table import DASH, Row, at_least
from polls.models import Question

QUESTION = "fallacious"  # of the kind single
MOST = 9000  # casts a second that cookies are made for: more than the bare view answers
PATIENCE = 25  # ms that a hundredth of the casts may take longer than
HTMX = ("HX-Request: true",)


def run(bench: Bench) -> Iterator[Row]:
    question = Question.objects.select_related("article").get(slug=QUESTION)
    page = bench.site.get(f"/en/{question.article.slug}/{question.slug}/").text
    dossier = bench.site.get(f"/en/{question.article.slug}/").text
    plain = ballots.requests(page, question)
    redirected = _cast(bench, question, "cast, answered by redirect", plain, aim=0.40)
    yield redirected
    yield _slowest(redirected)
    swapped = ballots.requests(page, question, *HTMX)
    yield _cast(bench, question, "cast, answered with the question", swapped, aim=0.28)
    swapped = ballots.requests(dossier, question, *HTMX)
    yield _cast(bench, question, "the same from the dossier's page", swapped)
    yield _first_visit(bench, question, plain)


def compare(bench: Bench, what: str, question: Question, requests: list[bytes]) -> Compared:
    """Casts by voters who carry their cookie already; each must be there once afterwards."""

    def casts() -> Load:
        cookies = ballots.new_cookies(MOST * bench.seconds)
        return bench.put(requests, cookies=cookies, use="once")

    before = ballots.held(question)
    compared = bench.compare(what, casts)
    wrong = ballots.held(question).problems_since(before, accepted=compared.accepted)
    return replace(compared, problems=[*compared.problems, *wrong])


def _cast(
    bench: Bench, question: Question, what: str, requests: list[bytes], *, aim: float | None = None
) -> Row:
    compared = compare(bench, what, question, requests)
    return Row(
        what=what,
        database=bench.database,
        rate=compared.rate,
        thrift=compared.thrift,
        p50=compared.p50,
        p99=compared.p99,
        problems=compared.problems,
        **at_least(compared.ratio, aim),
    )


def _slowest(row: Row) -> Row:
    """The 99th percentile of the casts in a row of its own, since it has an aim of its own."""
    slow = row.p99 or 0
    return Row(
        what="p99 of such a cast",
        database=row.database,
        figure=f"{slow:.0f} ms" if slow else DASH,
        aim=f"< {PATIENCE} ms",
        met=0 < slow < PATIENCE,
    )


def _first_visit(bench: Bench, question: Question, requests: list[bytes]) -> Row:
    """A reader's very first vote: the post that sets the cookie, and the same post again."""
    visits = 0

    def votes() -> Load:
        nonlocal visits
        done = bench.put(requests, use="visit")
        visits += done.visits
        return done

    before = ballots.held(question)
    compared = bench.compare("first visit, both requests", votes)
    wrong = ballots.held(question).problems_since(before, accepted=visits)
    return Row(
        what="first visit: cookie, then cast (visits/s)",
        database=bench.database,
        rate=compared.rate / 2,
        thrift=compared.thrift / 2,
        problems=[*compared.problems, *wrong],
        **at_least(compared.ratio / 2, None),
    )
