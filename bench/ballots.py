"""Voters, their ballots, and what the database must hold after a load."""

from dataclasses import asdict, dataclass
from html.parser import HTMLParser
from urllib.parse import urlencode

from django.db.models import Sum
from django.http import HttpResponse

from bench import load
from polls.models import Ballot, BallotRevision, Mark, Question, Tally, Turnout
from polls.voting import voters


def new_cookies(count: int) -> list[str]:
    """Cookie headers of so many voters whom the site has never seen, each signed by it."""
    return [_new_cookie() for _ in range(count)]


def _new_cookie() -> str:
    response = HttpResponse()
    voters.introduce(response)
    return f"Cookie: {voters.COOKIE}={response.cookies[voters.COOKIE].coded_value}"


def requests(page: str, question: Question, *headers: str) -> list[bytes]:
    """What the question's form on the page sends, once for each of its radio buttons."""
    form = _Form(page, f"/{question.slug}/vote/")
    return [
        load.request("POST", form.action, headers=headers, body=urlencode(form.hidden | choice))
        for choice in form.radios
    ]


class _Form(HTMLParser):
    """The first form of a page whose action ends so: its hidden fields and its radio buttons."""

    def __init__(self, html: str, ending: str) -> None:
        super().__init__()
        self.action = ""
        self.hidden: dict[str, str] = {}
        self.radios: list[dict[str, str]] = []
        self._ending = ending
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and not self.action and given.get("action", "").endswith(self._ending):
            self.action, self._inside = given["action"], True
        elif self._inside and tag == "input" and given.get("type") == "hidden":
            self.hidden[given["name"]] = given["value"]
        elif self._inside and tag == "input" and given.get("type") == "radio":
            self.radios.append({given["name"]: given["value"]})

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


@dataclass(frozen=True)
class Held:
    """How many of each the database holds for a question whose answer is one mark."""

    ballots: int
    marks: int
    revisions: int
    tally: int
    voters: int

    def problems_since(self, before: "Held", *, accepted: int) -> list[str]:
        """What does not fit to so many new ballots having been accepted."""
        then = asdict(before)
        more = {what: count - then[what] for what, count in asdict(self).items()}
        return [
            f"{accepted} accepted but {count} more {what}"
            for what, count in more.items()
            if count != accepted
        ]


def held(question: Question) -> Held:
    turnout = Turnout.objects.filter(question=question).first()
    tally = Tally.objects.filter(question=question).aggregate(all=Sum("count"))["all"]
    return Held(
        ballots=Ballot.objects.counted().filter(question=question).count(),
        marks=Mark.objects.filter(question=question).count(),
        revisions=BallotRevision.objects.filter(question=question).count(),
        tally=tally or 0,
        voters=turnout.voters if turnout else 0,
    )
