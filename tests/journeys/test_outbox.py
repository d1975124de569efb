"""A ballot or a comment that finds no connection waits, is sent once, and is never lost."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import gettext as _
from playwright.sync_api import Page, Route, expect
from pytest_django import Settings

from polls.kinds import Answer
from polls.models import Ballot, BallotRevision, Comment, Policy, Question, Voter
from polls.voting import cast
from tests.factories import QuestionFactory
from tests.journeys.conftest import Arrive
from tests.journeys.discussing import WAITS, comment, send, write
from tests.journeys.keeping import open_and_keep, waiting
from tests.journeys.reading import ballots, button, card, change_vote, vote
from tests.journeys.watch import Watch
from tests.polls.kinds.asking import address

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("with_a_worker")]

ARGUMENT = "La plainte cite un accord que personne n’a publié."
BETTER = "La plainte cite un accord que personne n’a lu."
KEPT = (
    "Kept on this device since {time}. "
    "It is sent as soon as a connection is there, even from another page."
)
CLOSED = "No comments are taken here. Your text is still below, to be copied."
COUNTED = "Your answer is counted."


@pytest.fixture
def question(transactional_db: None) -> Question:
    made: Question = QuestionFactory(choices=3)
    return made


@pytest.fixture
def reader(arrive: Arrive, question: Question) -> Page:
    page = arrive()
    open_and_keep(page, question.get_absolute_url())
    return page


def label(question: Question, number: int) -> str:
    return str(question.choices.get(slug=f"choice-{number}").label)


def lose_connection(page: Page) -> None:
    page.context.set_offline(True)


def come_back(page: Page) -> None:
    page.context.set_offline(False)


def expect_kept(page: Page, words: str) -> None:
    note = page.locator("[data-note]").filter(has_text=words)
    expect(note).to_contain_text(_(KEPT).partition("{")[0])


def expect_told(page: Page, words: str) -> None:
    expect(page.locator("[data-taken]").filter(has_text=words).first).to_be_visible()


def lose(route: Route) -> None:
    """The server takes it, and the connection is gone before its answer comes."""
    route.fetch()
    route.request.frame.page.context.set_offline(True)
    route.abort()


def enrolled(page: Page, question: Question) -> None:
    """The reader is known here, by an answer to another question."""
    other = QuestionFactory(article=question.article)
    page.request.post(address(other, "vote"), form={"choice": "choice-1"})


def test_a_ballot_without_a_connection_is_counted_once_later(
    reader: Page, question: Question, watch: Watch
) -> None:
    """By a reader who was never here before: the cookie comes first, on the way."""
    lose_connection(reader)
    reader.reload()
    vote(card(reader, question), label(question, 2))
    expect_kept(reader, label(question, 2))
    vote(card(reader, question), label(question, 3))  # otherwise after all
    expect_kept(reader, label(question, 3))
    assert [entry["words"] for entry in waiting(reader)] == [label(question, 3)]
    assert Ballot.objects.count() == 0

    come_back(reader)
    expect_told(reader, _(COUNTED))
    expect(card(reader, question).get_by_text(_("Change my answer"))).to_be_visible()
    assert ballots(question) == [{"choice-3": 1}]
    assert (BallotRevision.objects.count(), Voter.objects.count()) == (1, 1)
    assert waiting(reader) == []
    watch.complaints.clear()


def test_a_ballot_that_waits_can_be_taken_back(
    reader: Page, question: Question, watch: Watch
) -> None:
    lose_connection(reader)
    vote(card(reader, question), label(question, 2))
    expect_kept(reader, label(question, 2))
    button(card(reader, question), _("Take it back")).click()
    expect(reader.locator("[data-note]")).to_have_count(0)
    assert waiting(reader) == []
    come_back(reader)
    reader.reload()
    assert Ballot.objects.count() == 0
    watch.complaints.clear()


def test_what_a_reader_chose_before_is_changed_from_a_kept_page(
    reader: Page, question: Question, watch: Watch
) -> None:
    """The kept page shows nobody's ballot; what is chosen there is a change all the same."""
    vote(card(reader, question), label(question, 1))
    expect(card(reader, question).get_by_text(_("Change my answer"))).to_be_visible()
    lose_connection(reader)
    reader.reload()
    vote(card(reader, question), label(question, 2))
    expect_kept(reader, label(question, 2))
    come_back(reader)
    expect_told(reader, _("Your new answer is counted."))
    assert ballots(question) == [{"choice-2": 1}]
    watch.complaints.clear()


