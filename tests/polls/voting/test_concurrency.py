"""Many at once: never a second ballot, never a lost answer, and a tally that equals a recount."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import chain
from random import Random
from threading import Event
from time import monotonic, sleep

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from polls.kinds import Answer
from polls.models import Ballot, BallotRevision, PairTally, Peek, Question, Tally, Turnout, Voter
from polls.results import tally
from polls.results.recount import recount
from polls.roll.merging import merge
from polls.roll.removal import remove
from polls.voting import (
    EditionChanged,
    Receipt,
    VotingClosed,
    VotingRefused,
    cast,
    cast_by_key,
    windows,
    withdraw,
)
from polls.voting.peeking import peek
from polls.voting.voters import key_hash
from tests.factories import QuestionFactory, UserFactory, VoterFactory

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 8

type Action = Callable[[], object]


def at_once(*actions: Action) -> list[object]:
    """Run the actions in threads, each with a database connection of its own; what each gave.

    Only what the domain refuses is an outcome: a deadlock or a lock that is not had in time fails.
    """

    def run(share: Sequence[tuple[int, Action]]) -> list[tuple[int, object]]:
        outcomes: list[tuple[int, object]] = []
        try:
            for place, action in share:
                try:
                    outcomes.append((place, action()))
                except VotingRefused as refusal:
                    outcomes.append((place, type(refusal)))
        finally:
            connection.close()
        return outcomes

    placed = list(enumerate(actions))
    with ThreadPoolExecutor(THREADS) as pool:
        shares = list(pool.map(run, [placed[start::THREADS] for start in range(THREADS)]))
    outcomes = sorted(chain(*shares), key=lambda outcome: outcome[0])
    return [gave for _place, gave in outcomes]


def choices_of(question: Question) -> list[int]:
    return list(question.choices.values_list("pk", flat=True))


def cast_of(question: Question, voter: Voter, choice: int) -> Action:
    return lambda: cast(
        question=question, voter=voter, answer=Answer({choice: 1}), now=timezone.now()
    )


def cast_with(question: Question, key: str, choice: int) -> Action:
    return lambda: cast_by_key(
        question=question, key_hash=key, answer=Answer({choice: 1}), now=timezone.now()
    )


def withdrawal_of(question: Question, voter: Voter) -> Action:
    return lambda: withdraw(question=question, voter=voter, now=timezone.now())


def ensure_exact(question: Question) -> None:
    """The books agree: counters, marks, and each ballot with its revisions without gaps."""
    assert recount(question) == []
    for ballot in Ballot.objects.filter(question=question):
        revisions = list(ballot.revisions.order_by("number"))
        assert [revision.number for revision in revisions] == list(range(1, ballot.revision + 1))
        assert _marks(ballot) == revisions[-1].marks
        assert ballot.stands == bool(revisions[-1].marks)


def ensure_acknowledged(ballot: Ballot, receipts: Sequence[object]) -> None:
    """The ballot says what the newest receipt acknowledged, and every revision was one's."""
    given = [receipt for receipt in receipts if isinstance(receipt, Receipt)]
    newest = max(given, key=lambda receipt: receipt.revision)
    assert (ballot.revision, _marks(ballot)) == (newest.revision, newest.answer.pairs)
    made = [receipt.revision for receipt in given if receipt.action not in {"kept", "repeated"}]
    assert sorted(made) == list(range(1, ballot.revision + 1))


def _marks(ballot: Ballot) -> list[list[int]]:
    marks = ballot.marks.order_by("choice_id").values_list("choice_id", "value")
    return [list(mark) for mark in marks]


def test_a_thousand_casts_of_one_voter_are_one_ballot_at_the_last_answer() -> None:
    question, key = QuestionFactory(choices=4), key_hash("one voter, many tabs")
    choices, random = choices_of(question), Random(4)

    done = at_once(*(cast_with(question, key, random.choice(choices)) for _cast in range(1000)))

    assert [type(receipt) for receipt in done] == [Receipt] * 1000
    assert [receipt.action for receipt in done if isinstance(receipt, Receipt)].count("cast") == 1
    assert Voter.objects.count() == 1
    ensure_acknowledged(Ballot.objects.get(), done)
    ensure_exact(question)
    assert tally.read([question])[question.pk].voters == 1


