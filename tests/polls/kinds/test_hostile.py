"""What no honest form sends: refused kindly, counted never, and what can be kept is kept.

Whether the question's paper is kept or read anew makes no difference to any answer.
"""

from typing import Any

import pytest
from django.test import Client

from polls.models import (
    Ballot,
    BallotRevision,
    Mark,
    PairTally,
    Peek,
    Question,
    Tally,
    Turnout,
    Voter,
    WriteIn,
)
from polls.results.recount import recount
from polls.voting import papers
from polls.voting.papers import Paper
from tests.browsing import Browser
from tests.factories import ChoiceFactory, QuestionFactory, QuizQuestionFactory
from tests.polls.kinds.asking import Response, filled_in, vote

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
    ("quiz", {}, {}),
    ("quiz", {"choice": ""}, {}),
    ("quiz", {"choice": "foreign"}, {}),
    (
        "quiz",
        {"choice": ["choice-1", "choice-2"]},
        {"choice": ["choice-1", "choice-2"]},
    ),
    ("quiz", {"choice": "choice-1\x00"}, {}),
    ("statements", {}, {}),
    ("statements", {"statement": "choice-1"}, {}),
    ("statements", {"stance": "agree"}, {}),
    ("statements", {"statement": "foreign", "stance": "agree"}, {}),
    ("statements", {"statement": "choice-1", "stance": "maybe"}, {}),
    ("statements", {"statement": "choice-1", "stance": "1"}, {}),
    ("statements", {"statement": "choice-1", "stance": ["agree", "disagree"]}, {}),
    ("statements", {"statement": ["choice-1", "choice-2"], "stance": "agree"}, {}),
    ("statements", {"statement": "choice-1", "stance": HUGE}, {}),
]
RIGHT: dict[str, Sent] = {
    "single": {"choice": "choice-1"},
    "scale": {"choice": "choice-1"},
    "multiple": {"choice": ["choice-1", "choice-2"]},
    "ranking": {"rank-choice-1": "1", "rank-choice-2": "2"},
    "forecast": {"probability": "30"},
    "quiz": {"choice": "choice-1"},
    "statements": {"statement": "choice-1", "stance": "agree"},
}
# Which kinds read the same field of a form, and so may take another's for their own.
ALIKE = [{"single", "scale", "quiz", "multiple"}]

every_field = pytest.mark.parametrize(
    ("kind", "name"),
    [(kind, name) for kind, sent in RIGHT.items() for name in sent]
    + [("single", name) for name in ("abstain", "seen", "slot", "back", "nobody-asked-for")],
)
every_kind = pytest.mark.parametrize("kind", list(RIGHT))
both_ways = pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])


def question_of(kind: str) -> Question:
    """A question with a choice that another one calls "foreign"."""
    ChoiceFactory(slug="foreign")
    limits = {"max_choices": 2} if kind == "multiple" else {}
    choices = {"forecast": 1, "open": 0}.get(kind, 3)
    make = QuizQuestionFactory if kind == "quiz" else QuestionFactory
    question: Question = make(kind=kind, choices=choices, **limits)
    return question


def everything() -> dict[str, list[Any]]:
    """All that casting may change."""
    written = (Voter, Ballot, Mark, BallotRevision, Tally, PairTally, Turnout, WriteIn, Peek)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in written}


def sent_both_ways_in(question: Question, sent: Sent, *, htmx: bool = False) -> Response:
    """The answer to a new reader's form, which is the same with the question's paper kept."""
    papers.forget()
    careful = vote(Browser(), question, sent, htmx=htmx)
    papers.keep(Paper(question, list(question.choices.all())))
    quick = vote(Browser(), question, sent, htmx=htmx)
    assert (quick.status_code, quick.content) == (careful.status_code, careful.content)
    return quick


@both_ways
@pytest.mark.parametrize(
    ("kind", "sent", "kept"),
    REFUSED,
    ids=[f"{kind}-{str(sent)[:40]}" for kind, sent, _kept in REFUSED],
)
def test_a_wrong_answer_changes_nothing_and_is_kept_in_the_form(
    kind: str, sent: Sent, kept: Sent, htmx: bool
) -> None:
    question = question_of(kind)
    before = everything()

    response = sent_both_ways_in(question, sent, htmx=htmx)

    page = response.content.decode()
    error = f'id="question-{question.pk}-error" role="alert" tabindex="-1" data-focus'
    assert response.status_code == 422
    assert everything() == before
    assert filled_in(response) == kept
    assert page.count(error) == 1
    if kind != "statements":  # its buttons answer one statement, and the error is above them all
        assert f"question-{question.pk}-error" in page[page.index('aria-describedby="') :]
    assert ("<html" in page) is not htmx


