"""“No opinion” is an answer of its own where the editor allows it, counted beside the shares."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from polls.models import Ballot, BallotRevision, Question
from polls.results import tally
from polls.results.recount import recount
from tests.browsing import Browser
from tests.factories import QuestionFactory, UserFactory
from tests.polls.kinds.asking import address, filled_in, marks, vote, withdraw
from tests.polls.kinds.ballots import cast_all
from tests.polls.kinds.test_life import Life, both_ways, lives

pytestmark = pytest.mark.django_db

BUTTON = 'type="submit" name="abstain" value="1" formnovalidate'
ABSTAIN = {"abstain": "1"}


def turnout(question: Question) -> tuple[int, int]:
    read = tally.read([question])[question.pk]
    return read.voters, read.abstentions


def page(client: Client, question: Question) -> str:
    return client.get(address(question)).content.decode()


@lives
def test_the_button_stands_where_the_editor_allows_it(life: Life, client: Client) -> None:
    allowed, other = life.question(allows_abstention=True), life.question()
    assert page(client, allowed).count(BUTTON) == 1
    assert 'name="abstain"' not in page(client, other)


@lives
@both_ways
def test_it_is_said_shown_changed_and_withdrawn(life: Life, htmx: bool, client: Client) -> None:
    question = life.question(allows_abstention=True)

    vote(client, question, ABSTAIN, htmx=htmx)
    shown = page(client, question)
    assert "<strong>No opinion</strong>" in shown
    assert BUTTON not in shown  # it is said already
    assert (marks(question), turnout(question), recount(question)) == ([], (0, 1), [])

    vote(client, question, life.first, htmx=htmx)
    shown = page(client, question)
    assert f"<strong>{life.first_words}</strong>" in shown
    assert shown.count(BUTTON) == 1
    assert (marks(question), turnout(question)) == ([life.first_marks], (1, 0))
    assert recount(question) == []

    vote(client, question, ABSTAIN, htmx=htmx)
    assert (marks(question), turnout(question), recount(question)) == ([], (0, 1), [])

    withdraw(client, question, htmx=htmx)
    assert "Your answer:" not in page(client, question)
    assert (marks(question), turnout(question), recount(question)) == ([], (0, 0), [])
    said = BallotRevision.objects.filter(question=question).values_list("action", "abstains")
    assert list(said) == [
        ("cast", True),
        ("changed", False),
        ("changed", True),
        ("withdrawn", False),
    ]


@lives
@both_ways
def test_the_button_pressed_counts_whatever_the_fields_hold(
    life: Life, htmx: bool, client: Client
) -> None:
    question = life.question(allows_abstention=True)
    vote(client, question, life.first | ABSTAIN, htmx=htmx)
    assert (Ballot.objects.get().abstains, marks(question)) == (True, [])


@lives
@both_ways
@pytest.mark.parametrize("answered", [False, True])
def test_where_it_is_no_answer_the_form_comes_back_and_nothing_changes(
    life: Life, htmx: bool, answered: bool, client: Client
) -> None:
    question = life.question()
    if answered:
        vote(client, question, life.first)
    before = marks(question), turnout(question)

    response = vote(client, question, life.second | ABSTAIN, htmx=htmx)

    assert response.status_code == 422
    shown = response.content.decode()
    assert "“No opinion” is no answer to this question: please give one." in shown
    assert ("<html" in shown) == (not htmx)
    assert filled_in(response) == {
        name: value if isinstance(value, list) else [value] for name, value in life.second.items()
    }
    assert (marks(question), turnout(question)) == before


def test_abstaining_twice_is_one_revision(client: Client) -> None:
    question = QuestionFactory(allows_abstention=True)
    vote(client, question, ABSTAIN)
    again = vote(client, question, ABSTAIN, htmx=True)
    assert "nothing changed" in again.content.decode()
    assert BallotRevision.objects.count() == 1


def test_it_shows_the_result_as_any_answer_does(client: Client) -> None:
    question = QuestionFactory(allows_abstention=True, results="after_vote")
    assert "<figure" not in page(client, question)
    vote(client, question, ABSTAIN)
    assert "<figure" in page(client, question)


@lives
def test_the_public_result_tells_them_beside_the_shares(life: Life, client: Client) -> None:
    question = life.question(allows_abstention=True)
    empty = client.get(address(question, "results"))
    assert "no opinion" not in empty.content.decode()

    vote(Browser(), question, ABSTAIN)
    alone = client.get(address(question, "results"))
    assert alone.headers["ETag"] != empty.headers["ETag"]
    assert "1 reader has no opinion." in alone.content.decode()
    assert "<table" not in alone.content.decode()

    vote(Browser(), question, ABSTAIN)
    cast_all(question, *[life.first_marks] * 12)
    shown = client.get(address(question, "results")).content.decode()
    assert "2 readers have no opinion." in shown
    assert "12 readers chose to vote" in shown
    rows = tally.read([question])[question.pk]
    assert (rows.voters, rows.abstentions) == (12, 2)
    if life.kind != "ranking":  # whose table is of duels
        line = '<tfoot> <tr> <th scope="row">No opinion</th> <td class="num">2</td> <td colspan='
        assert " ".join(shown.split()).count(line) == 1


def test_the_newsroom_s_result_tells_them(client: Client) -> None:
    question = QuestionFactory(allows_abstention=True, results="staff")
    vote(Browser(), question, ABSTAIN)
    client.force_login(UserFactory(groups=["Analysts"]))
    response = client.get(
        f"/admin/polls/question/{question.pk}/results/", headers={"Accept-Language": "en"}
    )
    assert "1 reader has no opinion." in response.content.decode()


@pytest.mark.parametrize("kind", ["quiz", "statements", "open"])
def test_kinds_without_it_cannot_be_given_it(kind: str, client: Client) -> None:
    question = QuestionFactory(kind=kind, choices=0 if kind == "open" else 2)
    question.allows_abstention = True
    with pytest.raises(ValidationError):
        question.full_clean()


def test_a_closed_question_takes_none(client: Client) -> None:
    fields: dict[str, Any] = {"opens_at": "2024-03-01T00:00Z", "closes_at": "2024-03-02T00:00Z"}
    question = QuestionFactory(allows_abstention=True, **fields)
    assert vote(client, question, ABSTAIN).status_code == 409
    assert not Ballot.objects.exists()
