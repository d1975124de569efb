"""An author's one appeal, and who answers it."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from polls.models import Appeal, Comment, Voter
from polls.moderation import NothingToDecide, appeals, decide, undo
from polls.moderation.refusals import SamePerson
from polls.roll.removal import remove
from tests.factories import CommentFactory, FlagFactory, UserFactory, VoterFactory

NOW = timezone.now()
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def moderator(db: None) -> User:
    return UserFactory(groups=["Moderators"])


@pytest.fixture
def rejected(moderator: User) -> Comment:
    comment = CommentFactory(status="pending")
    decide(comment=comment, moderator=moderator, action="reject", reason="abuse", now=NOW)
    comment.refresh_from_db()
    return comment


def author_of(comment: Comment) -> Voter:
    assert comment.voter is not None
    return comment.voter


def appeal(comment: Comment, text: str = "Ce n’est pas une insulte.") -> Appeal:
    return appeals.appeal(comment=comment, voter=author_of(comment), text=text, now=LATER)


def test_an_author_appeals_once(rejected: Comment) -> None:
    made = appeal(rejected)
    assert list(appeals.waiting()) == [made]
    with pytest.raises(appeals.AppealedAlready):
        appeal(rejected)


def test_nobody_else_appeals_nor_against_nothing(rejected: Comment) -> None:
    with pytest.raises(appeals.NotTheAuthor):
        appeals.appeal(comment=rejected, voter=VoterFactory(), text="Si.", now=LATER)
    for status in ("pending", "published"):
        with pytest.raises(appeals.NotRejected):
            appeal(CommentFactory(status=status))
    with pytest.raises(appeals.TextForgotten):
        appeal(CommentFactory(status="spam", body=""))


@pytest.mark.parametrize(
    ("text", "refusal"),
    [("  \u200b ", appeals.NoArgument), ("x" * 1001, appeals.ArgumentTooLong)],
)
def test_an_appeal_says_why(rejected: Comment, text: str, refusal: Any) -> None:
    with pytest.raises(refusal):
        appeal(rejected, text)
    assert not Appeal.objects.exists()


def test_upholding_it_publishes_the_comment(rejected: Comment) -> None:
    made = appeal(rejected)
    other = UserFactory(groups=["Moderators"])
    decision = appeals.answer(appeal=made, moderator=other, upholds=True, now=LATER)
    made.refresh_from_db()
    rejected.refresh_from_db()
    assert (made.decision, made.answered_at, made.is_upheld) == (decision, LATER, True)
    assert rejected.status == "published"


def test_rejecting_it_leaves_the_comment_and_tells_the_author_why(rejected: Comment) -> None:
    made = appeal(rejected)
    other = UserFactory(groups=["Moderators"])
    decision = appeals.answer(
        appeal=made, moderator=other, upholds=False, note="L’attaque reste.", tells_author=True,
        now=LATER,
    )  # fmt: skip
    made.refresh_from_db()
    rejected.refresh_from_db()
    assert (made.is_upheld, rejected.status) == (False, "rejected")
    assert (decision.action, decision.note, decision.tells_author) == (
        "keep",
        "L’attaque reste.",
        True,
    )
    assert not appeals.waiting().exists()
    with pytest.raises(NothingToDecide):
        appeals.answer(appeal=made, moderator=other, upholds=False, now=LATER)


def test_whoever_rejected_leaves_it_to_another_if_there_is_one(
    rejected: Comment, moderator: User
) -> None:
    made = appeal(rejected)
    assert appeals.case_of(made, moderator=moderator).same_person is True
    other = UserFactory(groups=["Moderators"])
    assert appeals.case_of(made, moderator=other).same_person is False
    with pytest.raises(SamePerson):
        appeals.answer(appeal=made, moderator=moderator, upholds=False, now=LATER)
    appeals.answer(appeal=made, moderator=moderator, upholds=False, insists=True, now=LATER)
    made.refresh_from_db()
    assert made.answered_at == LATER


def test_whoever_is_alone_answers_their_own(rejected: Comment, moderator: User) -> None:
    User.objects.exclude(pk=moderator.pk).delete()
    made = appeal(rejected)
    appeals.answer(appeal=made, moderator=moderator, upholds=True, now=LATER)
    made.refresh_from_db()
    assert made.is_upheld is True


def test_a_decision_in_the_queue_answers_it_too_and_undoing_that_opens_it(
    rejected: Comment, moderator: User
) -> None:
    made = appeal(rejected)
    decision = decide(comment=rejected, moderator=moderator, action="approve", now=LATER)
    made.refresh_from_db()
    assert made.decision == decision
    undo(decision=decision, moderator=moderator, now=LATER)
    anew = Appeal.objects.get(pk=made.pk)
    assert [anew.decision, anew.answered_at] == [None, None]


def test_nothing_waits_for_an_author_who_was_removed(rejected: Comment) -> None:
    made = appeal(rejected)
    remove(voter=author_of(rejected), now=LATER)
    made.refresh_from_db()
    assert made.text == ""
    assert not appeals.waiting().exists()


@pytest.mark.parametrize("count", [1, 6])
def test_the_queue_costs_the_same_however_long(
    count: int, moderator: User, django_assert_num_queries: Any
) -> None:
    for _number in range(count):
        comment = CommentFactory(status="pending")
        FlagFactory(comment=comment)
        decide(comment=comment, moderator=moderator, action="reject", reason="abuse", now=NOW)
        comment.refresh_from_db()
        appeal(comment)
    with django_assert_num_queries(3):
        cases = [appeals.case_of(one, moderator=moderator) for one in appeals.waiting()]
        for case in cases:
            assert case.appeal.comment.article.title
            assert [flag.reason for flag in case.appeal.comment.flags.all()]
    assert len(cases) == count
