"""A page before axe-core: WCAG 2.2 A and AA, by day and by night."""

from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

EVERYTHING: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
COLOURS: dict[str, Any] = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
# What is written in another language stands in the same colours: they are looked at in one.
IN_COLOUR = "fr"
UNCOLOURED = EVERYTHING | {
    "rules": EVERYTHING["rules"]
    | {rule: {"enabled": False} for rule in COLOURS["runOnly"]["values"]}
}
type Scheme = Literal["light", "dark"]
SCHEMES: dict[Scheme, dict[str, Any]] = {"light": EVERYTHING, "dark": COLOURS}
COLOURS_SETTLED = "Promise.allSettled(document.getAnimations().map(one => one.finished))"
# Nothing glides below the bar at the foot, where axe would take what is half covered for too small
STILL: dict[str, Any] = {"reduced_motion": "reduce"}
# All that is folded is open, what is far below is laid out, without which it has no size, and the
# bar at the foot lies over nothing (test_keyboard.py holds that it hides no focus).
UNFOLDED = """
  for (const one of document.querySelectorAll("details")) one.open = true;
  const laid = new CSSStyleSheet();
  laid.replaceSync(
    "* { content-visibility: visible !important } .progress { position: static !important }",
  );
  document.adoptedStyleSheets = [laid];
"""


def breaches(page: Page) -> list[str]:
    """What axe finds on the page as it stands: everything by day, the colours by night too."""
    found = []
    coloured = page.evaluate("document.documentElement.lang") == IN_COLOUR
    examined: dict[Scheme, dict[str, Any]] = SCHEMES if coloured else {"light": UNCOLOURED}
    for scheme, options in examined.items():
        page.emulate_media(color_scheme=scheme)
        page.evaluate(COLOURS_SETTLED)
        for violation in Axe().run(page, options=options).response["violations"]:
            targets = [" ".join(map(str, node["target"])) for node in violation["nodes"]]
            found.append(f"{scheme}, {violation['id']}: {', '.join(targets)} on {page.url}")
    return found


def unfold(page: Page) -> None:
    """Show all that the page keeps folded."""
    page.evaluate(UNFOLDED)


def breaches_on(page: Page, *addresses: str, status: int = 200) -> list[str]:
    """What axe finds on each of these pages, all of it unfolded."""
    found = []
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        if answer.status != status:
            found.append(f"answered {answer.status}: {address}")
        unfold(page)
        found += breaches(page)
    return found
