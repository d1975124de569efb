"""A moderator's decisions: every state and action, who may, and two moderators at once."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.utils import timezone

from polls.models import Choice, Comment, Decision, Turnout
from polls.models.moderation import DecisionKept
from polls.moderation import (
    AlreadyDecided,
    NotAllowed,
    NoteTooLong,
    NothingToDecide,
    ReasonMissing,
    TextChanged,
    actions_for,
    decide,
    decide_many,
    decide_statement,
)
from tests.factories import (
    ChoiceFactory,
    CommentFactory,
    FlagFactory,
    QuestionFactory,
    UserFactory,
    VoterFactory,
)
from tests.polls.conftest import AtOnce

NOW = timezone.now()
Status = Comment.Status

AFTER_DECISION = {
    ("pending", "approve"): "published",
    ("pending", "reject"): "rejected",
    ("pending", "spam"): "spam",
    ("published", "reject"): "rejected",
    ("published", "spam"): "spam",
    ("rejected", "approve"): "published",
    ("spam", "approve"): "published",
}
STATEMENT_AFTER_DECISION = {
    ("pending", "approve"): "published",
    ("pending", "reject"): "rejected",
    ("pending", "spam"): "rejected",
    ("published", "reject"): "rejected",
    ("published", "spam"): "rejected",
    ("rejected", "approve"): "published",
}


@pytest.fixture
def moderator(db: None) -> User:
    return UserFactory(groups=["Moderators"])


def comment_in(status: str, **given: object) -> Comment:
    body = "" if status == "deleted" else "Un argument."
    return CommentFactory(status=status, body=body, **given)


def statement_in(status: str) -> Choice:
    return ChoiceFactory(status=status, proposed_at=NOW, proposed_by=VoterFactory())


def why(action: str) -> dict[str, Any]:
    return {"action": action, "reason": "abuse" if action == "reject" else ""}


@pytest.mark.parametrize("action", ["approve", "reject", "spam"])
@pytest.mark.parametrize("status", ["pending", "published", "rejected", "spam", "deleted"])
def test_each_action_leads_from_each_state_to_its_own(
    moderator: User, status: str, action: str
) -> None:
    comment = comment_in(status)
    expected = AFTER_DECISION.get((status, action))
    assert (action in actions_for(comment)) == (expected is not None)
    if expected is None:
        with pytest.raises(NothingToDecide):
            decide(comment=comment, moderator=moderator, now=NOW, **why(action))
        assert not Decision.objects.exists()
    else:
        decide(comment=comment, moderator=moderator, now=NOW, note="vu", **why(action))
        decision = Decision.objects.get()
        assert (decision.comment, decision.statement) == (comment, None)
        assert (decision.moderator, decision.decided_at) == (moderator, NOW)
        assert (decision.action, decision.note) == (action, "vu")
        assert (decision.from_status, decision.to_status) == (status, expected)
    comment.refresh_from_db()
    assert comment.status == (expected or status)


@pytest.mark.parametrize("action", ["approve", "reject", "spam"])
@pytest.mark.parametrize("status", ["pending", "published", "rejected"])
def test_statements_are_decided_likewise(moderator: User, status: str, action: str) -> None:
    statement = statement_in(status)
    expected = STATEMENT_AFTER_DECISION.get((status, action))
    assert (action in actions_for(statement)) == (expected is not None)
    if expected is None:
        with pytest.raises(NothingToDecide):
            decide_statement(statement=statement, moderator=moderator, now=NOW, **why(action))
    else:
        decision = decide_statement(
            statement=statement, moderator=moderator, now=NOW, **why(action)
        )
        assert (decision.statement, decision.comment) == (statement, None)
        assert (decision.from_status, decision.to_status) == (status, expected)
    statement.refresh_from_db()
    assert statement.status == (expected or status)


def test_the_choices_of_editors_are_not_decided(moderator: User) -> None:
    choice = ChoiceFactory()
    assert actions_for(choice) == frozenset()
    with pytest.raises(NothingToDecide):
        decide_statement(statement=choice, moderator=moderator, now=NOW, **why("reject"))


def test_a_decided_statement_gives_its_question_a_new_version(moderator: User) -> None:
    statement = statement_in("pending")
    turnout = Turnout.objects.create(question=statement.question, version=7)
    decide_statement(statement=statement, moderator=moderator, action="approve", now=NOW)
    turnout.refresh_from_db()
    assert turnout.version == 8


def test_only_who_may_moderate_decides(db: None) -> None:
    comment, statement = comment_in("pending"), statement_in("pending")
    nobodies: list[User | AnonymousUser] = [
        AnonymousUser(),
        UserFactory(),
        UserFactory(groups=["Editors"]),
        UserFactory(groups=["Analysts"]),
        UserFactory(groups=["Moderators"], is_active=False),
    ]
    for nobody in nobodies:
        with pytest.raises(NotAllowed):
            decide(comment=comment, moderator=nobody, action="approve", now=NOW)
        with pytest.raises(NotAllowed):
            decide_statement(statement=statement, moderator=nobody, action="approve", now=NOW)
        with pytest.raises(NotAllowed):
            decide_many(texts=[comment], moderator=nobody, action="approve", now=NOW)
    assert set(Comment.objects.values_list("status", flat=True)) == {"pending"}
    assert not Decision.objects.exists()


def test_a_rejection_gives_its_reason(moderator: User) -> None:
    comment = comment_in("pending")
    with pytest.raises(ReasonMissing):
        decide(comment=comment, moderator=moderator, action="reject", now=NOW)
    with pytest.raises(NoteTooLong):
        decide(comment=comment, moderator=moderator, action="spam", note="x" * 501, now=NOW)
    assert not Decision.objects.exists()


def test_publishing_keeps_the_first_date(moderator: User) -> None:
    comment = comment_in("pending")
    decide(comment=comment, moderator=moderator, action="approve", now=NOW)
    comment.refresh_from_db()
    later = NOW + timedelta(hours=1)
    decide(comment=comment, moderator=moderator, now=later, **why("reject"))
    comment.refresh_from_db()
    decide(comment=comment, moderator=moderator, action="approve", now=later)
    comment.refresh_from_db()
    assert comment.published_at == NOW


@pytest.mark.parametrize("action", ["approve", "reject", "spam"])
def test_a_decision_settles_the_open_flags(moderator: User, action: str) -> None:
    comment = comment_in("published", flags_count=2)
    earlier = FlagFactory(comment=comment, settled_at=NOW - timedelta(days=1))
    FlagFactory.create_batch(2, comment=comment)
    decide(comment=comment, moderator=moderator, now=NOW, **why(action))
    comment.refresh_from_db()
    assert comment.flags_count == 0
    assert comment.flags.filter(settled_at=NOW).count() == 2
    earlier.refresh_from_db()
    assert earlier.settled_at == NOW - timedelta(days=1)


def test_the_second_moderator_is_told(moderator: User) -> None:
    comment = comment_in("pending")
    seen_by_both = comment.status
    decide(comment=comment, moderator=moderator, seen_status=seen_by_both, now=NOW, **why("reject"))
    comment.refresh_from_db()
    with pytest.raises(AlreadyDecided):
        decide(
            comment=comment,
            moderator=UserFactory(groups=["Moderators"]),
            action="approve",
            seen_status=seen_by_both,
            now=NOW,
        )
    assert Decision.objects.get().to_status == "rejected"


def test_a_text_edited_since_it_was_read_is_not_decided(moderator: User) -> None:
    read_at = NOW - timedelta(minutes=2)
    comment = comment_in("pending", edited_at=NOW - timedelta(minutes=1))
    with pytest.raises(TextChanged):
        decide(comment=comment, moderator=moderator, action="approve", seen_at=read_at, now=NOW)
    decide(comment=comment, moderator=moderator, action="approve", seen_at=NOW, now=NOW)


def test_many_are_decided_each_on_its_own(moderator: User) -> None:
    waiting, decided, deleted = (comment_in(name) for name in ("pending", "spam", "deleted"))
    gone = comment_in("pending")
    Comment.objects.filter(pk=gone.pk).delete()
    outcomes = decide_many(
        texts=[waiting, decided, deleted, gone],
        moderator=moderator,
        seen_statuses={decided.pk: "pending"},
        now=NOW,
        **why("reject"),
    )
    refusals = [type(outcome.refusal) for outcome in outcomes]
    assert refusals == [type(None), AlreadyDecided, NothingToDecide, NothingToDecide]
    assert outcomes[0].decision == Decision.objects.get()
    assert [outcome.text for outcome in outcomes] == [waiting, decided, deleted, gone]


def test_a_decision_is_never_changed_or_deleted(moderator: User) -> None:
    decision = decide(comment=comment_in("pending"), moderator=moderator, action="spam", now=NOW)
    decision.note = "autre"
    attempts: list[Callable[[], object]] = [
        decision.save,
        decision.delete,
        Decision.objects.all().delete,
        lambda: Decision.objects.update(note="autre"),
    ]
    for attempt in attempts:
        with pytest.raises(DecisionKept):
            attempt()
    assert Decision.objects.get().note == ""


def test_a_decision_outlives_its_moderators_account(moderator: User) -> None:
    comment = comment_in("pending")
    decide(comment=comment, moderator=moderator, action="approve", now=NOW)
    moderator.delete()
    assert Decision.objects.get().moderator is None
    comment.delete()
    assert not Decision.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_several_moderators_at_once_one_decides(at_once: AtOnce) -> None:
    comment = comment_in("pending", question=QuestionFactory())
    actions = ["approve", "reject", "approve", "reject"]
    told = at_once(
        [
            partial(
                decide,
                comment=comment,
                moderator=UserFactory(groups=["Moderators"]),
                seen_status="pending",
                now=NOW,
                **why(action),
            )
            for action in actions
        ]
    )
    assert sorted(type(answer).__name__ for answer in told) == ["AlreadyDecided"] * 3 + ["Decision"]
    decision = Decision.objects.get()
    comment.refresh_from_db()
    assert comment.status == decision.to_status
