"""An open page in a real browser: the vote, its focus and announcement, and news of others'."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from polls.models import Question
from tests.factories import QuestionFactory
from tests.polls.kinds.asking import address
from tests.polls.kinds.ballots import cast_all

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

TEN_SECONDS = 10_500

type Visit = Callable[[str], None]


@pytest.fixture
def answers(page: Page) -> list[int]:
    """The statuses of the answers to the page's requests for news."""
    statuses: list[int] = []

    def note(response: Any) -> None:
        if "/results/" in response.url:
            statuses.append(response.status)

    page.on("response", note)
    return statuses


@pytest.fixture
def visit(page: Page, live_server: LiveServer) -> Visit:
    """Open a path with a clock that the test moves."""

    def open_page(path: str) -> None:
        page.clock.install()
        page.goto(f"{live_server.url}{path}")

    return open_page


def test_news_come_in_by_themselves_and_disturb_nothing(
    page: Page, visit: Visit, answers: list[int]
) -> None:
    question = QuestionFactory()
    cast_all(question, {"choice-1": 1})
    visit(address(question))
    page.get_by_text("See the figures").click()

    with page.expect_response("**/results/"):
        page.clock.fast_forward(TEN_SECONDS)
    expect(page.get_by_text("1 reader chose to vote")).to_be_visible()

    cast_all(question, {"choice-1": 1})
    with page.expect_response("**/results/"):
        page.clock.fast_forward(TEN_SECONDS)
    expect(page.get_by_text("2 readers chose to vote")).to_be_visible()
    expect(page.locator(f"#question-{question.pk}-figures")).to_have_attribute("open", "")
    expect(page.locator("summary:focus")).to_have_text("See the figures")

    with page.expect_response("**/results/"):
        page.clock.fast_forward(TEN_SECONDS)
    assert answers == [304, 200, 304]


def test_a_vote_moves_the_focus_to_the_result_and_is_read_aloud(page: Page, visit: Visit) -> None:
    question: Question = QuestionFactory(place="before", ask_again=True)
    visit(f"/en/{question.article.slug}/")
    card = page.locator(f"#question-{question.pk}")
    card.get_by_text("choice-2 (en)").click()
    card.get_by_role("button", name="Vote").click()

    expect(card.get_by_role("heading", name="Result")).to_be_focused()
    expect(page.locator("#announcements")).to_have_text(
        "Your answer is counted. “choice-2 (en)” leads with 1 of 1 vote."
    )
    other_place = page.locator(f"#question-{question.pk}-again")
    expect(other_place.get_by_text("Your answer:")).to_be_visible()

    other_place.get_by_role("button", name="Withdraw my answer").click()
    expect(card.get_by_role("button", name="Vote")).to_be_visible()
    expect(page.get_by_text("Your answer:")).to_have_count(0)


def test_an_error_takes_the_focus_and_keeps_what_was_chosen(page: Page, visit: Visit) -> None:
    question = QuestionFactory(kind="multiple", choices=3, max_choices=2)
    visit(address(question))
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Vote").click()

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_have_text("Choose up to 2. You have chosen 3.")
    expect(page.locator("input:checked")).to_have_count(3)
