"""What dossier.js adds, in a real browser, on the markup that docs/design.md shows."""

import mimetypes
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from playwright.sync_api import Browser, Page, Route, expect

from tests.look.test_reference import rendered

pytestmark = pytest.mark.journey

SITE = "http://dossier.test"
PAGE = '{% extends "base.html" %}{% block main %}{{ content|safe }}{% endblock main %}'
Answer = tuple[int, str]
Stage = Callable[..., list[str]]


@pytest.fixture
def stage(page: Page) -> Stage:
    """Open a page with some content; every POST gets the answer. Returns the bodies posted."""

    def open_page(content: str, *, answer: Answer = (200, ""), on: Page = page) -> list[str]:
        posted: list[str] = []

        def serve(route: Route) -> None:
            path = route.request.url.removeprefix(SITE)
            if path.startswith("/static/"):
                file = Path(str(finders.find(path.removeprefix("/static/"))))
                kind = mimetypes.guess_type(file.name)[0]
                route.fulfill(body=file.read_bytes(), content_type=kind)
            elif route.request.method == "POST":
                posted.append(route.request.post_data or "")
                route.fulfill(status=answer[0], body=answer[1], content_type="text/html")
            else:
                html = engines["django"].from_string(PAGE).render({"content": content})
                route.fulfill(body=html, content_type="text/html")

        on.route(f"{SITE}/**", serve)
        on.goto(f"{SITE}/")
        return posted

    return open_page


def enhanced(block: str) -> str:
    """A block whose forms go through HTMX and replace themselves."""
    return rendered(block).replace(
        "<form ", '<form data-hx-post="/vote/" data-hx-swap="outerHTML" '
    )


def test_a_double_click_sends_one_vote(page: Page, stage: Stage) -> None:
    posted = stage(enhanced("question"), answer=(200, "<p>Compté.</p>"))
    page.get_by_role("button", name="Voter").dblclick()

    expect(page.get_by_text("Compté.")).to_be_visible()
    assert posted == ["choice=2"]


def test_a_refused_form_can_be_sent_again(page: Page, stage: Stage) -> None:
    posted = stage(
        rendered("question").replace("<form ", '<form data-hx-post="/vote/" data-hx-swap="none" '),
        answer=(422, ""),
    )
    button = page.get_by_role("button", name="Voter")
    for _ in range(2):
        with page.expect_response(f"{SITE}/vote/"):
            button.click()
        expect(button).not_to_have_attribute("aria-disabled", "true")

    assert posted == ["choice=2", "choice=2"]


def test_the_focus_moves_to_what_replaced_the_focused_button(page: Page, stage: Stage) -> None:
    stage(
        enhanced("question"),
        answer=(200, '<h4 id="result" tabindex="-1" data-focus>Résultat</h4>'),
    )
    page.get_by_role("button", name="Voter").press("Enter")

    expect(page.locator("#result")).to_be_focused()


def test_the_focus_stays_where_it_was_when_another_place_changes(page: Page, stage: Stage) -> None:
    stage(
        '<button id="ask" data-hx-post="/vote/" data-hx-target="#place">Voir</button>'
        '<div id="place"></div>',
        answer=(200, '<h4 id="result" tabindex="-1" data-focus>Résultat</h4>'),
    )
    page.locator("#ask").press("Enter")

    expect(page.locator("#result")).to_be_visible()
    expect(page.locator("#ask")).to_be_focused()


def test_what_was_unfolded_stays_so_when_its_numbers_change(page: Page, stage: Stage) -> None:
    details = '<details id="figures" data-keep-open><summary>Chiffres</summary>{}</details>'
    stage(
        '<button data-hx-post="/vote/" data-hx-target="#result">Voir</button>'
        f'<div id="result">{details.format("12 votes")}</div>',
        answer=(200, details.format("13 votes")),
    )
    page.get_by_text("Chiffres").click()
    page.get_by_role("button", name="Voir").click()

    expect(page.get_by_text("13 votes")).to_be_visible()


