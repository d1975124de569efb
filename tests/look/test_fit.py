"""Every page fits a language that is longer and one that runs from right to left.

On the narrowest phone, on a usual one and on a desk: nothing leaves the page sideways, no words run
out of their button, badge or cell, none lie on others, and what sticks leaves room to read.
"""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import BrowserContext, Page, Route

from dossier.models import Article
from polls.models import Comment, Question
from tests.browsing import Browser
from tests.factories import CommentFactory
from tests.look.fitting import misfits
from tests.look.pseudo import LEFTWARD, LONG, Pseudo, rewrite, spoken
from tests.look.stage import SITE, serve_static
from tests.polls.discussion.reader import Reader
from tests.shipped import Shipped, load_and_populate

pytestmark = [pytest.mark.django_db, pytest.mark.journey]

# A question of each kind in the shipped dossier, and what a reader sends to answer it.
ANSWERS = {
    "fallacious": {"choice": "partly"},
    "effects": {"choice": ["slower-work", "harder-funding"]},
    "lawsuit": {"choice": "neither"},
    "effects-ranked": {"rank-slower-work": "1", "rank-harder-funding": "2"},
    "dismissed": {"probability": "35"},
    "quiz-defendants": {"choice": "openai"},
    "overall-view": {"statement": "donations-bind", "stance": "agree"},
    "your-view": {},
}
OF_READERS = """
    / /affair/ /affair/results/ /affair/results/brief/
    /affair/results/cross/?a=lawsuit&b=answer
    /affair/comments/ /affair/lawsuit/comments/ /affair/quiz/
    /affair/effects/screen/ /embed/affair/effects-ranked/ /nowhere/
    /me/ /me/answers/ /me/comments/ /me/replies/ /me/threads/ /me/held/ /me/erase/
""".replace("affair", "openai-musk").split()
OF_THE_NEWSROOM = """
    / /dossier/article/ /dossier/article/{article}/change/ /dossier/article/{article}/results/
    /polls/question/ /polls/question/{question}/change/ /polls/question/{question}/results/
    /moderation/ /moderation/?show=flagged /polls/comment/ /polls/decision/ /polls/policy/
    /polls/holdingrule/ /auth/user/ /password_change/
""".split()

type Show = Callable[[Client, str], Page]


@pytest.fixture
def show(new_context: Callable[..., BrowserContext]) -> Show:
    """Opens a page that a client gets, with no server behind it and no scripts on it."""
    page = new_context(java_script_enabled=True, reduced_motion="reduce").new_page()
    shown: list[str] = []

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path.startswith("/static/"):
            serve_static(route, path)
        elif route.request.is_navigation_request():
            route.fulfill(body=shown[-1], content_type="text/html; charset=utf-8")
        else:
            route.abort()

    page.route(f"{SITE}/**", serve)

    def showing(client: Client, address: str) -> Page:
        shown.append(client.get(address, headers={"Accept-Language": "en"}).content.decode())
        page.goto(f"{SITE}{address}")
        if page.locator(".dossier-body").count():
            page.locator("main.is-whole").wait_for()
        return page

    return showing


@pytest.fixture(params=[LONG, LEFTWARD], ids=str)
def pseudo(request: pytest.FixtureRequest) -> Iterator[Pseudo]:
    with spoken(request.param):
        yield request.param


@pytest.fixture
def busy(db: None, shipped: Shipped) -> Article:
    """The shipped dossier with ballots, results for all to see, and a discussion."""
    article = shipped.put(load_and_populate)
    article.questions.filter(asks_guess=False).update(results=Question.Results.ALWAYS)
    return article


def test_every_page_fits(
    busy: Article, show: Show, pseudo: Pseudo, subtests: pytest.Subtests
) -> None:
    rewrite(pseudo)
    reader, desk = Reader(pseudo.write("Alice"), client=Browser()), Client()
    desk.force_login(User.objects.create_superuser("boss"))
    thread = Comment.objects.published().filter(replies_count__gt=0).earliest("pk")
    CommentFactory(article=busy, voter=reader.voter, parent=thread, status="pending")
    CommentFactory(article=busy, voter=reader.voter, status="published")
    there = {"article": busy.pk, "question": busy.questions.get(slug="effects").pk}
    of_kinds = [f"/en/{busy.slug}/{slug}/" for slug in ANSWERS]

    def fits(client: Client, address: str, *, turned: str | None, state: str = "") -> None:
        with subtests.test(f"{address} {state}"):
            page = show(client, address)
            assert page.locator("html").get_attribute("dir") == turned
            assert misfits(page) == []

    turned = "rtl" if pseudo.rtl else None
    for address in [*(f"/en{one}" for one in OF_READERS), *of_kinds]:
        fits(reader.client, address, turned=turned)
    for slug, sent in ANSWERS.items():
        if sent:
            assert reader.client.post(f"/en/{busy.slug}/{slug}/vote/", sent).status_code == 302
    for address in of_kinds:
        fits(reader.client, address, turned=turned, state="answered")
    for address in OF_THE_NEWSROOM:
        fits(desk, f"/admin{address.format(**there)}", turned=turned or "ltr")


WRONG = """
<div id="wide">too wide for the page</div>
<button id="narrow">Unbreakablewords</button>
<p id="one">One line</p><p id="two">Another line</p>
"""
SHEET = """
#wide { width: 200vw } #narrow { width: 40px; padding: 0 } #two { margin-top: -1.9em }
"""


def test_what_does_not_fit_would_be_found(page: Page) -> None:
    page.set_content(f"<style>{SHEET}</style>{WRONG}")
    assert misfits(page, widths=(320,)) == [
        "320: beyond the page: div. “too wide for the page”",
        "320: out of button.: “Unbreakablewords”",
        "320: “One line” lies on “Another line” in p.",
    ]
