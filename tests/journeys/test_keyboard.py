"""By keyboard alone: every place in its order, ringed and in sight, and the focus never lost."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from dossier.models import Article
from polls.models import Comment
from tests.factories import CommentFactory, UserFactory
from tests.journeys.conftest import DESK, Arrive
from tests.journeys.newsroom import sign_in
from tests.journeys.reading import asked, button, card, expect_announced, expect_settled, result
from tests.journeys.walking import walk

pytestmark = pytest.mark.journey

# 1280 by 1024 pixels at 400 %, as WCAG 2.2 puts it
ZOOMED = {"viewport": {"width": 320, "height": 256}}
STILL = {"reduced_motion": "reduce"}


@pytest.mark.parametrize("screen", [DESK, ZOOMED], ids=["desk", "zoomed"])
def test_the_way_through_a_readers_pages(
    dossier: Article, arrive: Arrive, screen: dict[str, object]
) -> None:
    CommentFactory(article=dossier)
    page = arrive(screen, **STILL)
    here = dossier.get_absolute_url()
    for address, fewest in {
        "/": 6,
        here: 100,
        f"{here}effects-ranked/": 20,
        f"{here}dismissed/": 10,
        f"{here}overall-view/": 10,
        f"{here}quiz/": 8,
        f"{here}results/": 10,
        f"{here}comments/": 12,
    }.items():
        stops, wrong = walk(page, address)
        assert wrong == [], address
        assert stops >= fewest, address


def test_the_way_through_the_moderators_desk(dossier: Article, arrive: Arrive) -> None:
    CommentFactory(article=dossier, status="pending")
    page = arrive(DESK, **STILL)
    sign_in(page, UserFactory(groups=["Moderators"]))
    stops, wrong = walk(page, reverse("admin:moderation"))
    assert wrong == []
    assert stops >= 15


def test_the_first_stop_leads_past_the_head_of_a_page(dossier: Article, arrive: Arrive) -> None:
    page = arrive(DESK)
    page.goto(dossier.get_absolute_url())
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name=_("Skip to the content"))
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_a_forecast_without_the_slider_and_without_losing_the_focus(
    dossier: Article, arrive: Arrive
) -> None:
    """Sent from its number field, which is taken away meanwhile; then changed in the same way.

    What else the answer moves on the page is swapped at the same time as the card.
    """
    question = asked(dossier, "dismissed")
    page = arrive(DESK)
    page.goto(question.get_absolute_url())
    here = card(page, question)
    number = here.get_by_role("spinbutton")
    said = {"62": _("Your answer is counted."), "63": _("Your new answer is counted.")}
    for value, words in said.items():
        number.fill(value)
        number.press("Enter")
        expect_announced(page, words)
        expect(result(here).get_by_role("heading")).to_be_focused()
        expect(here).to_contain_text(value)
        expect_settled(page)
        here.get_by_text(_("Change my answer"), exact=True).press("Enter")
    slider = here.get_by_role("slider")
    slider.press("ArrowRight")
    expect(number).to_have_value("64")
    assert "64" in str(slider.get_attribute("aria-valuetext"))


def test_a_report_and_an_approval_keep_the_focus_and_are_told(
    dossier: Article, arrive: Arrive
) -> None:
    question = asked(dossier, "lawsuit")
    text: Comment = CommentFactory(article=dossier, question=question, author_name="Ada")
    page = arrive(DESK)
    page.goto(question.get_absolute_url())
    here = page.locator(f"#comment-{text.pk}")
    approval = here.get_by_role("button", name=_("Good argument"))
    approval.press("Enter")
    expect(here.get_by_role("button", pressed=True)).to_be_focused()
    expect_settled(page)
    here.get_by_role("link", name=_("Report")).press("Enter")
    expect(here.get_by_role("combobox")).to_be_focused()
    page.keyboard.press("ArrowDown")
    button(here, _("Report to the moderators")).press("Enter")
    expect(here.get_by_role("combobox")).to_have_count(0)
    expect_settled(page)
    assert page.evaluate("document.activeElement !== document.body")
