"""A question in a real browser: the vote, its focus and its announcement."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from polls.models import Question
from tests.factories import QuestionFactory
from tests.polls.kinds.asking import address

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

type Visit = Callable[[str], None]


@pytest.fixture
def visit(page: Page, live_server: LiveServer) -> Visit:
    def open_page(path: str) -> None:
        page.goto(f"{live_server.url}{path}")

    return open_page


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
    for box in page.locator(".question").get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Vote").click()

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_have_text("Choose up to 2. You have chosen 3.")
    expect(page.locator(".question input:checked")).to_have_count(3)
