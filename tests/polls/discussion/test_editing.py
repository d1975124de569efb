"""Mending and deleting: for its author alone, for fifteen minutes, and never a text lost."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from polls.discussion import posting
from polls.discussion.refusals import EditClosed
from polls.models import Comment, Decision
from polls.moderation import NothingToDecide, TextChanged, decide
from tests.factories import ArticleFactory, CommentFactory, FlagFactory, UserFactory
from tests.polls.conftest import AtOnce
from tests.polls.discussion.reader import HTMX, Reader, comments_in, page_url, texts_in, url_of

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def by(reader: Reader, *, age: timedelta = timedelta(minutes=1), **given: Any) -> Comment:
    posted_at = timezone.now() - age
    return CommentFactory(voter=reader.voter, author_name="Alice", posted_at=posted_at, **given)


# Editing


def test_a_published_comment_that_is_edited_waits_again_and_says_so_before(
    alice: Reader, bob: Reader
) -> None:
    comment = by(alice)
    form = alice.look(comment, "edit").content.decode()
    assert "Once changed, your comment waits for moderation again" in form
    response = alice.do(comment, "edit", text="Un meilleur argument.")
    assert response.headers["Location"] == f"{page_url(comment.article)}#comment-{comment.pk}"
    comment.refresh_from_db()
    assert (comment.status, comment.body) == ("pending", "Un meilleur argument.")
    assert comment.edited_at is not None
    assert texts_in(alice.reads(comment.article)) == ["Un meilleur argument."]
    assert comments_in(bob.reads(comment.article)) == []


def test_a_waiting_comment_goes_on_waiting(alice: Reader) -> None:
    comment = by(alice, status="pending")
    assert "waits for moderation again" not in alice.look(comment, "edit").content.decode()
    alice.do(comment, "edit", text="Un meilleur argument.")
    assert texts_in(alice.reads(comment.article)) == ["Un meilleur argument."]


def test_the_same_text_changes_nothing(alice: Reader) -> None:
    comment = by(alice, body="Un argument.")
    alice.do(comment, "edit", text="Un argument.\r\n")
    comment.refresh_from_db()
    assert (comment.status, comment.edited_at) == ("published", None)


@pytest.mark.parametrize(("minutes", "closed"), [(14.99, False), (15, True), (10_000, True)])
def test_the_text_can_be_mended_for_fifteen_minutes(
    minutes: float, closed: bool, settings: Settings
) -> None:
    settings.COMMENT_EDIT_MINUTES = 15
    comment = CommentFactory(posted_at=NOW)
    edit = partial(
        posting.edit,
        comment=comment,
        voter=comment.voter,
        text="Autre.",
        now=NOW + timedelta(minutes=minutes),
    )
    if closed:
        with pytest.raises(EditClosed):
            edit()
    else:
        assert edit().action == "edited"


@pytest.mark.parametrize("status", ["rejected", "spam", "deleted"])
def test_what_was_decided_or_deleted_is_not_edited(alice: Reader, status: str) -> None:
    comment = by(alice, status=status, body="" if status == "deleted" else "Un argument.")
    assert alice.look(comment, "edit").status_code == 409
    response = alice.do(comment, "edit", text="Un autre.")
    assert response.status_code == 409
    assert "Un autre.</textarea>" in response.content.decode()
    comment.refresh_from_db()
    assert comment.status == status


def test_too_late_an_edit_keeps_the_text_to_be_copied(alice: Reader) -> None:
    comment = by(alice, age=timedelta(minutes=16))
    for headers in ({}, HTMX):
        response = alice.client.post(
            url_of(comment, "edit"), {"text": "Trop tard."}, headers=headers
        )
        page = response.content.decode()
        assert response.status_code == 409
        assert "This comment can no longer be edited." in page
        assert "Trop tard.</textarea>" in page
    assert "Edit" not in alice.reads(comment.article)


def test_an_edit_too_long_or_empty_is_kept_in_the_form(alice: Reader, settings: Settings) -> None:
    settings.COMMENT_MAX_LENGTH = 10
    comment = by(alice, body="Court.")
    for text, said in (
        ("Bien trop long.", "5 characters too long"),
        (" ", "Write your text first."),
    ):
        response = alice.do(comment, "edit", text=text, htmx=True)
        page = response.content.decode()
        assert response.status_code == 422
        assert said in page
        assert f"{text}</textarea>" in page
    comment.refresh_from_db()
    assert comment.body == "Court."


def test_htmx_puts_the_changed_comment_in_its_own_place(alice: Reader) -> None:
    comment = by(alice)
    response = alice.do(comment, "edit", text="Un meilleur argument.", htmx=True)
    page = response.content.decode()
    assert response.headers["HX-Retarget"] == f"#comment-{comment.pk}-article"
    assert response.headers["HX-Reswap"] == "outerHTML"
    assert texts_in(page) == ["Un meilleur argument."]
    assert "Your comment is changed and waits for moderation." in page
    assert "<html" not in page


# Deleting


def test_deleting_asks_first_then_empties_the_text(alice: Reader, bob: Reader) -> None:
    comment = by(alice, body="Un regret.", flags_count=1)
    FlagFactory(comment=comment)
    assert "Its text is deleted for good." in alice.look(comment, "delete").content.decode()
    response = alice.do(comment, "delete")
    assert response.status_code == 302
    comment.refresh_from_db()
    assert (comment.status, comment.body, comment.flags_count) == ("deleted", "", 0)
    assert comment.flags.get().settled_at is not None
    for reader in (alice, bob):
        page = reader.reads(comment.article)
        assert "Un regret." not in page
        assert comments_in(page) == []


@pytest.mark.parametrize("status", ["pending", "published", "rejected", "spam"])
def test_an_author_may_delete_in_every_state_however_late(alice: Reader, status: str) -> None:
    comment = by(alice, status=status, age=timedelta(days=400))
    alice.do(comment, "delete")
    comment.refresh_from_db()
    assert (comment.status, comment.body) == ("deleted", "")


def test_deleting_twice_is_deleting_once(alice: Reader) -> None:
    comment = by(alice)
    assert alice.do(comment, "delete").status_code == 302
    assert alice.do(comment, "delete").status_code == 302
    assert alice.look(comment, "delete").status_code == 409


def test_htmx_leaves_the_empty_place_and_the_new_count(alice: Reader) -> None:
    comment = by(alice)
    page = alice.do(comment, "delete", htmx=True).content.decode()
    assert texts_in(page) == ["You deleted this comment."]
    assert "Your comment is deleted." in page
    count = page.split('id="discussion-count" data-hx-swap-oob="true">')[1].split("</span>")[0]
    assert count.split() == ["0", "comments"]


# Who may not


@pytest.mark.parametrize("act", ["edit", "delete"])
@pytest.mark.parametrize("htmx", [True, False])
def test_others_may_neither_edit_nor_delete(bob: Reader, act: str, htmx: bool) -> None:
    moderator = Client()
    moderator.force_login(UserFactory(groups=["Moderators"]))
    comment = CommentFactory(body="Pas à vous.", status="pending")
    headers = HTMX if htmx else {}
    for browser in (bob.client, Client(), moderator):
        asked = browser.get(url_of(comment, act), headers=headers)
        sent = browser.post(url_of(comment, act), {"text": "Mon texte."}, headers=headers)
        for response in (asked, sent):
            page = response.content.decode()
            assert response.status_code == 403
            assert "Only its author can change or delete a comment." in page
            assert "Pas à vous." not in page
        assert "Mon texte.</textarea>" in sent.content.decode()
    comment.refresh_from_db()
    assert (comment.status, comment.body) == ("pending", "Pas à vous.")


@pytest.mark.parametrize("act", ["", "reply", "edit", "delete", "flag"])
def test_there_is_nothing_at_a_comment_that_is_not_there(alice: Reader, act: str) -> None:
    draft = CommentFactory(article=ArticleFactory(status="draft"), voter=alice.voter)
    assert alice.look(draft, act).status_code == 404
    for pk in (draft.pk + 1, 10**30):
        assert alice.client.get(f"/en/comments/{pk}/{act}/".replace("//", "/")).status_code == 404


# At once


@pytest.mark.django_db(transaction=True)
def test_an_edit_and_a_decision_at_once_end_in_one_order(at_once: AtOnce) -> None:
    """Either the old text was decided and then edited, or the edit came first and waits."""
    comment = CommentFactory(status="pending", posted_at=NOW, body="Avant.")
    moderator = UserFactory(groups=["Moderators"])
    read_at, now = NOW, NOW + timedelta(minutes=1)
    calls: list[Callable[[], Any]] = [
        partial(posting.edit, comment=comment, voter=comment.voter, text="Après.", now=now),
        partial(
            decide,
            comment=comment,
            moderator=moderator,
            action="approve",
            seen_at=read_at,
            now=now,
        ),
    ]
    edited, decided = at_once(calls)
    comment.refresh_from_db()
    assert edited.action == "edited"
    assert (comment.status, comment.body) == ("pending", "Après.")
    assert isinstance(decided, Decision | TextChanged)


@pytest.mark.django_db(transaction=True)
def test_a_deletion_and_a_decision_at_once_leave_no_text(at_once: AtOnce) -> None:
    comment = CommentFactory(status="pending")
    deleted, decided = at_once(
        [
            partial(posting.delete, comment=comment, voter=comment.voter, now=NOW),
            partial(
                decide,
                comment=comment,
                moderator=UserFactory(groups=["Moderators"]),
                action="approve",
                now=NOW,
            ),
        ]
    )
    comment.refresh_from_db()
    assert deleted.action == "deleted"
    assert (comment.status, comment.body) == ("deleted", "")
    assert isinstance(decided, Decision | NothingToDecide)
