"""An open page in a real browser: what others do moves it, and disturbs nothing."""

import re
from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any
from urllib.request import urlopen

import pytest
from django.test import Client
from django.utils import timezone, translation
from playwright.sync_api import BrowserContext, Locator, Page, expect

from polls.models import Question, Turnout
from tests.factories import QuestionFactory, UserFactory
from tests.polls.kinds.ballots import cast_all
from tests.servers.stack import Stack

pytestmark = pytest.mark.journey

PATIENCE = 30_000  # milliseconds, on a machine with much else to do

# Pages wait for as short as they may, and tell how far what they show has jumped.
AT_ONCE = "Math.random = () => 0;"
JUMPS = """
window.jumped = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.jumped += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""

type Open = Callable[..., Page]


@pytest.fixture
def reader(context: BrowserContext) -> BrowserContext:
    context.set_default_timeout(PATIENCE)
    context.add_init_script(AT_ONCE)
    context.add_init_script(JUMPS)
    return context


@pytest.fixture
def visit(reader: BrowserContext, served: Stack) -> Iterator[Open]:
    """Opens a path in a tab of the reader's, and returns once it is live."""
    opened = []

    def opening(path: str, *, state: str = "live", page: Page | None = None) -> Page:
        page = page or reader.new_page()
        opened.append(page)
        page.goto(f"{served.url}{path}")
        expect(line(page)).to_have_attribute("data-state", state, timeout=PATIENCE)
        return page

    yield opening
    for page in opened:
        page.close()  # or the server would wait for its streams


def line(page: Page) -> Locator:
    return page.locator("[data-live]")


def card(page: Page, question: Question) -> Locator:
    return page.locator(f"#question-{question.pk}")


def result(page: Page, question: Question) -> Locator:
    return page.locator(f"#question-{question.pk}-result")


def turnout(page: Page, question: Question) -> Locator:
    return result(page, question).locator(".caveat:not(.downloads)").last


def path_of(question: Question, *, alone: bool, language: str = "en") -> str:
    with translation.override(language):
        page = question if alone else question.article
        return str(page.get_absolute_url())


def close(question: Question) -> None:
    """As an editor does."""
    Question.objects.filter(pk=question.pk).update(closes_at=timezone.now())
    Turnout.objects.announce(question.pk)


def streams_open(served: Stack) -> int:
    measures = urlopen(f"{served.url}/metrics").read().decode()
    found = re.search(r"^dossier_streams (\d+)", measures, re.M)
    return int(found[1]) if found else 0


# What moves


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("alone", [True, False])
def test_a_vote_moves_another_open_page_within_a_second(
    language: str, alone: bool, visit: Open
) -> None:
    question = QuestionFactory()
    cast_all(question, {"choice-1": 1})
    page = visit(path_of(question, alone=alone, language=language))
    lags = []
    for votes in (1, 2, 3):
        cast_all(question, {"choice-2": 1})
        began = monotonic()
        expect(result(page, question).locator(".bar-value").last).to_have_text(str(votes))
        lags.append(monotonic() - began)
    assert min(lags) < 1


def test_a_vote_given_in_one_tab_shows_in_another(visit: Open) -> None:
    question = QuestionFactory(place="before", ask_again=True)
    watching, voting = (visit(path_of(question, alone=False)) for _ in range(2))
    card(voting, question).get_by_text("choice-2 (en)").click()
    card(voting, question).get_by_role("button", name="Vote").click()
    for place in (
        result(watching, question),
        watching.locator(f"#question-{question.pk}-again-result"),
    ):
        expect(place.locator("figcaption")).to_have_text("“choice-2 (en)” leads with 1 of 1 vote.")


