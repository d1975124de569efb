"""What nobody needs before they read comes with the first sign of a reader."""

import re
from pathlib import PurePath

import pytest
from playwright.sync_api import Page, Request, expect

from dossier.models import Article
from tests.journeys.conftest import Arrive
from tests.journeys.keeping import CONTROLLED, give_a_sign, open_and_keep

pytestmark = pytest.mark.journey

LATER = {"arrivals.js", "offline.css", "offline.js", "outbox.js"}
NAMED = re.compile(r'<(?:link rel="(?:stylesheet|icon)" href|script src)="[^"]*/([^/"]+)"')
A_WHILE = 3000  # milliseconds, in which a page that is looked at and not touched comes to rest


@pytest.fixture
def page(arrive: Arrive) -> Page:
    return arrive()


@pytest.fixture
def fetched(page: Page) -> set[str]:
    """The names of the files that the page’s browser asks for, as it does; not of news."""
    names = set()

    def note(request: Request) -> None:
        if request.resource_type not in {"document", "eventsource", "fetch"}:
            names.add(PurePath(request.url).name)

    page.on("request", note)
    return names


def comes(page: Page, fetched: set[str]) -> bool:
    """Whether all of it comes by itself within some seconds."""
    for _tenth in range(50):
        if fetched >= LATER:
            return True
        page.wait_for_timeout(100)
    return False


def test_a_page_that_nobody_touches_asks_for_no_more_than_it_names(
    page: Page, fetched: set[str], dossier: Article
) -> None:
    page.goto(dossier.get_absolute_url())
    named = set(NAMED.findall(page.request.get(dossier.get_absolute_url()).text()))
    expect(page.locator("main.is-whole")).to_be_attached()
    page.wait_for_timeout(A_WHILE)
    assert fetched - named == set()
    assert "dossier.js" in fetched


@pytest.mark.parametrize("sign", ["a scroll", "a key", "a tap"])
def test_what_comes_later_comes_with_a_first_sign(
    page: Page, fetched: set[str], dossier: Article, sign: str
) -> None:
    page.goto(dossier.get_absolute_url())
    page.wait_for_load_state("load")
    match sign:
        case "a scroll":
            page.evaluate("scrollTo({ top: 300, behavior: 'instant' })")
        case "a key":
            give_a_sign(page)
        case "a tap":
            page.get_by_role("heading", level=1).tap()
    assert comes(page, fetched)


def test_what_comes_later_comes_to_a_page_that_stays_open(
    page: Page, fetched: set[str], dossier: Article
) -> None:
    page.clock.install()
    page.goto(dossier.get_absolute_url())
    page.clock.run_for(1000)
    assert not fetched & LATER
    page.clock.run_for(20_000)
    assert comes(page, fetched)


@pytest.mark.usefixtures("with_a_worker")
def test_it_is_there_at_once_where_the_browser_has_it(page: Page, dossier: Article) -> None:
    open_and_keep(page, dossier.get_absolute_url())
    page.reload()
    page.wait_for_load_state("load")
    assert page.evaluate(CONTROLLED)
    expect(page.locator("script[src*=offline]")).to_be_attached(timeout=5000)
