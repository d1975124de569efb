"""Texts that were refused long ago are forgotten; the decisions on them are not."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from polls.models import Appeal, Comment
from polls.moderation import NothingToDecide, actions_for, decide
from tests.factories import CommentFactory, FlagFactory, UserFactory

NOW = timezone.now()
DAYS = timedelta(days=1)


@pytest.fixture
def moderator(db: None) -> User:
    return UserFactory(groups=["Moderators"])


@pytest.fixture(autouse=True)
def _kept_for_thirty_days(settings: Settings) -> None:
    settings.REJECTED_TEXT_DAYS = 30


def refused(moderator: User, *, ago: timedelta, action: str = "reject") -> Comment:
    comment = CommentFactory(status="pending", posted_at=NOW - 90 * DAYS)
    FlagFactory(comment=comment, note="Voyez !")
    decide(comment=comment, moderator=moderator, action=action, reason="abuse", now=NOW - ago)
    comment.refresh_from_db()
    return comment


def forget(*options: str) -> str:
    out = StringIO()
    call_command("forget_rejected", *options, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def test_old_refusals_lose_their_texts_and_keep_their_decisions(moderator: User) -> None:
    old = [refused(moderator, ago=31 * DAYS, action=action) for action in ("reject", "spam")]
    recent = refused(moderator, ago=29 * DAYS)
    public = CommentFactory(status="published", posted_at=NOW - 90 * DAYS)
    assert forget("--dry-run") == "2 texts would go, refused more than 30 days ago."
    assert not Comment.objects.filter(body="").exists()
    assert forget() == "2 texts are gone, refused more than 30 days ago."
    assert set(Comment.objects.filter(body="")) == set(old)
    for comment in (recent, public):
        comment.refresh_from_db()
        assert comment.body
    assert [one.decisions.get().reason for one in old] == ["abuse", "abuse"]
    assert [one.flags.get().note for one in old] == ["", ""]
    assert forget() == "0 texts are gone, refused more than 30 days ago."


def test_an_appeal_that_waits_keeps_its_text(moderator: User) -> None:
    comment = refused(moderator, ago=31 * DAYS)
    Appeal.objects.create(comment=comment, text="Si.", made_at=NOW)
    assert forget() == "0 texts are gone, refused more than 30 days ago."


def test_nothing_is_decided_on_a_forgotten_text(moderator: User) -> None:
    comment = refused(moderator, ago=31 * DAYS)
    forget()
    comment.refresh_from_db()
    assert actions_for(comment) == frozenset()
    with pytest.raises(NothingToDecide):
        decide(comment=comment, moderator=moderator, action="approve", now=NOW)


def test_nothing_is_forgotten_where_texts_are_kept_for_good(
    moderator: User, settings: Settings
) -> None:
    settings.REJECTED_TEXT_DAYS = 0
    refused(moderator, ago=4000 * DAYS)
    assert forget() == "Texts are kept for good: REJECTED_TEXT_DAYS is 0."