def test_the_first_votes_of_others_wait_for_a_tap_where_their_drawing_would_push_away_what_is_read(
    visit: Open,
) -> None:
    question: Question = QuestionFactory()
    page = visit(path_of(question, alone=True))
    figure = result(page, question)
    before = page.evaluate("jumped")
    cast_all(question, {"choice-1": 1})
    show = figure.get_by_role("button", name="First votes: show the result")
    expect(show).to_be_visible()
    assert page.evaluate("jumped") == before
    cast_all(question, {"choice-2": 1})
    assert figure.locator(".bars").count() == 0
    show.click()
    expect(figure.locator(".bar-value")).to_have_text(["1", "1"])
    expect(page.locator(".result-title")).to_be_focused()
    expect(show).to_have_count(0)
    cast_all(question, {"choice-2": 1})
    expect(figure.locator(".bar-value")).to_have_text(["1", "2"])


def test_first_votes_out_of_sight_are_drawn_at_once(visit: Open) -> None:
    question: Question = QuestionFactory()
    page = visit(path_of(question, alone=True))
    page.set_viewport_size({"width": 800, "height": 200})
    page.evaluate("scrollTo(0, 0)")
    cast_all(question, {"choice-1": 1})
    expect(result(page, question).locator(".bar-value").first).to_have_text("1")


def test_nothing_that_the_reader_is_at_is_disturbed(visit: Open) -> None:
    shown: Question = QuestionFactory()
    other = QuestionFactory(article=shown.article, kind="multiple", choices=3)
    cast_all(shown, *[{"choice-1": 1}, {"choice-2": 1}] * 5)
    page = visit(path_of(shown, alone=False))
    card(page, other).get_by_text("choice-3 (en)").click()
    summary = result(page, shown).get_by_text("See the figures")
    summary.click()
    bar = result(page, shown).locator("rect").first
    width = float(bar.get_attribute("width") or 0)
    page.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    page.wait_for_timeout(600)  # what follows a click is not counted as a jump
    nodes = page.evaluate_handle(
        "[...document.querySelectorAll('.result rect, .result li, summary')]"
    )
    before = page.evaluate("jumped")

    cast_all(shown, *[{"choice-1": 1}] * 8)

    expect(turnout(page, shown)).to_contain_text("18 readers chose to vote")
    assert float(bar.get_attribute("width") or 0) > width
    assert page.evaluate("(nodes) => nodes.every((one) => one.isConnected)", nodes)
    assert page.evaluate("jumped") - before < 0.001  # a number grows towards the left
    expect(summary).to_be_focused()
    expect(result(page, shown).get_by_role("table")).to_be_visible()
    expect(card(page, other).locator(":checked")).to_have_count(1)
    assert page.evaluate("String(getSelection())") == page.locator("h1").inner_text()


def test_a_selected_result_waits_until_it_is_not_selected_any_more(visit: Open) -> None:
    question = QuestionFactory()
    cast_all(question, {"choice-1": 1})
    page = visit(path_of(question, alone=True))
    result(page, question).locator("figcaption").select_text()
    cast_all(question, {"choice-2": 1})
    expect(page.locator(".question-foot")).to_be_visible()
    page.wait_for_timeout(1000)
    assert page.evaluate("String(getSelection())") == "“choice-1 (en)” leads with 1 of 1 vote."
    page.evaluate("getSelection().empty()")
    expect(turnout(page, question)).to_contain_text("2 readers chose to vote")


@pytest.mark.parametrize(("motion", "time"), [("reduce", "0s"), ("no-preference", "0.6s")])
def test_bars_move_smoothly_unless_the_reader_wants_no_motion(
    motion: Any, time: str, visit: Open, reader: BrowserContext
) -> None:
    question = QuestionFactory()
    cast_all(question, {"choice-1": 1})
    page = reader.new_page()
    page.emulate_media(reduced_motion=motion)
    visit(path_of(question, alone=True), page=page)
    bar = result(page, question).locator("rect").first
    moving = bar.evaluate("(one) => getComputedStyle(one).transitionDuration.split(', ')[0]")
    assert moving == time


# What is not for everybody