def test_casts_changes_withdrawals_and_a_closing_of_many_end_in_exact_books() -> None:
    question, editor = QuestionFactory(choices=3), UserFactory(is_superuser=True)
    choices, random = choices_of(question), Random(5)
    voters = VoterFactory.create_batch(10)
    by = random.choices(voters, k=240)
    actions = [
        withdrawal_of(question, voter)
        if random.random() < 0.25
        else cast_of(question, voter, random.choice(choices))
        for voter in by
    ]

    done = at_once(*actions[:200], closing_of(question, editor), *actions[200:])

    assert done.pop(200) == "closed"
    assert VotingClosed in done
    for ballot in Ballot.objects.all():
        ensure_acknowledged(
            ballot, [gave for gave, voter in zip(done, by, strict=True) if voter == ballot.voter]
        )
    ensure_exact(question)
    read = tally.read([question])[question.pk]
    assert read.voters == Ballot.objects.counted().count() == sum(read.counts.values())


def closing_of(question: Question, editor: User) -> Action:
    def close() -> str:
        windows.close_question(question=question, editor=editor, now=timezone.now())
        return "closed"

    return close


def test_no_ballot_is_accepted_once_the_clock_has_closed_the_question() -> None:
    closes_at = timezone.now() + timedelta(seconds=0.6)
    question = QuestionFactory(closes_at=closes_at)
    yes, no = choices_of(question)
    key = key_hash("until the end")

    def keep_casting(key: str) -> int:
        casts = 0
        while True:
            try:
                cast_with(question, key, (yes, no)[casts % 2])()
            except VotingClosed:
                return casts
            casts += 1

    accepted = at_once(*(lambda key=f"{key}{n}"[-64:]: keep_casting(key) for n in range(THREADS)))

    assert BallotRevision.objects.count() == sum(accepted) > 0  # type: ignore[arg-type]
    assert not BallotRevision.objects.filter(made_at__gte=closes_at).exists()
    assert Ballot.objects.count() == tally.read([question])[question.pk].voters
    ensure_exact(question)


def test_two_first_posts_of_one_new_voter_are_one_voter_and_one_ballot() -> None:
    question = QuestionFactory()
    yes, no = choices_of(question)
    keys = [key_hash(f"new {number}") for number in range(20)]

    done = at_once(*(cast_with(question, key, choice) for key in keys for choice in (yes, no)))

    assert Voter.objects.count() == Ballot.objects.count() == 20
    for place, key in enumerate(keys):
        ensure_acknowledged(
            Ballot.objects.get(voter__key_hash=key), done[2 * place : 2 * place + 2]
        )
    ensure_exact(question)


def test_looks_at_the_result_race_with_first_ballots_and_lose_or_win() -> None:
    """A ballot is informed if and only if the look at the result was on file before it."""
    question = QuestionFactory(results=Question.Results.AFTER_VOTE, allows_peek=True)
    yes, _no = choices_of(question)
    voters = VoterFactory.create_batch(16)

    def looking(voter: Voter) -> Action:
        return lambda: peek(question=question, voter=voter, now=timezone.now())

    done = at_once(
        *(act for v in voters for act in (looking(v), cast_with(question, v.key_hash, yes)))
    )

    assert Ballot.objects.count() == 16
    assert Peek.objects.count() == done[::2].count(True)
    informed = BallotRevision.objects.filter(informed=True).values("voter")
    assert not Voter.objects.filter(pk__in=informed, peeks__isnull=True).exists()
    ensure_exact(question)


def test_an_edited_question_takes_answers_to_its_new_edition_only() -> None:
    """As the pages do, a cast reads the question anew when it learns that it was edited."""
    question = QuestionFactory()
    yes, _no = choices_of(question)
    keys = [key_hash(f"reader {number}") for number in range(32)]

    def read_anew(key: str) -> object:
        while True:
            current = Question.objects.get(pk=question.pk)
            try:
                return cast_with(current, key, yes)()
            except EditionChanged:
                continue

    def edit() -> None:
        with transaction.atomic():
            Question.objects.hold(question.pk)
            Turnout.objects.announce(question.pk)

    actions: list[Action] = [lambda key=key: read_anew(key) for key in keys]  # type: ignore[misc]
    at_once(*[edit if turn % 4 == 3 else actions.pop() for turn in range(40)])

    assert Ballot.objects.count() == 30
    assert Question.objects.get().edition == question.edition + 10
    ensure_exact(question)


