"""Casting: one hot question, every ballot new."""

from collections.abc import Iterator

from bench import ballots
from bench.load import Load
from bench.rounds import Bench
from bench.table import Row, at_least
from polls.models import Question

QUESTION = "fallacious"  # of the kind single
MOST = 9000  # casts a second that cookies are made for: more than the bare view answers
HTMX = ("HX-Request: true",)


def run(bench: Bench) -> Iterator[Row]:
    question = Question.objects.select_related("article").get(slug=QUESTION)
    page = bench.site.get(f"/en/{question.article.slug}/{question.slug}/").text
    dossier = bench.site.get(f"/en/{question.article.slug}/").text
    plain = ballots.requests(page, question)
    yield _cast(bench, question, "cast, answered by redirect", plain, aim=0.40, limit=25)
    again = ballots.requests(page, question, *HTMX)
    yield _cast(bench, question, "cast, answered with the question", again, aim=0.28)
    again = ballots.requests(dossier, question, *HTMX)
    yield _cast(bench, question, "the same from the dossier's page", again)
    yield _first_visit(bench, question, plain)


def _cast(
    bench: Bench,
    question: Question,
    what: str,
    requests: list[bytes],
    *,
    aim: float | None = None,
    limit: float | None = None,
) -> Row:
    """Casts by voters who carry their cookie already; each must be there once afterwards."""

    def casts() -> Load:
        cookies = ballots.new_cookies(MOST * bench.seconds)
        return bench.put(requests, cookies=cookies, use="once")

    before = ballots.held(question)
    compared = bench.compare(what, casts)
    wrong = ballots.held(question).problems_since(before, accepted=compared.accepted)
    figures = at_least(compared.ratio, aim) if aim else {"figure": f"{compared.ratio:.3f}"}
    return Row(
        what=what,
        database=bench.database,
        rate=compared.rate,
        p50=compared.p50,
        p99=compared.p99,
        problems=[*compared.problems, *wrong],
        **figures,
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
        figure=f"{compared.ratio / 2:.3f}",
        problems=[*compared.problems, *wrong],
    )