@pytest.mark.parametrize(
    ("sent", "asked"),
    [
        (sent, asked)
        for sent in RIGHT
        for asked in RIGHT
        if not any({sent, asked} <= alike for alike in ALIKE) and sent != asked
    ]
    + [("multiple", asked) for asked in ("single", "scale", "quiz")],
)
def test_an_answer_to_another_kind_of_question_is_none(sent: str, asked: str) -> None:
    question = question_of(asked)
    before = everything()
    response = sent_both_ways_in(question, RIGHT[sent])
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert everything() == before


@both_ways
@pytest.mark.parametrize("sent", [{}, *RIGHT.values()], ids=["nothing", *RIGHT])
def test_an_open_question_takes_no_ballot(sent: Sent, htmx: bool) -> None:
    question = question_of("open")
    before = everything()
    response = sent_both_ways_in(question, sent, htmx=htmx)
    assert response.status_code == 422
    assert "This question is answered in words" in response.content.decode()
    assert everything() == before


@every_kind
def test_what_a_right_form_adds_that_nobody_asked_for_is_not_read(kind: str) -> None:
    question = question_of(kind)
    foreign = {"voter": "1", "question": "1", "marks": "[[1, 1000]]", "value": "1000"}
    browsers = Browser(), Browser()
    vote(browsers[0], question, RIGHT[kind])
    vote(browsers[1], question, RIGHT[kind] | foreign)
    said = [
        list(Mark.objects.filter(voter=voter).values_list("choice", "value"))
        for voter in Voter.objects.all()
    ]
    assert len(said) == 2
    assert said[0] == said[1]
    assert recount(question) == []


def sends_twice(question: Question, sent: Sent, *, htmx: bool = False) -> None:
    """Both times taken, the second time as the form that was counted already."""
    browser = Browser()
    for _turn in range(2):
        response = vote(browser, question, sent, htmx=htmx)
        assert response.status_code == (200 if htmx else 302)
    assert list(BallotRevision.objects.values_list("number", "action")) == [(1, "cast")]
    assert recount(question) == []


@both_ways
@pytest.mark.parametrize(
    "seen",
    ["-1", "1.5", "NaN", "1e999", "１", "x", " ", "99999999999999999999", HUGE],
    ids=lambda seen: ascii(seen)[:20],
)
def test_a_revision_that_cannot_be_is_as_good_as_unsaid(seen: str, htmx: bool) -> None:
    sends_twice(question_of("single"), RIGHT["single"] | {"seen": seen}, htmx=htmx)


@every_kind
@pytest.mark.parametrize("seen", ["-1", HUGE], ids=["negative", "huge"])
def test_so_it_is_for_every_kind(kind: str, seen: str) -> None:
    sends_twice(question_of(kind), RIGHT[kind] | {"seen": seen})


@every_kind
def test_another_question_s_revision_is_no_reason_to_drop_an_answer(kind: str) -> None:
    """A reader whose ballot has one revision sends a form that says to have shown the ninth."""
    question = question_of(kind)
    browser = Browser()
    vote(browser, question, RIGHT[kind] | {"seen": "0"})
    response = vote(browser, question, RIGHT[kind] | {"seen": "999999999"})
    assert response.status_code == 302
    assert BallotRevision.objects.count() == 1
    assert recount(question) == []


@every_kind
def test_a_wrong_change_leaves_the_answer_as_it_was(kind: str, client: Client) -> None:
    question = question_of(kind)
    vote(client, question, RIGHT[kind])
    before = everything()

    response = vote(client, question, {"seen": "1"}, htmx=True)

    page = response.content.decode()
    if kind == "quiz":
        assert response.status_code == 409
        assert "Your first answer to a quiz question stands" in page
    else:
        assert response.status_code == 422
        assert kind == "statements" or '<details class="change" open>' in page
    assert everything() == before
    assert list(BallotRevision.objects.values_list("action", flat=True)) == ["cast"]


@every_field
@pytest.mark.parametrize(("count", "status"), [(10_000, 422), (10_001, 400)])
def test_thousands_of_values_are_no_answer(kind: str, name: str, count: int, status: int) -> None:
    question = question_of(kind)
    response = sent_both_ways_in(question, {name: ["choice-1"] * count})
    assert response.status_code == status
    assert Ballot.objects.count() == 0


@every_field
def test_a_value_of_megabytes_is_no_answer(kind: str, name: str) -> None:
    response = sent_both_ways_in(question_of(kind), {name: "1" * 3_000_000})
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


@pytest.mark.parametrize(
    "written", ["１", "١", "+1", "01", " 1 ", "１\u3000"], ids=lambda text: ascii(text)
)
def test_a_rank_is_read_as_people_write_it(written: str, client: Client) -> None:
    question = question_of("ranking")
    sent = {"rank-choice-1": written, "rank-choice-2": "２"}
    assert vote(client, question, sent).status_code == 302
    marks = Mark.objects.order_by("choice__slug").values_list("value", flat=True)
    assert list(marks) == [1, 2, 0]
