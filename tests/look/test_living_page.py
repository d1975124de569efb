"""The living page in a browser: nothing on it moves unasked, leaves a phone or is too small."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, Route

from tests.look.stage import SITE, serve_static

pytestmark = [pytest.mark.django_db, pytest.mark.journey]

LANGUAGES = ("en", "fr")
THEMES = ("light", "dark")
PHONE = {"width": 320, "height": 640}

# Every element whose box lies beyond the page, but what is scrolled within it or read aloud only.
BEYOND = """() => [...document.querySelectorAll("main *")].filter(one => {
  const {left, right, width} = one.getBoundingClientRect();
  return width && (right > innerWidth + 1 || left < -1)
    && !one.closest(".table-wrap, .contents ol, .visually-hidden");
}).map(one => `${one.tagName} ${one.getAttribute("class")}`)"""
# The drawn height of a line of each text of a drawing: from its ascent to its descent.
SMALL_IN_DRAWINGS = """() => [...document.querySelectorAll("main svg text")].filter(one => {
  const {a, d} = one.getScreenCTM();
  return parseFloat(getComputedStyle(one).fontSize) * Math.min(Math.abs(a), Math.abs(d)) < 11;
}).map(one => one.textContent)"""
SMALL = """() => {
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const small = new Set();
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || one.closest("svg, .visually-hidden")) continue;
    const size = parseFloat(getComputedStyle(one).fontSize);
    if (size < 12) small.add(`${one.tagName} ${one.getAttribute("class")} ${size}`);
  }
  return [...small];
}"""
# Words of one drawing that stand on one another.
COLLISIONS = """() => [...document.querySelectorAll("main svg")].flatMap(drawing => {
  const boxes = [...drawing.querySelectorAll("text")]
    .map(one => [one.textContent, one.getBoundingClientRect()]);
  return boxes.flatMap(([word, one], place) => boxes.slice(place + 1)
    .filter(([, other]) => one.left < other.right - 1 && other.left < one.right - 1
      && one.top < other.bottom - 4 && other.top < one.bottom - 4)
    .map(([second]) => `${word} on ${second}`));
})"""
MOVING = """() => [...document.querySelectorAll("*")].flatMap(one =>
  [one, "::before", "::after"].map((part, at) => getComputedStyle(one, at ? part : null))
    .filter(style => style.animationName !== "none"
      || style.transitionDuration.split(", ").some(time => time !== "0s")
      || style.scrollBehavior === "smooth")
    .map(() => `${one.tagName} ${one.getAttribute("class")}`))"""


type Show = Callable[..., Page]


@pytest.fixture
def show(new_context: Callable[..., BrowserContext], settings: LazySettings) -> Show:
    """Opens the page in a language, as a browser with these options shows it."""
    settings.DEBUG = True

    def showing(language: str, **options: Any) -> Page:
        html = Client().get(f"/{language}/design/").content.decode()

        def serve(route: Route) -> None:
            path = route.request.url.removeprefix(SITE)
            if path.startswith("/static/"):
                serve_static(route, path)
            else:
                route.fulfill(body=html, content_type="text/html")

        page = new_context(viewport=PHONE, **options).new_page()
        page.route(f"{SITE}/**", serve)
        page.goto(f"{SITE}/{language}/design/")
        if options.get("java_script_enabled", True):
            page.locator("main.is-whole").wait_for()
        return page

    return showing


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("theme", THEMES)
def test_nothing_leaves_the_narrowest_phone_or_is_too_small_to_read(
    show: Show, language: str, theme: str
) -> None:
    page = show(language, color_scheme=theme, reduced_motion="reduce")
    page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true })")

    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert page.evaluate(BEYOND) == []
    assert page.evaluate(SMALL_IN_DRAWINGS) == []
    assert page.evaluate(SMALL) == []
    assert page.evaluate(COLLISIONS) == []


def test_nothing_moves_where_motion_is_unwanted(show: Show) -> None:
    page = show("en", reduced_motion="reduce")
    assert page.evaluate(MOVING) == []


def test_something_moves_where_motion_is_allowed(show: Show) -> None:
    """So that the test before it finds what there is to find."""
    page = show("en", reduced_motion="no-preference")
    assert page.evaluate(MOVING) != []


def test_what_a_pointer_or_a_key_does_is_shown_by_the_sheets_own_rules(show: Show) -> None:
    page = show("en")

    def button(under: str) -> list[str]:
        found = page.locator(f"#controls {under} .button").first
        look = found.evaluate(
            "one => [getComputedStyle(one)].map(s => [s.backgroundColor, s.outlineStyle])[0]"
        )
        return [str(part) for part in look]

    rest, hovered, focused = map(button, ("", "[data-pretend=hover]", "[data-pretend=focus]"))
    assert hovered[0] != rest[0]
    assert (rest[1], focused[1]) == ("none", "solid")


def test_paper_is_asked_to_be_ticked_and_never_to_be_pressed(show: Show) -> None:
    page = show("en")
    pressed = page.locator("main :is(button, summary, progress)").locator("visible=true")
    assert pressed.count() > 0

    page.emulate_media(media="print")

    assert pressed.count() == 0
    assert page.locator("#ballots .option").locator("visible=true").count() > 0
    assert page.locator("#results svg.plot").locator("visible=true").count() > 0