def test_a_newer_answer_from_elsewhere_stands(
    reader: Page, question: Question, watch: Watch
) -> None:
    vote(card(reader, question), label(question, 1))
    expect(card(reader, question).get_by_text(_("Change my answer"))).to_be_visible()
    lose_connection(reader)
    change_vote(card(reader, question), label(question, 2))
    expect_kept(reader, label(question, 2))
    marks = {question.choices.get(slug="choice-3").pk: 1}
    now = timezone.now() + timedelta(seconds=2)
    cast(question=question, voter=Voter.objects.get(), answer=Answer(marks), now=now)

    watch.provokes(409)
    come_back(reader)
    why = _("You have changed your answer since you gave this one: what you said last stands.")
    expect(reader.locator("[data-note]").filter(has_text=why)).to_contain_text(label(question, 2))
    assert ballots(question) == [{"choice-3": 1}]
    watch.complaints.clear()


def test_a_question_that_closes_meanwhile_says_so_and_keeps_the_answer(
    reader: Page, question: Question, watch: Watch
) -> None:
    lose_connection(reader)
    vote(card(reader, question), label(question, 2))
    expect_kept(reader, label(question, 2))
    Question.objects.filter(pk=question.pk).update(closes_at=timezone.now())
    watch.provokes(409)
    come_back(reader)
    link = reader.get_by_role("link", name=_("Not taken: {count}").format(count=1))
    link.click()
    row = reader.locator("[data-waiting-list] li")
    expect(row).to_contain_text(_("This question has closed: answers are no longer counted."))
    expect(row).to_contain_text(label(question, 2))
    button(row, _("Discard")).click()
    button(row, _("Discard it for good?")).click()
    expect(row).to_have_count(0)
    assert waiting(reader) == []
    watch.complaints.clear()


def test_a_comment_without_a_connection_is_sent_once_later(
    reader: Page, question: Question, watch: Watch
) -> None:
    lose_connection(reader)
    write(reader, ARGUMENT, name="Bérénice")
    send(reader)
    expect_kept(reader, ARGUMENT)
    expect(reader.get_by_label(_("Your argument"), exact=True)).to_have_value("")
    reader.goto("/fr/elsewhere/")
    expect(reader.locator("[data-waiting-list] li")).to_contain_text(ARGUMENT)
    come_back(reader)
    expect_told(reader, _(WAITS))
    reader.get_by_role("link", name=_("See it")).click()
    expect(comment(reader, ARGUMENT)).to_be_visible()
    assert Comment.objects.get().body == ARGUMENT
    watch.complaints.clear()


def test_two_tabs_send_what_waits_once(reader: Page, question: Question, watch: Watch) -> None:
    twin = reader.context.new_page()
    twin.goto(question.get_absolute_url())
    lose_connection(reader)
    vote(card(reader, question), label(question, 2))
    expect_kept(reader, label(question, 2))
    write(twin, ARGUMENT, name="Bérénice")
    send(twin)
    for tab in (reader, twin):
        expect_kept(tab, label(question, 2))
        expect_kept(tab, ARGUMENT)
    come_back(reader)
    for tab in (reader, twin):
        expect(tab.locator("[data-note]")).to_have_count(0)
    assert ballots(question) == [{"choice-2": 1}]
    assert Comment.objects.get().body == ARGUMENT
    assert Voter.objects.count() == 1
    assert Ballot.objects.get().voter == Comment.objects.get().voter
    watch.complaints.clear()


