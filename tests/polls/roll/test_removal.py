"""A removed voter leaves nothing behind but places in threads, and takes nothing of others."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from polls.kinds import Answer
from polls.models import (
    Approval,
    Ballot,
    BallotRevision,
    Choice,
    Comment,
    Flag,
    Mark,
    Peek,
    Voter,
    WriteIn,
)
from polls.results import tally
from polls.results.recount import recount
from polls.roll.merging import merge
from polls.roll.removal import remove
from polls.voting import cast
from tests.factories import (
    ApprovalFactory,
    ChoiceFactory,
    CommentFactory,
    FlagFactory,
    QuestionFactory,
    UserFactory,
    VoterFactory,
)

pytestmark = pytest.mark.django_db

NOW: datetime = timezone.now()


def test_ballots_leave_the_tally_and_go_with_all_that_belongs_to_them() -> None:
    question = QuestionFactory(choices=1, results="after_vote", allows_peek=True)
    other = ChoiceFactory(question=question, role=Choice.Role.OTHER)
    question.refresh_from_db()
    gone, stays = VoterFactory(), VoterFactory()
    Peek.objects.create(question=question, voter=gone, seen_at=NOW)
    cast(question=question, voter=gone, answer=Answer({other.pk: 1}, words="Both"), now=NOW)
    cast(question=question, voter=stays, answer=Answer({other.pk: 1}), now=NOW)
    version = tally.read([question])[question.pk].version

    remove(voter=gone, now=NOW)

    for model in (Ballot, Mark, BallotRevision):
        assert [row.voter for row in model._default_manager.all()] == [stays], model
    assert list(Voter.objects.all()) == [stays]
    assert not WriteIn.objects.exists()
    assert not Peek.objects.exists()
    read = tally.read([question])[question.pk]
    assert (read.voters, read.counts[other.pk, 1], read.version) == (1, 1, version + 1)
    assert recount(question) == []


def test_threads_keep_their_places_and_what_others_said() -> None:
    gone = VoterFactory(display_name="Camille")
    comment = CommentFactory(voter=gone, approvals_count=1, flags_count=1)
    reply = CommentFactory(article=comment.article, parent=comment)
    ApprovalFactory(comment=comment)
    FlagFactory(comment=comment)

    remove(voter=gone, now=NOW)

    comment.refresh_from_db()
    assert (comment.voter, comment.author_name, comment.body) == (None, "", "")
    assert (comment.status, comment.approvals_count, comment.flags_count) == ("deleted", 1, 0)
    reply.refresh_from_db()
    assert (reply.parent, reply.status) == (comment, "published")
    assert Approval.objects.count() == 1
    assert Flag.objects.get().settled_at == NOW


def test_approvals_and_flags_of_others_comments_are_taken_back() -> None:
    gone = VoterFactory()
    comment = CommentFactory(approvals_count=2, flags_count=1)
    ApprovalFactory(comment=comment)
    ApprovalFactory(comment=comment, voter=gone)
    FlagFactory(comment=comment, voter=gone)
    remove(voter=gone, now=NOW)
    comment.refresh_from_db()
    assert (comment.approvals_count, comment.flags_count) == (1, 0)
    assert comment.status == "published"


def test_statements_stay_where_the_newsroom_published_them_or_others_answered() -> None:
    question = QuestionFactory(kind="statements", choices=0)
    gone = VoterFactory()
    for slug, status in (
        ("a", "published"),
        ("b", "pending"),
        ("c", "rejected"),
        ("d", "rejected"),
    ):
        ChoiceFactory(question=question, slug=slug, status=status, proposed_by=gone)
    answered = question.choices.get(slug="d")
    Choice.objects.filter(pk=answered.pk).update(status="published")
    question.refresh_from_db()
    cast(question=question, voter=VoterFactory(), answer=Answer({answered.pk: 1}), now=NOW)
    Choice.objects.filter(pk=answered.pk).update(status="rejected")

    remove(voter=gone, now=NOW)

    assert list(question.choices.values_list("slug", "proposed_by").order_by("slug")) == [
        ("a", None),
        ("d", None),
    ]
    assert recount(question) == []


def test_whoever_turned_out_to_be_the_voter_goes_too_and_the_account_stays() -> None:
    question = QuestionFactory()
    yes = question.choices.first()
    kept, merged = VoterFactory(user=UserFactory()), VoterFactory()
    for voter in (kept, merged):
        cast(question=question, voter=voter, answer=Answer({yes.pk: 1}), now=NOW)
    merge(kept=kept, merged=merged, now=NOW)
    account = kept.user

    remove(voter=merged, now=NOW)  # as known by the other device

    assert not Voter.objects.exists()
    assert not BallotRevision.objects.exists()
    assert tally.read([question])[question.pk].voters == 0
    account.refresh_from_db()
    with pytest.raises(Voter.DoesNotExist):
        remove(voter=kept, now=NOW)


def test_nothing_else_removes_a_voter_with_a_ballot_or_a_text() -> None:
    question, voter, author = QuestionFactory(), VoterFactory(), VoterFactory()
    cast(question=question, voter=voter, answer=Answer({question.choices.first().pk: 1}), now=NOW)
    comment = CommentFactory(voter=author)
    with pytest.raises(ProtectedError):
        voter.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        author.delete()
    assert Comment.objects.get() == comment
    assert recount(question) == []
