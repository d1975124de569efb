"""What a reader does on a dossier's page with a thumb, in any language; each comes to its end.

Playwright's assertions draw up the accessibility tree of a page while they wait, which holds up its
thread for a second: what is measured waits for elements instead. And its own taps look for what
lies under them in every handler, and take no time at all, in the same moment as the scrolling to
what is tapped; a thumb does one after the other.
"""

from collections.abc import Callable, Mapping

from playwright.sync_api import Error, Locator, Page

from bench.pages.watching import SETTLED
from polls.models import Question

RADIO, BOX, RANK = "[type=radio]", "[type=checkbox]", "[data-rank-up]"
COMMENT = "The reasons on both sides are worth a second reading."  # no longer than the field

TAP = 80  # milliseconds that a finger rests on a screen
KEY = 120  # milliseconds from a key to the next, of somebody who writes fast
IN_SIGHT = """(place) => place.scrollIntoView({ block: "center", behavior: "instant" })"""
MIDDLE = """(place) => {
  const { left, top, width, height } = place.getBoundingClientRect();
  const point = { x: left + width / 2, y: top + height / 2 };
  const there = document.elementFromPoint(point.x, point.y);
  return place.contains(there) || there?.contains(place) ? point : null;
}"""


def touch(place: Locator) -> None:
    """Press what is in sight and at rest, on a page that stands, for as long as a tap takes."""
    place.wait_for()
    place.page.locator("main.is-whole").wait_for()
    place.evaluate(IN_SIGHT)
    place.page.evaluate(SETTLED)
    point = place.evaluate(MIDDLE)
    if not point:
        raise Error("Something lies over what is to be tapped.")
    finger = place.page.context.new_cdp_session(place.page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    place.page.wait_for_timeout(TAP)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    finger.detach()


def card(page: Page, slug: str) -> Locator:
    """The question where it stands first on the page."""
    pk = Question.objects.values_list("pk", flat=True).get(slug=slug)
    return page.locator(f".question[data-question='{pk}']").first


def choose(page: Page, slug: str) -> None:
    touch(_option(card(page, slug), 0))


def vote(page: Page, slug: str) -> None:
    """A first ballot: the first choices, as many as the kind wants."""
    own = card(page, slug)
    _fill(own)
    touch(own.locator(".ballot > .actions .button").first)
    own.locator(".my-answer").wait_for()


def change(page: Page, slug: str) -> None:
    own = card(page, slug)
    before = own.locator(".my-answer").inner_text()
    touch(own.locator(".change > summary"))
    _fill(own, last=True)
    touch(own.locator(".change .ballot > .actions .button").first)
    own.locator(".my-answer").filter(has_not_text=before).wait_for()
    own.locator(".change[open]").wait_for(state="detached")


def withdraw(page: Page, slug: str) -> None:
    own = card(page, slug)
    touch(own.locator(".my-answer [type=submit]").last)
    own.locator(".my-answer").wait_for(state="detached")


def move_rank(page: Page, slug: str) -> None:
    touch(card(page, slug).locator(RANK).last)


def slide(page: Page, slug: str) -> None:
    card(page, slug).locator("[type=range]").first.press("ArrowRight")


def unfold(page: Page, slug: str) -> None:
    """What a result keeps folded: its table, its downloads."""
    touch(card(page, slug).locator(".question-result summary").first)


def read_on(page: Page) -> None:
    """The rest of a thread, so many replies at a time."""
    more = page.locator("#discussion .more-replies a").first
    place = page.locator("#discussion .comment")
    before = place.count()
    touch(more)
    place.nth(before).wait_for(state="attached")


def reply(page: Page) -> None:
    """Open the form for a reply below the last comment in sight."""
    comment = page.locator("#discussion .comment article").last
    touch(comment.locator("a[data-hx-get*='/reply/']").first)
    comment.locator("textarea").wait_for()


def write(page: Page, text: str = "Because") -> None:
    page.locator("#discussion textarea").first.press_sequentially(text, delay=KEY)


def comment(page: Page) -> None:
    form = page.locator("#discussion form.ballot").first
    form.locator("textarea").press_sequentially(COMMENT, delay=KEY)
    form.locator("[name=name]").fill("Lectrice")
    place = page.locator("#discussion .comment")
    before = place.count()
    touch(form.locator(".button[type=submit]").first)
    place.nth(before).wait_for(state="attached")


def _option(own: Locator, place: int) -> Locator:
    return own.locator(".ballot .option").nth(place)


def _fill(own: Locator, *, last: bool = False) -> None:
    form = own.locator(".ballot").first
    if form.locator(RANK).count():
        touch(form.locator(RANK).nth(1 if last else 0))
    elif form.locator("[type=range]").count():
        form.locator("[type=range]").press("End" if last else "Home")
    else:
        options = form.locator(".option")
        touch(options.nth(options.count() - 1 if last else 0))


# What is measured, in this order, on a page with all that it holds.
ACTS: Mapping[str, Callable[[Page], None]] = {
    "tap a choice": lambda page: choose(page, "lawsuit"),
    "vote on a scale": lambda page: vote(page, "lawsuit"),
    "vote, one choice": lambda page: vote(page, "answers-accusations"),
    "vote, several choices": lambda page: vote(page, "effects"),
    "move a rank": lambda page: move_rank(page, "effects-ranked"),
    "vote on a ranking": lambda page: vote(page, "effects-ranked"),
    "slide a forecast": lambda page: slide(page, "dismissed"),
    "vote on a forecast": lambda page: vote(page, "dismissed"),
    "change a vote": lambda page: change(page, "lawsuit"),
    "withdraw a vote": lambda page: withdraw(page, "lawsuit"),
    "unfold a result": lambda page: unfold(page, "effects"),
    "open more of a thread": read_on,
    "open a reply": reply,
    "write a comment": write,
    "send a comment": comment,
}
