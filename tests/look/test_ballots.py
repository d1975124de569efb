"""What ballots.js adds to the forms of questions, in a real browser, on docs/design.md's markup."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.gestures import centre, dragging, swipe
from tests.look.stage import Stage, open_page
from tests.look.test_reference import rendered

pytestmark = pytest.mark.journey

TRIAL, GOVERNANCE, NOTHING = (
    "Un procès long et coûteux",
    "Une gouvernance plus transparente de l’organisation",
    "Rien de notable",
)
Ranks = list[tuple[str, str]]


@pytest.fixture
def ranking(page: Page, stage: Stage) -> Page:
    """The trial first, governance second, nothing not ranked."""
    stage(rendered("ranking"))
    return page


def ranks(page: Page) -> Ranks:
    """The choices as they stand, each with its number."""
    items = page.locator(".rank").all()
    return [(item.locator("label").inner_text(), number_in(item).input_value()) for item in items]


def number_in(item: Locator) -> Locator:
    return item.get_by_role("textbox")


def number(page: Page, choice: str) -> Locator:
    return page.get_by_role("textbox", name=choice, exact=True)


def handle(page: Page, choice: str) -> Locator:
    return page.locator(".rank", has_text=choice).locator(".rank-handle")


def press(page: Page, act: str, choice: str) -> None:
    page.get_by_role("button", name=f"{act} « {choice} »", exact=True).press("Enter")


def expect_said(page: Page, words: str) -> None:
    expect(page.locator("#announcements")).to_have_text(words)


def test_the_mouse_drags_a_choice_to_the_top(ranking: Page) -> None:
    with dragging(ranking, handle(ranking, NOTHING)) as go:
        go(ranking.locator(".rank").first, below=-4)
        assert ranks(ranking) == [(NOTHING, "1"), (TRIAL, "2"), (GOVERNANCE, "3")]
        expect(ranking.locator(".is-dragged")).to_contain_text(NOTHING)
    expect(ranking.locator(".is-dragged")).to_have_count(0)
    assert ranks(ranking) == [(NOTHING, "1"), (TRIAL, "2"), (GOVERNANCE, "3")]
    expect_said(ranking, f"{NOTHING} : rang 1 sur 3")


def test_what_is_dragged_below_the_line_is_not_ranked(ranking: Page) -> None:
    with dragging(ranking, handle(ranking, TRIAL)) as go:
        go(ranking.locator(".rank-line"), below=4)
    assert ranks(ranking) == [(GOVERNANCE, "1"), (TRIAL, ""), (NOTHING, "")]
    expect_said(ranking, f"{TRIAL} : non classé")


def test_escape_puts_back_what_is_dragged(ranking: Page) -> None:
    with dragging(ranking, handle(ranking, GOVERNANCE)) as go:
        go(ranking.locator(".rank").first, below=-4)
        assert ranks(ranking)[0] == (GOVERNANCE, "1")
        ranking.keyboard.press("Escape")
        assert ranks(ranking) == [(TRIAL, "1"), (GOVERNANCE, "2"), (NOTHING, "")]
        go(ranking.locator(".rank-line"), below=40)
    assert ranks(ranking) == [(TRIAL, "1"), (GOVERNANCE, "2"), (NOTHING, "")]
    expect_said(ranking, f"{GOVERNANCE} : rang 2 sur 3")


def test_a_press_on_the_handle_unties_nothing(ranking: Page) -> None:
    number(ranking, GOVERNANCE).fill("1")
    with dragging(ranking, handle(ranking, TRIAL)) as go:
        go(handle(ranking, TRIAL), below=2)
    assert ranks(ranking) == [(TRIAL, "1"), (GOVERNANCE, "1"), (NOTHING, "")]


def test_what_is_dragged_between_two_that_tie_joins_them(ranking: Page) -> None:
    number(ranking, GOVERNANCE).fill("1")
    with dragging(ranking, handle(ranking, NOTHING)) as go:
        go(ranking.locator(".rank").nth(1), below=-4)
    assert ranks(ranking) == [(TRIAL, "1"), (NOTHING, "1"), (GOVERNANCE, "1")]
    expect_said(ranking, f"{NOTHING} : rang 1 sur 3, ex æquo")


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext]) -> Page:
    context = new_context(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    page = context.new_page()
    open_page(page, rendered("ranking") + '<div class="page"></div>' * 20)
    return page


def test_a_finger_on_the_handle_drags_and_does_not_scroll(phone: Page) -> None:
    up = centre(handle(phone, TRIAL))[1] - centre(handle(phone, NOTHING))[1]
    swipe(phone, handle(phone, NOTHING), by=up - 40)
    assert ranks(phone) == [(NOTHING, "1"), (TRIAL, "2"), (GOVERNANCE, "3")]
    expect_said(phone, f"{NOTHING} : rang 1 sur 3")
    assert phone.evaluate("scrollY") == 0


def test_a_finger_beside_the_handle_scrolls_and_does_not_drag(phone: Page) -> None:
    swipe(phone, phone.locator(".rank label").first, by=-120)
    phone.wait_for_function("scrollY > 50")
    assert ranks(phone) == [(TRIAL, "1"), (GOVERNANCE, "2"), (NOTHING, "")]


def test_buttons_move_a_choice_and_keep_the_focus(ranking: Page) -> None:
    last_up = ranking.get_by_role("button", name=f"Monter « {NOTHING} »")
    press(ranking, "Monter", NOTHING)
    assert ranks(ranking) == [(TRIAL, "1"), (GOVERNANCE, "2"), (NOTHING, "3")]
    press(ranking, "Monter", NOTHING)
    assert ranks(ranking) == [(TRIAL, "1"), (NOTHING, "2"), (GOVERNANCE, "3")]
    expect(last_up).to_be_focused()
    expect_said(ranking, f"{NOTHING} : rang 2 sur 3")

    press(ranking, "Descendre", GOVERNANCE)
    assert ranks(ranking) == [(TRIAL, "1"), (NOTHING, "2"), (GOVERNANCE, "")]
    expect_said(ranking, f"{GOVERNANCE} : non classé")


def test_buttons_pass_a_tie_as_one_place_and_lead_out_of_it(ranking: Page) -> None:
    number(ranking, GOVERNANCE).fill("1")
    number(ranking, NOTHING).fill("2")
    press(ranking, "Monter", NOTHING)
    assert ranks(ranking) == [(NOTHING, "1"), (TRIAL, "2"), (GOVERNANCE, "2")]
    press(ranking, "Descendre", TRIAL)
    assert ranks(ranking) == [(NOTHING, "1"), (GOVERNANCE, "2"), (TRIAL, "3")]
    press(ranking, "Monter", NOTHING)
    assert ranks(ranking) == [(NOTHING, "1"), (GOVERNANCE, "2"), (TRIAL, "3")]


def test_numbers_are_told_as_they_are_written_and_put_in_order_after(ranking: Page) -> None:
    number(ranking, TRIAL).click()
    ranking.keyboard.type("3")
    ranking.keyboard.press("Tab")
    expect_said(ranking, f"{TRIAL} : rang 3 sur 3")
    for _button in ("up", "down"):
        ranking.keyboard.press("Tab")
    expect(number(ranking, GOVERNANCE)).to_be_focused()
    assert [choice for choice, _rank in ranks(ranking)] == [TRIAL, GOVERNANCE, NOTHING]

    number(ranking, NOTHING).fill("3")
    number(ranking, NOTHING).blur()
    assert ranks(ranking) == [(GOVERNANCE, "2"), (TRIAL, "3"), (NOTHING, "3")]
    expect_said(ranking, f"{NOTHING} : rang 3 sur 3, ex æquo")
    expect(ranking.locator(".rank .badge:visible")).to_have_count(2)

    number(ranking, GOVERNANCE).fill("")
    number(ranking, GOVERNANCE).blur()
    assert ranks(ranking) == [(TRIAL, "3"), (NOTHING, "3"), (GOVERNANCE, "")]
    expect_said(ranking, f"{GOVERNANCE} : non classé")


def test_slider_and_number_say_the_same(page: Page, stage: Stage) -> None:
    stage(rendered("forecast"))
    number, slider = page.get_by_role("spinbutton"), page.get_by_role("slider")
    expect(number).to_have_value("")
    expect(slider).to_have_attribute("aria-valuetext", "pas encore donnée")

    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(number).to_have_value("51")
    expect(slider).to_have_attribute("aria-valuetext", "51\N{NO-BREAK SPACE}%")
    number.fill("7")
    expect(slider).to_have_value("7")
    expect(slider).to_have_attribute("aria-valuetext", "7\N{NO-BREAK SPACE}%")
    number.fill("")
    expect(slider).to_have_attribute("aria-valuetext", "pas encore donnée")


def test_a_slider_that_nobody_touched_sends_nothing(page: Page, stage: Stage) -> None:
    posted = stage(rendered("forecast").replace(" required", ""))
    send = page.get_by_role("button", name="Prévoir")
    send.click()
    expect(send).to_have_count(0)  # the answer is an empty page
    assert posted == ["probability="]


def test_the_middle_of_the_slider_is_a_value_once_clicked(page: Page, stage: Stage) -> None:
    stage(rendered("forecast"))
    page.get_by_role("slider").click()
    expect(page.get_by_role("spinbutton")).to_have_value("50")


def test_ticks_are_counted_and_too_many_are_told_but_not_held_back(
    page: Page, stage: Stage
) -> None:
    posted = stage(rendered("multiple"))
    told = page.locator("#question-8-ticked")
    expect(told).to_have_text("1 choix sur 2 au plus.")
    expect_said(page, "")

    page.get_by_label("Des investisseurs plus prudents").check()
    expect_said(page, "2 choix sur 2 au plus.")
    page.get_by_label("Une gouvernance plus transparente").check()
    expect(told).to_have_text("3 choix : décochez-en 1 avant de voter.")
    expect(told).to_contain_class("is-over")
    expect_said(page, "3 choix : décochez-en 1 avant de voter.")
    send = page.get_by_role("button", name="Voter")
    send.click()
    expect(send).to_have_count(0)  # the answer is an empty page
    assert posted == ["choice=1&choice=2&choice=3"]


def test_none_of_these_unticks_the_others_and_they_it(page: Page, stage: Stage) -> None:
    stage(rendered("multiple"))
    none, other = page.get_by_label("Aucun de ces effets"), page.get_by_label("Une gouvernance")
    none.check()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(1)
    expect_said(page, "« Aucun de ces effets » ne va avec aucune autre réponse.")
    other.check()
    expect(none).not_to_be_checked()
    expect_said(page, "1 choix sur 2 au plus.")
    other.uncheck()
    expect_said(page, "0 choix, encore 1.")


def test_what_needs_javascript_is_not_shown_without_it(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    open_page(plain, rendered("ranking") + rendered("forecast"))

    expect(plain.get_by_role("button", name="Monter")).to_have_count(0)
    expect(plain.locator(".rank-handle:visible, .rank-line:visible")).to_have_count(0)
    expect(plain.get_by_role("slider")).to_have_count(0)
    expect(plain.get_by_role("textbox")).to_have_count(3)
    context.close()
