"""What the site acknowledged outlives its sudden end, and that of its database."""

import random

import pytest
from django.db import connection

from bench import kill
from bench.kill.audit import Answer, Kept, Sent, explains

# Each of the two passes of the suite kills what it is about: this one's kind of database.
DATABASE = {"sqlite": "sqlite", "postgresql": "postgres"}[connection.vendor]

YES: Answer = {"yes": 1}
NO: Answer = {"no": 1}
AWAY: Answer = {}


def test_no_acknowledged_answer_is_lost_when_everything_is_killed() -> None:
    seed = random.SystemRandom().randrange(10**6)

    counts = kill.run(rounds=3, database=DATABASE, seed=seed)

    assert counts.is_clean, f"seed {seed}: {counts}"
    assert counts.rounds == 3
    assert counts.kills_of_the_site + counts.kills_of_the_database >= 3
    assert counts.ballots > 0
    assert counts.acknowledged > 0


@pytest.mark.django_db
def test_no_commit_returns_before_it_is_on_the_disk() -> None:
    """What a power cut would lose, which no test can bring about."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA journal_mode")
            assert cursor.fetchone() == ("wal",)
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone() == (2,)  # FULL
        else:  # the server decides, and we leave it alone
            cursor.execute("SELECT source FROM pg_settings WHERE name = 'synchronous_commit'")
            assert cursor.fetchone()[0] in {"default", "configuration file", "command line"}


@pytest.mark.parametrize(
    ("sent", "revisions"),
    [
        pytest.param([], [], id="nothing sent"),
        pytest.param([(YES, True), (NO, True)], [YES, NO], id="acknowledged"),
        pytest.param([(YES, True), (YES, True)], [YES], id="the same twice"),
        pytest.param([(YES, True), (NO, False)], [YES], id="unanswered and not kept"),
        pytest.param([(YES, True), (NO, False)], [YES, NO], id="unanswered and kept"),
        pytest.param([(NO, False), (NO, True)], [NO], id="tried again"),
        pytest.param([(NO, False), (YES, True)], [YES], id="unanswered, then another"),
        pytest.param([(YES, True), (AWAY, True), (AWAY, True)], [YES, AWAY], id="withdrawn"),
        pytest.param([(AWAY, True)], [], id="nothing to withdraw"),
    ],
)
def test_what_was_sent_explains_what_is_kept(sent: Sent, revisions: list[Answer]) -> None:
    assert explains(sent, revisions, joins=False)


@pytest.mark.parametrize(
    ("sent", "revisions"),
    [
        pytest.param([(YES, True)], [], id="lost"),
        pytest.param([(YES, True), (NO, True)], [YES], id="the older one"),
        pytest.param([(YES, True)], [YES, YES], id="kept twice"),
        pytest.param([(YES, True)], [YES | NO], id="a mixture"),
        pytest.param([(YES, True), (NO, True)], [NO, YES], id="in another order"),
        pytest.param([(YES, True), (AWAY, True)], [YES], id="not withdrawn"),
        pytest.param([(NO, False), (YES, True)], [YES, NO], id="an older one, late"),
        pytest.param([], [YES], id="sent by nobody"),
    ],
)
def test_what_was_sent_does_not_explain_what_is_wrong(sent: Sent, revisions: list[Answer]) -> None:
    assert not explains(sent, revisions, joins=False)


def test_answers_to_statements_join_those_before_them() -> None:
    sent: Sent = [({"a": 1}, True), ({"b": -1}, False), ({"a": 1}, True), ({"a": 0}, True)]

    assert explains(sent, [{"a": 1}, {"a": 0}], joins=True)
    assert explains(sent, [{"a": 1}, {"b": -1}, {"a": 0}], joins=True)
    assert not explains(sent, [{"a": 1}, {"b": -1}], joins=True)
    assert not explains(sent, [{"a": 1}, {"b": -1}, {"a": 1}, {"a": 0}], joins=True)


def test_a_ballot_is_whole_if_it_says_what_its_revisions_come_to() -> None:
    revisions: list[Answer] = [{"a": 1}, {"b": -1}]
    joined: Answer = {"a": 1, "b": -1}

    assert Kept([2], joined, [1, 2], revisions).is_whole(joins=True)
    assert Kept([2], {"b": -1}, [1, 2], revisions).is_whole(joins=False)
    assert not Kept([2], {"a": 1}, [1, 2], revisions).is_whole(joins=True)
    assert not Kept([2], joined, [1, 3], revisions).is_whole(joins=True)
    assert not Kept([1], joined, [1, 2], revisions).is_whole(joins=True)
    assert not Kept([], joined, [], []).is_whole(joins=True)
