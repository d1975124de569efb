"""Somebody known on two devices becomes one voter, with all that was either's."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import RequestFactory
from django.utils import timezone

from polls.kinds import Answer
from polls.models import (
    Approval,
    Ballot,
    BallotRevision,
    Choice,
    Flag,
    Peek,
    Question,
    Voter,
    WriteIn,
)
from polls.results import tally
from polls.results.recount import recount
from polls.roll.merging import MergeRefused, merge
from polls.voting import cast, cast_by_key, voters, withdraw
from tests.factories import (
    ApprovalFactory,
    ChoiceFactory,
    CommentFactory,
    FlagFactory,
    QuestionFactory,
    QuizQuestionFactory,
    UserFactory,
    VoterFactory,
)

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def later(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def choices_of(question: Question) -> list[int]:
    return list(question.choices.values_list("pk", flat=True))


def says(question: Question, voter: Voter) -> Any:
    """A ballot's marks by its choices' places, and whether it stands."""
    places = {pk: place for place, pk in enumerate(choices_of(question), 1)}
    ballot = Ballot.objects.get(question=question, voter=voter)
    marks = {places[choice]: value for choice, value in ballot.marks.values_list("choice", "value")}
    return marks, ballot.stands


def counted(question: Question) -> tuple[int, dict[int, int]]:
    """Voters, and how many say each place's choice."""
    read = tally.read([question])[question.pk]
    assert recount(question) == []
    places = {pk: place for place, pk in enumerate(choices_of(question), 1)}
    return read.voters, {places[choice]: n for (choice, _value), n in read.counts.items() if n}


@pytest.fixture
def kept() -> Voter:
    made: Voter = VoterFactory()
    return made


@pytest.fixture
def merged() -> Voter:
    made: Voter = VoterFactory()
    return made


@pytest.mark.parametrize(("kept_at", "merged_at", "stands"), [(1, 2, 2), (2, 1, 1)])
def test_the_answer_that_was_changed_last_stands_and_counts_once(
    kept: Voter, merged: Voter, kept_at: int, merged_at: int, stands: int
) -> None:
    question = QuestionFactory()
    first, second = choices_of(question)
    cast(question=question, voter=kept, answer=Answer({first: 1}), now=later(kept_at))
    cast(question=question, voter=merged, answer=Answer({second: 1}), now=later(merged_at))

    merge(kept=kept, merged=merged, now=later(9))

    assert says(question, kept) == ({stands: 1}, True)
    assert says(question, merged) == ({}, False)
    assert counted(question) == (1, {stands: 1})
    assert list(BallotRevision.objects.values_list("voter", "number", "action", "made_at")) == [
        (kept.pk, 1, "cast", later(kept_at)),
        (kept.pk, 2, "merged", later(9)),
        (merged.pk, 1, "cast", later(merged_at)),
        (merged.pk, 2, "merged", later(9)),
    ]
    ballot = Ballot.objects.get(question=question, voter=kept)
    assert (ballot.cast_at, ballot.changed_at) == (later(1), later(2))


def test_a_question_that_only_the_merged_voter_answered_comes_along(
    kept: Voter, merged: Voter
) -> None:
    question = QuestionFactory()
    _first, second = choices_of(question)
    cast(question=question, voter=merged, answer=Answer({second: 1}), now=NOW)
    merge(kept=kept, merged=merged, now=later(1))
    assert says(question, kept) == ({2: 1}, True)
    assert counted(question) == (1, {2: 1})


def test_a_withdrawn_answer_says_nothing_against_a_standing_one(kept: Voter, merged: Voter) -> None:
    question = QuestionFactory()
    first, second = choices_of(question)
    cast(question=question, voter=kept, answer=Answer({first: 1}), now=NOW)
    cast(question=question, voter=merged, answer=Answer({second: 1}), now=NOW)
    withdraw(question=question, voter=merged, now=later(5))
    merge(kept=kept, merged=merged, now=later(6))
    assert says(question, kept) == ({1: 1}, True)
    assert counted(question) == (1, {1: 1})


def test_the_first_answer_to_a_quiz_question_stands(kept: Voter, merged: Voter) -> None:
    question = QuizQuestionFactory()
    wrong, right = choices_of(question)
    cast(question=question, voter=merged, answer=Answer({wrong: 0}), now=NOW)
    cast(question=question, voter=kept, answer=Answer({right: 100}), now=later(1))
    merge(kept=kept, merged=merged, now=later(2))
    assert says(question, kept) == ({1: 0}, True)
    assert counted(question) == (1, {1: 1})


def test_statements_answered_here_and_there_are_answered(kept: Voter, merged: Voter) -> None:
    question = QuestionFactory(kind="statements", choices=3)
    first, second, third = choices_of(question)
    cast(question=question, voter=merged, answer=Answer({first: 1, second: 1}), now=NOW)
    cast(question=question, voter=kept, answer=Answer({second: -1, third: 0}), now=later(1))
    merge(kept=kept, merged=merged, now=later(2))
    assert says(question, kept) == ({1: 1, 2: -1, 3: 0}, True)
    assert counted(question) == (1, {1: 1, 2: 1, 3: 1})


