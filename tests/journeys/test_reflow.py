"""Larger text, wider spacing, a window of 320 pixels, the system's own colours: nothing is lost."""

import pytest
from playwright.sync_api import Page, expect

from dossier.models import Article
from tests.factories import CommentFactory
from tests.journeys.conftest import DESK, PHONE, Arrive
from tests.journeys.examining import unfold
from tests.journeys.reading import asked, button, card, label, result

pytestmark = pytest.mark.journey

# WCAG 2.2, 1.4.12, all four at once
SPACED = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important }
* { word-spacing: 0.16em !important }
p { margin-block-end: 2em !important }
"""
DOUBLED = "html { font-size: 200% !important }"
# The content policy forbids a <style>; a sheet that a script makes is none.
WORN = """
(rules) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [sheet];
}
"""
# Words that their own box cuts off. What only a screen reader gets is cut on purpose, what scrolls
# can be scrolled to, and the standfirst has a link that shows the rest of it.
CUT = """
() => [...document.querySelectorAll("body *")].filter((one) => {
  if (!one.checkVisibility() || one.matches("input, textarea, select, progress")) return false;
  if (one.closest("svg, .visually-hidden, .standfirst:has(+ .read-on)")) return false;
  const { overflowX, overflowY, clipPath } = getComputedStyle(one);
  if (clipPath !== "none" || !/hidden|clip/.test(overflowX + overflowY)) return false;
  return one.scrollHeight > one.clientHeight + 8 || one.scrollWidth > one.clientWidth + 1;
}).map((one) => one.outerHTML.slice(0, 90))
"""
WIDER = "document.documentElement.scrollWidth - innerWidth"


def pages(dossier: Article) -> list[str]:
    here = dossier.get_absolute_url()
    slugs = "lawsuit effects effects-ranked dismissed overall-view your-view quiz-terms".split()
    more = [f"{here}{one}/" for one in ("results", "results/brief", "comments", "quiz", *slugs)]
    return ["/", here, *more, "/fr/me/", "/en/me/", here.replace("/fr/", "/en/")]


def lost(page: Page, address: str) -> list[str]:
    """What reaches beyond the window's width, or is cut off."""
    wider = page.evaluate(WIDER)
    sideways = [f"{address} is {wider} px wider than its window"] if wider > 0 else []
    return [*sideways, *(f"{address} cuts {one}" for one in page.evaluate(CUT))]


def test_nothing_is_lost_on_a_narrow_window_with_wide_spacing(
    dossier: Article, arrive: Arrive
) -> None:
    CommentFactory(article=dossier, body="Unmotsanslamoindrecoupure" * 12)
    page = arrive(PHONE)
    found = []
    for address in pages(dossier):
        page.goto(address)
        unfold(page)
        for width in (320, 360, 384, 417):
            page.set_viewport_size({"width": width, "height": 640})
            found += lost(page, f"{address} at {width}")
        page.set_viewport_size({"width": 320, "height": 256})
        page.evaluate(WORN, SPACED)
        found += lost(page, f"{address} spaced")
    assert found == []


def test_nothing_is_lost_when_text_is_twice_as_large(dossier: Article, arrive: Arrive) -> None:
    page = arrive(DESK)
    found = []
    for address in pages(dossier):
        page.goto(address)
        unfold(page)
        page.evaluate(WORN, DOUBLED)
        found += lost(page, f"{address} doubled")
    assert found == []


OUTLINED = "one => getComputedStyle(one).outlineStyle"
BORDERED = "one => getComputedStyle(one).borderTopStyle"
COLOURS = "one => [getComputedStyle(one).fill, getComputedStyle(document.body).backgroundColor]"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_systems_own_colours_tell_as_much(
    dossier: Article, arrive: Arrive, scheme: str
) -> None:
    """What a colour behind it said is said by a line: chosen, pressed, in focus; bars are seen."""
    question = asked(dossier, "fallacious")
    page = arrive(DESK, forced_colors="active", color_scheme=scheme)
    page.goto(question.get_absolute_url())
    here = card(page, question)
    chosen = here.get_by_role("radio", name=label(question, "partly"), exact=True)
    chosen.check()
    other = here.get_by_role("radio").first
    boxes = [one.locator("xpath=ancestor::label") for one in (chosen, other)]
    assert [one.evaluate(OUTLINED) for one in boxes] == ["solid", "none"]
    send = here.locator("button[type=submit]").first
    assert send.evaluate(BORDERED) == "solid"
    send.press("Enter")
    expect(result(here)).to_be_visible()
    bar, paper = here.locator(".plot rect").first.evaluate(COLOURS)
    assert bar != paper
    button(here, "Retirer ma réponse").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert button(here, "Retirer ma réponse").evaluate(OUTLINED) == "solid"
