"""Many at once: never a second ballot, and a tally that equals a recount."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from polls.kinds import Answer
from polls.models import Ballot, BallotRevision, Question, Voter
from polls.results import recount, tally
from polls.voting import VotingClosed, VotingRefused, cast, withdraw
from tests.factories import QuestionFactory, VoterFactory

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 8


def at_once(*actions: Callable[[], object]) -> list[object]:
    """Run the actions in threads, each with a database connection of its own; what each gave."""

    def run(action: Callable[[], object]) -> object:
        try:
            return action()
        except VotingRefused as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, actions))


def cast_of(question: Question, voter: Voter, choice: int) -> Callable[[], object]:
    return lambda: (
        cast(question=question, voter=voter, answer=Answer({choice: 1}), now=timezone.now()).action
    )


def test_one_voter_in_many_tabs_has_one_ballot() -> None:
    question, voter = QuestionFactory(choices=4), VoterFactory()
    choices = list(question.choices.values_list("pk", flat=True))

    done = at_once(*(cast_of(question, voter, choices[n % 4]) for n in range(40)))

    assert done.count("cast") == 1
    assert Ballot.objects.count() == 1
    revisions = list(BallotRevision.objects.values_list("number", "marks"))
    assert [number for number, _marks in revisions] == list(range(1, len(revisions) + 1))
    ballot = Ballot.objects.get()
    assert [list(mark) for mark in ballot.marks.values_list("choice_id", "value")] == (
        revisions[-1][1]
    )
    assert tally.read([question])[question.pk].voters == 1
    assert recount.recount(question) == []


def test_casts_changes_and_withdrawals_of_many_end_in_an_exact_tally() -> None:
    question = QuestionFactory(choices=3)
    choices = list(question.choices.values_list("pk", flat=True))
    voters = VoterFactory.create_batch(10)

    actions: list[Callable[[], object]] = []
    for turn in range(4):
        for place, voter in enumerate(voters):
            if (turn + place) % 4 == 3:
                actions.append(
                    lambda voter=voter: withdraw(  # type: ignore[misc]
                        question=question, voter=voter, now=timezone.now()
                    )
                )
            else:
                actions.append(cast_of(question, voter, choices[(turn * place) % 3]))
    at_once(*actions)

    assert Ballot.objects.count() == 10
    assert recount.recount(question) == []
    read = tally.read([question])[question.pk]
    assert read.voters == Ballot.objects.counted().count()
    assert read.voters == sum(read.counts.values())


def test_what_arrives_after_closing_is_told_so_and_not_counted() -> None:
    question = QuestionFactory()
    yes = question.choices.first()
    voters = VoterFactory.create_batch(12)

    def close() -> str:
        Question.objects.filter(pk=question.pk).update(closes_at=timezone.now())
        return "closed"

    actions = [cast_of(question, voter, yes.pk) for voter in voters]
    done = at_once(*actions[:6], close, *actions[6:])

    counted = done.count("cast")
    assert counted + done.count(VotingClosed) == 12
    assert Ballot.objects.count() == counted
    assert tally.read([question])[question.pk].voters == counted
    assert recount.recount(question) == []


def test_casts_on_many_questions_do_not_wait_for_ever_on_one_another() -> None:
    questions = QuestionFactory.create_batch(4)
    voters = VoterFactory.create_batch(6)
    firsts = {question.pk: question.choices.first().pk for question in questions}

    done = at_once(
        *(
            cast_of(question, voter, firsts[question.pk])
            for voter in voters
            for question in (questions if voter.pk % 2 else reversed(questions))
        )
    )

    assert done == ["cast"] * 24
    for question in questions:
        assert recount.recount(question) == []
