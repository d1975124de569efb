"""The window by the server's clock: what arrives in it counts, the rest is told it does not."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from polls.models import Ballot, BallotRevision, Question
from polls.results.recount import recount
from polls.voting import windows
from tests.browsing import Browser
from tests.factories import ChoiceFactory, QuestionFactory
from tests.polls.desk.conftest import member
from tests.polls.kinds.asking import HTMX, address, asks, filled_in, marks, vote

pytestmark = pytest.mark.django_db

OPENS = datetime(2026, 3, 1, 8, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=7)
MIDDLE = OPENS + timedelta(days=3)
TICK = timedelta(microseconds=1)
NOT_YET = "This question is not open yet."
CLOSED = "This question has closed: answers are no longer counted."
STANDS = "Your earlier answer stands as shown below."

both_ways = pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
both_paths = pytest.mark.parametrize("paper_kept", [False, True], ids=["careful", "kept paper"])


def at(moment: datetime) -> time_machine.travel:
    """At a standstill: the server's clock reads this moment all through the request."""
    return time_machine.travel(moment, tick=False)


@pytest.fixture
def question() -> Question:
    made: Question = QuestionFactory(choices=3, opens_at=OPENS, closes_at=CLOSES)
    return made


def keep_paper(question: Question) -> None:
    """Let this process keep the question's paper, by a reader's vote in mid-window."""
    with at(MIDDLE):
        assert vote(Browser(), question, {"choice": "choice-3"}).status_code == 302


@both_ways
@both_paths
@pytest.mark.parametrize(
    ("moment", "refusal"),
    [
        (OPENS - TICK, NOT_YET),
        (OPENS, ""),
        (OPENS + TICK, ""),
        (CLOSES - TICK, ""),
        (CLOSES, CLOSED),
        (CLOSES + TICK, CLOSED),
    ],
)
def test_a_first_answer_counts_from_the_opening_until_just_before_the_closing(
    moment: datetime,
    refusal: str,
    paper_kept: bool,
    htmx: bool,
    client: Client,
    question: Question,
) -> None:
    if paper_kept:
        keep_paper(question)

    with at(moment):
        response = vote(client, question, {"choice": "choice-1", "seen": "0"}, htmx=htmx)
        page = response.content.decode()

    if refusal:
        assert response.status_code == 409
        assert page.count(f"<p>{refusal}</p>") == 1
        assert not asks(response)
        assert STANDS not in page
    else:
        assert response.status_code == (200 if htmx else 302)
    newest = list(BallotRevision.objects.order_by("made_at", "voter").values_list("made_at"))
    counted = [] if refusal else [(moment,)]
    assert sorted(newest) == sorted(counted + [(MIDDLE,)] * paper_kept)
    assert recount(question) == []


@both_ways
@pytest.mark.parametrize("form", ["vote", "withdraw"])
@pytest.mark.parametrize(("moment", "counts"), [(CLOSES - TICK, True), (CLOSES, False)])
def test_a_change_or_withdrawal_that_comes_too_late_says_that_the_answer_stands(
    form: str, moment: datetime, counts: bool, htmx: bool, client: Client, question: Question
) -> None:
    with at(MIDDLE):
        vote(client, question, {"choice": "choice-1", "seen": "0"})
    with at(moment):
        response = client.post(
            address(question, form),
            {"choice": "choice-2", "seen": "1"},
            headers=HTMX if htmx else {},
        )
    page = response.content.decode()

    after = [{"choice-2": 1}] if form == "vote" else []
    assert marks(question) == (after if counts else [{"choice-1": 1}])
    if not counts:
        assert response.status_code == 409
        assert f"<p>{CLOSED} {STANDS}</p>" in page
        assert "<strong>choice-1 (en)</strong>" in page
        assert not asks(response)
    assert recount(question) == []


@both_paths
def test_what_is_wrong_as_well_as_late_is_told_that_it_is_late(
    paper_kept: bool, client: Client, question: Question
) -> None:
    if paper_kept:
        keep_paper(question)
    with at(CLOSES):
        response = vote(client, question, {"choice": "foreign"})
    assert response.status_code == 409
    assert CLOSED in response.content.decode()


@both_ways
@both_paths
def test_an_editor_closes_between_the_page_and_the_answer(
    paper_kept: bool, htmx: bool, client: Client, question: Question
) -> None:
    if paper_kept:
        keep_paper(question)
    with at(MIDDLE + timedelta(seconds=10)):
        assert asks(client.get(address(question)))
    with at(MIDDLE + timedelta(seconds=20)):
        windows.close_question(
            question=question, editor=member("Editors"), now=MIDDLE + timedelta(seconds=20)
        )
    with at(MIDDLE + timedelta(seconds=21)):
        response = vote(client, question, {"choice": "choice-1", "seen": "0"}, htmx=htmx)

    assert response.status_code == 409
    assert CLOSED in response.content.decode()
    assert Ballot.objects.count() == paper_kept
    assert recount(question) == []


@both_paths
def test_a_question_opened_anew_counts_what_arrives_from_then_on(
    paper_kept: bool, client: Client, question: Question
) -> None:
    if paper_kept:
        keep_paper(question)
    editor, closed = member("Editors"), MIDDLE + timedelta(hours=1)
    windows.close_question(question=question, editor=editor, now=closed)
    with at(closed + TICK):
        assert vote(client, question, {"choice": "choice-1", "seen": "0"}).status_code == 409
    windows.open_question(question=question, editor=editor, now=closed + timedelta(hours=1))
    with at(closed + timedelta(hours=1)):
        assert vote(client, question, {"choice": "choice-1", "seen": "0"}).status_code == 302

    assert Ballot.objects.count() == 1 + paper_kept
    assert recount(question) == []


@both_ways
@both_paths
def test_an_edit_between_the_page_and_the_answer_keeps_what_was_chosen(
    paper_kept: bool, htmx: bool, client: Client, question: Question
) -> None:
    """The reader answered the choices as they were: they are shown as they are, and asked again."""
    if paper_kept:
        keep_paper(question)
    taken = question.choices.get(slug="choice-1")
    taken.status = "rejected"
    taken.save()
    ChoiceFactory(question=question, slug="choice-4", position=4)

    with at(MIDDLE):
        response = vote(client, question, {"choice": "choice-1", "seen": "0"}, htmx=htmx)
        kept = vote(client, question, {"choice": "choice-4", "seen": "0"}, htmx=htmx)

    assert response.status_code == 422
    assert "no longer offered" in response.content.decode()
    assert asks(response)
    assert kept.status_code == (200 if htmx else 302)
    assert recount(question) == []


@pytest.mark.parametrize("status", ["withdrawn", "draft"])
@both_paths
def test_a_question_taken_away_takes_nothing_more(
    paper_kept: bool, status: str, client: Client, question: Question
) -> None:
    if paper_kept:
        keep_paper(question)
    question.status = status
    question.save()
    with at(MIDDLE):
        response = vote(client, question, {"choice": "choice-1"})
    assert response.status_code == (404 if status == "draft" else 409)
    assert Ballot.objects.count() == paper_kept


@both_paths
def test_an_invalid_answer_keeps_its_input_while_one_can_still_answer(
    paper_kept: bool, client: Client, question: Question
) -> None:
    if paper_kept:
        keep_paper(question)
    with at(CLOSES - TICK):
        response = vote(client, question, {"choice": ["choice-1", "choice-2"]})
    assert response.status_code == 422
    assert filled_in(response) == {"choice": ["choice-2"]}
