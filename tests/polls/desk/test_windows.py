"""Opening, closing and withdrawing a question: one place each, for those who may."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from polls.kinds import Answer
from polls.models import Question, Turnout
from polls.voting import VotingRefused, cast, windows
from tests.factories import QuestionFactory, VoterFactory
from tests.polls.desk.conftest import member

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, 30, 15, 250_000, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_opening_a_draft_publishes_it_from_now_on() -> None:
    question = QuestionFactory(status="draft", closes_at=NOW + HOUR)
    windows.open_question(question=question, editor=member("Editors"), now=NOW)
    question.refresh_from_db()
    assert question.state(now=NOW) == Question.State.OPEN
    assert question.opens_at == NOW.replace(microsecond=0)
    assert question.closes_at == NOW + HOUR


def test_opening_again_takes_a_passed_closing_away() -> None:
    question = QuestionFactory(opens_at=NOW - 2 * HOUR, closes_at=NOW - HOUR)
    windows.open_question(question=question, editor=member("Editors"), now=NOW)
    question.refresh_from_db()
    assert (question.opens_at, question.closes_at) == (NOW - 2 * HOUR, None)


def test_a_question_that_cannot_be_answered_is_not_opened() -> None:
    question = QuestionFactory(status="draft", choices=1)
    with translation.override("en"), pytest.raises(windows.NotReady) as refusal:
        windows.open_question(question=question, editor=member("Editors"), now=NOW)
    assert refusal.value.problems == ["A question of this kind needs at least two choices."]
    question.refresh_from_db()
    assert question.status == "draft"


def test_a_closed_question_counts_no_more_answers() -> None:
    question = QuestionFactory()
    windows.close_question(question=question, editor=member("Editors"), now=NOW)
    choice = question.choices.first()
    with pytest.raises(VotingRefused):
        cast(question=question, voter=VoterFactory(), answer=Answer({choice.pk: 1}), now=NOW)


def test_a_question_opened_this_very_second_can_be_closed() -> None:
    question = QuestionFactory(status="draft")
    windows.open_question(question=question, editor=member("Editors"), now=NOW)
    windows.close_question(question=question, editor=member("Editors"), now=NOW)
    question.refresh_from_db()
    assert question.closes_at == question.opens_at + timedelta(seconds=1)


@pytest.mark.parametrize(
    "state", [{"status": "draft"}, {"opens_at": NOW + HOUR}, {"closes_at": NOW - HOUR}]
)
def test_only_an_open_question_is_closed(state: dict[str, object]) -> None:
    question = QuestionFactory(**state)
    with pytest.raises(windows.NotOpen):
        windows.close_question(question=question, editor=member("Editors"), now=NOW)


def test_a_withdrawn_question_keeps_its_ballots() -> None:
    question = QuestionFactory()
    choice = question.choices.first()
    cast(question=question, voter=VoterFactory(), answer=Answer({choice.pk: 1}), now=NOW)
    windows.withdraw_question(question=question, editor=member("Editors"))
    question.refresh_from_db()
    assert (question.status, question.ballots.count()) == ("withdrawn", 1)


def test_each_change_is_announced_to_open_pages() -> None:
    question, editor = QuestionFactory(), member("Editors")
    windows.close_question(question=question, editor=editor, now=NOW)
    windows.open_question(question=question, editor=editor, now=NOW + HOUR)
    windows.withdraw_question(question=question, editor=editor)
    assert Turnout.objects.get(question=question).version == 3


@pytest.mark.parametrize("role", ["Moderators", "Analysts", "staff", "reader", "nobody"])
def test_nobody_but_editors_changes_a_window(role: str) -> None:
    question = QuestionFactory()
    editor = AnonymousUser() if role == "nobody" else member(role)
    with pytest.raises(windows.NotAllowed):
        windows.open_question(question=question, editor=editor, now=NOW)
    with pytest.raises(windows.NotAllowed):
        windows.close_question(question=question, editor=editor, now=NOW)
    with pytest.raises(windows.NotAllowed):
        windows.withdraw_question(question=question, editor=editor)
    assert Question.objects.get() == question
    assert not Turnout.objects.exists()
