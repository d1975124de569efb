"""A question in an article on another site, and on a large screen, in a real browser."""

from collections.abc import Iterator

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import FrameLocator, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from dossier.models import Article
from polls import snippets
from polls.models import Ballot, Question
from tests.journeys.conftest import DESK, PHONE, Arrive, Refuse
from tests.journeys.examining import breaches
from tests.journeys.gazette import gazette
from tests.journeys.reading import asked, ballots, button, earlier_votes, label
from tests.journeys.watch import Watch

pytestmark = pytest.mark.journey


@pytest.fixture
def question(dossier: Article) -> Question:
    question = asked(dossier, "lawsuit")
    earlier_votes(question, **{"neither": 7, "rather-justified": 5})
    return question


@pytest.fixture
def article(question: Question, live_server: LiveServer, watch: Watch) -> Iterator[str]:
    """The address of the article that shows the question, by the code that editors copy."""
    with gazette(snippets.snippet(question, site=live_server.url)) as site:
        watch.expects(site)
        yield f"{site}/"


def card(page: Page) -> Locator:
    frame: FrameLocator = page.frame_locator("iframe")
    return frame.locator("section.question")


def vote(page: Page, choice: str) -> None:
    card(page).get_by_role("radio", name=choice, exact=True).check()
    button(card(page), _("Vote")).click()


def expect_frame_fits(page: Page) -> None:
    """Nothing in the frame is cut off or scrolls, and nothing is left empty below it."""
    frame = page.frames[1]
    height = frame.evaluate("document.documentElement.offsetHeight")
    expect(page.locator("iframe")).to_have_js_property("clientHeight", height)


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_a_reader_votes_in_the_article_and_the_frame_grows(
    question: Question, article: str, arrive: Arrive, screen: dict[str, object]
) -> None:
    page = arrive(screen)
    page.goto(article)
    expect(card(page).get_by_role("heading", level=1)).to_have_text(question.prompt)
    expect_frame_fits(page)
    before = page.locator("iframe").evaluate("frame => frame.clientHeight")
    vote(page, label(question, "neither"))
    expect(card(page).get_by_role("region", name=_("Result"))).to_be_visible()
    expect_frame_fits(page)
    assert page.locator("iframe").evaluate("frame => frame.clientHeight") > before
    assert ballots(question)[12:] == [{"neither": 1}]


def test_the_reader_is_known_again_in_this_article_and_nowhere_else(
    question: Question, article: str, arrive: Arrive
) -> None:
    page = arrive()
    page.goto(article)
    vote(page, label(question, "neither"))
    own = f"{_('Your answer:')} {label(question, 'neither')}"
    expect(card(page)).to_contain_text(own)
    page.reload()
    expect(card(page)).to_contain_text(own)
    (cookie,) = page.context.cookies()
    assert (cookie["sameSite"], cookie["secure"], cookie["httpOnly"]) == ("None", True, True)
    assert cookie["partitionKey"] == "http://127.0.0.1"
    page.goto(question.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text(question.prompt)
    expect(page.get_by_text(_("Your answer:"))).to_have_count(0)


def test_without_scripts_the_answer_counts_and_the_frame_keeps_its_height(
    question: Question, article: str, arrive: Arrive
) -> None:
    page = arrive(java_script_enabled=False)
    page.goto(article)
    frame = page.locator("iframe")
    height = int(frame.get_attribute("height") or 0)
    vote(page, label(question, "neither"))
    expect(card(page)).to_contain_text(f"{_('Your answer:')} {label(question, 'neither')}")
    assert ballots(question)[12:] == [{"neither": 1}]
    box = frame.bounding_box()
    assert box is not None
    assert box["height"] == height
    button(card(page), _("Withdraw my answer")).click()
    expect(button(card(page), _("Vote"))).to_be_visible()
    assert len(ballots(question)) == 12


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_browser_that_refuses_the_cookie_offers_the_way_to_the_site(
    question: Question, article: str, refuse: Refuse, *, scripts: bool
) -> None:
    page = refuse(java_script_enabled=scripts)
    page.goto(article)
    vote(page, label(question, "neither"))
    frame = page.frame_locator("iframe")
    expect(frame.get_by_text(_("Nothing was counted, and nothing was kept."))).to_be_visible()
    with page.expect_popup() as opened:
        frame.get_by_role("link", name=_("Answer on Dossier")).click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text(question.prompt)
    assert opened.value.url.endswith(question.get_absolute_url())
    assert Ballot.objects.count() == 12


def test_links_open_beside_the_article(
    question: Question, dossier: Article, article: str, arrive: Arrive
) -> None:
    page = arrive()
    page.goto(article)
    with page.expect_popup() as opened:
        page.frame_locator("iframe").get_by_role("link", name=dossier.title).click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text(dossier.title)
    assert page.url == article


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_embed_is_accessible(
    question: Question, arrive: Arrive, live_server: LiveServer, language: str
) -> None:
    page = arrive()
    address = f"/{language}/embed/{question.article.slug}/{question.slug}/"
    for theme in ("", "?theme=dark", "?theme=light"):
        page.goto(address + theme)
        assert breaches(page) == []
    page.get_by_role("radio").first.check()
    button(page, _("Vote")).click()
    expect(page.get_by_role("region", name=_("Result"))).to_be_visible()
    assert breaches(page) == []


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_the_screen_is_accessible_and_fits(
    question: Question, arrive: Arrive, screen: dict[str, object], language: str
) -> None:
    page = arrive(screen)
    for rule in ("always", "after_vote"):
        Question.objects.update(results=rule, asks_guess=False)
        page.goto(f"/{language}/{question.article.slug}/{question.slug}/screen/")
        expect(page.get_by_role("heading", level=1)).to_have_text(question.prompt)
        assert breaches(page) == []
        excess = "document.documentElement.scrollWidth - innerWidth"
        assert page.evaluate(excess) <= 0
    if screen is DESK:
        assert page.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0
