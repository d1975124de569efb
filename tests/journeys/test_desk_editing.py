"""An editor writes a dossier's questions in Chromium, with scripts and without."""

import re

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Dialog, Page, expect

from dossier.models import Article
from polls.models import Question
from tests.factories import UserFactory
from tests.journeys.conftest import DESK, PHONE, Arrive
from tests.journeys.newsroom import PASSWORD
from tests.journeys.reading import button

pytestmark = pytest.mark.journey


@pytest.fixture
def language() -> str:
    return "en"


@pytest.fixture
def editor(transactional_db: None) -> User:
    member: User = UserFactory(groups=["Editors"])
    return member


def enter(page: Page, editor: User) -> None:
    page.goto(reverse("admin:dossier_article_add"))
    page.get_by_label("Username").fill(editor.username)
    page.get_by_label("Password").fill(PASSWORD)
    button(page, "Log in").click()


def fill(page: Page, prefix: str, prompt: str, *choices: str) -> None:
    page.locator(f"[name={prefix}-prompt_fr]").fill(prompt)
    page.locator(f"[name={prefix}-kind]").select_option("single")
    for number, choice in enumerate(choices):
        page.locator(f"[name={prefix}-choices-{number}-label_fr]").fill(choice)


def unfold(page: Page, *ids: str) -> None:
    for one in ids:
        page.locator(f"#{one} > summary").click()


def prompts() -> list[str]:
    return list(Question.objects.order_by("position").values_list("slug", flat=True))


def test_rows_are_added_moved_and_kept_open(arrive: Arrive, editor: User) -> None:
    page = arrive(DESK)
    enter(page, editor)
    page.locator("[name=title_fr]").fill("L’été en question")
    expect(page.locator("[name=slug]")).to_have_value("l-ete-en-question")
    unfold(page, "questions-section", "questions-0-body")
    fill(page, "questions-0", "Première ?", "Oui", "Non")
    button(page, "Add another question").click()
    expect(page.locator("[name=questions-1-prompt_fr]")).to_be_focused()
    fill(page, "questions-1", "Deuxième ?", "Ici", "Là", "Ailleurs", "Nulle part")
    button(page.locator("#questions-1"), "Add another choice").click()
    page.locator("[name=questions-1-choices-4-label_fr]").fill("Partout")
    button(page.locator("#questions-1-choices-4"), "Move up").click()
    page.locator("#questions-1 > .row-tools [data-row-up]").click()
    expect(page.locator("#questions-1 > .row-tools [data-row-up]")).to_be_focused()
    button(page, "Save and continue editing").click()

    expect(page.locator(".messagelist")).to_contain_text("was added successfully")
    assert prompts() == ["deuxieme", "premiere"]
    first = Question.objects.order_by("position").first()
    assert first is not None
    slugs = list(first.choices.values_list("slug", flat=True))
    assert slugs == ["ici", "la", "ailleurs", "partout", "nulle-part"]

    unfold(page, "questions-section", "questions-0-body")
    page.locator("[name=questions-0-prompt_en]").fill("Second?")
    button(page, "Save and continue editing").click()
    expect(page.locator("#questions-0-body")).to_have_attribute("open", "")
    expect(page.locator("[name=questions-0-prompt_en]")).to_have_value("Second?")


def test_what_is_refused_is_shown_where_it_is(arrive: Arrive, editor: User) -> None:
    page = arrive(PHONE)
    enter(page, editor)
    page.locator("[name=title_fr]").fill("L’affaire")
    unfold(page, "questions-section", "questions-0-body")
    fill(page, "questions-0", "Une seule réponse ?", "Oui")
    page.locator("[name=questions-0-status]").select_option("published")
    button(page, "Save and continue editing").click()
    problem = page.get_by_text("A question of this kind needs at least two choices.")
    expect(problem).to_be_in_viewport()
    expect(page.locator("[name=questions-0-choices-0-label_fr]")).to_have_value("Oui")
    assert not Article.objects.exists()


def test_leaving_with_something_typed_asks_first(arrive: Arrive, editor: User) -> None:
    page = arrive(DESK)
    enter(page, editor)
    page.locator("[name=title_fr]").fill("Presque perdu")
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.get_by_role("link", name="Questions", exact=True).click()
    expect(page).to_have_url(re.compile(reverse("admin:polls_question_changelist") + "$"))
    assert asked == ["beforeunload"]


def test_without_scripts_blank_rows_and_numbers_do(arrive: Arrive, editor: User) -> None:
    page = arrive(DESK, java_script_enabled=False)
    enter(page, editor)
    page.locator("[name=title_fr]").fill("L’affaire")
    expect(button(page, "Add another question")).to_have_count(0)
    for number, prompt in enumerate(("Première ?", "Deuxième ?")):
        unfold(page, "questions-section", f"questions-{number}-body")
        fill(page, f"questions-{number}", prompt, "Oui", "Non")
        button(page, "Save and continue editing").click()
    assert prompts() == ["premiere", "deuxieme"]
    unfold(page, "questions-section")
    page.locator("[name=questions-1-position]").fill("0")
    button(page, "Save and continue editing").click()
    assert prompts() == ["deuxieme", "premiere"]