def test_an_answer_that_was_lost_makes_no_second_comment(
    reader: Page, question: Question, watch: Watch
) -> None:
    enrolled(reader, question)
    reader.reload()
    reader.route("**/comments/", lose, times=1)
    write(reader, ARGUMENT, name="Bérénice")
    send(reader)
    expect_kept(reader, ARGUMENT)
    assert Comment.objects.get().body == ARGUMENT
    come_back(reader)
    expect_told(reader, _("This comment has reached us already."))
    assert Comment.objects.get().body == ARGUMENT
    watch.complaints.clear()


def test_what_is_changed_after_an_answer_was_lost_is_still_one_comment(
    reader: Page, question: Question, watch: Watch
) -> None:
    enrolled(reader, question)
    reader.reload()
    reader.route("**/comments/", lose, times=1)
    write(reader, ARGUMENT, name="Bérénice")
    send(reader)
    expect_kept(reader, ARGUMENT)
    button(reader, _("Take it back")).click()
    field = reader.get_by_label(_("Your argument"), exact=True)
    expect(field).to_have_value(ARGUMENT)
    reader.reload()
    expect(field).to_have_value(ARGUMENT)
    come_back(reader)
    write(reader, BETTER, name="Bérénice")
    send(reader)
    expect(comment(reader, BETTER)).to_be_visible()
    assert [one.body for one in Comment.objects.all()] == [BETTER]
    watch.complaints.clear()


def test_a_discussion_that_closes_meanwhile_loses_no_text(
    reader: Page, question: Question, watch: Watch
) -> None:
    lose_connection(reader)
    write(reader, ARGUMENT, name="Bérénice")
    send(reader)
    expect_kept(reader, ARGUMENT)
    Policy.objects.create(article=question.article, mode=Policy.Mode.READ_ONLY)
    watch.provokes(409)
    come_back(reader)
    note = reader.locator("[data-note]").filter(has_text=ARGUMENT)
    expect(note).to_contain_text(_(CLOSED))
    reader.goto("/fr/me/offline/")
    expect(reader.locator("[data-waiting-list] li")).to_contain_text(ARGUMENT)
    assert Comment.objects.count() == 0
    watch.complaints.clear()


def test_a_ballot_whose_answer_was_lost_counts_once(
    reader: Page, question: Question, watch: Watch
) -> None:
    enrolled(reader, question)
    reader.reload()
    reader.route("**/vote/", lose, times=1)
    vote(card(reader, question), label(question, 2))
    expect_kept(reader, label(question, 2))
    come_back(reader)
    expect_told(reader, _("Your answer was counted already; nothing changed."))
    assert ballots(question) == [{"choice-2": 1}]
    assert BallotRevision.objects.filter(question=question).count() == 1
    watch.complaints.clear()


def test_what_waits_is_sent_though_the_worker_was_switched_off(
    reader: Page, question: Question, settings: Settings, watch: Watch
) -> None:
    lose_connection(reader)
    vote(card(reader, question), label(question, 2))
    expect_kept(reader, label(question, 2))
    settings.OFFLINE_READING = False
    come_back(reader)
    expect_told(reader, _(COUNTED))
    assert ballots(question) == [{"choice-2": 1}]
    watch.complaints.clear()


def test_erasing_oneself_empties_what_waits(reader: Page, question: Question, watch: Watch) -> None:
    enrolled(reader, question)
    twin = reader.context.new_page()
    twin.goto("/fr/me/erase/")
    twin.get_by_role("radio", name=_("They go as well")).check()
    reader.reload()
    lose_connection(reader)
    write(reader, ARGUMENT, name="Bérénice")
    send(reader)
    expect_kept(reader, ARGUMENT)
    for page in (reader, twin):  # nothing comes through but the erasing
        page.evaluate("outbox.flush = () => Promise.resolve(true)")
        page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one?.unregister())")
    come_back(reader)
    button(twin, _("Erase for good")).click()
    expect(twin.get_by_role("heading", level=1)).to_have_text(_("Erased"))
    assert waiting(twin) == []
    assert Comment.objects.count() == 0
    watch.complaints.clear()
