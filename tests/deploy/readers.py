"""Readers over the wire: each with a connection and cookies of its own, as a browser has them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import Self
from urllib.parse import urlencode

PATIENCE = 60  # seconds
_FORM = re.compile(r'<form[^>]*action="/en/[^/]+/([^/"]+)/vote/"[^>]*>(.*?)</form>', re.DOTALL)
_INPUT = re.compile(r"<input\s[^>]*>", re.DOTALL)
_NAME, _VALUE = re.compile(r'\bname="([^"]*)"'), re.compile(r'\bvalue="([^"]*)"')


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    """By their names in small letters; what was said twice is joined as HTTP joins it."""
    text: str


@dataclass
class Reader:
    """One who reads and votes through a port of this machine."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    answers: dict[str, set[str]] = field(default_factory=dict)
    """What they have chosen, by question."""

    def __post_init__(self) -> None:
        self._connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, headers={_dashed(name): headers[name] for name in headers})

    def post(self, path: str, data: Mapping[str, str | list[str]]) -> Answer:
        """The answer to a form, sent again with the cookie that the first answer gives."""
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode(data, doseq=True)
        answer = self._ask("POST", path, body=body, headers=form)
        if answer.status == 307:
            answer = self._ask("POST", answer.headers["location"], body=body, headers=form)
        return answer

    def vote(self, question: str, choices: set[str], *, seen: str = "0") -> Answer:
        data: dict[str, str | list[str]] = {
            "choice": sorted(choices),
            "back": "question",
            "slot": "",
            "seen": seen,
        }
        answer = self.post(f"/en/openai-musk/{question}/vote/", data)
        if answer.status in {200, 302, 303}:
            self.answers[question] = choices
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def _ask(
        self, method: str, path: str, *, body: str | None = None, headers: dict[str, str]
    ) -> Answer:
        if self.cookies:
            pairs = (f"{name}={value}" for name, value in self.cookies.items())
            headers = headers | {"Cookie": "; ".join(pairs)}
        self._connection.request(method, path, body=body, headers=headers)
        response = self._connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        told: dict[str, str] = {}
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                self._keep(value)
            told[name.lower()] = ", ".join(filter(None, [told.get(name.lower()), value]))
        return Answer(response.status, told, text)

    def _keep(self, line: str) -> None:
        for name, morsel in SimpleCookie(line).items():
            if morsel["max-age"] == "0" or not morsel.value:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.coded_value


def chosen(page: str) -> dict[str, set[str]]:
    """Which choices a page shows as its reader's own, by question; none for who chose nothing."""
    found: dict[str, set[str]] = {}
    for question, form in _FORM.findall(page):
        ticked = {_value(one) for one in _INPUT.findall(form) if " checked" in one}
        if ticked:
            found[question] = found.get(question, set()) | ticked
    return found


def revision(page: str, question: str) -> str:
    """Which revision of their answer the reader of a page is about to change."""
    form = next(form for asked, form in _FORM.findall(page) if asked == question)
    return next(_value(one) for one in _INPUT.findall(form) if _match(_NAME, one) == "seen")


def _value(tag: str) -> str:
    return _match(_VALUE, tag)


def _match(pattern: re.Pattern[str], tag: str) -> str:
    found = pattern.search(tag)
    return found[1] if found else ""


def _dashed(name: str) -> str:
    return name.replace("_", "-")
