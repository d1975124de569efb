"""Every kind of question asked, answered and shown in a browser; but for the quiz, kept apart."""

import re
from itertools import cycle

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import Locator, Page, expect

from dossier.models import Article
from polls.models import Choice
from tests.journeys.conftest import Arrive
from tests.journeys.discussing import comment, send, write
from tests.journeys.reading import (
    asked,
    ballots,
    button,
    card,
    expect_settled,
    label,
    result,
    staying,
)
from tests.journeys.watch import Watch

pytestmark = pytest.mark.journey


@pytest.fixture
def reader(dossier: Article, arrive: Arrive) -> Page:
    """A reader on a phone who has opened the dossier."""
    page = arrive()
    page.goto(dossier.get_absolute_url())
    return page


def test_several_choices_and_one_too_many(dossier: Article, reader: Page, watch: Watch) -> None:
    question = asked(dossier, "effects")
    here = card(reader, question)
    labels = [choice.label for choice in question.choices.all()]
    for name in labels[:4]:
        here.get_by_role("checkbox", name=name, exact=True).check()
    watch.provokes(422)
    button(here, _("Vote")).click()

    told = here.get_by_role("alert")
    expect(told).to_contain_text(_("You have chosen %(number)d.") % {"number": 4})
    expect(told).to_be_focused()
    expect(told).to_be_in_viewport()
    assert sorted(ticked(here)) == sorted(labels[:4])
    assert ballots(question) == []

    here.get_by_role("checkbox", name=labels[0], exact=True).uncheck()
    button(here, _("Vote")).click()
    expect(here).to_contain_text(f"{_('Your answer:')} {', '.join(labels[1:4])}")
    expect(result(here).get_by_role("heading", name=_("Result"))).to_be_focused()


def ticked(card: Locator) -> list[str]:
    boxes = card.get_by_role("checkbox", checked=True).all()
    return [box.locator("xpath=..").inner_text().strip() for box in boxes]


def test_a_point_of_a_scale_by_keyboard_alone(dossier: Article, reader: Page) -> None:
    question = asked(dossier, "lawsuit")
    reader.goto(question.get_absolute_url())
    here = card(reader, question)
    first = here.get_by_role("radio").first
    tab_to(reader, first)
    reader.keyboard.press("ArrowDown")
    reader.keyboard.press("ArrowDown")
    expect(here.get_by_role("radio", name=label(question, "neither"))).to_be_checked()
    tab_to(reader, button(here, _("Vote")))
    reader.keyboard.press("Enter")

    expect(result(here).get_by_role("heading", name=_("Result"))).to_be_focused()
    expect(here.get_by_role("img", name=_("Answers along the scale"))).to_be_visible()
    assert ballots(question) == [{"neither": 1}]
    tab_to(reader, button(here, _("Withdraw my answer")), backwards=True)
    reader.keyboard.press("Enter")
    expect(here.get_by_role("heading", name=question.prompt)).to_be_focused()


def tab_to(page: Page, target: Locator, *, backwards: bool = False) -> None:
    for _step in range(40):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        if target.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"the keyboard does not reach {target}")


def test_a_forecast_by_its_slider_and_by_its_number(dossier: Article, reader: Page) -> None:
    question = asked(dossier, "dismissed")
    here = card(reader, question)
    number = here.get_by_role("spinbutton", name=_("Probability"))
    expect(number).to_have_value("")
    slider = here.get_by_role("slider", name=_("Probability in percent"))
    slider.press("ArrowRight")
    slider.press("PageUp")
    expect(number).to_have_value("61")
    button(here, _("Send this forecast")).click()
    expect(here).to_contain_text(f"{_('Your answer:')} 61 %")
    assert ballots(question) == [{"dismissed": 61}]

    here.get_by_text(_("Change my answer"), exact=True).click()
    number.fill("35")
    expect(slider).to_have_value("35")
    button(here, _("Count this answer instead")).click()
    expect(here).to_contain_text(f"{_('Your answer:')} 35 %")
    expect(here.get_by_role("img", name=_("How the forecasts spread"))).to_be_visible()
    assert ballots(question) == [{"dismissed": 35}]


def test_statements_one_by_one_to_the_last(dossier: Article, reader: Page) -> None:
    question = asked(dossier, "overall-view")
    here = card(reader, question)
    stances = {"agree": _("Agree"), "disagree": _("Disagree"), "pass": _("Pass")}
    statements = dict(zip(question.choices.all(), cycle(stances), strict=False))
    with staying(reader):
        for statement, stance in statements.items():
            expect(here.get_by_role("blockquote")).to_have_text(statement.label)
            button(stances_on(here, statement), stances[stance]).click()
        expect(here).to_contain_text(_("You have answered every statement. Thank you."))
    expect(result(here).get_by_role("heading", name=_("Result"))).to_be_focused()
    values = {"agree": 1, "disagree": -1, "pass": 0}
    assert ballots(question) == [
        {statement.slug: values[stance] for statement, stance in statements.items()}
    ]


def test_the_keyboard_goes_from_statement_to_statement(dossier: Article, reader: Page) -> None:
    question = asked(dossier, "overall-view")
    here = card(reader, question)
    first, second, third = question.choices.all()[:3]
    button(stances_on(here, first), _("Disagree")).press("Enter")
    for statement in (second, third):
        expect(button(stances_on(here, statement), _("Disagree"))).to_be_focused()
        expect_settled(reader)
        reader.keyboard.press("Enter")
    expect(here.get_by_role("blockquote")).not_to_have_text(third.label)
    assert ballots(question) == [{first.slug: -1, second.slug: -1, third.slug: -1}]


def stances_on(card: Locator, statement: Choice) -> Locator:
    return card.get_by_role("group", name=statement.label, exact=True).first


def test_an_open_question_is_answered_in_its_discussion(dossier: Article, reader: Page) -> None:
    question = asked(dossier, "your-view")
    card(reader, question).get_by_role("link", name=_("Join the discussion")).click()
    expect(reader).to_have_url(re.compile(r"/your-view/#discussion$"))
    write(reader, "Attendons le jugement.", name="Anselme")
    send(reader)
    expect(comment(reader, "Attendons le jugement.")).to_contain_text(_("Waits for moderation"))