@pytest.mark.parametrize(("status", "left"), [(422, "Mon argument"), (200, "")])
def test_a_draft_stays_until_the_text_is_taken(
    page: Page, stage: Stage, status: int, left: str
) -> None:
    form = enhanced("comment-form")
    stage(form, answer=(status, "<p>Reçu.</p>"))
    page.get_by_label("Votre argument").fill("Mon argument")
    page.get_by_label("Nom affiché").fill("Anselme")
    page.reload()
    expect(page.get_by_label("Votre argument")).to_have_value("Mon argument")

    page.get_by_label("Nom affiché").fill("Anselme")
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_text("Reçu.")).to_be_visible()
    page.reload()

    expect(page.get_by_label("Votre argument")).to_have_value(left)


def test_a_page_that_took_the_text_drops_its_draft(page: Page, stage: Stage) -> None:
    stage(rendered("comment-form"))
    page.get_by_label("Votre argument").fill("Mon argument")
    stage('<p data-draft-done="question-7">Publié.</p>')
    stage(rendered("comment-form"))

    expect(page.get_by_label("Votre argument")).to_have_value("")


def test_the_counter_counts_what_a_reader_sees_as_characters(page: Page, stage: Stage) -> None:
    stage(rendered("comment-form").replace('data-limit="4000"', 'data-limit="4"'))
    counter = page.locator("#id_text_count")
    page.get_by_label("Votre argument").fill("né 👍")
    expect(counter).to_have_text("4 / 4")
    expect(counter).not_to_contain_class("is-over")

    page.get_by_label("Votre argument").fill("né 👍!")
    expect(counter).to_have_text("5 / 4")
    expect(counter).to_contain_class("is-over")


def test_slider_and_number_say_the_same(page: Page, stage: Stage) -> None:
    stage(rendered("forecast"))
    number, slider = page.get_by_role("spinbutton"), page.get_by_role("slider")
    expect(number).to_have_value("")

    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(number).to_have_value("51")
    number.fill("7")
    expect(slider).to_have_value("7")


def test_ranking_by_keyboard(page: Page, stage: Stage) -> None:
    stage(rendered("ranking"))
    last_up = page.get_by_role("button", name="Monter « Rien de notable »")

    def ranks() -> list[list[str]]:
        selects: list[list[str]] = page.eval_on_selector_all(
            ".rank",
            "all => all.map(one => one.querySelector('select')).map(({id, value}) => [id, value])",
        )
        return selects

    last_up.press("Enter")
    assert ranks() == [["rank-31", "1"], ["rank-32", "2"], ["rank-33", "3"]]
    last_up.press("Enter")
    assert ranks() == [["rank-31", "1"], ["rank-33", "2"], ["rank-32", "3"]]
    expect(last_up).to_be_focused()
    expect(page.locator("#announcements")).to_have_text("Rien de notable: 2 / 3")

    page.get_by_role("button", name="Descendre « Une gouvernance").press("Enter")
    assert ranks() == [["rank-31", "1"], ["rank-33", "2"], ["rank-32", ""]]

    page.locator("#rank-31").select_option("")
    assert ranks() == [["rank-33", "2"], ["rank-31", ""], ["rank-32", ""]]


def test_sharing_copies_the_address_where_there_is_no_share_sheet(page: Page, stage: Stage) -> None:
    page.add_init_script(
        "const clipboard = {writeText: async text => { window.copied = text }};"
        "Object.defineProperty(navigator, 'share', {value: undefined});"
        "Object.defineProperty(navigator, 'clipboard', {value: clipboard});"
    )
    stage(rendered("score"))
    page.get_by_role("button", name="Partager").click()

    expect(page.locator("#announcements")).to_have_text("Lien copié.")
    assert page.evaluate("copied") == "https://dossier.example/fr/openai-musk/score/8-10/"


def test_what_needs_javascript_is_not_shown_without_it(browser: Browser, stage: Stage) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    stage(rendered("ranking") + rendered("forecast"), on=plain)

    expect(plain.get_by_role("button", name="Monter")).to_have_count(0)
    expect(plain.get_by_role("slider")).to_have_count(0)
    expect(plain.get_by_role("combobox")).to_have_count(3)
    context.close()
