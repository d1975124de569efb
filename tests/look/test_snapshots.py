"""The designed states look as they were drawn: pictures of the living page beside those kept.

RENEW_SNAPSHOTS=1 draws them anew (make snapshots); what changed is then looked at, and committed.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.fixtures import Settings

from tests.look.gallery import NOON, Gallery, Opened, context_of, picture, show, unseen

pytestmark = pytest.mark.journey

PARTS = Gallery(Path(__file__).parent / "snapshots")
ADDRESS = "/en/design/"
SCREENS = ["phone-light", "phone-dark", "desk-light"]


@pytest.fixture
def opened(browser: Browser, client: Client, db: None, settings: Settings) -> Iterator[Opened]:
    """The living page on some screen; nobody serves it."""
    settings.DEBUG = True
    with time_machine.travel(NOON, tick=False):
        html = client.get(ADDRESS).content
    contexts = []

    def opening(screen: str, *styles: str) -> Page:
        contexts.append(context_of(browser, screen))
        return show(contexts[-1].new_page(), html, ADDRESS, *styles)

    yield opening
    for context in contexts:
        context.close()


@pytest.mark.parametrize("screen", SCREENS)
def test_every_part_looks_as_it_was_drawn(opened: Opened, screen: str, tmp_path: Path) -> None:
    parts = opened(screen).locator(".dossier-body > section[id]")
    taken = {str(part.get_attribute("id")): picture(part) for part in parts.all()}
    PARTS.check(taken, screen, seen_in=tmp_path)


# Each in a part of the page that shows it.
BROKEN = {
    ("controls", "an accent of another blue"): ":root { --accent: #0b4375; }",
    ("controls", "square buttons"): ".button { border-radius: 0; }",
    ("controls", "a lighter border"): ":root { --edge: #b5b1a6; }",
    ("told", "a badge gone"): ".badge-good { display: none; }",
    ("ballots", "tighter options"): ".option { padding-block: 0; }",
    ("ballots", "one step less space"): ":root { --s5: 1rem; }",
    ("results", "lower bars"): ".bar { block-size: 0.5rem; }",
    ("results", "a choice of another colour"): ":root { --choice-1: #1a6fa8; }",
    ("results", "no place of the reader's own"): ".yours { display: none; }",
    ("states", "thinner headings"): "h3 { font-weight: 400; }",
    ("drawings", "smaller data"): ":root { --text-s: 0.875rem; }",
}
# What another machine's way with letters may do at most.
SMOOTHED = "main { filter: blur(0.3px); }"


def test_a_real_regression_is_seen_and_how_edges_are_smoothed_is_not(opened: Opened) -> None:
    screen = "phone-light"
    page = opened(screen)

    def missed(part: str, flaw: str, rule: str) -> set[str]:
        of = page.locator(f"#{part}")
        return unseen(page, [(flaw, rule)], gallery=PARTS, name=part, screen=screen, of=of)

    assert set().union(*(missed(*where, rule) for where, rule in BROKEN.items())) == set()
    for part in ("controls", "told", "results"):
        assert missed(part, "smoothed", SMOOTHED) == {"smoothed"}
