"""Readers who vote over HTTP and remember what they sent and what was acknowledged."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from threading import Event, Thread
from typing import Any
from urllib.parse import urlencode

type Answer = dict[str, int]
"""A choice's address → the value given to it; empty for an answer that is withdrawn."""
type Form = dict[str, list[str]]

SENT_AGAIN, ACKNOWLEDGED = 307, 302
PATIENCE = 30  # seconds
NEWCOMERS, RETRIES, WITHDRAWALS = 0.3, 0.5, 0.1  # shares of the acts


@dataclass(frozen=True)
class Asked:
    """A question as a reader meets it."""

    slug: str
    kind: str
    address: str
    choices: list[str]
    fewest: int
    most: int


@dataclass
class Sent:
    """A form that a voter sent, what it says, and whether the site said that it counts."""

    question: Asked
    act: str
    form: Form
    says: Answer
    acknowledged: bool = False


@dataclass
class Voter:
    cookie: str = ""
    sent: list[Sent] = field(default_factory=list)

    def journal(self) -> dict[str, Any]:
        """What the voter remembers, for whoever compares it with what was kept."""
        sent = [(one.question.slug, one.says, one.acknowledged) for one in self.sent]
        return {"cookie": self.cookie, "sent": sent}


class Crowd:
    """Many voters, moved by a few threads, each voter by one of them alone."""

    def __init__(self, questions: list[Asked], *, port: int, threads: int, seed: str) -> None:
        self.errors: list[tuple[float, int]] = []
        """When (by the monotonic clock) a form got another answer than it should, and which."""
        self._questions, self._port = questions, port
        self._voters: list[list[Voter]] = [[] for _ in range(threads)]
        self._random = [random.Random(f"{seed} {thread}") for thread in range(threads)]

    @property
    def voters(self) -> list[Voter]:
        """Everyone who got as far as a cookie: the site can know no other."""
        return [voter for some in self._voters for voter in some if voter.cookie]

    @property
    def acknowledged(self) -> int:
        """How many answers the site has said to count so far."""
        return sum(sent.acknowledged for voter in self.voters for sent in voter.sent)

    @contextmanager
    def voting(self) -> Iterator[None]:
        """Let everyone vote until the block ends; each thread also ends when the site is gone."""
        stop = Event()
        threads = [
            Thread(target=self._vote, args=(mine, chance, stop))
            for mine, chance in zip(self._voters, self._random, strict=True)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            for thread in threads:
                thread.join()

    def _vote(self, mine: list[Voter], chance: random.Random, stop: Event) -> None:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        try:
            while not stop.is_set():
                if not mine or chance.random() < NEWCOMERS:
                    mine.append(Voter())
                voter = chance.choice(mine)
                sent = next_act(voter, self._questions, chance)
                status = send(connection, voter, sent)
                if status != ACKNOWLEDGED:
                    self.errors.append((time.monotonic(), status))
        except (OSError, HTTPException):
            return
        finally:
            connection.close()


def next_act(voter: Voter, questions: list[Asked], chance: random.Random) -> Sent:
    """What the voter does next: often, as readers do, the same that was not acknowledged."""
    if voter.sent and not voter.sent[-1].acknowledged and chance.random() < RETRIES:
        last = voter.sent[-1]
        return Sent(last.question, last.act, last.form, last.says)
    question = chance.choice(questions)
    if chance.random() < WITHDRAWALS:
        return Sent(question, "withdraw", {}, {})
    return answer_to(question, chance)


def answer_to(question: Asked, chance: random.Random) -> Sent:
    """Some valid answer to the question."""
    return Sent(question, "vote", *_FILL_IN[question.kind](question, chance))


def send(connection: HTTPConnection, voter: Voter, sent: Sent) -> int:
    """Send a form, a first one again with the cookie as a browser does; the last status.

    Raises OSError or HTTPException where no answer came.
    """
    address = f"{sent.question.address}{sent.act}/"
    if sent.act == "vote" and not voter.cookie:
        status, headers = _post(connection, address, sent.form, cookie="")
        if status != SENT_AGAIN:
            return status
        voter.cookie = headers["Set-Cookie"].partition(";")[0]
        address = headers["Location"]
    voter.sent.append(sent)
    status, _headers = _post(connection, address, sent.form, cookie=voter.cookie)
    sent.acknowledged = status == ACKNOWLEDGED
    return status


def _post(
    connection: HTTPConnection, address: str, form: Form, *, cookie: str
) -> tuple[int, dict[str, str]]:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if cookie:
        headers["Cookie"] = cookie
    connection.request("POST", address, urlencode(form, doseq=True), headers)
    response = connection.getresponse()
    response.read()
    return response.status, dict(response.getheaders())


def _single(question: Asked, chance: random.Random) -> tuple[Form, Answer]:
    chosen = chance.choice(question.choices)
    return {"choice": [chosen]}, {chosen: 1}


def _multiple(question: Asked, chance: random.Random) -> tuple[Form, Answer]:
    chosen = chance.sample(question.choices, chance.randint(question.fewest, question.most))
    return {"choice": chosen}, dict.fromkeys(chosen, 1)


def _ranking(question: Asked, chance: random.Random) -> tuple[Form, Answer]:
    ranked = chance.sample(question.choices, chance.randint(1, len(question.choices)))
    ranks = {choice: rank for rank, choice in enumerate(ranked, start=1)}
    unranked = dict.fromkeys(question.choices, 0)
    return {f"rank-{choice}": [str(rank)] for choice, rank in ranks.items()}, unranked | ranks


def _statements(question: Asked, chance: random.Random) -> tuple[Form, Answer]:
    statement = chance.choice(question.choices)
    stance, value = chance.choice([("agree", 1), ("pass", 0), ("disagree", -1)])
    return {"statement": [statement], "stance": [stance]}, {statement: value}


_FILL_IN: dict[str, Callable[[Asked, random.Random], tuple[Form, Answer]]] = {
    "single": _single,
    "multiple": _multiple,
    "ranking": _ranking,
    "statements": _statements,
}