def test_no_number_reaches_a_reader_before_the_vote_and_all_do_after_it(
    visit: Open, reader: BrowserContext
) -> None:
    question = QuestionFactory(results="after_vote")
    cast_all(question, {"choice-1": 1})
    page = reader.new_page()
    told: list[str] = []
    network = reader.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.eventSourceMessageReceived", lambda message: told.append(message["data"]))
    visit(path_of(question, alone=True), page=page)
    cast_all(question, {"choice-2": 1})
    expect(page.locator("[data-part=votes]")).to_have_text("2 votes")
    assert [data for data in told if "figure" in data] == []
    assert [data for data in told if "2</strong> votes" in data] != []

    page.get_by_text("choice-2 (en)").click()
    page.get_by_role("button", name="Vote").click()
    expect(turnout(page, question)).to_contain_text("3 readers chose to vote")
    expect(line(page)).to_have_attribute("data-state", "live")
    page.wait_for_timeout(1500)  # for the stream that brings the result
    cast_all(question, {"choice-1": 1})
    expect(turnout(page, question)).to_contain_text("4 readers chose to vote")


def test_who_takes_back_the_vote_that_opened_a_result_fetches_the_page_no_more(
    visit: Open, reader: BrowserContext
) -> None:
    question = QuestionFactory(results="after_vote")
    page = visit(path_of(question, alone=True))
    page.get_by_text("choice-2 (en)").click()
    page.get_by_role("button", name="Vote").click()
    expect(turnout(page, question)).to_contain_text("1 reader chose to vote")
    page.wait_for_timeout(1500)  # for the stream that brings the result
    cast_all(question, {"choice-1": 1})
    expect(turnout(page, question)).to_contain_text("2 readers chose to vote")

    page.get_by_role("button", name="Withdraw").click()
    expect(result(page, question)).to_have_count(0)
    page.wait_for_timeout(1500)  # for the stream that brings it no more
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    cast_all(question, {"choice-1": 1})
    expect(page.locator("[data-part=votes]")).to_have_text("2 votes")
    page.wait_for_timeout(6000)  # twice as long as a page waits at most before it fetches a card
    assert page.url not in fetched


def test_a_question_that_closes_shows_what_there_is_to_see_then(visit: Open) -> None:
    question = QuestionFactory(results="after_close")
    cast_all(question, {"choice-1": 1})
    page = visit(path_of(question, alone=False))
    expect(result(page, question)).to_have_count(0)
    close(question)
    expect(result(page, question)).to_contain_text("“choice-1 (en)” leads with 1 of 1 vote.")
    expect(card(page, question).get_by_role("button", name="Vote")).to_have_count(0)


def test_who_is_filling_in_a_question_that_closes_is_told_and_keeps_what_is_written(
    visit: Open,
) -> None:
    question = QuestionFactory()
    page = visit(path_of(question, alone=True))
    page.get_by_text("choice-2 (en)").click()
    close(question)
    told = "This question has just closed. What you have entered stays here"
    expect(card(page, question).locator(".notice")).to_contain_text(told)
    expect(line(page).get_by_role("status")).to_contain_text(told)
    page.wait_for_timeout(3000)
    expect(page.locator("input:checked")).to_have_count(1)


# What is read aloud


def test_results_are_read_aloud_at_most_every_ten_seconds(
    visit: Open, reader: BrowserContext
) -> None:
    question = QuestionFactory()
    cast_all(question, {"choice-1": 1})
    page = reader.new_page()
    page.clock.install()
    visit(path_of(question, alone=True), page=page)
    spoken = line(page).get_by_role("status")

    def votes(count: int) -> None:
        cast_all(question, {"choice-1": 1})
        expect(turnout(page, question)).to_contain_text(f"{count} readers chose to vote")

    votes(2)
    page.clock.run_for(1000)
    expect(spoken).to_have_text("“choice-1 (en)” leads with 2 of 2 votes.")
    votes(3)
    votes(4)
    page.clock.run_for(9000)
    expect(spoken).to_have_text("“choice-1 (en)” leads with 2 of 2 votes.")
    page.clock.run_for(2000)
    expect(spoken).to_have_text("“choice-1 (en)” leads with 4 of 4 votes.")


# The connection


