"""The newsroom by keyboard alone: an editor writes, publishes, corrects and resolves; what is
refused takes the focus; every stop shows, is covered by nothing, and comes in the order seen.
"""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from dossier.models import Article
from polls.models import Appeal, Question
from polls.moderation import appeals, decide
from tests.factories import (
    ArticleFactory,
    ChoiceFactory,
    ClaimFactory,
    CommentFactory,
    EventFactory,
    FigureFactory,
    PassageFactory,
    QuestionFactory,
    RebuttalFactory,
    UserFactory,
)
from tests.journeys.conftest import DESK, Arrive
from tests.journeys.examining import STILL
from tests.journeys.newsroom import PASSWORD, sign_in
from tests.journeys.reading import button
from tests.journeys.walking import tab_to, walk, walk_on
from tests.journeys.watch import Watch

pytestmark = pytest.mark.journey

# 1280 by 1024 pixels at 400 %, as WCAG 2.2 puts it
ZOOMED = {"viewport": {"width": 320, "height": 256}}
SCREENS = pytest.mark.parametrize("screen", [DESK, ZOOMED], ids=["desk", "zoomed"])


@pytest.fixture
def language() -> str:
    return "en"


@pytest.fixture
def article(transactional_db: None) -> Article:
    """A dossier with one or two of everything."""
    made: Article = ArticleFactory(slug="affair")
    passage = PassageFactory(article=made)
    RebuttalFactory(claim=ClaimFactory(article=made))
    EventFactory(article=made)
    FigureFactory(article=made)
    for position in (1, 2):
        QuestionFactory(article=made, position=position, slug=f"question-{position}")
    QuestionFactory(article=made, place="passage", passage=passage, slug="inside", position=3)
    return made


@pytest.fixture
def forecast(article: Article) -> Question:
    yesterday = timezone.now() - timedelta(days=1)
    made: Question = QuestionFactory(
        article=article, kind="forecast", choices=0, closes_at=yesterday, position=4
    )
    ChoiceFactory(question=made)
    return made


@pytest.fixture
def member(article: Article) -> User:
    made: User = UserFactory(is_superuser=True)
    return made


def waiting_appeal(article: Article) -> Appeal:
    """An author's, against what somebody else decided."""
    comment = CommentFactory(article=article, status="pending")
    moderator = UserFactory(groups=["Moderators"])
    now = timezone.now()
    decide(comment=comment, moderator=moderator, action="reject", reason="abuse", now=now)
    comment.refresh_from_db()
    return appeals.appeal(comment=comment, voter=comment.voter, text="C’est un argument.", now=now)


def of(name: str, pk: int | None = None) -> str:
    return reverse(f"admin:{name}", args=[] if pk is None else [pk])


@SCREENS
def test_the_way_through_the_newsrooms_pages(
    article: Article, forecast: Question, member: User, arrive: Arrive, screen: dict[str, object]
) -> None:
    waiting_appeal(article)
    page = arrive(screen, **STILL)
    sign_in(page, member)
    for address, fewest in {
        of("index"): 15,
        of("dossier_article_changelist"): 12,
        of("dossier_article_change", article.pk): 25,
        of("dossier_article_results", article.pk): 12,
        of("dossier_article_insight", article.pk): 10,
        of("dossier_article_brief", article.pk): 10,
        of("polls_question_changelist"): 15,
        of("polls_question_change", forecast.pk): 30,
        of("polls_question_resolution", forecast.pk): 14,
        of("polls_comment_changelist"): 12,
        of("appeals"): 14,
        of("fairness"): 9,
        of("polls_reason_changelist"): 15,
    }.items():
        stops, wrong = walk(page, address)
        assert wrong == [], address
        assert stops >= fewest, address


OPEN = """
for (const part of document.querySelectorAll(".rows-section")) {
  part.open = true;
  part.querySelector(".row-body").open = true;
}
"""


@SCREENS
def test_the_way_through_a_dossier_with_a_row_of_each_of_its_parts_open(
    article: Article, member: User, arrive: Arrive, screen: dict[str, object]
) -> None:
    page = arrive(screen, **STILL)
    sign_in(page, member)
    page.goto(of("dossier_article_change", article.pk))
    page.evaluate(OPEN)
    stops, wrong = walk_on(page)
    assert wrong == []
    assert stops >= 120


