"""A reader's side of a question over HTTP: what is sent, and what the page's forms then hold."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from polls.models import Mark, Question

HTMX = {"HX-Request": "true"}

type Response = Any
"""The test client's response, which knows more than an HttpResponse does."""


def address(question: Question, *parts: str) -> str:
    return "/".join(["/en", question.article.slug, question.slug, *parts, ""])


def vote(client: Client, question: Question, data: dict[str, Any], **options: Any) -> Response:
    """Send the question's form as a plain browser does, or as HTMX with ``htmx=True``."""
    headers = HTMX if options.pop("htmx", False) else {}
    return client.post(address(question, "vote"), data, headers=headers, **options)


def withdraw(client: Client, question: Question, *, htmx: bool = False) -> Response:
    return client.post(address(question, "withdraw"), headers=HTMX if htmx else {})


def marks(question: Question) -> list[dict[str, int]]:
    """What each ballot of the question says, by the choices' slugs, oldest ballot first."""
    ballots: dict[int, dict[str, int]] = {}
    rows = Mark.objects.filter(question=question).order_by("voter", "choice__position")
    for ballot, slug, value in rows.values_list("voter_id", "choice__slug", "value"):
        ballots.setdefault(ballot, {})[slug] = value
    return list(ballots.values())


class _Fields(HTMLParser):
    """The fields that the ballot would send as it stands, hidden ones left out."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.ballots = 0
        self._in_ballot = False
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "form":
            self._in_ballot = given["action"].endswith("/vote/")
            self.ballots += self._in_ballot
        elif not self._in_ballot:
            return
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given:
            self.sent[self._select] = []
        elif tag == "input" and given["type"] in {"radio", "checkbox"} and "checked" in given:
            self.sent.setdefault(name, []).append(value)
        elif tag == "input" and given["type"] in {"number", "text"} and value:
            self.sent[name] = [value]

    def handle_data(self, data: str) -> None:
        if self._select and self.sent.get(self._select) == [] and data.strip():
            self.sent[self._select] = [data.strip()]


def asks(response: Response) -> bool:
    """Whether the page has a ballot to fill in."""
    return bool(_read(response).ballots)


def filled_in(response: Response) -> dict[str, list[str]]:
    """What the page's one ballot holds: ticked, selected and written, by the fields' names."""
    fields = _read(response)
    assert fields.ballots == 1
    return {name: values for name, values in fields.sent.items() if values}


def _read(response: Response) -> _Fields:
    fields = _Fields()
    fields.feed(response.content.decode())
    return fields
