"""A long page comes in pieces, and is whole for whoever is led into it, reads or hears it."""

import json
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from dossier.models import Article
from polls.models import Question
from tests.factories import CommentFactory
from tests.journeys.conftest import DESK, PHONE, Arrive

pytestmark = pytest.mark.journey

PIECES = ".dossier-body > :is(.passage, .question, .part)"
LEFT_OUT = f"""() => [...document.querySelectorAll("{PIECES}")].filter(
  (one) => getComputedStyle(one).contentVisibility !== "visible" || one.matches(".is-held")
).length"""
TOP = "(one) => Math.round(one.getBoundingClientRect().top)"
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 300)))"


def whole(page: Page) -> None:
    page.locator("main.is-whole").wait_for()
    page.evaluate(SETTLED)


def is_led_to(part: Locator) -> bool:
    """Whether it stands where the browser would lead to it now."""
    before = part.evaluate(TOP)
    part.evaluate("(one) => one.scrollIntoView()")
    return bool(before == part.evaluate(TOP))


def calm(arrive: Arrive, screen: dict[str, Any] = PHONE) -> Page:
    """Who is led somewhere is there at once."""
    return arrive(screen, reduced_motion="reduce")


@pytest.mark.parametrize("screen", [PHONE, DESK])
def test_the_first_frames_style_the_first_screens(
    arrive: Arrive, dossier: Article, screen: dict[str, Any]
) -> None:
    page = arrive(screen)
    browser = page.context.browser
    assert browser
    browser.start_tracing(page=page, categories=["devtools.timeline", "loading"])
    page.goto(dossier.get_absolute_url())
    whole(page)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    shown = max(one["ts"] for one in events if one["name"] == "firstContentfulPaint")
    styled = [one for one in events if one["name"] == "UpdateLayoutTree"]
    first = sum(one["args"].get("elementCount", 0) for one in styled if one["ts"] < shown)
    assert 0 < first < page.locator("*").count() / 2
    assert page.evaluate(LEFT_OUT) == 0


def test_whoever_hears_the_page_hears_all_of_it(arrive: Arrive, dossier: Article) -> None:
    """And nothing that is not there: of what a browser leaves out it tells hidden fields too."""
    first = CommentFactory(article=dossier, author_name="Ada 0")
    for number in range(1, 13):
        CommentFactory(article=dossier, parent=first, author_name=f"Ada {number}")
    page = arrive()
    page.goto(dossier.get_absolute_url())
    whole(page)
    while (more := page.locator("#discussion .more-replies a")).count():
        more.first.click()
        expect(page.locator("#discussion .comment")).to_have_count(13)
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(SETTLED)
    session = page.context.new_cdp_session(page)
    session.send("Accessibility.enable")
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    told = [
        (one["role"]["value"], one.get("name", {}).get("value"))
        for one in nodes
        if not one["ignored"]
    ]
    headings = {name for role, name in told if role == "heading"}
    for question in dossier.questions.exclude(kind=Question.Kind.QUIZ):
        assert question.prompt in headings
    assert {f"Ada {number}" for number in range(13)} <= headings
    fields = page.locator("main :is(textarea, input[type=text], input:not([type]))")
    shown = [one for one in fields.all() if one.is_visible()]
    assert len([role for role, _name in told if role == "textbox"]) == len(shown) > 0


@pytest.mark.parametrize("screen", [PHONE, DESK])
@pytest.mark.parametrize("place", ["closing", "discussion", "claims"])
def test_an_address_leads_to_its_part(
    arrive: Arrive, dossier: Article, screen: dict[str, Any], place: str
) -> None:
    page = calm(arrive, screen)
    page.goto(f"{dossier.get_absolute_url()}#{place}")
    part = page.locator(f"#{place}")
    whole(page)
    assert is_led_to(part)


def test_a_link_leads_to_its_part_whenever_it_is_followed(arrive: Arrive, dossier: Article) -> None:
    page = calm(arrive)
    page.goto(dossier.get_absolute_url(), wait_until="commit")
    page.locator(".contents a[href='#claims']").click()
    part = page.locator("#claims")
    whole(page)
    assert is_led_to(part)


@pytest.mark.parametrize("screen", [PHONE, DESK])
def test_read_again_the_page_stands_where_it_stood(
    arrive: Arrive, dossier: Article, screen: dict[str, Any]
) -> None:
    page = calm(arrive, screen)
    page.goto(dossier.get_absolute_url())
    whole(page)
    part = page.locator("#claims")
    part.evaluate("(one) => scrollTo(0, one.getBoundingClientRect().top + scrollY + 333)")
    page.evaluate(SETTLED)
    assert part.evaluate(TOP) == pytest.approx(-333, abs=1)
    page.reload()
    whole(page)
    assert part.evaluate(TOP) == pytest.approx(-333, abs=1)


def test_nothing_waits_for_scripts_that_are_switched_off(arrive: Arrive, dossier: Article) -> None:
    page = arrive(java_script_enabled=False)
    page.goto(dossier.get_absolute_url())
    last = page.locator(f"{PIECES}").last
    expect(last).to_be_visible()
    heights = [one.bounding_box() for one in page.locator(PIECES).all()]
    assert len({round(box["height"]) for box in heights if box}) > len(heights) / 2


def test_nothing_waits_long_for_scripts_that_do_not_come(arrive: Arrive, dossier: Article) -> None:
    page = arrive()
    page.route(
        "**/sparing.js",
        lambda route: route.fulfill(body="", content_type="text/javascript"),
    )
    page.goto(dossier.get_absolute_url())
    assert page.evaluate(LEFT_OUT) > 0
    page.wait_for_timeout(7000)
    assert page.evaluate(LEFT_OUT) == 0
