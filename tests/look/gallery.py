"""The sketches that are kept, and pages opened as they were when those were drawn.

A page is what the test client was answered, opened in a browser that nobody serves: with the faces
that come with it on every machine that runs the tests, at one moment, and with no stream.
"""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route

from tests.look.likeness import difference, sketch
from tests.look.stage import serve_static

SITE = "https://dossier.test"  # as pages that are kept on a device ask for
RENEWS = bool(os.environ.get("RENEW_SNAPSHOTS"))
NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
WIDTHS = {"phone": 360, "desk": 1024}
FACES = """
    :root { --serif: "DejaVu Serif"; --sans: "DejaVu Sans"; }
    em, i, cite, blockquote { font-style: normal !important; }
"""
STREAM = "/static/js/live.js"
type Opened = Callable[..., Page]


@dataclass(frozen=True)
class Gallery:
    """A folder of sketches, a file for each thing on each screen."""

    folder: Path

    def file_of(self, name: str, screen: str) -> Path:
        return self.folder / f"{name}-{screen}.webp"

    def names(self, screen: str) -> set[str]:
        """What is kept of a screen."""
        end = f"-{screen}.webp"
        return {file.name.removesuffix(end) for file in self.folder.glob(f"*{end}")}

    def keep(self, taken: dict[str, bytes], screen: str) -> None:
        """Draw a screen anew, of pictures by what they show."""
        self.folder.mkdir(exist_ok=True)
        for name in self.names(screen):
            self.file_of(name, screen).unlink()
        for name, picture in taken.items():
            self.file_of(name, screen).write_bytes(sketch(picture))

    def differing(self, taken: dict[str, bytes], screen: str) -> dict[str, str]:
        """What looks otherwise than it was drawn, and how."""
        compared = {
            name: difference(self.file_of(name, screen).read_bytes(), sketch(picture))
            for name, picture in taken.items()
        }
        return {name: str(one) for name, one in compared.items() if one.is_seen}

    def check(self, taken: dict[str, bytes], screen: str, *, seen_in: Path) -> None:
        """Hold a screen to its sketches, or draw them anew; a folder gets what differs."""
        if RENEWS:
            self.keep(taken, screen)
        assert taken.keys() == self.names(screen)
        others = self.differing(taken, screen)
        for name in others:
            (seen_in / f"{name}.png").write_bytes(taken[name])
        assert others == {}, f"as they look now: {seen_in}"


def context_of(browser: Browser, screen: str) -> BrowserContext:
    """A browser as sketches are drawn in: “phone-light”, “desk-dark”."""
    width, theme = screen.split("-")
    return browser.new_context(
        viewport={"width": WIDTHS[width], "height": 900},
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
        timezone_id="Europe/Paris",
        service_workers="block",
        bypass_csp=True,  # for the faces
    )


def show(page: Page, html: bytes, address: str, *styles: str) -> Page:
    """Open what was answered at an address, with more rules than its own."""

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path == STREAM:
            route.fulfill(body="", content_type="text/javascript")
        elif path.startswith("/static/"):
            serve_static(route, path)
        elif route.request.is_navigation_request():
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        else:
            route.abort()

    page.clock.set_fixed_time(NOON)
    page.route(f"{SITE}/**", serve)
    page.goto(f"{SITE}{address}")
    # as sparing.js does, where scripts run
    page.locator("main").evaluate_all("(all) => all.map((one) => one.classList.add('is-whole'))")
    page.add_style_tag(content="\n".join((FACES, *styles)))
    return page


def picture(of: Page | Locator) -> bytes:
    """What is seen of a page's first screen, or the whole of one thing."""
    return of.screenshot(animations="disabled", caret="hide")


def unseen(
    page: Page,
    flaws: Iterable[tuple[str, str]],
    *,
    gallery: Gallery,
    name: str,
    screen: str,
    of: Page | Locator,
) -> set[str]:
    """Which flaws, each a name and a rule that makes it, no sketch tells."""
    missed = set()
    for flaw, rule in flaws:
        added = page.add_style_tag(content=rule)
        if not gallery.differing({name: picture(of)}, screen):
            missed.add(flaw)
        added.evaluate("one => one.remove()")
    return missed
