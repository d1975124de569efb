"""A decision taken back within a minute, and a text put back in the queue later."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from polls.models import Comment, Decision, Turnout
from polls.moderation import (
    AlreadyDecided,
    CannotBeUndone,
    NotAllowed,
    NotYourDecision,
    TextChanged,
    TooLateToUndo,
    decide,
    decide_many,
    decide_statement,
    undo,
)
from tests.factories import (
    ChoiceFactory,
    CommentFactory,
    FlagFactory,
    QuestionFactory,
    UserFactory,
    VoterFactory,
    WriteInFactory,
)

NOW = timezone.now()
SOON = NOW + timedelta(seconds=60)


@pytest.fixture
def moderator(db: None) -> User:
    return UserFactory(groups=["Moderators"])


def rejected(comment: Comment, moderator: User, *, now: datetime = NOW) -> Decision:
    return decide(comment=comment, moderator=moderator, action="reject", reason="abuse", now=now)


def log_of(comment: Comment) -> list[tuple[str, str, str]]:
    fields = ("action", "from_status", "to_status")
    return list(comment.decisions.order_by("pk").values_list(*fields))


@pytest.mark.parametrize(
    ("before", "action"),
    [
        ("pending", "approve"),
        ("pending", "reject"),
        ("pending", "spam"),
        ("published", "reject"),
        ("published", "reopen"),
        ("rejected", "approve"),
        ("spam", "reopen"),
    ],
)
def test_undoing_restores_what_was(moderator: User, before: str, action: str) -> None:
    comment = CommentFactory(status=before)
    was = Comment.objects.filter(pk=comment.pk).values().get()
    decision = decide(comment=comment, moderator=moderator, action=action, reason="abuse", now=NOW)
    undone = undo(decision=decision, moderator=moderator, now=SOON)
    assert Comment.objects.filter(pk=comment.pk).values().get() == was
    assert log_of(comment) == [
        (action, before, decision.to_status),
        ("undo", decision.to_status, before),
    ]
    assert (undone.undoes, undone.decided_by) == (decision, moderator.get_username())


def test_flags_that_the_decision_settled_are_open_again(moderator: User) -> None:
    comment = CommentFactory(status="published", flags_count=2)
    earlier = FlagFactory(comment=comment, settled_at=NOW - timedelta(days=1))
    for _number in range(2):
        FlagFactory(comment=comment)
    decision = decide(comment=comment, moderator=moderator, action="approve", now=NOW)
    assert comment.flags.filter(settled_at=None).count() == 0
    undo(decision=decision, moderator=moderator, now=SOON)
    comment.refresh_from_db()
    assert comment.flags_count == comment.flags.filter(settled_at=None).count() == 2
    earlier.refresh_from_db()
    assert earlier.settled_at == NOW - timedelta(days=1)


def test_a_thread_counts_its_replies_rightly_throughout(moderator: User) -> None:
    first = CommentFactory(status="published")
    reply = CommentFactory(status="pending", parent=first, root=first, article=first.article)

    def counted() -> int:
        first.refresh_from_db()
        return int(first.replies_count)

    decision = decide(comment=reply, moderator=moderator, action="approve", now=NOW)
    assert counted() == 1
    undo(decision=decision, moderator=moderator, now=SOON)
    assert counted() == 0
    decide(comment=reply, moderator=moderator, action="approve", seen_status="pending", now=SOON)
    reply.refresh_from_db()
    decide(comment=reply, moderator=moderator, action="reopen", now=SOON)
    assert counted() == 0


def test_open_pages_are_told(moderator: User) -> None:
    question = QuestionFactory()
    comment = CommentFactory(status="published", article=question.article, question=question)
    decision = rejected(comment, moderator)
    told = Turnout.objects.get(question=question).version
    undo(decision=decision, moderator=moderator, now=SOON)
    assert Turnout.objects.get(question=question).version == told + 1


def test_after_a_minute_it_is_too_late(moderator: User) -> None:
    comment = CommentFactory(status="pending")
    decision = rejected(comment, moderator)
    with pytest.raises(TooLateToUndo):
        undo(decision=decision, moderator=moderator, now=SOON + timedelta(microseconds=1))
    assert log_of(comment) == [("reject", "pending", "rejected")]


def test_somebody_who_decided_since_is_not_overruled(moderator: User) -> None:
    comment = CommentFactory(status="pending")
    decision = rejected(comment, moderator)
    comment.refresh_from_db()
    decide(comment=comment, moderator=UserFactory(groups=["Moderators"]), action="approve", now=NOW)
    with pytest.raises(AlreadyDecided):
        undo(decision=decision, moderator=moderator, now=SOON)


def test_what_its_author_has_deleted_since_stays_deleted(moderator: User) -> None:
    comment = CommentFactory(status="pending")
    decision = rejected(comment, moderator)
    Comment.objects.filter(pk=comment.pk).update(status="deleted", body="")
    with pytest.raises(TextChanged):
        undo(decision=decision, moderator=moderator, now=SOON)


def test_nobody_undoes_for_another_nor_without_permission(moderator: User) -> None:
    decision = rejected(CommentFactory(status="pending"), moderator)
    with pytest.raises(NotYourDecision):
        undo(decision=decision, moderator=UserFactory(groups=["Moderators"]), now=SOON)
    with pytest.raises(NotAllowed):
        undo(decision=decision, moderator=UserFactory(groups=["Editors"]), now=SOON)


def test_undoing_cannot_be_undone_nor_repeated(moderator: User) -> None:
    decision = rejected(CommentFactory(status="pending"), moderator)
    undone = undo(decision=decision, moderator=moderator, now=SOON)
    with pytest.raises(CannotBeUndone):
        undo(decision=undone, moderator=moderator, now=SOON)
    with pytest.raises(AlreadyDecided):
        undo(decision=decision, moderator=moderator, now=SOON)


def test_a_statement_waits_again(moderator: User) -> None:
    statement = ChoiceFactory(status="pending", proposed_at=NOW, proposed_by=VoterFactory())
    decision = decide_statement(statement=statement, moderator=moderator, action="approve", now=NOW)
    undo(decision=decision, moderator=moderator, now=SOON)
    statement.refresh_from_db()
    assert statement.status == "pending"


def test_the_same_words_that_were_decided_along_wait_again_along(moderator: User) -> None:
    first = WriteInFactory(text="Nemo", status="pending")
    second = WriteInFactory(
        question=first.question, choice=first.choice, text="Nemo", status="pending"
    )
    (outcome,) = decide_many(
        texts=[first], moderator=moderator, action="reject", reason="abuse", now=NOW
    )
    assert outcome.decision is not None
    undo(decision=outcome.decision, moderator=moderator, now=SOON)
    for words in (first, second):
        words.refresh_from_db()
        assert words.status == "pending"
        assert words.decisions.count() == 2


def test_what_was_undone_no_longer_stands(moderator: User) -> None:
    comment = CommentFactory(status="pending")
    first = rejected(comment, moderator, now=NOW - timedelta(hours=1))
    comment.refresh_from_db()
    second = decide(comment=comment, moderator=moderator, action="approve", now=NOW)
    undo(decision=second, moderator=moderator, now=SOON)
    assert list(comment.decisions.standing()) == [first]


def test_putting_back_in_the_queue_leaves_flags_open(moderator: User) -> None:
    comment = CommentFactory(status="published", flags_count=1)
    FlagFactory(comment=comment)
    decide(comment=comment, moderator=moderator, action="reopen", now=NOW)
    comment.refresh_from_db()
    assert (comment.status, comment.flags_count) == ("pending", 1)
    assert comment.flags.filter(settled_at=None).count() == 1
