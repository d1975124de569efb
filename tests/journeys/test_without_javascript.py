"""The reader's journey in a browser that runs no scripts: plain forms, each back to its place."""

import re

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from dossier.models import Article
from polls.models import Question
from tests.journeys.conftest import Arrive
from tests.journeys.discussing import WAITS, comment, open_discussion, send, write
from tests.journeys.reading import (
    asked,
    ballots,
    button,
    card,
    change_vote,
    label,
    result,
    vote,
)

pytestmark = pytest.mark.journey

ARGUMENT = "La plainte cite un accord que personne n’a publié."
MENDED = "La plainte cite un accord que nul n’a rendu public."


@pytest.fixture
def reader(arrive: Arrive) -> Page:
    return arrive(java_script_enabled=False)


def test_a_reader_votes_changes_and_withdraws(dossier: Article, reader: Page) -> None:
    question = asked(dossier, "lawsuit")
    reader.goto("/")
    reader.get_by_role("link", name=dossier.title).click()
    with reader.expect_response(lambda response: response.status == 307):
        vote(card(reader, question), label(question, "neither"))
    expect_back(reader, question, _("Your answer is counted."))
    expect(result(card(reader, question))).to_be_visible()

    change_vote(card(reader, question), label(question, "rather-unjustified"))
    expect_back(reader, question, _("Your new answer is counted."))
    assert ballots(question) == [{"rather-unjustified": 1}]

    button(card(reader, question), _("Withdraw my answer")).click()
    expect_back(reader, question, _("Your answer is withdrawn and no longer counted."))
    expect(result(card(reader, question))).to_be_hidden()
    assert ballots(question) == []

    vote(card(reader, question), label(question, "neither"))
    expect_back(reader, question, _("Your answer is counted."))
    reader.reload()
    expect(card(reader, question)).to_contain_text(
        f"{_('Your answer:')} {label(question, 'neither')}"
    )


def test_a_reader_comments_edits_and_deletes(dossier: Article, reader: Page) -> None:
    question = asked(dossier, "lawsuit")
    reader.goto(dossier.get_absolute_url())
    open_discussion(reader, question)
    write(reader, ARGUMENT, name="Bérénice")
    with reader.expect_response(lambda response: response.status == 307):
        send(reader)
    expect_at_comment(reader, question, _(WAITS))

    comment(reader, ARGUMENT).get_by_role("link", name=_("Edit")).click()
    field = reader.get_by_label(_("Your argument"), exact=True)
    expect(field).to_have_value(ARGUMENT)
    field.fill(MENDED)
    button(reader, _("Save the change")).click()
    expect_at_comment(reader, question, _("Your comment is changed and waits for moderation."))
    expect(comment(reader, MENDED)).to_contain_text(_("(edited)"))

    comment(reader, MENDED).get_by_role("link", name=_("Delete"), exact=True).click()
    button(reader, _("Delete my comment")).click()
    expect_at_comment(reader, question, _("Your comment is deleted."))
    expect(reader.get_by_text(MENDED)).to_be_hidden()


def expect_back(page: Page, question: Question, said: str) -> None:
    """In the dossier again, where the question stands, with a word on what became of the form."""
    place = f"{question.article.get_absolute_url()}#question-{question.pk}"
    expect(page).to_have_url(re.compile(f"{re.escape(place)}$"))
    expect(page.locator("#messages")).to_contain_text(said)
    expect(card(page, question)).to_be_in_viewport()


def expect_at_comment(page: Page, question: Question, said: str) -> None:
    place = re.escape(question.get_absolute_url())
    expect(page).to_have_url(re.compile(rf"{place}(\?at=\d+)?#comment-\d+$"))
    expect(page.locator("#messages")).to_contain_text(said)
