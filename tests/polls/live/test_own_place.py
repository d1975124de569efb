"""Where a reader's own answer stands is seen in the drawing, and stays when others move it."""

from collections.abc import Iterator

import pytest
from django.utils import translation
from playwright.sync_api import Locator, Page, expect

from polls.models import Question
from tests.factories import QuestionFactory
from tests.polls.kinds.ballots import cast_all
from tests.servers.stack import Stack

pytestmark = pytest.mark.journey

PATIENCE = 30_000  # milliseconds, on a machine with much else to do
# How far from the left of a drawing the middle of a thing is, as a share of the drawing's width.
SHARE = """(thing) => {
  const [own, whole] = [thing, thing.closest(".plot")].map((one) => one.getBoundingClientRect());
  return (own.left + own.width / 2 - whole.left) / whole.width;
}"""


@pytest.fixture
def live(page: Page) -> Iterator[Page]:
    page.set_default_timeout(PATIENCE)
    page.emulate_media(reduced_motion="reduce")  # drawings are where they belong at once
    page.add_init_script("Math.random = () => 0;")
    yield page
    page.goto("about:blank")  # or the server would wait for its stream


def visit(page: Page, served: Stack, question: Question, *, alone: bool) -> Locator:
    with translation.override("en"):
        place = question if alone else question.article
        page.goto(f"{served.url}{place.get_absolute_url()}")
    expect(page.locator("[data-live]")).to_have_attribute("data-state", "live", timeout=PATIENCE)
    return page.locator(f"#question-{question.pk}")


@pytest.mark.parametrize("alone", [True, False])
def test_a_forecast_stands_in_the_histogram(live: Page, served: Stack, alone: bool) -> None:
    question = QuestionFactory(kind="forecast", choices=1, results="always")
    cast_all(question, {"choice-1": 80}, {"choice-1": 90})
    card = visit(live, served, question, alone=alone)
    expect(card.get_by_role("img")).to_be_visible()
    expect(card.locator(".yours:visible")).to_have_count(0)

    card.get_by_label("Probability", exact=True).fill("37")
    card.get_by_role("button", name="Send this forecast").click()
    own = card.locator(".plot .yours text")
    expect(own).to_be_visible(timeout=PATIENCE)
    expect(card.get_by_role("listitem").filter(has_text="Your forecast")).to_be_visible()
    assert own.evaluate(SHARE) == pytest.approx(0.37, abs=0.01)

    cast_all(question, {"choice-1": 10})
    expect(card.locator("figcaption")).to_contain_text("4 forecasts", timeout=PATIENCE)
    expect(own).to_be_visible()
    assert own.evaluate(SHARE) == pytest.approx(0.37, abs=0.01)

    card.get_by_role("button", name="Withdraw my answer").click()
    expect(card.locator(".yours:visible")).to_have_count(0, timeout=PATIENCE)


@pytest.mark.parametrize("alone", [True, False])
def test_an_answer_stands_above_its_point_of_a_scale(
    live: Page, served: Stack, alone: bool
) -> None:
    question = QuestionFactory(kind="scale", choices=3, results="always")
    cast_all(question, {"choice-1": 1}, {"choice-1": 1}, {"choice-3": 1})
    card = visit(live, served, question, alone=alone)
    point = question.choices.get(slug="choice-3")

    def seen() -> list[bool]:
        marks = card.locator(".places > *").all()
        return [
            mark.evaluate("one => getComputedStyle(one).visibility") == "visible" for mark in marks
        ]

    assert seen() == [False, False, False]
    card.get_by_role("radio", name=point.label_en).check()
    card.get_by_role("button", name="Vote", exact=True).click()
    expect(card.locator(".my-answer")).to_be_visible(timeout=PATIENCE)
    for votes in (4, 5):
        expect(card.locator("figcaption")).to_contain_text(f"{votes} votes", timeout=PATIENCE)
        assert seen() == [False, False, True]
        mark, piece = card.locator(".places > *").nth(2), card.locator(".plot rect").nth(2)
        assert mark.evaluate(SHARE) == pytest.approx(piece.evaluate(SHARE), abs=0.01)
        cast_all(question, {"choice-2": 1})
