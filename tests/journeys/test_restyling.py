"""What a tap or a key makes a browser style anew: what has changed, not the page around it.

Counted in elements, as Chromium tells of itself, so that no machine's speed decides.
"""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from dossier.models import Article
from tests.factories import CommentFactory
from tests.journeys.conftest import Arrive

pytestmark = pytest.mark.journey

SETTLED = (
    """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"""
)


@pytest.fixture
def page(arrive: Arrive, dossier: Article) -> Page:
    first = CommentFactory(article=dossier)
    for _number in range(12):
        CommentFactory(article=dossier, parent=first)
    page = arrive()
    page.goto(dossier.get_absolute_url())
    page.wait_for_load_state("networkidle")
    page.locator("main.is-whole").wait_for()
    return page


def restyled(page: Page, act: Callable[[], object]) -> int:
    """How many elements were styled in the frames that follow an act."""
    browser = page.context.browser
    assert browser
    page.evaluate(SETTLED)
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    act()
    page.evaluate(SETTLED)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    return sum(
        event["args"].get("elementCount", 0)
        for event in events
        if event["name"] == "UpdateLayoutTree"
    )


def test_a_key_in_a_comment_styles_its_field(page: Page) -> None:
    field = page.locator("#discussion textarea").first
    field.press_sequentially("Be")
    assert restyled(page, lambda: field.press("c")) < 60


def test_a_tick_styles_its_options(page: Page) -> None:
    option = page.locator(".question .option").first
    option.scroll_into_view_if_needed()
    assert restyled(page, option.tap) < 60


def test_a_card_that_takes_anothers_place_is_all_that_is_styled(page: Page) -> None:
    card = page.locator(".dossier-body > .question").first
    own = card.locator("*").count()
    replaced = restyled(
        page, lambda: card.evaluate("(one) => one.replaceWith(one.cloneNode(true))")
    )
    assert replaced >= own > 10
    assert replaced < 2 * own + 60
