"""The quiz from its first question to a score that is shared."""

import re

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import Locator, Page, expect

from dossier.models import Article
from polls.models import Question
from tests.journeys.conftest import Arrive
from tests.journeys.reading import button, card, expect_announced

pytestmark = pytest.mark.journey


def test_the_whole_quiz_and_a_shared_score(dossier: Article, arrive: Arrive) -> None:
    quizzed = list(dossier.questions.in_quiz())
    reader = arrive()
    reader.goto(dossier.get_absolute_url())
    reader.get_by_role("link", name=_("Take the quiz")).click()
    for number, question in enumerate(quizzed, start=1):
        told = _("Quiz: question %(number)s of %(total)s")
        expect(reader.get_by_text(told % {"number": number, "total": len(quizzed)})).to_be_visible()
        answer(card(reader, question), question, right=number > 1)
        expect_verdict(reader, question, right=number > 1)
        last = number == len(quizzed)
        reader.get_by_role("link", name=_("See my score" if last else "Next question")).click()

    points = f"{len(quizzed) - 1} {_('of')} / {len(quizzed)}"
    score = reader.get_by_role("region", name=_("Your score in the quiz"))
    expect(score).to_contain_text(re.compile(points.replace(" ", r"\s*")))
    expect(reader.get_by_text(_("Wrong"), exact=True)).to_have_count(1)
    link = reader.get_by_label(_("A link that shows this score and no answer")).input_value()
    expect_score_alone(arrive(), link, points, dossier)


def answer(here: Locator, question: Question, *, right: bool) -> None:
    """Tick all that is right, or one choice that is not."""
    choices = [choice for choice in question.choices.all() if choice.correct == right]
    for choice in choices if right else choices[:1]:
        here.get_by_label(choice.label, exact=True).check()
    button(here, _("Answer")).click()


def expect_verdict(page: Page, question: Question, *, right: bool) -> None:
    here = card(page, question)
    verdict = _("Right.") if right else _("Wrong.")
    expect(here.get_by_text(verdict, exact=True)).to_be_visible()
    expect(here).to_contain_text(question.explanation.split(".")[0])
    assert question.passage
    again = _("Read “%(heading)s” again") % {"heading": question.passage.heading}
    expect(here.get_by_role("link", name=again)).to_be_visible()
    expect_announced(page, verdict)


def expect_score_alone(page: Page, link: str, points: str, dossier: Article) -> None:
    """What somebody else sees who follows the link: the score, no question, no answer."""
    quizzed = dossier.questions.in_quiz()
    page.goto(link)
    score = page.get_by_role("region", name=_("A reader’s score in the quiz"))
    expect(score).to_contain_text(re.compile(points.replace(" ", r"\s*")))
    shown = page.locator("body").inner_text()
    told = {question.prompt for question in quizzed}
    told |= {choice.label for question in quizzed for choice in question.choices.all()}
    assert [words for words in told if words in shown.replace(dossier.title, "")] == []
    page.get_by_role("link", name=_("Take the quiz")).click()
    expect(button(card(page, quizzed.first()), _("Answer"))).to_be_visible()
