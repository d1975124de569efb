"""A reader goes through a dossier: question after question, before and after, in two languages."""

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import override
from playwright.sync_api import Locator, Page, expect

from dossier.models import Article
from polls.models import Question
from tests.journeys.conftest import Arrive
from tests.journeys.reading import (
    asked,
    ballots,
    button,
    card,
    label,
    result,
    staying,
    vote,
)

pytestmark = pytest.mark.journey


@pytest.fixture
def reader(dossier: Article, arrive: Arrive) -> Page:
    """A reader on a phone who has opened the dossier."""
    page = arrive()
    page.goto(dossier.get_absolute_url())
    return page


def own_answer(question: Question, slug: str) -> str:
    return f"{_('Your answer:')} {label(question, slug)}"


def test_the_same_question_before_and_after_reading(dossier: Article, reader: Page) -> None:
    question = asked(dossier, "wrong-to-sue")
    before = card(reader, question)
    after = card_at_the_end(reader, question)
    with staying(reader):
        vote(before, label(question, "wrong"))
        expect(after).to_contain_text(own_answer(question, "wrong"))
        expect(result(before).get_by_role("heading", name=_("Result"))).to_be_focused()

        after.get_by_text(_("Now that you have read: change my answer")).click()
        after.get_by_role("radio", name=label(question, "not-wrong"), exact=True).check()
        button(after, _("Count this answer instead")).click()
        expect(result(after).get_by_role("heading", name=_("Result"))).to_be_focused()
        expect(result(after).get_by_role("heading", name=_("Result"))).to_be_in_viewport()
        expect(before).to_contain_text(own_answer(question, "not-wrong"))
    assert ballots(question) == [{"not-wrong": 1}]


def card_at_the_end(page: Page, question: Question) -> Locator:
    return page.get_by_role("region", name=question.prompt, exact=True).last


def test_the_progress_leads_from_question_to_question(dossier: Article, reader: Page) -> None:
    progress = reader.get_by_role("navigation", name=_("Your answers"))
    told = _("%(answered)s of %(total)s answered")
    total = sum(question.kind not in {"open", "quiz"} for question in dossier.questions.all())
    for answered, slug in enumerate(("wrong-to-sue", "lawsuit", "answer")):
        question = asked(dossier, slug)
        expect(progress).to_contain_text(told % {"answered": answered, "total": total})
        progress.get_by_role("link", name=_("Next question")).click()
        expect(card(reader, question)).to_be_in_viewport()
        vote(card(reader, question), question.choices.all()[0].label)
        expect(result(card(reader, question))).to_be_visible()
    expect(progress).to_contain_text(told % {"answered": 3, "total": total})
    closing = reader.get_by_role("region", name=_("Your turn"))
    expect(closing.get_by_text(_("Answered"), exact=True)).to_have_count(3)


def test_an_answer_is_known_in_the_other_language(dossier: Article, reader: Page) -> None:
    question = asked(dossier, "lawsuit")
    vote(card(reader, question), label(question, "neither"))
    expect(result(card(reader, question))).to_be_visible()
    reader.get_by_role("link", name="English", exact=True).click()
    with override("en"):
        expect(reader.get_by_role("heading", level=1)).to_have_text(dossier.title)
        expect(card(reader, question)).to_contain_text(own_answer(question, "neither"))
