"""A comment's forms opened as pages of their own, in a new tab say, with scripts running."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from dossier.models import Article
from polls.models import Comment
from tests.factories import CommentFactory
from tests.journeys.conftest import Arrive
from tests.journeys.discussing import WAITS
from tests.journeys.reading import button

pytestmark = pytest.mark.journey


@pytest.fixture
def argument(dossier: Article) -> Comment:
    return CommentFactory(article=dossier, status="published")


def test_a_comment_is_reported_in_a_tab_of_its_own(argument: Comment, arrive: Arrive) -> None:
    reader = arrive()
    reader.goto(reverse("polls:flag_comment", args=[argument.pk]))
    reader.get_by_label(_("What is wrong with it?"), exact=True).select_option("off_topic")
    button(reader, _("Report to the moderators")).click()
    expect(
        reader.get_by_text(_("Thank you. A moderator will look at this comment."))
    ).to_be_visible()
    assert argument.flags.count() == 1


def test_a_comment_is_answered_in_a_tab_of_its_own(argument: Comment, arrive: Arrive) -> None:
    reader = arrive()
    reader.goto(reverse("polls:reply", args=[argument.pk]))
    reader.get_by_role("textbox").first.fill("D’accord.")
    reader.get_by_label(_("Display name"), exact=True).fill("Anselme")
    button(reader, _("Send the reply")).click()
    expect(reader.get_by_text(_(WAITS))).to_be_visible()
    assert [reply.body for reply in argument.replies.all()] == ["D’accord."]
