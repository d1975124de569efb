"""A walk over a page by the Tab key alone, and what is wrong at each place where it stops."""

from typing import Any

from playwright.sync_api import Locator, Page

# Where the focus is, whether it shows, and whether something lies over it. A label that holds its
# field is drawn as one with it. What is out of sight sideways is scrolled to by the browser. In a
# form of the newsroom, whose parts are folded and stand in columns, no stop is above the last. The
# parts of a moment (day, month, …) are stops of one field.
STOP = """
async () => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const here = document.activeElement;
  window.first ??= here;
  const round = window.walked && window.walked !== here && here === window.first;
  if (here === document.body || round) return null;
  const whole = here.matches("input") && here.closest("label") || here;
  const ringed = [here, whole].some((one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  });
  const { left, top, width, height, bottom } = whole.getBoundingClientRect();
  const parts = [0.1, 0.5, 0.9];
  const seen = parts.flatMap((x) => parts.map((y) => [left + width * x, top + height * y]))
    .filter(([x, y]) => {
      const hit = document.elementFromPoint(x, y);
      return hit && (whole.contains(hit) || hit.contains(whole));
    });
  const after = !window.walked?.isConnected || window.walked === here ||
    Boolean(window.walked.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING);
  const form = here.closest("#content-main form");
  const sticks = here.closest(".submit-row");
  const above = form && !sticks && form === window.form && bottom + scrollY <= window.reached;
  window.walked = here;
  window.form = form;
  window.reached = top + scrollY;
  const told = here.ariaLabel || here.labels?.[0]?.innerText || here.innerText || here.value;
  return { told: `${here.tagName} ${here.id} ${told?.trim().slice(0, 50)}`, ringed, after, above,
    seen: seen.length };
}
"""
# A script may have led the focus elsewhere since: what is next is compared with nothing.
SET_OUT = "() => { window.walked = window.form = undefined }"
HERE = "one => one === document.activeElement"
MOST = 400


def _wrong_with(stop: dict[str, Any]) -> list[str]:
    problems = {
        "goes back": not stop["after"],
        "goes up": stop["above"],
        "shows no focus": not stop["ringed"],
        "is hidden": not stop["seen"],
    }
    return [f"{stop['told']} {said}" for said, true in problems.items() if true]


def walk(page: Page, address: str) -> tuple[int, list[str]]:
    """How many places the Tab key stops at, from the top of the page until it leaves it, and what
    is wrong with any: out of the order of reading, without a ring, or hidden."""
    page.goto(address)
    page.evaluate("document.activeElement.blur()")
    return walk_on(page)


def walk_on(page: Page) -> tuple[int, list[str]]:
    """The same from where the focus is, on a page as it stands."""
    wrong: list[str] = []
    for number in range(MOST):
        page.keyboard.press("Tab")
        stop: dict[str, Any] | None = page.evaluate(STOP)
        if stop is None:
            return number, wrong
        wrong += _wrong_with(stop)
    return MOST, [*wrong, "the page keeps the focus"]


def tab_to(page: Page, place: Locator) -> None:
    """Press the Tab key until it stops at a place further down; nothing is wrong on the way."""
    page.evaluate(SET_OUT)
    for _number in range(MOST):
        page.keyboard.press("Tab")
        stop: dict[str, Any] | None = page.evaluate(STOP)
        assert stop is not None, f"the page ends before {place}"
        wrong = _wrong_with(stop)
        assert wrong == [], wrong
        if place.evaluate(HERE):
            return
    raise AssertionError("the page keeps the focus")