def test_casts_on_many_questions_do_not_wait_for_ever_on_one_another() -> None:
    questions = QuestionFactory.create_batch(4)
    voters = VoterFactory.create_batch(6)
    firsts = {question.pk: choices_of(question)[0] for question in questions}

    done = at_once(
        *(
            cast_of(question, voter, firsts[question.pk])
            for voter in voters
            for question in (questions if voter.pk % 2 else reversed(questions))
        )
    )

    assert [receipt.action for receipt in done if isinstance(receipt, Receipt)] == ["cast"] * 24
    for question in questions:
        ensure_exact(question)


def test_voters_are_merged_and_removed_while_they_vote() -> None:
    """No ballot is left with a merged voter, none of a removed one, and nobody waits for ever."""
    questions = QuestionFactory.create_batch(3, choices=3)
    choices = {question.pk: choices_of(question) for question in questions}
    voters, random = VoterFactory.create_batch(12), Random(6)
    for voter in voters:
        cast_of(questions[0], voter, choices[questions[0].pk][0])()
    casts = [
        cast_with(question, voter.key_hash, random.choice(choices[question.pk]))
        for question in questions * 4
        for voter in voters
    ]
    random.shuffle(casts)
    merges: list[Action] = [
        lambda pair=pair: merge(kept=pair[0], merged=pair[1], now=timezone.now())  # type: ignore[misc]
        for pair in zip(voters[0:4], voters[4:8], strict=True)
    ]
    removals: list[Action] = [
        lambda voter=voter: remove(voter=voter, now=timezone.now())  # type: ignore[misc]
        for voter in voters[8:]
    ]
    for place, act in enumerate([*merges, *removals]):
        casts.insert(place * 12 + 6, act)

    at_once(*casts)

    merged = Voter.objects.filter(merged_into__isnull=False)
    assert {voter.pk for voter in merged} == {voter.pk for voter in voters[4:8]}
    assert not Ballot.objects.standing().filter(voter__in=merged).exists()
    assert not Voter.objects.filter(pk__in=[voter.pk for voter in voters[8:]]).exists()
    for question in questions:
        ensure_exact(question)


def test_a_recount_sets_right_what_was_wrong_while_readers_vote() -> None:
    """And twice at once it mends once: each counter ends at what the ballots say."""
    question = QuestionFactory(kind="ranking", choices=3)
    choices = choices_of(question)
    for voter in VoterFactory.create_batch(5):
        rank(question, voter, choices)
    Tally.objects.filter(choice=choices[0]).update(count=50)
    PairTally.objects.filter(preferred=choices[1]).delete()
    Turnout.objects.update(voters=2, abstentions=7)
    voters, random = VoterFactory.create_batch(40), Random(7)
    actions: list[Action] = [
        lambda voter=voter: rank(question, voter, random.sample(choices, 3))  # type: ignore[misc]
        for voter in voters
    ]
    for place in (10, 11, 12, 13, 30):
        actions.insert(place, lambda: recount(question, fix=True))

    at_once(*actions)

    assert Turnout.objects.get().mendings == 1
    assert Turnout.objects.get().voters == 45
    ensure_exact(question)


def rank(question: Question, voter: Voter, order: Sequence[int]) -> object:
    ranks = {choice: place for place, choice in enumerate(order, 1)}
    return cast(question=question, voter=voter, answer=Answer(ranks), now=timezone.now())


@pytest.mark.postgres
def test_a_first_ballot_that_waits_for_a_merge_is_the_kept_voter_s() -> None:
    question = QuestionFactory(choices=3)
    kept, merged = VoterFactory.create_batch(2)
    is_merged = Event()

    def merge_slowly() -> None:
        with transaction.atomic():
            merge(kept=kept, merged=merged, now=timezone.now())
            is_merged.set()
            wait_until_somebody_waits()

    def vote() -> None:
        assert is_merged.wait(20)
        cast_with(question, merged.key_hash, choices_of(question)[0])()

    at_once(merge_slowly, vote)

    assert [ballot.voter_id for ballot in Ballot.objects.standing()] == [kept.pk]
    ensure_exact(question)


def wait_until_somebody_waits() -> None:
    """Until another session of this database waits for a lock."""
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    until = monotonic() + 20
    with connection.cursor() as cursor:
        while monotonic() < until:
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
            sleep(0.05)
    raise AssertionError("nobody waits")
