"""Two hundred voters at once: they queue, and each is counted."""

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier

import pytest
from django.db import connection

from bench import kill
from bench.kill.site import Site
from bench.kill.voters import ACKNOWLEDGED, Asked, Voter, answer_to, send
from polls.models import Ballot, Question
from polls.results import recount, tally
from tests.browsing import Browser
from tests.factories import ArticleFactory, QuestionFactory

# Each of the two passes of the suite is about its own kind of database.
DATABASE = {"sqlite": "sqlite", "postgresql": "postgres"}[connection.vendor]
VOTERS = 200
# A connection each: as many as SQLite is asked for, and PostgreSQL, which has 100 by default.
CONNECTIONS = {"sqlite": VOTERS, "postgresql": 80}[connection.vendor]
QUESTIONS = 5
PATIENCE = 60  # seconds


def at_once[Given](voters: int, act: Callable[[int], Given]) -> list[Given]:
    """What each of so many gets who act at the same moment, by their numbers."""
    together = Barrier(voters, timeout=PATIENCE)

    def run(number: int) -> Given:
        together.wait()
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(voters) as pool:
        return list(pool.map(run, range(voters)))


def cast_on(question: Question, number: int) -> int:
    """A first vote as a browser sends it, handled by a thread with a connection of its own."""
    address = f"{question.get_absolute_url()}vote/"
    status: int = Browser().post(address, {"choice": f"choice-{number % 3 + 1}"}).status_code
    return status


@pytest.mark.django_db(transaction=True)
def test_casts_of_many_connections_on_one_question_are_all_counted() -> None:
    question = QuestionFactory(choices=3)

    statuses = at_once(CONNECTIONS, lambda number: cast_on(question, number))

    assert Counter(statuses) == {302: CONNECTIONS}
    assert Ballot.objects.count() == CONNECTIONS
    assert tally.read([question])[question.pk].voters == CONNECTIONS
    assert recount.recount(question) == []


@pytest.mark.django_db(transaction=True)
def test_casts_of_many_connections_on_several_questions_are_all_counted() -> None:
    article = ArticleFactory()
    questions = QuestionFactory.create_batch(QUESTIONS, article=article, choices=3)

    statuses = at_once(
        CONNECTIONS, lambda number: cast_on(questions[number % QUESTIONS], number // QUESTIONS)
    )

    assert Counter(statuses) == {302: CONNECTIONS}
    each = CONNECTIONS // QUESTIONS
    read = tally.read(questions)
    assert [read[question.pk].voters for question in questions] == [each] * QUESTIONS
    assert [recount.recount(question) for question in questions] == [[]] * QUESTIONS


def test_two_hundred_readers_of_the_served_site_are_all_counted() -> None:
    """First all on one question, then on several of several kinds."""
    readers = [Voter() for _ in range(VOTERS)]
    with TemporaryDirectory(prefix="dossier-many-") as folder, kill.server_of(DATABASE) as server:
        site = Site(Path(folder), database=server.address if server else None)
        site.prepare()
        first, *others = [Asked(**question) for question in site.ask("bench.kill.audit")]
        site.start()
        try:
            on_one = at_once(VOTERS, lambda n: vote(site, readers[n], first, seed=n))
            on_several = at_once(
                VOTERS, lambda n: vote(site, readers[n], others[n % len(others)], seed=n)
            )
        finally:
            site.kill()
        found = site.ask("bench.kill.audit", given=[reader.journal() for reader in readers])

    assert Counter(on_one) == Counter(on_several) == {ACKNOWLEDGED: VOTERS}
    assert found == {"ballots": 2 * VOTERS, "lost": 0, "duplicated": 0, "torn": 0, "repaired": 0}


def vote(site: Site, reader: Voter, question: Asked, *, seed: int) -> int:
    """The status that a reader's vote is answered with."""
    http = HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    try:
        return send(http, reader, answer_to(question, random.Random(seed)))
    finally:
        http.close()
