"""Groups are computed beside the site, once, when enough has changed, and keep their names."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from polls.groups import due, renew
from polls.groups.claims import PATIENCE, claimed, still_held
from polls.kinds import Answer
from polls.models import Choice, OpinionPlace, OpinionRun, Question, Turnout
from polls.voting import cast
from tests.factories import QuestionFactory, VoterFactory
from tests.polls.conftest import AtOnce
from tests.polls.groups.conversing import conversation, join, rejected

pytestmark = pytest.mark.django_db


def placed(question: Question) -> dict[int, tuple[int | None, float, float]]:
    kept = OpinionPlace.objects.filter(question=question)
    rows = kept.values_list("voter_id", "group", "x", "y")
    return {who: (group, x, y) for who, group, x, y in rows}


def is_due(**after: float) -> bool:
    return bool(due(Question.objects.all(), now=timezone.now() + timedelta(**after)))


def test_camps_become_groups_with_everybody_in_one() -> None:
    question = conversation(20, 14)
    done = renew(question, now=timezone.now())
    assert done is not None
    assert (done.participants, done.groups, done.votes) == (34, 2, 340)
    run = OpinionRun.objects.get(question=question)
    assert [group["size"] for group in run.summary["groups"]] == [20, 14]
    assert (run.k, run.participants, run.claimed_at) == (2, 34, None)
    groups = [group for group, _x, _y in placed(question).values()]
    assert (groups.count(0), groups.count(1)) == (20, 14)


def test_who_answered_little_has_a_place_and_no_group() -> None:
    question = conversation(12, 12)
    (newcomer,) = join(question, 1, answered=6)
    renew(question, now=timezone.now())
    assert placed(question)[newcomer.pk][0] is None


def test_names_and_directions_stay_when_groups_change_sizes() -> None:
    question = conversation(20, 14)
    renew(question, now=timezone.now())
    before = placed(question)
    join(question, 0, 30)
    renew(question, now=timezone.now())
    after = placed(question)
    assert {who: after[who][0] for who in before} == {who: kept[0] for who, kept in before.items()}
    assert all(after[who][1] * before[who][1] > 0 for who in before)
    sizes = [one["size"] for one in OpinionRun.objects.get(question=question).summary["groups"]]
    assert sizes == [20, 44]


def test_what_was_rejected_is_told_of_nobody() -> None:
    question = conversation(20, 14)
    gone = rejected(question, "choice-4")
    renew(question, now=timezone.now())
    summary = OpinionRun.objects.get(question=question).summary
    assert gone.pk not in [row[0] for row in summary["statements"]]
    assert len(summary["statements"]) == 9
    told = [one["statement"] for group in summary["groups"] for one in group["representative"]]
    assert gone.pk not in told


def test_a_question_nobody_answered_has_no_groups() -> None:
    question = QuestionFactory(kind="statements")
    done = renew(question, now=timezone.now())
    assert done is not None
    assert (done.groups, placed(question)) == (0, {})


def test_every_statement_asked_gets_a_priority_and_new_ones_the_greatest() -> None:
    question = conversation(20, 14)
    fresh = question.choices.create(slug="fresh", label_fr="Neuf.", position=99)
    renew(question, now=timezone.now())
    told = question.choices.values_list("slug", "priority")
    weights = {slug: weight or 0.0 for slug, weight in told}
    assert all(weight > 0 for weight in weights.values())
    assert max(weights, key=lambda slug: weights[slug]) == fresh.slug


def test_neither_a_result_nor_a_form_is_outdated_by_it() -> None:
    question = conversation(20, 14)
    edition, version = question.edition, Turnout.objects.get(question=question).version
    renew(question, now=timezone.now())
    question.refresh_from_db()
    assert (question.edition, Turnout.objects.get(question=question).version) == (edition, version)
    assert not is_due(hours=1)


def test_two_at_once_compute_once(at_once: AtOnce) -> None:
    question, now = conversation(12, 12), timezone.now()
    done = at_once([partial(renew, question, now=now + step) for step in STEPS])
    assert [type(one) for one in done if isinstance(one, Exception)] == []
    assert any(done)
    assert len(placed(question)) == 24
    assert OpinionRun.objects.get(question=question).claimed_at is None


STEPS = [timedelta(milliseconds=number) for number in range(4)]


def test_while_one_computes_others_leave_it_to_that_one() -> None:
    question, now = conversation(12, 12), timezone.now()
    with claimed(question, now=now) as mine:
        assert mine
        assert renew(question, now=now + timedelta(minutes=1)) is None
    assert renew(question, now=now + timedelta(minutes=1)) is not None


def test_a_process_that_died_is_not_waited_for_and_keeps_nothing_if_it_returns() -> None:
    question, now = conversation(12, 12), timezone.now()
    with claimed(question, now=now):
        later = now + PATIENCE
        assert renew(question, now=later) is not None
        assert not still_held(question, now=now)
    assert OpinionRun.objects.get(question=question).made_at == later


class TestDue:
    def test_the_first_answer_is_enough(self) -> None:
        question = QuestionFactory(kind="statements")
        assert not is_due()
        cast_one(question)
        assert is_due()

    def test_then_a_fiftieth_of_the_votes_and_three_at_least(self) -> None:
        question = conversation(20, 20)  # 400 votes
        renew(question, now=timezone.now())
        for number in range(8):
            assert is_due(minutes=5) == (number >= 8)
            cast_one(question)
        assert not is_due(minutes=5)  # eight of 408
        cast_one(question)
        assert is_due(minutes=5)

    def test_few_changes_are_taken_along_after_ten_minutes(self) -> None:
        question = conversation(20, 20)
        renew(question, now=timezone.now())
        cast_one(question)
        assert not is_due(minutes=9)
        assert is_due(minutes=10)

    def test_what_took_long_is_rested_from(self) -> None:
        question = conversation(20, 20)
        renew(question, now=timezone.now())
        OpinionRun.objects.update(seconds=60)
        cast_one(question)
        assert not is_due(minutes=19)
        assert is_due(minutes=20, seconds=1)

    def test_other_kinds_never(self) -> None:
        question = QuestionFactory()
        choice = question.choices.first()
        cast(
            question=question,
            voter=VoterFactory(),
            answer=Answer({choice.pk: 1}),
            now=timezone.now(),
        )
        assert not is_due(days=1)


def cast_one(question: Question) -> None:
    vote(question, question.choices.earliest("pk"))


def vote(question: Question, choice: Choice) -> None:
    answer = Answer({choice.pk: 1})
    cast(question=question, voter=VoterFactory(), answer=answer, now=timezone.now())
