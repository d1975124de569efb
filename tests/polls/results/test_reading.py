"""The counters of a page are read as they stood at one moment, whoever votes meanwhile."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from polls.kinds import Answer
from polls.models import Question, Voter
from polls.results import tally
from polls.voting import cast, withdraw
from tests.factories import QuestionFactory, VoterFactory
from tests.polls.kinds.asking import address

pytestmark = pytest.mark.django_db


@contextmanager
def between_counters(act: Callable[[], Any]) -> Iterator[None]:
    """Act as another reader would, after the first statement that reads a counter."""
    seen: list[str] = []

    def execute(run: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if len(seen) == 1:
            seen.append("")
            act()
        if not seen and "polls_tally" in sql:
            seen.append(sql)
        return run(sql, *rest)

    with connection.execute_wrapper(execute):
        yield


@pytest.fixture
def voter() -> Voter:
    voter: Voter = VoterFactory()
    return voter


@pytest.fixture
def question(voter: Voter) -> Question:
    question: Question = QuestionFactory()
    choice = question.choices.get(slug="choice-1")
    cast(question=question, voter=voter, answer=Answer({choice.pk: 1}), now=timezone.now())
    return question


def test_a_vote_taken_back_meanwhile_is_there_whole_or_not_at_all(
    question: Question, voter: Voter
) -> None:
    with between_counters(lambda: withdraw(question=question, voter=voter, now=timezone.now())):
        read = tally.read([question])[question.pk]
    assert (read.voters, read.version, sum(read.counts.values())) == (1, 1, 1)


def test_a_page_shows_while_a_vote_is_taken_back(
    question: Question, voter: Voter, client: Client
) -> None:
    with between_counters(lambda: withdraw(question=question, voter=voter, now=timezone.now())):
        page = client.get(address(question)).content.decode()
    assert "1 reader chose to vote" in page


def test_questions_without_counters_have_none(question: Question) -> None:
    silent = QuestionFactory()
    read = tally.read([question, silent])
    assert (read[silent.pk].voters, read[silent.pk].version) == (0, 0)
    assert (dict(read[silent.pk].counts), dict(read[silent.pk].pairs)) == ({}, {})
    assert tally.read([]) == {}