def test_a_page_out_of_sight_holds_no_connection_and_catches_up(visit: Open, served: Stack) -> None:
    question: Question = QuestionFactory()
    cast_all(question, {"choice-2": 1})
    page = visit(path_of(question, alone=True))
    before = streams_open(served)
    page.evaluate(HIDE, True)
    expect(line(page)).to_have_attribute("data-state", "paused")
    until = monotonic() + 10
    while streams_open(served) == before and monotonic() < until:
        page.wait_for_timeout(100)
    assert streams_open(served) == before - 1
    cast_all(question, {"choice-1": 1})
    page.evaluate(HIDE, False)
    expect(line(page)).to_have_attribute("data-state", "live")
    expect(turnout(page, question)).to_contain_text("2 readers chose to vote")


def test_a_page_survives_the_server(visit: Open, served: Stack) -> None:
    question: Question = QuestionFactory()
    cast_all(question, {"choice-2": 1})
    page = visit(path_of(question, alone=True))
    served.kill()
    expect(line(page)).to_have_attribute("data-state", "lost")
    expect(line(page).get_by_text("Reconnecting…")).to_be_visible()
    cast_all(question, {"choice-1": 1})
    served.start()
    expect(line(page)).to_have_attribute("data-state", "live", timeout=PATIENCE)
    expect(turnout(page, question)).to_contain_text("2 readers chose to vote")


def test_without_a_stream_a_page_asks_every_few_seconds_and_then_tries_one_again(
    visit: Open, reader: BrowserContext
) -> None:
    question = QuestionFactory()
    cast_all(question, {"choice-1": 1})
    page = reader.new_page()
    page.clock.install()
    page.route("**/live/?*", lambda route: route.fulfill(status=503))
    visit(path_of(question, alone=True), page=page, state="lost")
    page.clock.run_for(100)
    expect(line(page)).to_have_attribute("data-state", "slow")
    cast_all(question, {"choice-2": 1})
    page.wait_for_timeout(1500)  # as long as the server may keep what it has told
    page.clock.run_for(5000)
    expect(turnout(page, question)).to_contain_text("2 readers chose to vote")
    page.unroute("**/live/?*")
    for _second in range(20):
        page.clock.run_for(1000)
        page.wait_for_timeout(100)
    expect(line(page)).to_have_attribute("data-state", "live")


def test_a_reader_without_connection_is_told_that_the_page_rests(
    visit: Open, reader: BrowserContext
) -> None:
    page = visit(path_of(QuestionFactory(), alone=True))
    reader.set_offline(True)
    expect(line(page).get_by_text("Paused")).to_be_visible()
    reader.set_offline(False)
    expect(line(page).get_by_text("Live")).to_be_visible()


# Where it is


@pytest.mark.parametrize(
    "path", ["/en/embed/{article}/{question}/", "/en/{article}/{question}/screen/"]
)
def test_embeds_and_screens_are_live(path: str, visit: Open) -> None:
    question = QuestionFactory()
    page = visit(path.format(article=question.article.slug, question=question.slug))
    cast_all(question, {"choice-1": 1})
    if "embed" in path:
        page.get_by_role("button", name="First votes: show the result").click()
    expect(result(page, question)).to_contain_text("“choice-1 (en)” leads with 1 of 1 vote.")


def test_the_newsroom_s_results_are_live_before_readers_see_them(
    visit: Open, reader: BrowserContext, served: Stack, client: Client
) -> None:
    question = QuestionFactory(results="staff")
    client.force_login(UserFactory(groups=["Analysts"], is_staff=True))
    reader.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": served.url}]
    )
    page = visit(f"/admin/polls/question/{question.pk}/results/")
    cast_all(question, {"choice-1": 1})
    expect(result(page, question).locator(".bar-value").first).to_have_text("1")


def test_a_page_without_scripts_has_a_link_that_refreshes_it(served: Stack, client: Client) -> None:
    question = QuestionFactory()
    page = urlopen(f"{served.url}{path_of(question, alone=True)}").read().decode()
    assert re.search(r'<a href="" data-when="">.*?Refresh the results</a>', page, re.S)
