"""The matrix: every kind of question × language × screen × with and without JavaScript.

In each cell a new reader answers, sees the result, changes the answer and takes it back, as far as
the kind allows, and the count follows. One test is a kind in a language; its cells share the
loaded dossier, so that all 64 cost what a dozen journeys do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from time import monotonic

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from playwright.sync_api import Locator, Page, expect

from dossier.models import Article
from polls import kinds
from polls.models import Comment, Question
from tests.journeys.conftest import DESK, LOCALES, PATIENCE, PHONE, Arrive
from tests.journeys.discussing import comment, send, write
from tests.journeys.reading import asked, ballots, button, card, label, result

pytestmark = pytest.mark.journey

type Marks = dict[str, int]
SCREENS = {"phone": PHONE, "desk": DESK}
SCRIPTS = {"scripts": True, "no scripts": False}


@dataclass(frozen=True)
class Way:
    """How a question of a kind is answered: on which one, with what, and what its button says."""

    slug: str
    fill: Callable[[Locator, Question, Marks], None]
    send: str
    first: Marks
    second: Marks


def choose(here: Locator, question: Question, marks: Marks) -> None:
    for choice in question.choices.all():
        option = here.get_by_label(choice.label, exact=True)
        if choice.slug in marks:
            option.check()
        elif option.get_attribute("type") == "checkbox":
            option.uncheck()


def put_in_order(here: Locator, question: Question, marks: Marks) -> None:
    for slug, rank in marks.items():
        number = here.get_by_role("textbox", name=label(question, slug), exact=True)
        number.fill(str(rank))
        number.blur()


def give_a_probability(here: Locator, _question: Question, marks: Marks) -> None:
    (probability,) = marks.values()
    here.get_by_role("spinbutton", name=_("Probability")).fill(str(probability))


VOTE = gettext_noop("Vote")
WAYS = {
    "single": Way("wrong-to-sue", choose, VOTE, {"wrong": 1}, {"not-wrong": 1}),
    "multiple": Way(
        *("effects", choose, VOTE),
        first={"slower-work": 1, "harder-funding": 1},
        second={"harder-funding": 1},
    ),
    "scale": Way("lawsuit", choose, VOTE, {"neither": 1}, {"rather-unjustified": 1}),
    "ranking": Way(
        *("effects-ranked", put_in_order, gettext_noop("Send this order")),
        first={"slower-work": 1, "harder-funding": 2},
        second={"slower-work": 2, "harder-funding": 1},
    ),
    "forecast": Way(
        *("dismissed", give_a_probability, gettext_noop("Send this forecast")),
        first={"dismissed": 61},
        second={"dismissed": 35},
    ),
}


def vote_change_and_withdraw(page: Page, question: Question, before: int) -> int:
    way = WAYS[question.kind]
    here = card(page, question)
    way.fill(here, question, way.first)
    button(here, _(way.send)).click()
    expect_counted(here, question, way.first, number=before + 1)
    expect(result(here)).to_be_visible()

    here.get_by_text(_("Change my answer"), exact=True).click()
    way.fill(here, question, way.second)
    button(here, _("Count this answer instead")).click()
    expect_counted(here, question, way.second, number=before + 1)

    button(here, _("Withdraw my answer")).click()
    expect(here.get_by_text(_("Your answer:"))).to_have_count(0)
    expect(button(here, _(way.send))).to_be_visible()
    assert len(ballots(question)) == before
    return before


def expect_counted(here: Locator, question: Question, marks: Marks, *, number: int) -> None:
    """The page says what was answered and of how many votes it is one, and so does the ballot."""
    told = here.locator(".my-answer")
    for slug, value in marks.items():
        said = f"{value}" if question.kind == "forecast" else label(question, slug)
        expect(told).to_contain_text(said)
    for choice in question.choices.exclude(slug__in=marks):
        expect(told).not_to_contain_text(choice.label)
    expect_votes(here, number)
    # where two orders of the same choices are told alike, the page does not say when it is counted
    until = monotonic() + PATIENCE / 1000
    while newest(question) != marks and monotonic() < until:
        here.page.wait_for_timeout(50)
    assert newest(question) == marks
    assert len(ballots(question)) == number


def newest(question: Question) -> Marks:
    return {slug: value for slug, value in ballots(question)[-1].items() if value}


def expect_votes(here: Locator, number: int) -> None:
    """The result says how many votes it is of."""
    told = ngettext(
        "%(turnout)s reader chose to vote: not a sample of the public.",
        "%(turnout)s readers chose to vote: not a sample of the public.",
        number,
    )
    expect(result(here)).to_contain_text(told % {"turnout": number})


def answer_a_statement_and_think_again(page: Page, question: Question, before: int) -> int:
    """No statement's answer is taken back; each may be changed to “pass”."""
    here = card(page, question)
    button(here, _("Agree")).first.click()
    expect(here.get_by_role("progressbar")).to_have_attribute("value", "1")
    expect_votes(here, before + 1)
    assert list(ballots(question)[-1].values()) == [1]
    expect(result(here)).to_be_visible()

    here.get_by_text(_("Review your answers (%(count)s)") % {"count": 1}).click()
    review = here.locator(".statements form").first
    button(review, _("Disagree")).click()
    said = here.locator(".statements [aria-pressed=true]")  # folded again where no script ran
    expect(said).to_have_text(_("Disagree"))
    expect_votes(here, before + 1)
    assert list(ballots(question)[-1].values()) == [-1]
    return before + 1


