"""Good arguments and bad ones: one mark a reader, never on one's own, counters always exact."""

from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from polls.discussion import counters, reactions
from polls.models import Approval, Comment, Flag
from polls.moderation import decide
from tests.factories import ApprovalFactory, CommentFactory, UserFactory, VoterFactory
from tests.polls.conftest import AtOnce
from tests.polls.discussion.reader import Reader, page_url, url_of

pytestmark = pytest.mark.django_db

NOW = timezone.now()
UNPUBLISHED = ["pending", "rejected", "spam", "deleted"]


def count_of(comment: Comment) -> tuple[int, int]:
    comment.refresh_from_db()
    assert counters.recount(comment.article) == []
    return comment.approvals_count, comment.flags_count


def unpublished(status: str) -> Comment:
    return CommentFactory(status=status, body="" if status == "deleted" else "Un argument.")


# Approvals


def test_an_approval_is_one_a_reader_and_can_be_taken_back(alice: Reader, bob: Reader) -> None:
    comment = CommentFactory()
    for reader, to, count in (
        (alice, "on", 1),
        (alice, "on", 1),
        (bob, "on", 2),
        (alice, "off", 1),
        (alice, "off", 1),
        (bob, "off", 0),
    ):
        response = reader.do(comment, "approve", to=to)
        assert response.status_code == 302
        assert response.headers["Location"] == f"{page_url(comment.article)}#comment-{comment.pk}"
        assert count_of(comment) == (count, 0)


def test_htmx_swaps_the_button_alone_and_says_what_happened(alice: Reader) -> None:
    comment = CommentFactory()
    for to, pressed, said, count in (
        ("on", "true", "Marked as a good argument.", 1),
        ("off", "false", "No longer marked as a good argument.", 0),
    ):
        response = alice.do(comment, "approve", to=to, htmx=True)
        page = response.content.decode()
        assert page.split()[0:2] == ["<div", 'class="approval"']
        assert f'id="comment-{comment.pk}-approve" aria-pressed="{pressed}"' in page
        assert f"<span>{count}</span>" in page
        assert f'<div id="announcements" data-hx-swap-oob="innerHTML">{said}</div>' in page
        assert comment.body not in page


def test_a_first_approval_enrols_the_reader() -> None:
    comment, browser = CommentFactory(), Client()
    browser.post(url_of(comment, "approve"), {"to": "on"}, follow=True)
    assert count_of(comment) == (1, 0)
    assert 'aria-pressed="true"' in browser.get(page_url(comment.article)).content.decode()


@pytest.mark.parametrize("status", UNPUBLISHED)
@pytest.mark.parametrize("to", ["on", "off"])
def test_only_what_is_published_is_approved(alice: Reader, status: str, to: str) -> None:
    comment = unpublished(status)
    ApprovalFactory(comment=comment, voter=alice.voter)
    counters.recount(comment.article, fix=True)
    page = alice.do(comment, "approve", to=to, htmx=True)
    assert page.status_code == 409
    assert "This comment is no longer published." in page.content.decode()
    assert alice.do(comment, "approve", to=to).status_code == 302
    assert count_of(comment) == (1, 0)


def test_nobody_approves_or_reports_their_own(alice: Reader) -> None:
    comment = CommentFactory(voter=alice.voter)
    for act in ("approve", "flag"):
        response = alice.do(comment, act, to="on", reason="abuse", htmx=True)
        assert response.status_code == 409
        assert "This is your own comment." in response.content.decode()
    assert alice.look(comment, "flag").status_code == 409
    assert count_of(comment) == (0, 0)
    page = alice.reads(comment.article)
    assert "Good argument" not in page
    assert "Report" not in page


# Flags


def test_a_report_needs_a_reason_and_counts_once(alice: Reader, bob: Reader) -> None:
    comment = CommentFactory()
    assert "What is wrong with it?" in alice.look(comment, "flag").content.decode()
    for reason in ("", "nonsense"):
        response = alice.do(comment, "flag", reason=reason, note="Regardez.")
        assert response.status_code == 422
        assert "Regardez.</textarea>" in response.content.decode()
    for _twice in range(2):
        assert alice.do(comment, "flag", reason="abuse", note="Regardez.").status_code == 302
    bob.do(comment, "flag", reason="spam")
    assert count_of(comment) == (0, 2)
    assert sorted(Flag.objects.values_list("reason", "note")) == [
        ("abuse", "Regardez."),
        ("spam", ""),
    ]


def test_htmx_thanks_and_takes_the_link_away(alice: Reader) -> None:
    comment = CommentFactory()
    page = alice.do(comment, "flag", reason="abuse", htmx=True).content.decode()
    assert "Thank you. A moderator will look at this comment." in page
    assert f'<span id="comment-{comment.pk}-flag" data-hx-swap-oob="true">' in page
    assert "You have reported this" in alice.reads(comment.article)


def test_a_note_that_is_too_long_is_kept(alice: Reader) -> None:
    comment, note = CommentFactory(), "x" * 501
    response = alice.do(comment, "flag", reason="abuse", note=note)
    assert response.status_code == 422
    assert f"{note}</textarea>" in response.content.decode()


@pytest.mark.parametrize("status", UNPUBLISHED)
def test_only_what_is_published_is_reported(alice: Reader, status: str) -> None:
    comment = unpublished(status)
    assert alice.look(comment, "flag").status_code == 409
    assert alice.do(comment, "flag", reason="abuse").status_code == 409
    assert count_of(comment) == (0, 0)


def test_a_settled_report_stays_settled(alice: Reader) -> None:
    comment = CommentFactory()
    alice.do(comment, "flag", reason="abuse")
    comment.refresh_from_db()
    moderator = UserFactory(groups=["Moderators"])
    decide(comment=comment, moderator=moderator, action="approve", now=NOW)
    alice.do(comment, "flag", reason="spam")
    assert count_of(comment) == (0, 0)


# At once


@pytest.mark.django_db(transaction=True)
def test_marks_of_many_at_once_are_counted_exactly(at_once: AtOnce) -> None:
    comment = CommentFactory()
    moderator = UserFactory(groups=["Moderators"])
    calls: list[Any] = []
    for voter in VoterFactory.create_batch(3):
        approve = partial(reactions.approve, comment=comment, voter=voter, now=NOW)
        unapprove = partial(reactions.unapprove, comment=comment, voter=voter)
        flag = partial(reactions.flag, comment=comment, voter=voter, reason="spam", now=NOW)
        calls += [approve, approve, unapprove, flag, flag]
    calls.append(
        partial(
            decide,
            comment=comment,
            moderator=moderator,
            action="approve",
            seen_status="published",
            now=NOW,
        )
    )
    at_once(calls)
    approvals, flags = count_of(comment)
    assert approvals == Approval.objects.count()
    assert flags == Flag.objects.filter(settled_at__isnull=True).count()
    assert Flag.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_double_click_of_one_reader_is_one_approval(at_once: AtOnce) -> None:
    comment, voter = CommentFactory(), VoterFactory()
    marked = at_once([partial(reactions.approve, comment=comment, voter=voter, now=NOW)] * 6)
    assert sorted(marked) == [False] * 5 + [True]
    assert count_of(comment) == (1, 0)


def test_the_address_of_a_mark_without_a_form_leads_to_the_comment(alice: Reader) -> None:
    comment = CommentFactory()
    response = alice.look(comment, "approve")
    assert (response.status_code, response.headers["Location"]) == (302, url_of(comment))
