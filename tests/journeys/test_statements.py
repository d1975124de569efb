"""Statements in a browser: one after the other, by hand and by key, and where one stands."""

import pytest
from django.utils import timezone
from django.utils.translation import gettext as _
from playwright.sync_api import Locator, Page, expect

from polls.groups import renew
from polls.models import Choice, Mark, Question
from tests.journeys.conftest import Arrive
from tests.journeys.reading import button, card, expect_settled
from tests.journeys.watch import Watch
from tests.polls.groups.conversing import conversation

pytestmark = pytest.mark.journey
DESK = {"viewport": {"width": 1200, "height": 900}}


@pytest.fixture
def question(transactional_db: None) -> Question:
    made = conversation(14, 10, slug="views")
    renew(made, now=timezone.now())
    return made


@pytest.fixture
def reader(question: Question, arrive: Arrive) -> Page:
    page = arrive()
    page.goto(question.get_absolute_url())
    return page


def asked(here: Locator) -> str:
    return here.locator("blockquote.statement").inner_text()


def said(question: Question) -> list[int]:
    answers = Mark.objects.filter(question=question, voter__origin="reader")
    newest = answers.order_by("-voter").values_list("voter", flat=True).first()
    return sorted(answers.filter(voter=newest).values_list("value", flat=True))


def test_one_after_the_other_the_focus_stays_and_the_place_follows(
    question: Question, reader: Page
) -> None:
    here, standing = card(reader, question), reader.locator("[data-standing]")
    spots = []
    for number in range(1, 4):
        before = asked(here)
        button(here, _("Agree")).first.click()
        expect(here.locator("blockquote.statement")).not_to_have_text(before)
        expect(here.get_by_role("progressbar")).to_have_attribute("value", str(number))
        expect(button(here, _("Agree")).first).to_be_focused()
        expect(standing.locator(".me")).to_be_visible()
        reader.wait_for_load_state("networkidle")
        spots.append(standing.locator(".me").get_attribute("cx"))
    assert len(set(spots)) > 1
    assert len(said(question)) == 3


def test_keys_answer_until_they_are_switched_off(question: Question, arrive: Arrive) -> None:
    reader = arrive(DESK)
    reader.goto(question.get_absolute_url())
    here = card(reader, question)
    for number, key in enumerate("jkl", start=1):
        expect_settled(reader)
        reader.keyboard.press(key)
        expect(here.get_by_role("progressbar")).to_have_attribute("value", str(number))
    assert said(question) == [-1, 0, 1]

    here.get_by_text(_("Add a statement")).click()
    here.get_by_label(_("Your statement")).press_sequentially("jkl jkl")
    expect(here.get_by_label(_("Your statement"))).to_have_value("jkl jkl")
    assert len(said(question)) == 3

    switch = here.get_by_role("button", name=_("Use keys"))
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    reader.keyboard.press("j")
    reader.reload()
    expect(here.get_by_role("button", name=_("Use keys"))).to_have_attribute(
        "aria-pressed", "false"
    )
    reader.keyboard.press("j")
    reader.wait_for_load_state("networkidle")
    assert len(said(question)) == 3


def test_what_was_said_already_is_answered_in_its_place(
    question: Question, reader: Page, watch: Watch
) -> None:
    Choice.objects.filter(question=question, slug="choice-4").update(
        label_fr="Il faut publier tous les contrats.", label_en="All contracts should be published."
    )
    reader.reload()
    here = card(reader, question)
    here.get_by_text(_("Add a statement")).click()
    here.get_by_label(_("Your statement")).fill("Il faudrait publier tous les contrats")
    watch.provokes(409)
    button(here, _("Propose")).click()
    told = here.get_by_role("alert")
    expect(told).to_contain_text("Il faut publier tous les contrats.")
    expect(told).to_be_focused()
    button(told, _("Agree")).click()
    expect(here.get_by_role("progressbar")).to_have_attribute("value", "1")
    assert said(question) == [1]
    assert not Choice.objects.waiting().exists()


def test_an_earlier_answer_is_changed(question: Question, reader: Page) -> None:
    here = card(reader, question)
    reader.keyboard.press("j")
    expect(here.get_by_role("progressbar")).to_have_attribute("value", "1")
    here.get_by_text(_("Review your answers (%(count)s)") % {"count": 1}).click()
    review = here.locator(".statements form").first
    button(review, _("Disagree")).click()
    expect(button(review, _("Disagree"))).to_have_attribute("aria-pressed", "true")
    assert said(question) == [-1]


def test_groups_show_with_the_result_that_an_answer_has_opened(
    transactional_db: None, arrive: Arrive
) -> None:
    question = conversation(14, 10, slug="views", results="after_vote")
    renew(question, now=timezone.now())
    reader = arrive(DESK)
    reader.goto(question.get_absolute_url())
    expect(reader.locator(".opinion-map")).to_have_count(0)
    reader.keyboard.press("j")
    expect(reader.locator("#opinion-groups .opinion-map")).to_be_visible()
    expect(reader.locator("[data-standing] .me")).to_be_visible()
