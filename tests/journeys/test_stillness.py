"""Nothing on a phone moves by itself; what a reader asks for pushes only what is below it.

A shift counts as asked for within half a second of a tap, a key, or the answer to it.
"""

from collections.abc import Callable
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from bench.pages import acts, watching
from dossier.models import Article
from polls.kinds import Answer
from polls.models import Question
from polls.voting import cast
from tests.factories import CommentFactory, VoterFactory
from tests.journeys.conftest import DESK, PHONE, Arrive
from tests.journeys.slow_line import slow_line
from tests.journeys.watch import Watch

pytestmark = pytest.mark.journey

# Figures that grow by a digit move to the left by that digit.
A_DIGIT = 0.005


@pytest.fixture
def page(arrive: Arrive, dossier: Article) -> Page:
    first = CommentFactory(article=dossier)
    for _number in range(12):
        CommentFactory(article=dossier, parent=first)
    answered(dossier, "effects", times=5)
    page = arrive()
    watching.watch(page)
    page.goto(dossier.get_absolute_url())
    return page


def answered(dossier: Article, slug: str, *, times: int) -> None:
    """Others vote for a question's first choice."""
    question: Question = dossier.questions.get(slug=slug)
    marks = {question.choices.order_by("pk")[0].pk: 1}
    for _number in range(times):
        cast(question=question, voter=VoterFactory(), answer=Answer(marks), now=timezone.now())


def top_of(place: Locator) -> float:
    """Where it stands on the whole page, wherever that is just scrolled to, in pixels."""
    top: float = place.evaluate("(one) => one.getBoundingClientRect().top + scrollY")
    return top


def test_nothing_moves_while_a_page_loads_and_is_read_to_its_end(page: Page) -> None:
    page.wait_for_load_state("load")
    assert watching.look(page).unasked == ()
    height = page.evaluate("document.documentElement.scrollHeight")
    for top in range(0, height, 700):
        page.evaluate("(top) => scrollTo({ top, behavior: 'instant' })", top)
        page.wait_for_timeout(50)
    assert watching.look(page).unasked == ()


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_what_scripts_add_to_a_page_has_its_place_before_they_run(
    arrive: Arrive, dossier: Article, screen: dict[str, object]
) -> None:
    one_of_each = {question.kind: question for question in dossier.questions.all()}
    pages = [question.get_absolute_url() for question in one_of_each.values()]
    moved = {}
    for address in [*pages, reverse("own:offline")]:
        page = arrive(screen)
        watching.watch(page)
        watching.slow_down(page, times=4)
        page.goto(address)
        if shifts := watching.look(page).shifts:
            moved[address] = shifts
        page.context.close()
    assert moved == {}


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_moves_where_a_page_comes_by_and_by(
    arrive: Arrive,
    dossier: Article,
    live_server: LiveServer,
    watch: Watch,
    screen: dict[str, object],
) -> None:
    question = dossier.questions.get(slug="lawsuit")
    pages = [
        "/fr/",
        dossier.get_absolute_url(),
        question.get_absolute_url(),
        reverse("polls:insight", args=[dossier.slug]),
        reverse("polls:embed", args=[dossier.slug, question.slug]),
    ]
    moved = {}
    with slow_line(live_server.url, piece=800) as site:
        watch.expects(site)
        for address in pages:
            page = arrive(screen)
            watching.watch(page)
            page.goto(site + address)
            if shifts := watching.look(page).shifts:
                moved[address] = shifts
            page.context.close()
    assert moved == {}


@pytest.mark.parametrize("slug", ["answers-accusations", "lawsuit", "effects", "dismissed"])
def test_a_ballot_that_is_cast_changed_or_withdrawn_leaves_its_question_where_it_is(
    page: Page, slug: str
) -> None:
    prompt = acts.card(page, slug).locator(".question-prompt")
    for act in (acts.vote, acts.change, acts.withdraw):
        prompt.scroll_into_view_if_needed()
        assert moved_by(page, partial(act, page, slug), beside=prompt) < 1


def moved_by(page: Page, act: Callable[[], None], *, beside: Locator) -> float:
    """By how many pixels an act moves, on the whole page, what stands above what it is about."""
    page.evaluate(watching.SETTLED)
    before = top_of(beside)
    with watching.seeing(page) as seen:
        act()
    assert seen[0].unasked == ()
    return abs(top_of(beside) - before)


def test_a_rank_a_slider_and_a_word_move_nothing_else(page: Page) -> None:
    for act in ("tap a choice", "slide a forecast", "move a rank", "write a comment"):
        with watching.seeing(page) as seen:
            acts.ACTS[act](page)
        assert seen[0].unasked == ()


def test_a_comment_and_more_of_a_thread_leave_the_form_where_it_is(page: Page) -> None:
    form = page.locator("#discussion-title")
    for act in (acts.read_on, acts.comment):
        form.scroll_into_view_if_needed()
        assert moved_by(page, partial(act, page), beside=form) < 1


def test_votes_of_others_move_figures_and_nothing_else(page: Page, dossier: Article) -> None:
    figure = acts.card(page, "effects").locator("figure.result")
    figure.scroll_into_view_if_needed()
    before = figure.get_attribute("data-version") or ""
    watching.look(page)
    answered(dossier, "effects", times=3)
    expect(figure).not_to_have_attribute("data-version", before)
    seen = watching.look(page)
    assert seen.shifted < A_DIGIT
