"""A page before axe-core: WCAG 2.2 A and AA, by day and by night."""

from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

OF_COLOURS = ["color-contrast", "link-in-text-block"]
EVERYTHING_ELSE: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"target-size": {"enabled": True}} | {one: {"enabled": False} for one in OF_COLOURS},
    "resultTypes": ["violations"],
}
COLOURS: dict[str, Any] = {
    "runOnly": {"type": "rule", "values": OF_COLOURS},
    "resultTypes": ["violations"],
    "preload": False,
}
type Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
COLOURS_SETTLED = "Promise.allSettled(document.getAnimations().map(one => one.finished))"
EXAMINE = """
(options) => axe.run(options).then(({ violations }) =>
  violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target.flat().join(" "))]))
"""
# Contrast is slow to measure. Of words that are marked up alike, of the same colour and size, and
# on the same grounds all the way up, three are looked at; what stands elsewhere than where it is
# written, each.
EXAMINE_COLOURS = """
(options) => {
  const grounds = new Map([[null, ""]]);
  const ground = (one) => {
    if (!grounds.has(one)) {
      const { backgroundColor, backgroundImage, opacity, filter, position } = getComputedStyle(one);
      const moves = ["absolute", "fixed"].includes(position) && one.offsetWidth > 1;
      const moved = moves ? `${grounds.size}` : "";
      const own = [backgroundColor, backgroundImage, opacity, filter, moved].join(" ")
        .replace("rgba(0, 0, 0, 0) none 1 none ", "");
      grounds.set(one, own + ground(one.parentElement));
    }
    return grounds.get(one);
  };
  const spoken = (one) => one.matches("input, select, textarea") ||
    [...one.childNodes].some((text) => text.nodeType === Node.TEXT_NODE && text.data.trim());
  const markup = (one) => `${one.tagName} ${one.getAttribute("class")}`;
  const alike = new Map();
  for (const one of document.body.querySelectorAll("*")) {
    if (!spoken(one) || !one.checkVisibility()) continue;
    const { color, fontSize, fontWeight, textDecorationLine } = getComputedStyle(one);
    const look = [color, fontSize, fontWeight, textDecorationLine, one.disabled,
      markup(one), markup(one.parentElement), ground(one)].join();
    const others = alike.get(look) ?? [];
    if (others.length < 3) alike.set(look, [...others, one]);
  }
  const include = [...alike.values()].flat();
  return include.length ? axe.run({ include }, options).then(({ violations }) =>
    violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target.flat().join(" "))]))
    : [];
}
"""
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
    """What axe finds on the page as it stands: everything once, the colours by day and by night."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.evaluate(COLOURS_SETTLED)
        seen = page.evaluate(EXAMINE, EVERYTHING_ELSE) if scheme == "light" else []
        seen += page.evaluate(EXAMINE_COLOURS, COLOURS)
        found += [f"{scheme}, {rule}: {', '.join(where)} on {page.url}" for rule, where in seen]
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
