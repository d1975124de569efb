"""An open page in a real browser: what others do moves it, and disturbs nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation
from playwright.sync_api import Browser, Locator, Page, expect

from polls.models import Question
from tests.factories import QuestionFactory
from tests.polls.kinds.ballots import cast_all
from tests.servers.stack import Stack

pytestmark = pytest.mark.journey

A_SECOND = 1000


@pytest.fixture
def open_page(page: Page, served: Stack) -> Callable[..., Page]:
    """Open a path, and return once it is live."""

    def opening(path: str, *, state: str = "live") -> Page:
        page.goto(f"{served.url}{path}")
        expect(line(page)).to_have_attribute("data-state", state)
        return page

    return opening


def line(page: Page) -> Locator:
    return page.locator("[data-live]")


def result(page: Page, question: Question) -> Locator:
    return page.locator(f"#question-{question.pk}-result")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("alone", [True, False])
def test_a_vote_moves_another_open_page_within_a_second(
    language: str, alone: bool, browser: Browser, served: Stack, open_page: Any
) -> None:
    question = QuestionFactory()
    cast_all(question, {"choice-1": 1})
    with translation.override(language):
        path = (question if alone else question.article).get_absolute_url()
    page = open_page(path)
    context = browser.new_context()
    other = context.new_page()
    other.goto(f"{served.url}{path}")
    other.get_by_role("radio").last.check(force=True)
    other.locator(
        f"#question-{question.pk} .ballot [type=submit], #question-{question.pk} .ballot .button"
    ).first.click()
    expect(result(page, question).locator(".bar-value").last).to_have_text("1", timeout=A_SECOND)
    context.close()
