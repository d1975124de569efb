"""What a reader does on a dossier's page with a thumb, in any language; each comes to its end.

Playwright's assertions draw up the accessibility tree of a page while they wait, which holds up its
thread for a second: what is measured waits for elements instead.
"""

from collections.abc import Callable, Mapping

from playwright.sync_api import Locator, Page

from polls.models import Question

RADIO, BOX, RANK = "[type=radio]", "[type=checkbox]", "[data-rank-up]"
COMMENT = "The reasons on both sides are worth a second reading."  # no longer than the field


def card(page: Page, slug: str) -> Locator:
    """The question where it stands first on the page."""
    pk = Question.objects.values_list("pk", flat=True).get(slug=slug)
    return page.locator(f".question[data-question='{pk}']").first


def choose(page: Page, slug: str) -> None:
    _option(card(page, slug), 0).tap()


def vote(page: Page, slug: str) -> None:
    """A first ballot: the first choices, as many as the kind wants."""
    own = card(page, slug)
    _fill(own)
    own.locator(".ballot > .actions .button").first.tap()
    own.locator(".my-answer").wait_for()


def change(page: Page, slug: str) -> None:
    own = card(page, slug)
    before = own.locator(".my-answer").inner_text()
    own.locator(".change > summary").tap()
    _fill(own, last=True)
    own.locator(".change .ballot > .actions .button").first.tap()
    own.locator(".my-answer").filter(has_not_text=before).wait_for()
    own.locator(".change[open]").wait_for(state="detached")


def withdraw(page: Page, slug: str) -> None:
    own = card(page, slug)
    own.locator(".my-answer [type=submit]").last.tap()
    own.locator(".my-answer").wait_for(state="detached")


def move_rank(page: Page, slug: str) -> None:
    card(page, slug).locator(RANK).last.tap()


def slide(page: Page, slug: str) -> None:
    card(page, slug).locator("[type=range]").first.press("ArrowRight")


def unfold(page: Page, slug: str) -> None:
    """What a result keeps folded: its table, its downloads."""
    card(page, slug).locator(".question-result summary").first.tap()


def read_on(page: Page) -> None:
    """The rest of a thread, so many replies at a time."""
    more = page.locator("#discussion .more-replies a").first
    place = page.locator("#discussion .comment")
    before = place.count()
    more.tap()
    place.nth(before).wait_for(state="attached")


def reply(page: Page) -> None:
    """Open the form for a reply below the last comment in sight."""
    comment = page.locator("#discussion .comment article").last
    comment.locator("a[data-hx-get*='/reply/']").first.tap()
    comment.locator("textarea").wait_for()


def write(page: Page, text: str = "Because") -> None:
    page.locator("#discussion textarea").first.press_sequentially(text)


def comment(page: Page) -> None:
    form = page.locator("#discussion form.ballot").first
    form.locator("textarea").press_sequentially(COMMENT)
    form.locator("[name=name]").fill("Lectrice")
    place = page.locator("#discussion .comment")
    before = place.count()
    form.locator(".button[type=submit]").first.tap()
    place.nth(before).wait_for(state="attached")


def _option(own: Locator, place: int) -> Locator:
    return own.locator(".ballot .option").nth(place)


def _fill(own: Locator, *, last: bool = False) -> None:
    form = own.locator(".ballot").first
    if form.locator(RANK).count():
        form.locator(RANK).nth(1 if last else 0).tap()
    elif form.locator("[type=range]").count():
        form.locator("[type=range]").press("End" if last else "Home")
    else:
        options = form.locator(".option")
        options.nth(options.count() - 1 if last else 0).tap()


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
