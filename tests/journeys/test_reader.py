"""From the home page to an argument that others read: the main journey."""

import re
from typing import Any

import pytest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from dossier.models import Article
from polls.models import Flag, Question, Reason
from tests.factories import UserFactory
from tests.journeys.conftest import DESK, PHONE, Arrive
from tests.journeys.discussing import WAITS, comment, open_discussion, send, write
from tests.journeys.newsroom import sign_in
from tests.journeys.reading import (
    asked,
    button,
    card,
    change_vote,
    earlier_votes,
    expect_announced,
    label,
    result,
    staying,
    vote,
)

pytestmark = pytest.mark.journey

ARGUMENT = "La plainte cite un accord que personne n’a publié."
ANSWER = "Les courriels, eux, le sont."

VISITS = pytest.mark.parametrize(
    ("language", "screen"),
    [
        pytest.param("fr", PHONE, id="fr-phone"),
        pytest.param("en", PHONE, id="en-phone"),
        pytest.param("fr", DESK, id="fr-desk"),
    ],
)


@VISITS
def test_a_reader_votes_and_is_remembered(
    dossier: Article, arrive: Arrive, language: str, screen: dict[str, Any]
) -> None:
    question = asked(dossier, "wrong-to-sue")
    earlier_votes(question, **{"wrong": 7, "not-wrong": 4})
    reader = arrive(screen)
    open_the_dossier(reader, dossier, language)
    with staying(reader):
        vote_and_see_the_result(reader, question)
        change_the_vote(reader, question)
        withdraw_the_vote(reader, question)
        vote(card(reader, question), label(question, "depends"))
        expect(result(card(reader, question))).to_be_visible()
    reader.reload()
    expect(card(reader, question)).to_contain_text(
        f"{_('Your answer:')} {label(question, 'depends')}"
    )
    expect(result(card(reader, question))).to_be_visible()


@VISITS
def test_an_argument_is_published_and_answered(
    dossier: Article, arrive: Arrive, language: str, screen: dict[str, Any]
) -> None:
    question = asked(dossier, "wrong-to-sue")
    author, other, moderator = arrive(screen), arrive(screen), arrive(DESK)
    open_the_dossier(author, dossier, language)
    comment_on(author, question, ARGUMENT)
    other.goto(question.get_absolute_url())
    expect(other.get_by_role("heading", level=1)).to_have_text(question.prompt)
    expect(comment(other, ARGUMENT)).to_be_hidden()
    sign_in(moderator, UserFactory(groups=["Moderators"]))
    publish(moderator, ARGUMENT)
    author.reload()
    expect(comment(author, ARGUMENT)).not_to_contain_text(_("Waits for moderation"))
    other.reload()
    approve(other, ARGUMENT)
    answer(other, ARGUMENT)
    report(other, ARGUMENT)
    moderator.reload()
    expect(moderator.get_by_role("article", name="Anselme")).to_contain_text(ANSWER)
    moderator.get_by_role("link", name=_("Flagged")).click()
    expect(moderator.get_by_role("article", name="Bérénice")).to_contain_text(
        str(Flag.Reason.OFF_TOPIC.label)
    )


def test_a_rejected_argument_is_shown_to_its_author_with_the_reason(
    dossier: Article, arrive: Arrive
) -> None:
    question = asked(dossier, "wrong-to-sue")
    author, other, moderator = arrive(), arrive(), arrive(DESK)
    author.goto(dossier.get_absolute_url())
    comment_on(author, question, ARGUMENT)
    sign_in(moderator, UserFactory(groups=["Moderators"]))
    waiting = moderator.get_by_role("article", name="Bérénice")
    waiting.get_by_label(_("Reason")).select_option("off_topic")
    button(waiting, capfirst(_("reject"))).click()
    expect(waiting).to_be_hidden()

    author.reload()
    expect(comment(author, ARGUMENT)).to_contain_text(_("Not published"))
    expect(comment(author, ARGUMENT)).to_contain_text(Reason.objects.get(code="off_topic").label)
    other.goto(question.get_absolute_url())
    expect(other.get_by_role("heading", level=1)).to_have_text(question.prompt)
    expect(comment(other, ARGUMENT)).to_be_hidden()


