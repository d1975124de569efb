"""What no honest form sends: refused kindly, counted never, and what can be kept is kept."""

from typing import Any

import pytest
from django.test import Client

from polls.models import Ballot, BallotRevision, Question, Voter
from tests.factories import ChoiceFactory, QuestionFactory
from tests.polls.kinds.asking import filled_in, vote

pytestmark = pytest.mark.django_db

type Sent = dict[str, Any]

HUGE = "9" * 100_000

REFUSED: list[tuple[str, Sent, Sent]] = [
    ("single", {}, {}),
    ("single", {"choice": ""}, {}),
    ("single", {"choice": "foreign"}, {}),
    ("single", {"choice": HUGE}, {}),
    ("single", {"choice": ["choice-1", "choice-2"]}, {"choice": ["choice-2"]}),
    ("single", {"choice": ["choice-1", "choice-1"]}, {"choice": ["choice-1"]}),
    ("single", {"choice": "choice-1\x00"}, {}),
    ("scale", {}, {}),
    ("scale", {"choice": "foreign"}, {}),
    ("scale", {"choice": "3"}, {}),
    ("scale", {"choice": ["choice-1", "choice-2"]}, {"choice": ["choice-2"]}),
    ("multiple", {}, {}),
    ("multiple", {"choice": ["choice-1", "foreign"]}, {"choice": ["choice-1"]}),
    ("multiple", {"choice": ["choice-1", "choice-1"]}, {"choice": ["choice-1"]}),
    (
        "multiple",
        {"choice": ["choice-1", "choice-2", "choice-3"]},
        {"choice": ["choice-1", "choice-2", "choice-3"]},
    ),
    ("ranking", {}, {}),
    ("ranking", {"rank-choice-1": "", "rank-choice-2": " "}, {}),
    ("ranking", {"rank-choice-1": "0"}, {"rank-choice-1": ["0"]}),
    ("ranking", {"rank-choice-1": "-1"}, {"rank-choice-1": ["-1"]}),
    ("ranking", {"rank-choice-1": "4"}, {"rank-choice-1": ["4"]}),
    ("ranking", {"rank-choice-1": "1.5"}, {"rank-choice-1": ["1.5"]}),
    ("ranking", {"rank-choice-1": "NaN"}, {"rank-choice-1": ["NaN"]}),
    ("ranking", {"rank-choice-1": "1e999"}, {"rank-choice-1": ["1e999"]}),
    ("ranking", {"rank-choice-1": ["1", "2"]}, {"rank-choice-1": ["2"]}),
    (
        "ranking",
        {"rank-choice-1": "1", "rank-foreign": "2"},
        {"rank-choice-1": ["1"]},
    ),
    ("forecast", {}, {}),
    ("forecast", {"probability": ""}, {}),
    ("forecast", {"probability": "-1"}, {"probability": ["-1"]}),
    ("forecast", {"probability": "101"}, {"probability": ["101"]}),
    ("forecast", {"probability": "NaN"}, {"probability": ["NaN"]}),
    ("forecast", {"probability": "1e999"}, {"probability": ["1e999"]}),
    ("forecast", {"probability": "12.5"}, {"probability": ["12.5"]}),
    ("forecast", {"probability": "12,5 %"}, {"probability": ["12,5 %"]}),
    ("forecast", {"probability": "half"}, {"probability": ["half"]}),
    ("forecast", {"probability": "½"}, {"probability": ["½"]}),
    ("forecast", {"probability": HUGE}, {"probability": [HUGE]}),
    ("forecast", {"probability": ["30", "40"]}, {"probability": ["40"]}),
]


every_field = pytest.mark.parametrize("name", ["choice", "rank-choice-1", "probability"])
every_kind = pytest.mark.parametrize("kind", ["single", "multiple", "scale", "ranking", "forecast"])


def question_of(kind: str) -> Question:
    """A question with a choice that another one calls "foreign"."""
    ChoiceFactory(slug="foreign")
    limits = {"max_choices": 2} if kind == "multiple" else {}
    question: Question = QuestionFactory(
        kind=kind, choices=1 if kind == "forecast" else 3, **limits
    )
    return question


@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
@pytest.mark.parametrize(
    ("kind", "sent", "kept"),
    REFUSED,
    ids=[f"{kind}-{str(sent)[:40]}" for kind, sent, _kept in REFUSED],
)
def test_a_wrong_answer_changes_nothing_and_is_kept_in_the_form(
    kind: str, sent: Sent, kept: Sent, htmx: bool, client: Client
) -> None:
    question = question_of(kind)

    response = vote(client, question, sent, htmx=htmx)

    page = response.content.decode()
    error = f'id="question-{question.pk}-error" role="alert" tabindex="-1" data-focus'
    assert response.status_code == 422
    assert (Ballot.objects.count(), Voter.objects.count()) == (0, 0)
    assert filled_in(response) == kept
    assert page.count(error) == 1
    assert f"question-{question.pk}-error" in page[page.index('aria-describedby="') :]
    assert ("<html" in page) is not htmx


@every_kind
def test_a_wrong_change_leaves_the_answer_as_it_was(kind: str, client: Client) -> None:
    question = question_of(kind)
    right: dict[str, Sent] = {
        "ranking": {"rank-choice-1": "1"},
        "forecast": {"probability": "30"},
    }
    vote(client, question, right.get(kind, {"choice": "choice-1"}))

    response = vote(client, question, {"seen": "1"}, htmx=True)

    assert response.status_code == 422
    assert '<details class="change" open>' in response.content.decode()
    assert list(BallotRevision.objects.values_list("action", flat=True)) == ["cast"]


@every_field
@every_kind
@pytest.mark.parametrize(("count", "status"), [(10_000, 422), (10_001, 400)])
def test_thousands_of_values_are_no_answer(
    kind: str, name: str, count: int, status: int, client: Client
) -> None:
    response = vote(client, question_of(kind), {name: ["choice-1"] * count})
    assert response.status_code == status
    assert Ballot.objects.count() == 0


@every_field
@every_kind
def test_a_value_of_megabytes_is_no_answer(kind: str, name: str, client: Client) -> None:
    response = vote(client, question_of(kind), {name: "1" * 3_000_000})
    assert response.status_code == 400
    assert Ballot.objects.count() == 0


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("30", 30),
        (" 30 ", 30),
        ("30 %", 30),
        ("30%", 30),
        ("30\u202f%", 30),  # as a French keyboard sets it
        ("030", 30),
        ("+30", 30),
        ("３０", 30),  # full-width digits
        ("３０％", 30),
        ("٣٠", 30),  # Arabic-Indic digits
        ("0", 0),
        ("100", 100),
    ],
)
def test_a_probability_is_read_as_people_write_it(written: str, read: int, client: Client) -> None:
    question = question_of("forecast")
    assert vote(client, question, {"probability": written}).status_code == 302
    assert list(Ballot.objects.values_list("marks__value", flat=True)) == [read]
