"""Whole pages look as they were drawn, in their states: what their readers see first.

The shipped dossier at one moment, with a few ballots; `make snapshots` draws them anew.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from playwright.sync_api import Browser as PlaywrightBrowser
from playwright.sync_api import BrowserContext, Page

from dossier.models import Article
from polls.models import Question
from tests.browsing import Browser
from tests.look.gallery import NOON, Gallery, Opened, context_of, picture, show, unseen
from tests.polls.kinds.ballots import cast_all
from tests.shipped import Shipped

pytestmark = pytest.mark.journey

PAGES = Gallery(Path(__file__).parent / "snapshots" / "pages")
DOSSIER = "/openai-musk"
# Each page's address, who opens it, and the screens on which it is drawn.
DRAWN = {
    "home": ("/en/", "anyone", "phone-light desk-dark"),
    "dossier": (f"/en{DOSSIER}/", "anyone", "phone-light phone-dark desk-light"),
    "dossier_fr": (f"/fr{DOSSIER}/", "anyone", "phone-light"),
    "open": (f"/en{DOSSIER}/fallacious/", "anyone", "phone-light desk-dark"),
    "voted": (f"/en{DOSSIER}/lawsuit/", "reader", "phone-light desk-light"),
    "forecast": (f"/en{DOSSIER}/dismissed/", "reader", "phone-dark desk-light"),
    "closed": (f"/en{DOSSIER}/image-openai/", "reader", "phone-light"),
    "withdrawn": (f"/en{DOSSIER}/image-musk/", "anyone", "phone-light"),
    "results": (f"/en{DOSSIER}/results/", "anyone", "phone-light desk-light"),
    "embed": (f"/en/embed{DOSSIER}/fallacious/", "anyone", "phone-light"),
    "missing": ("/en/nowhere/", "anyone", "phone-light"),
    "offline": ("/en/me/offline/", "anyone", "phone-light"),
}
SCREENS = ["phone-light", "phone-dark", "desk-light", "desk-dark"]
type Answers = Callable[[str], tuple[str, bytes]]


@pytest.fixture(scope="module")
def shipped_at_noon() -> Shipped:
    """Made by these tests alone: at noon, what others make today is not published yet."""
    return Shipped()


@pytest.fixture
def answers(db: None, shipped_at_noon: Shipped) -> Answers:
    """A page's address and what its reader is answered at noon."""
    readers = {"anyone": Client(), "reader": Browser()}
    with time_machine.travel(NOON, tick=False):
        article = shipped_at_noon.put()
        _vote(article, readers["reader"])

    def answer(name: str) -> tuple[str, bytes]:
        address, who, _screens = DRAWN[name]
        with time_machine.travel(NOON, tick=False):
            html = readers[who].get(address).content
        # The worker says so of a page that a device does not keep.
        return address, html.replace(b"<body", b"<body data-missing", name == "offline")

    return answer


def _vote(article: Article, reader: Client) -> None:
    """Some ballots of others, some of the reader's, and questions in every state."""
    article.questions.update(order=Question.Order.GIVEN)
    asked = {one.slug: one for one in article.questions.all()}
    for slug, step in (("lawsuit", 3), ("image-openai", 2)):
        points = [one.slug for one in asked[slug].choices.all()]
        cast_all(asked[slug], *({points[step * at % 7 % 5]: 1} for at in range(23)))
    cast_all(asked["dismissed"], *({"dismissed": 17 * at % 90 + 5} for at in range(25)))
    effects = [one.slug for one in asked["effects"].choices.all()]
    cast_all(asked["effects"], *({effects[at % 5]: 1, effects[at % 3]: 1} for at in range(19)))
    for slug, sent in (
        ("lawsuit", {"choice": "neither"}),
        ("dismissed", {"probability": "37"}),
        ("image-openai", {"choice": "rather-worse"}),
    ):
        sent_to = reader.post(f"/en/{article.slug}/{slug}/vote/", sent, follow=True)
        assert sent_to.status_code == 200
    Question.objects.filter(slug="image-openai").update(closes_at=NOON)
    Question.objects.filter(slug="image-musk").update(status=Question.Status.WITHDRAWN)


@pytest.fixture
def shown(browser: PlaywrightBrowser, answers: Answers) -> Iterator[Opened]:
    """A page on a screen, in a tab of its own."""
    contexts: dict[str, BrowserContext] = {}

    def showing(name: str, screen: str) -> Page:
        if screen not in contexts:
            contexts[screen] = context_of(browser, screen)
        address, html = answers(name)
        page = show(contexts[screen].new_page(), html, address)
        if name == "offline":  # which asks the device first
            page.locator("[data-kept-list] .empty").wait_for()
        return page

    yield showing
    for context in contexts.values():
        context.close()


@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_looks_as_it_was_drawn(shown: Opened, screen: str, tmp_path: Path) -> None:
    on_it = [name for name, (_at, _who, screens) in DRAWN.items() if screen in screens.split()]
    PAGES.check({name: picture(shown(name, screen)) for name in on_it}, screen, seen_in=tmp_path)


# What goes wrong on a page as a whole, each on one that shows it.
BROKEN = {
    ("home", "no question asked"): ".teaser-lead { display: none; }",
    ("dossier", "a lost button"): ".ballot .button { display: none; }",
    ("dossier", "a shifted column"): ".question { margin-inline-start: 0.75rem; }",
    ("dossier", "a bar that does not stick"): ".progress { position: static; }",
    ("open", "a lost way back"): ".question-foot { display: none; }",
    ("open", "no badge"): ".question-kind .badge { display: none; }",
    ("voted", "the reader's own answer lost"): ".my-answer { display: none; }",
    ("voted", "a scale without its tones"): ".diverging rect { fill: var(--rule); }",
    ("closed", "a drawing lost"): ".plot { display: none; }",
    ("results", "a narrower page"): ":root { --gutter: 2rem; }",
    ("missing", "a lost way on"): ".button { display: none; }",
    ("offline", "hidden words"): ".if-missing p { display: none; }",
}


def test_a_page_gone_wrong_is_seen(shown: Opened) -> None:
    screen = "phone-light"
    missed = set()
    for name in sorted({name for name, _flaw in BROKEN}):
        page = shown(name, screen)
        flaws = [(flaw, rule) for (where, flaw), rule in BROKEN.items() if where == name]
        missed |= unseen(page, flaws, gallery=PAGES, name=name, screen=screen, of=page)
    assert missed == set()


@pytest.mark.parametrize(
    ("name", "sheets"),
    [("open", ["tokens", "base", "polls"]), ("dossier", ["dossier"]), ("results", ["insight"])],
)
def test_a_sheet_that_does_not_come_is_seen(shown: Opened, name: str, sheets: list[str]) -> None:
    screen = "phone-light"
    page = shown(name, screen)
    for sheet in sheets:
        link = page.locator(f"link[rel=stylesheet][href$='/{sheet}.css']")
        link.evaluate("one => { one.disabled = true; }")
        assert PAGES.differing({name: picture(page)}, screen).keys() == {name}
        link.evaluate("one => { one.disabled = false; }")
