"""A ranking by mouse, by finger, by buttons and by numbers: the same ballot, told alike."""

from collections.abc import Callable

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import Locator, Page, expect

from dossier.models import Article
from polls.models import Question
from tests.gestures import centre, dragging, swipe
from tests.journeys.conftest import DESK, PHONE, Arrive
from tests.journeys.reading import (
    asked,
    ballots,
    button,
    card,
    expect_announced,
    label,
    result,
)
from tests.journeys.watch import Watch

pytestmark = pytest.mark.journey

BEST, SECOND = "more-openness", "harder-funding"


@pytest.fixture
def question(dossier: Article) -> Question:
    return asked(dossier, "effects-ranked")


def ranking(page: Page, question: Question) -> Locator:
    """The question's list, in the middle of the window, once scripts have laid out the page."""
    page.goto(question.article.get_absolute_url())
    page.locator("main.is-whole").wait_for()
    here = card(page, question)
    here.locator("ol").evaluate(
        "list => list.scrollIntoView({block: 'center', behavior: 'instant'})"
    )
    return here


def number(card: Locator, choice: str) -> Locator:
    return card.get_by_role("textbox", name=choice, exact=True)


def handle(card: Locator, choice: str) -> Locator:
    return number(card, choice).locator("xpath=ancestor::li").locator("[data-rank-handle]")


def line(card: Locator) -> Locator:
    return card.get_by_text(_("Below this line: not ranked"), exact=True)


def rank_with_the_mouse(card: Locator, choice: str) -> None:
    with dragging(card.page, handle(card, choice)) as go:
        go(line(card), below=-6)


def rank_with_a_finger(card: Locator, choice: str) -> None:
    up = centre(line(card))[1] - centre(handle(card, choice))[1]
    swipe(card.page, handle(card, choice), by=up - 6)


def rank_by_its_button(card: Locator, choice: str) -> None:
    button(card, _("Move up “%(choice)s”") % {"choice": choice}).click()


def rank_by_its_number(card: Locator, choice: str) -> None:
    ranked = card.locator(".is-ranked").count()
    number(card, choice).press("Control+A")
    card.page.keyboard.type(str(ranked + 1))
    card.page.keyboard.press("Tab")


@pytest.mark.parametrize(
    ("screen", "rank"),
    [
        (DESK, rank_with_the_mouse),
        (PHONE, rank_with_a_finger),
        (PHONE, rank_by_its_button),
        (DESK, rank_by_its_number),
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_way_of_ranking_ends_in_the_same_ballot(
    question: Question,
    arrive: Arrive,
    screen: dict[str, object],
    rank: Callable[[Locator, str], None],
) -> None:
    page = arrive(screen)
    here = ranking(page, question)
    told = _("{choice}: rank {rank} of {count}")
    for place, slug in enumerate((BEST, SECOND), start=1):
        choice = label(question, slug)
        rank(here, choice)
        expect_announced(
            page, told.format(choice=choice, rank=place, count=question.choices.count())
        )
    button(here, _("Send this order")).click()
    expect(here).to_contain_text(
        f"{_('Your answer:')} 1. {label(question, BEST)} · 2. {label(question, SECOND)}"
    )
    expect(result(here).get_by_role("heading", name=_("Result"))).to_be_focused()
    assert ranked(question) == {BEST: 1, SECOND: 2}


def test_a_tie_and_what_is_not_ranked_without_scripts(question: Question, arrive: Arrive) -> None:
    page = arrive(java_script_enabled=False)
    page.goto(question.article.get_absolute_url())
    here = card(page, question)
    for slug, rank in ((BEST, "1"), (SECOND, "1"), ("slower-work", "2")):
        number(here, label(question, slug)).fill(rank)
    button(here, _("Send this order")).click()
    expect(here).to_contain_text(f"1. {label(question, SECOND)}, {label(question, BEST)} · 2.")
    assert ranked(question) == {BEST: 1, SECOND: 1, "slower-work": 2}


def test_a_number_that_is_no_rank_is_kept_and_told(
    question: Question, arrive: Arrive, watch: Watch
) -> None:
    page = arrive()
    here = ranking(page, question)
    choice = label(question, BEST)
    number(here, choice).fill("first")
    watch.provokes(422)
    button(here, _("Send this order")).click()
    told = here.get_by_role("alert")
    expect(told).to_contain_text(_("Give a whole number, in digits."))
    expect(told).to_be_focused()
    told.get_by_role("link", name=choice).click()
    expect(number(here, choice)).to_be_focused()
    expect(number(here, choice)).to_have_value("first")


def ranked(question: Question) -> dict[str, int]:
    """What the one ballot ranks."""
    (ballot,) = ballots(question)
    return {slug: rank for slug, rank in ballot.items() if rank}