def answer_once_and_for_all(page: Page, question: Question, before: int) -> int:
    """A quiz question's first answer stands: it shows what was right."""
    here = card(page, question)
    right = question.choices.filter(correct=True)
    for choice in right:
        here.get_by_label(choice.label, exact=True).check()
    button(here, _("Answer")).click()
    expect(here.get_by_text(_("Right."), exact=True)).to_be_visible()
    expect(here).to_contain_text(question.explanation.split(".")[0])
    expect_votes(here, before + 1)
    assert ballots(question)[-1].keys() == {choice.slug for choice in right}
    expect(here.get_by_text(_("Change my answer"))).to_have_count(0)
    expect(button(here, _("Withdraw my answer"))).to_have_count(0)
    return before + 1


def comment_edit_and_delete(page: Page, _question: Question, before: int) -> int:
    """An open question is answered by a comment, which its author alone sees for now."""
    first, second = "Attendons le jugement.", "Attendons la décision de la cour."
    write(page, first, name="Anselme")
    send(page)
    expect(comment(page, first)).to_contain_text(_("Waits for moderation"))
    assert written() == [first]

    comment(page, first).get_by_role("link", name=_("Edit")).click()
    editing = page.locator("form").filter(has=button(page, _("Save the change")))
    editing.get_by_label(_("Your argument"), exact=True).fill(second)
    button(editing, _("Save the change")).click()
    expect(comment(page, second)).to_contain_text(_("(edited)"))
    assert written() == [second]

    comment(page, second).get_by_role("link", name=_("Delete"), exact=True).click()
    button(page, _("Delete my comment")).click()
    expect(page.get_by_text(second)).to_have_count(0)
    assert written() == []
    return before


def written() -> list[str]:
    return list(Comment.objects.filter(status="pending").values_list("body", flat=True))


# Each answers on the page of a question, and tells how many votes are left of how many there were.
JOURNEYS: dict[str, tuple[str, Callable[[Page, Question, int], int]]] = {
    **{kind: (way.slug, vote_change_and_withdraw) for kind, way in WAYS.items()},
    "statements": ("overall-view", answer_a_statement_and_think_again),
    "quiz": ("quiz-defendants", answer_once_and_for_all),
    "open": ("your-view", comment_edit_and_delete),
}


def test_every_kind_has_its_journey() -> None:
    assert {kind.name for kind in kinds.every()} == set(Question.Kind.values) == set(JOURNEYS)
    assert len(list(product(JOURNEYS, LOCALES, SCREENS, SCRIPTS))) == 64


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("kind", JOURNEYS)
def test_a_kind(
    dossier: Article, arrive: Arrive, subtests: pytest.Subtests, kind: str, language: str
) -> None:
    slug, journey = JOURNEYS[kind]
    question = asked(dossier, slug)
    assert question.kind == kind
    before = 0
    for screen, scripts in product(SCREENS, SCRIPTS):
        with subtests.test(kind=kind, language=language, screen=screen, scripts=scripts):
            page = arrive(SCREENS[screen], java_script_enabled=SCRIPTS[scripts])
            page.goto(question.get_absolute_url())
            before = journey(page, question, before)
            page.context.close()
