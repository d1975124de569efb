"""What can go wrong between a reader and the site, and how kindly it ends."""

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from playwright.sync_api import Page, expect

from dossier.models import Article
from polls.kinds import wording
from polls.models import Comment, Question
from polls.voting.guards import VotingClosed
from polls.voting.windows import close_question
from tests.factories import UserFactory
from tests.journeys.conftest import Arrive
from tests.journeys.discussing import comment, open_discussion, send, write
from tests.journeys.reading import (
    asked,
    ballots,
    button,
    card,
    change_vote,
    earlier_votes,
    label,
    result,
    vote,
)
from tests.journeys.watch import Watch

pytestmark = pytest.mark.journey

WITH_AND_WITHOUT = pytest.mark.parametrize(
    "javascript", [True, False], ids=["scripts", "no-scripts"]
)
ARGUMENT = "La plainte cite un accord que personne n’a publié."
LOST = (
    "This browser no longer carries the cookie by which we knew your earlier answer. "
    "Nothing was counted. Your choice is kept below: send it again to vote anew."
)


@pytest.fixture
def javascript() -> bool:
    return True


@pytest.fixture
def question(dossier: Article) -> Question:
    return asked(dossier, "fallacious")


@pytest.fixture
def reader(dossier: Article, arrive: Arrive, javascript: bool) -> Page:
    """A reader who has opened the dossier."""
    page = arrive(java_script_enabled=javascript)
    page.goto(dossier.get_absolute_url())
    return page


def expect_own_answer(page: Page, question: Question, slug: str) -> None:
    told = f"{_('Your answer:')} {label(question, slug)}"
    expect(card(page, question)).to_contain_text(told)


@WITH_AND_WITHOUT
def test_a_double_click_is_one_vote(reader: Page, question: Question) -> None:
    here = card(reader, question)
    here.get_by_role("radio", name=label(question, "yes"), exact=True).check()
    button(here, _("Vote")).dblclick()
    expect_own_answer(reader, question, "yes")
    reader.wait_for_load_state("networkidle")
    assert ballots(question) == [{"yes": 1}]


@WITH_AND_WITHOUT
def test_a_double_click_is_one_comment(reader: Page, question: Question) -> None:
    reader.goto(question.get_absolute_url())
    write(reader, ARGUMENT, name="Bérénice")
    button(reader, _("Send the comment")).dblclick()
    expect(comment(reader, ARGUMENT)).to_contain_text(_("Waits for moderation"))
    reader.wait_for_load_state("networkidle")
    assert list(Comment.objects.values_list("body", flat=True)) == [ARGUMENT]


@WITH_AND_WITHOUT
def test_two_tabs_are_one_voter_whose_last_answer_counts(reader: Page, question: Question) -> None:
    second = reader.context.new_page()
    second.goto(reader.url)
    vote(card(reader, question), label(question, "yes"))
    expect_own_answer(reader, question, "yes")
    vote(card(second, question), label(question, "no"))
    expect_own_answer(second, question, "no")

    assert ballots(question) == [{"no": 1}]
    for tab in (reader, second):
        tab.reload()
        expect_own_answer(tab, question, "no")


@WITH_AND_WITHOUT
def test_going_back_shows_the_answer_as_it_is(reader: Page, question: Question) -> None:
    vote(card(reader, question), label(question, "yes"))
    expect_own_answer(reader, question, "yes")
    go_and_come_back(reader, question)
    expect_own_answer(reader, question, "yes")

    change_vote(card(reader, question), label(question, "no"))
    expect_own_answer(reader, question, "no")
    go_and_come_back(reader, question)
    expect_own_answer(reader, question, "no")
    assert ballots(question) == [{"no": 1}]


def go_and_come_back(page: Page, question: Question) -> None:
    open_discussion(page, question)
    page.go_back()


@WITH_AND_WITHOUT
def test_a_question_that_closes_under_the_reader_s_eyes(
    reader: Page, question: Question, watch: Watch
) -> None:
    earlier_votes(question, yes=7, no=4)
    here = card(reader, question)
    here.get_by_role("radio", name=label(question, "partly"), exact=True).check()
    editor = UserFactory(groups=["Editors"])
    close_question(question=question, editor=editor, now=timezone.now())
    watch.provokes(409)
    button(here, _("Vote")).click()

    expect(here.get_by_role("alert")).to_have_text(str(VotingClosed.message))
    expect(result(here)).to_contain_text("64 %")
    expect(button(here, _("Vote"))).to_be_hidden()
    assert {"partly": 1} not in ballots(question)


@WITH_AND_WITHOUT
def test_a_lost_cookie_is_told_and_the_choice_kept(
    reader: Page, question: Question, watch: Watch
) -> None:
    vote(card(reader, question), label(question, "yes"))
    expect_own_answer(reader, question, "yes")
    reader.context.clear_cookies()
    watch.provokes(409)
    change_vote(card(reader, question), label(question, "no"))

    here = card(reader, question)
    expect(here.get_by_role("alert")).to_have_text(_(LOST))
    kept = here.get_by_role("radio", name=label(question, "no"), exact=True)
    expect(kept).to_be_checked()
    assert ballots(question) == [{"yes": 1}]

    button(here, _("Vote")).click()
    expect_own_answer(reader, question, "no")
    assert ballots(question) == [{"yes": 1}, {"no": 1}]


@WITH_AND_WITHOUT
def test_a_text_that_is_too_long_is_kept(reader: Page, question: Question, watch: Watch) -> None:
    text = "trop long " * (settings.COMMENT_MAX_LENGTH // 10) + "!"
    reader.goto(question.get_absolute_url())
    write(reader, text, name="Bérénice")
    watch.provokes(422)
    send(reader)

    told = reader.get_by_role("alert").filter(has_text=_("Not taken yet"))
    expect(told).to_contain_text(too_long(excess=1))
    field = reader.get_by_label(_("Your argument"), exact=True)
    expect(field).to_have_value(text)
    assert Comment.objects.count() == 0

    field.fill(ARGUMENT)
    send(reader)
    expect(comment(reader, ARGUMENT)).to_contain_text(_("Waits for moderation"))


def too_long(*, excess: int) -> str:
    said = ngettext(
        "Your text is %(excess)s character too long: %(limit)s are allowed.",
        "Your text is %(excess)s characters too long: %(limit)s are allowed.",
        excess,
    )
    return said % {"excess": excess, "limit": wording.whole(settings.COMMENT_MAX_LENGTH)}


def test_a_draft_outlives_a_closed_tab(reader: Page, question: Question) -> None:
    reader.goto(question.get_absolute_url())
    write(reader, ARGUMENT, name="Bérénice")
    reader.close()
    again = reader.context.new_page()
    again.goto(question.get_absolute_url())
    field = again.get_by_label(_("Your argument"), exact=True)
    expect(field).to_have_value(ARGUMENT)

    again.get_by_label(_("Display name"), exact=True).fill("Bérénice")
    send(again)
    expect(comment(again, ARGUMENT)).to_contain_text(_("Waits for moderation"))
    expect(field).to_have_value("")
    again.reload()
    expect(field).to_have_value("")