def type_into(page: Page, name: str, words: str) -> None:
    """Go to a field further down and write into it."""
    tab_to(page, page.locator(f"[name={name}]"))
    page.keyboard.type(words)


def press(page: Page, name: str) -> None:
    """Go to a button further down and press it."""
    tab_to(page, button(page, name))
    page.keyboard.press("Enter")


def test_a_dossier_is_written_reordered_and_published(
    transactional_db: None, arrive: Arrive
) -> None:
    editor = UserFactory(groups=["Editors"])
    page = arrive(DESK, **STILL)
    page.goto(of("dossier_article_add"))
    expect(page.get_by_label("Username")).to_be_focused()
    page.keyboard.type(editor.username)
    type_into(page, "password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Add dossier")
    expect(page.locator("[name=title_fr]")).to_be_focused()
    page.keyboard.type("L’affaire")
    tab_to(page, page.locator("#questions-section > summary"))
    page.keyboard.press("Enter")
    tab_to(page, page.locator("#questions-0-body > summary"))
    page.keyboard.press("Space")
    type_into(page, "questions-0-prompt_fr", "Première ?")
    type_into(page, "questions-0-kind", "one choice")
    for number, choice in enumerate(("Oui", "Non", "Parfois", "Jamais")):
        type_into(page, f"questions-0-choices-{number}-label_fr", choice)
    press(page, "Add another choice")
    expect(page.locator("[name=questions-0-choices-4-label_fr]")).to_be_focused()
    page.keyboard.type("Peut-être")
    up = button(page.locator("#questions-0-choices-4"), "Move up")
    tab_to(page, up)
    for place in ("4 of 5", "3 of 5"):
        page.keyboard.press("Enter")
        expect(up).to_be_focused()
        expect(page.locator("#questions-0 [data-moved]")).to_have_text(place)
    press(page, "Add another question")
    expect(page.locator("[name=questions-1-prompt_fr]")).to_be_focused()
    page.keyboard.type("Deuxième ?")
    type_into(page, "questions-1-kind", "one choice")
    type_into(page, "questions-1-choices-0-label_fr", "Ici")
    type_into(page, "questions-1-choices-1-label_fr", "Là")
    up = page.locator("#questions-1 [data-row-up]").last
    tab_to(page, up)
    page.keyboard.press("Enter")
    expect(up).to_be_focused()
    expect(page.locator("#questions-group > [data-moved]")).to_have_text("1 of 2")
    press(page, "Save and continue editing")
    expect(page.locator(".messagelist")).to_contain_text("was added successfully")
    second, first = Question.objects.order_by("position")
    assert str(second.prompt_fr) == "Deuxième ?"
    assert [str(one.label_fr) for one in first.choices.order_by("position")] == [
        *("Oui", "Non", "Peut-être", "Parfois", "Jamais")
    ]
    press(page, "Save and publish")
    expect(page.locator(".object-tools .badge")).to_have_text("published")
    assert Article.objects.get().is_published


def test_a_correction_is_noted_and_a_dossier_taken_back(
    article: Article, member: User, arrive: Arrive
) -> None:
    page = arrive(DESK, **STILL)
    sign_in(page, member)
    page.goto(of("dossier_article_change", article.pk))
    tab_to(page, page.locator("[name=title_fr]"))
    page.keyboard.press("End")
    page.keyboard.type(", corrigé")
    type_into(page, "note_fr", "Un titre plus juste.")
    press(page, "Save and continue editing")
    expect(page.locator(".revisions")).to_contain_text("Un titre plus juste.")
    press(page, "Save and take back to draft")
    expect(page.locator(".object-tools .badge")).to_have_text("draft")
    assert not Article.objects.get().is_published


