"""What readers write and take back, piece by piece in the page where they are."""

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import Page, Route, expect

from dossier.models import Article
from polls.models import Choice, Comment
from tests.factories import CommentFactory
from tests.journeys.conftest import Arrive
from tests.journeys.discussing import comment, send, write
from tests.journeys.reading import (
    asked,
    button,
    card,
    expect_announced,
    expect_settled,
    staying,
)

pytestmark = pytest.mark.journey

ARGUMENT = "La plainte cite un accord que personne n’a publié."
MENDED = "La plainte cite un accord que nul n’a rendu public."


@pytest.fixture
def reader(arrive: Arrive) -> Page:
    return arrive()


def test_a_comment_on_the_dossier_is_mended_and_deleted(dossier: Article, reader: Page) -> None:
    reader.goto(dossier.get_absolute_url())
    write(reader, ARGUMENT, name="Bérénice")
    with staying(reader):
        send(reader)
        own = comment(reader, ARGUMENT)
        expect(own).to_be_visible()
        expect_settled(reader)
        own.get_by_role("link", name=_("Edit")).click()
        field = own.get_by_label(_("Your argument"), exact=True)
        expect(field).to_be_focused()
        field.fill(MENDED)
        button(reader, _("Save the change")).click()
        own = comment(reader, MENDED)
        expect(own).to_contain_text(_("(edited)"))
        expect(own).to_be_focused()
        expect_announced(reader, _("Your comment is changed and waits for moderation."))

        expect_settled(reader)
        own.get_by_role("link", name=_("Delete"), exact=True).click()
        expect(button(own, _("Delete my comment"))).to_be_focused()
        expect_settled(reader)
        reader.get_by_role("link", name=_("Cancel"), exact=True).click()
        expect(button(own, _("Delete my comment"))).to_have_count(0)
        expect_settled(reader)
        own.get_by_role("link", name=_("Delete"), exact=True).click()
        button(own, _("Delete my comment")).click()
        expect(reader.get_by_text(_("You deleted this comment."))).to_be_visible()
        expect_announced(reader, _("Your comment is deleted."))
    assert list(Comment.objects.values_list("body", "status")) == [("", "deleted")]


def test_who_deletes_and_cancels_in_one_breath_sees_what_became_of_it(
    dossier: Article, reader: Page
) -> None:
    reader.goto(dossier.get_absolute_url())
    write(reader, ARGUMENT, name="Bérénice")
    send(reader)
    own = comment(reader, ARGUMENT)
    expect(own).to_be_visible()
    expect_settled(reader)
    own.get_by_role("link", name=_("Delete"), exact=True).click()
    expect(button(own, _("Delete my comment"))).to_be_focused()
    expect_settled(reader)
    held: list[Route] = []
    reader.route("**/comments/**", lambda route: held.append(route))
    button(own, _("Delete my comment")).click()
    reader.get_by_role("link", name=_("Cancel"), exact=True).click()
    reader.wait_for_timeout(300)  # for what it would fetch
    (deleting,) = held
    deleting.continue_()
    expect(reader.get_by_text(_("You deleted this comment."))).to_be_visible()


def test_a_mark_of_a_good_argument_is_taken_back(dossier: Article, reader: Page) -> None:
    published = CommentFactory(article=dossier, body=ARGUMENT)
    reader.goto(dossier.get_absolute_url())
    good = comment(reader, ARGUMENT).get_by_role("button", name=_("Good argument"))
    with staying(reader):
        for pressed, count in (("true", 1), ("false", 0)):
            good.click()
            expect(good).to_have_attribute("aria-pressed", pressed)
            expect(good).to_contain_text(str(count))
            published.refresh_from_db()
            assert published.approvals_count == count


def test_a_reader_proposes_a_statement(dossier: Article, reader: Page) -> None:
    question = asked(dossier, "overall-view")
    reader.goto(dossier.get_absolute_url())
    here = card(reader, question)
    with staying(reader):
        here.get_by_text(_("Add a statement"), exact=True).click()
        here.get_by_label(_("Your statement")).fill("Le procès dira peu de chose.")
        button(here, _("Propose")).click()
        own = here.get_by_role("list", name=_("Your own statements"))
        expect(own).to_contain_text("Le procès dira peu de chose.")
        expect(own).to_contain_text(_("Waiting for a moderator"))
    assert Choice.objects.waiting().filter(question=question).count() == 1