def open_the_dossier(page: Page, dossier: Article, language: str) -> None:
    page.goto("/")
    expect(page).to_have_url(re.compile(f"/{language}/$"))
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.get_by_role("link", name=dossier.title).click()
    expect(page).to_have_url(re.compile(f"/{language}/{dossier.slug}/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(dossier.title)


def vote_and_see_the_result(page: Page, question: Question) -> None:
    here = card(page, question)
    expect(result(here)).to_be_hidden()
    vote(here, label(question, "wrong"))

    expect(here).to_contain_text(f"{_('Your answer:')} {label(question, 'wrong')}")
    expect_share(page, question, "wrong", count=8, percent=67)
    heading = result(here).get_by_role("heading", name=_("Result"))
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    expect_announced(page, _("Your answer is counted."))


def change_the_vote(page: Page, question: Question) -> None:
    change_vote(card(page, question), label(question, "not-wrong"))

    expect_share(page, question, "not-wrong", count=5, percent=42)
    expect_share(page, question, "wrong", count=7, percent=58)
    expect_announced(page, _("Your new answer is counted."))


def withdraw_the_vote(page: Page, question: Question) -> None:
    here = card(page, question)
    button(here, _("Withdraw my answer")).click()

    expect(button(here, _("Vote"))).to_be_visible()
    expect(result(here)).to_be_hidden()
    expect_announced(page, _("Your answer is withdrawn and no longer counted."))
    expect(here.get_by_role("heading", name=question.prompt)).to_be_focused()


def comment_on(page: Page, question: Question, text: str) -> None:
    open_discussion(page, question)
    write(page, text, name="Bérénice")
    with staying(page):
        send(page)
        expect(comment(page, text)).to_contain_text(_("Waits for moderation"))
    expect_announced(page, _(WAITS))
    page.reload()
    expect(comment(page, text)).to_contain_text(
        _("Only you can see this until a moderator has read it.")
    )


def publish(moderator: Page, text: str) -> None:
    waiting = moderator.get_by_role("article", name="Bérénice")
    expect(waiting).to_contain_text(text)
    button(waiting, capfirst(_("approve"))).click()
    expect(waiting).to_be_hidden()


def approve(page: Page, text: str) -> None:
    good = comment(page, text).get_by_role("button", name=_("Good argument"))
    with staying(page):
        good.click()
        expect(good).to_have_attribute("aria-pressed", "true")
    expect(good).to_contain_text("1")
    expect(good).to_be_focused()
    expect_announced(page, _("Marked as a good argument."))


def answer(page: Page, text: str) -> None:
    with staying(page):
        comment(page, text).get_by_role("link", name=_("Reply")).click()
        field = page.get_by_label(_("Your reply to %(name)s") % {"name": "Bérénice"})
        expect(field).to_be_focused()
        field.fill(ANSWER)
        comment(page, text).get_by_label(_("Display name")).fill("Anselme")
        button(page, _("Send the reply")).click()
        expect(comment(page, ANSWER)).to_contain_text(_("Waits for moderation"))


def report(page: Page, text: str) -> None:
    here = comment(page, text)
    with staying(page):
        here.get_by_role("link", name=_("Report")).click()
        here.get_by_label(_("What is wrong with it?")).select_option("off_topic")
        button(here, _("Report to the moderators")).click()
        expect(here).to_contain_text(_("You have reported this"))
    expect_announced(page, _("Thank you. A moderator will look at this comment."))


def expect_share(page: Page, question: Question, slug: str, *, count: int, percent: int) -> None:
    bars = result(card(page, question)).get_by_role("listitem")
    bar = bars.filter(has_text=label(question, slug))
    expect(bar).to_contain_text(re.compile(rf"\b{percent}\s?%"))
    expect(bar).to_contain_text(re.compile(rf"\b{count}\b"))
