"""The designed states look as they were drawn: pictures of the living page beside those kept.

RENEW_SNAPSHOTS=1 draws them anew (make snapshots); what changed is then looked at, and committed.
"""

import mimetypes
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Route
from pytest_django.fixtures import Settings

from tests.look.likeness import difference, sketch

pytestmark = pytest.mark.journey

KEPT = Path(__file__).parent / "snapshots"
RENEWS = bool(os.environ.get("RENEW_SNAPSHOTS"))
SITE = "http://dossier.test"
NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
WIDTHS = {"phone": 360, "desk": 1024}
type Theme = Literal["light", "dark"]

SCREENS: list[tuple[str, Theme]] = [("phone", "light"), ("phone", "dark"), ("desk", "light")]
# The faces that come with the browser's fonts on every machine that runs the tests.
FACES = """
    :root { --serif: "DejaVu Serif"; --sans: "DejaVu Sans"; }
    em, i, cite, blockquote { font-style: normal !important; }
"""
type Opened = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, client: Client, db: None, settings: Settings) -> Iterator[Opened]:
    """The living page on some screen, in some theme; nobody serves it."""
    settings.DEBUG = True
    with time_machine.travel(NOON, tick=False):
        html = client.get("/en/design/").content
    contexts = []

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if not path.startswith("/static/"):
            return route.fulfill(body=html, content_type="text/html; charset=utf-8")
        file = Path(str(finders.find(path.removeprefix("/static/"))))
        kind = mimetypes.guess_type(file.name)[0]
        return route.fulfill(body=file.read_bytes(), content_type=kind)

    def opening(screen: str, theme: Theme, *more: str) -> Page:
        context = browser.new_context(
            viewport={"width": WIDTHS[screen], "height": 900},
            color_scheme=theme,
            reduced_motion="reduce",
            timezone_id="Europe/Paris",
            bypass_csp=True,  # for the faces
        )
        contexts.append(context)
        page = context.new_page()
        page.clock.set_fixed_time(NOON)
        page.route(f"{SITE}/**", serve)
        page.goto(f"{SITE}/en/design/")
        page.add_style_tag(content="\n".join((FACES, *more)))
        return page

    yield opening
    for context in contexts:
        context.close()


def pictures(page: Page) -> dict[str, bytes]:
    """Each part of the living page, by its id."""
    parts = page.locator(".dossier-body > section[id]")
    return {
        str(part.get_attribute("id")): part.screenshot(animations="disabled", caret="hide")
        for part in parts.all()
    }


def file_of(part: str, screen: str, theme: str) -> Path:
    return KEPT / f"{part}-{screen}-{theme}.webp"


def differing(taken: dict[str, bytes], screen: str, theme: str) -> dict[str, str]:
    """The parts that look otherwise than they were drawn, and how."""
    compared = {
        part: difference(file_of(part, screen, theme).read_bytes(), sketch(picture))
        for part, picture in taken.items()
    }
    return {part: str(one) for part, one in compared.items() if one.is_seen}


@pytest.mark.parametrize(("screen", "theme"), SCREENS)
def test_every_part_looks_as_it_was_drawn(
    opened: Opened, screen: str, theme: Theme, tmp_path: Path
) -> None:
    taken = pictures(opened(screen, theme))
    if RENEWS:
        for old in KEPT.glob(f"*-{screen}-{theme}.webp"):
            old.unlink()
        for part, picture in taken.items():
            file_of(part, screen, theme).write_bytes(sketch(picture))
    drawn = {file.name.split("-")[0] for file in KEPT.glob(f"*-{screen}-{theme}.webp")}
    assert taken.keys() == drawn
    others = differing(taken, screen, theme)
    for part in others:
        (tmp_path / f"{part}.png").write_bytes(taken[part])
    assert others == {}, f"as they look now: {tmp_path}"


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
    ("states", "thinner headings"): "h3 { font-weight: 400; }",
    ("drawings", "smaller data"): ":root { --text-s: 0.875rem; }",
}
# What another machine's way with letters may do at most.
SMOOTHED = "main { filter: blur(0.3px); }"


def with_style(page: Page, style: str, part: str) -> dict[str, bytes]:
    """How a part of the page looks with one more rule, which then goes again."""
    added = page.add_style_tag(content=style)
    picture = page.locator(f"#{part}").screenshot(animations="disabled", caret="hide")
    added.evaluate("one => one.remove()")
    return {part: picture}


def test_a_real_regression_is_seen_and_how_edges_are_smoothed_is_not(opened: Opened) -> None:
    page = opened("phone", "light")
    unseen = {
        name
        for (part, name), style in BROKEN.items()
        if not differing(with_style(page, style, part), "phone", "light")
    }
    assert unseen == set()
    for part in ("controls", "told", "results"):
        assert differing(with_style(page, SMOOTHED, part), "phone", "light") == {}