def test_what_is_refused_takes_the_focus_and_is_tied_to_its_field(
    article: Article, member: User, arrive: Arrive
) -> None:
    """Also where the field stands in a row that was folded, and where no field is to blame."""
    page = arrive(DESK, **STILL)
    sign_in(page, member)
    page.goto(of("dossier_article_change", article.pk))
    tab_to(page, page.locator("#questions-section > summary"))
    page.keyboard.press("Enter")
    tab_to(page, page.locator("#questions-1-body > summary"))
    page.keyboard.press("Enter")
    prompt = page.locator("[name=questions-1-prompt_fr]")
    tab_to(page, prompt)
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    press(page, "Save and continue editing")
    expect(prompt).to_be_focused()
    expect(prompt).to_be_in_viewport()
    expect(prompt).to_have_accessible_description("This field is required.")
    expect(prompt).to_have_attribute("aria-invalid", "true")
    page.keyboard.type("De nouveau ?")
    tab_to(page, page.locator("[name=questions-1-choices-0-DELETE]"))
    page.keyboard.press("Space")
    press(page, "Save and continue editing")
    said = page.get_by_text("A question of this kind needs at least two choices.")
    expect(page.locator(".errorlist:focus")).to_have_count(1)
    expect(said).to_be_in_viewport()
    assert page.locator(".errorlist:focus").evaluate("one => one.innerText") == said.inner_text()


def test_a_question_is_closed_opened_and_withdrawn(
    article: Article, member: User, arrive: Arrive
) -> None:
    question = article.questions.get(slug="question-1")
    page = arrive(DESK, **STILL)
    sign_in(page, member)
    page.goto(of("polls_question_change", question.pk))
    for act, said in {
        "Save and close now": "1 question is closed.",
        "Save and open now": "1 question takes answers now.",
        "Save and withdraw": "1 question is withdrawn.",
    }.items():
        press(page, act)
        expect(page.locator(".messagelist")).to_contain_text(said)
    question.refresh_from_db()
    assert question.status == Question.Status.WITHDRAWN


def test_a_forecast_is_resolved(
    forecast: Question, member: User, arrive: Arrive, watch: Watch
) -> None:
    page = arrive(DESK, **STILL)
    sign_in(page, member)
    page.goto(of("polls_question_resolution", forecast.pk))
    watch.provokes(422)
    press(page, "Keep the outcome")
    outcome = page.get_by_role("group", name="Outcome")
    expect(outcome).to_have_accessible_description("This field is required.")
    expect(outcome.get_by_role("radio").first).to_be_focused()
    page.keyboard.press("Space")
    for name in ("evidence_fr", "evidence_en"):
        type_into(page, name, "The court said so.")
    press(page, "Keep the outcome")
    expect(page.locator(".messagelist")).to_contain_text("The outcome is kept.")
    expect(page.locator(".resolution-log")).to_contain_text("The court said so.")


def test_results_are_read_and_taken_away(article: Article, member: User, arrive: Arrive) -> None:
    page = arrive(DESK, **STILL)
    sign_in(page, member)
    page.goto(of("dossier_article_change", article.pk))
    tab_to(page, page.locator(".object-tools").get_by_role("link", name="Results", exact=True))
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("Results · Dossier newsroom$"))
    for link, ending in (("Download as CSV", ".csv"), ("Ballots (ZIP)", ".zip")):
        tab_to(page, page.get_by_role("link", name=link))
        with page.expect_download() as taken:
            page.keyboard.press("Enter")
        assert taken.value.suggested_filename.endswith(ending)


def test_an_appeal_is_answered(article: Article, member: User, arrive: Arrive) -> None:
    appeal = waiting_appeal(article)
    page = arrive(DESK, **STILL)
    sign_in(page, member)
    page.goto(of("appeals"))
    type_into(page, "note", "Read again.")
    press(page, "Publish the comment")
    expect(page.get_by_text("No appeal waits for an answer.")).to_be_visible()
    appeal.refresh_from_db()
    assert appeal.is_upheld


def test_a_password_that_is_wrong_is_told_where_the_focus_is(member: User, arrive: Arrive) -> None:
    page = arrive(DESK, **STILL)
    page.goto(of("login"))
    page.keyboard.type(member.username)
    type_into(page, "password", "wrong")
    page.keyboard.press("Enter")
    expect(page.locator(".errornote:focus")).to_contain_text("Please enter the correct")
    tab_to(page, page.get_by_label("Username"))