def test_a_merge_counts_after_closing_too(kept: Voter, merged: Voter) -> None:
    question = QuestionFactory()
    first, second = choices_of(question)
    cast(question=question, voter=kept, answer=Answer({first: 1}), now=NOW)
    cast(question=question, voter=merged, answer=Answer({second: 1}), now=later(1))
    Question.objects.update(closes_at=later(2))
    merge(kept=kept, merged=merged, now=later(3))
    assert counted(question) == (1, {2: 1})


def test_the_merged_key_leads_to_the_kept_voter_by_every_way() -> None:
    questions = QuestionFactory.create_batch(2)
    token = voters.new_token()
    kept, merged = VoterFactory(), VoterFactory(key_hash=voters.key_hash(token))
    merge(kept=kept, merged=merged, now=NOW)
    last = VoterFactory()
    merge(kept=last, merged=kept, now=NOW)

    request = RequestFactory().get("/")
    request.COOKIES[voters.COOKIE] = signing.Signer(salt="polls.voting.voters").sign(token)
    assert voters.identify(request) == last
    assert voters.enrol(key_hash=merged.key_hash, now=NOW) == last
    for seen, question in zip((0, 1), questions, strict=True):  # the short way and the careful one
        cast_by_key(
            question=question,
            key_hash=merged.key_hash,
            answer=Answer({choices_of(question)[0]: 1}),
            now=later(1),
            seen=seen,
        )
        assert says(question, last) == ({1: 1}, True)
    assert Voter.objects.count() == 3


def test_comments_approvals_and_flags_come_along_without_doubles(
    kept: Voter, merged: Voter
) -> None:
    token = uuid.uuid4()
    own = CommentFactory(voter=kept, form_token=token, approvals_count=1)
    theirs = CommentFactory(voter=merged, form_token=token, article=own.article)
    both = CommentFactory(article=own.article, approvals_count=2, flags_count=1)
    one = CommentFactory(article=own.article, approvals_count=1, flags_count=1)
    ApprovalFactory(comment=own, voter=merged)  # becomes praise of oneself
    ApprovalFactory(comment=both, voter=kept)
    ApprovalFactory(comment=both, voter=merged)
    ApprovalFactory(comment=one, voter=merged)
    FlagFactory(comment=both, voter=kept, settled_at=NOW)
    FlagFactory(comment=both, voter=merged, reason="spam")
    FlagFactory(comment=one, voter=merged)

    merge(kept=kept, merged=merged, now=NOW)

    for comment in (own, theirs, both, one):
        comment.refresh_from_db()
    assert (own.voter, theirs.voter) == (kept, kept)
    assert own.form_token != theirs.form_token
    assert set(Approval.objects.values_list("comment", "voter")) == {
        (both.pk, kept.pk),
        (one.pk, kept.pk),
    }
    assert set(Flag.objects.values_list("comment", "voter", "reason")) == {
        (both.pk, kept.pk, "spam"),
        (one.pk, kept.pk, "abuse"),
    }
    assert [(c.approvals_count, c.flags_count) for c in (own, both, one)] == [
        (0, 0),
        (1, 1),
        (1, 1),
    ]


def test_proposals_looks_and_words_come_along(kept: Voter, merged: Voter) -> None:
    question = QuestionFactory(choices=1, results="after_vote", allows_peek=True)
    other = ChoiceFactory(question=question, role=Choice.Role.OTHER)
    question.refresh_from_db()
    (first, *_more) = choices_of(question)
    cast(question=question, voter=kept, answer=Answer({first: 1}), now=NOW)
    cast(question=question, voter=merged, answer=Answer({other.pk: 1}, words="Both"), now=later(1))
    WriteIn.objects.update(status="published")
    statement = ChoiceFactory(question=QuestionFactory(kind="statements"), proposed_by=merged)
    Peek.objects.create(question=question, voter=merged, seen_at=NOW)

    merge(kept=kept, merged=merged, now=later(2))

    assert list(
        WriteIn.objects.values_list("voter", "revision", "text", "status", "superseded_at")
    ) == [(kept.pk, 2, "Both", "published", None)]
    assert list(Peek.objects.values_list("voter", flat=True)) == [kept.pk]
    statement.refresh_from_db()
    assert statement.proposed_by == kept


def test_an_account_moves_only_to_a_voter_without_one() -> None:
    with_account, without = VoterFactory(user=UserFactory()), VoterFactory(display_name="Dominique")
    account = with_account.user
    kept = merge(kept=without, merged=with_account, now=NOW)
    assert (kept.user, kept.display_name) == (account, "Dominique")

    another = VoterFactory(user=UserFactory())
    assert merge(kept=kept, merged=another, now=NOW).user == account
    another.refresh_from_db()
    assert another.user is not None


def test_nobody_is_merged_with_themselves_or_taken_from_another() -> None:
    a, b, c = VoterFactory.create_batch(3)
    merge(kept=a, merged=b, now=NOW)
    for kept, merged in ((a, a), (b, a), (b, c), (c, b)):
        with pytest.raises(MergeRefused):
            merge(kept=kept, merged=merged, now=NOW)


def test_merging_the_same_two_again_moves_what_came_in_meanwhile(
    kept: Voter, merged: Voter
) -> None:
    merge(kept=kept, merged=merged, now=NOW)
    stray = CommentFactory(voter=merged)
    merge(kept=kept, merged=merged, now=NOW)
    stray.refresh_from_db()
    assert stray.voter == kept
