"""What dossier.js adds, in a real browser, on the markup that docs/design.md shows."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.look.stage import SITE, Stage
from tests.look.test_reference import rendered

pytestmark = pytest.mark.journey


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
    stage('<p data-draft-done="question-7" data-draft-text="Mon argument">Publié.</p>')
    stage(rendered("comment-form"))

    expect(page.get_by_label("Votre argument")).to_have_value("")


def test_the_counter_counts_what_a_reader_sees_as_characters(page: Page, stage: Stage) -> None:
    form = rendered("comment-form")
    stage(re.sub('data-limit="[^"]*" data-said="[^"]*"', 'data-limit="4"', form))
    counter = page.locator("#id_text_count")
    page.get_by_label("Votre argument").fill("né 👍")
    expect(counter).to_have_text("4 / 4")
    expect(counter).not_to_contain_class("is-over")

    page.get_by_label("Votre argument").fill("né 👍!")
    expect(counter).to_have_text("5 / 4")
    expect(counter).to_contain_class("is-over")


def test_the_counter_sets_thousands_apart_as_the_page_does(page: Page, stage: Stage) -> None:
    stage(rendered("comment-form"))
    page.get_by_label("Votre argument").fill("n" * 1234)
    expect(page.locator("#id_text_count")).to_have_text("1 234 / 4 000")


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
