"""Passes open the results of one question to those who were shown them, and nothing else."""

from datetime import UTC, datetime, timedelta

from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from polls.results import passes

NOW = datetime(2024, 3, 10, 23, 59, tzinfo=UTC)


@given(st.integers(1, 2**63 - 1))
def test_a_pass_opens_its_question_alone(question: int) -> None:
    readers = passes.for_readers(question)
    newsroom = passes.for_newsroom(question, now=NOW)
    assert passes.opened_by([readers], now=NOW) == {(question, passes.READER)}
    assert passes.opened_by([newsroom], now=NOW) == {(question, passes.NEWSROOM)}
    other = question % 1000 + 1001
    assert passes.opened_by([readers.replace(str(question), str(other), 1)], now=NOW) == frozenset()
    assert passes.opened_by([readers.replace("r", "n", 1)], now=NOW) == frozenset()


def test_the_newsroom_s_pass_lasts_until_the_end_of_the_next_day() -> None:
    newsroom = passes.for_newsroom(7, now=NOW)
    for days, opens in ((0, True), (1, True), (2, False)):
        later = timedelta(days=days)
        assert bool(passes.opened_by([newsroom], now=NOW + later)) == opens


def test_another_site_s_pass_opens_nothing() -> None:
    with override_settings(SECRET_KEY="another" * 10):
        theirs = passes.for_readers(7_000_001)
    assert passes.opened_by([theirs], now=NOW) == frozenset()


@given(st.lists(st.text(max_size=40)))
def test_what_is_no_pass_opens_nothing(given: list[str]) -> None:
    assert passes.opened_by(given, now=NOW) == frozenset()
