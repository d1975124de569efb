"""Statements: answered one at a time into one ballot, reviewed, changed, and what they come to."""

import re
from collections.abc import Sequence

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from polls.kinds import Answer, TallyRead
from polls.kinds.statements import Statements, StatementsResult
from polls.models import Ballot, BallotRevision, Choice, Mark, Question, Voter
from polls.results import tally
from polls.results.recount import recount
from polls.voting import cast, withdraw
from tests.factories import ChoiceFactory, QuestionFactory, VoterFactory

pytestmark = pytest.mark.usefixtures("in_english")

HTMX = {"HX-Request": "true"}


def statements(count: int = 3, **fields: object) -> Question:
    question: Question = QuestionFactory(kind="statements", choices=count, **fields)
    return question


def address(question: Question, *parts: str) -> str:
    return "/".join(["/en", question.article.slug, question.slug, *parts, ""])


def answer(client: Client, question: Question, statement: str, stance: str, **data: str):
    return client.post(
        address(question, "vote"),
        {"statement": statement, "stance": stance} | data,
        headers=HTMX,
    )


def asked(page: str) -> str | None:
    """The statement that a page asks."""
    found = re.search(r'<blockquote class="statement"[^>]*>([^<]*)<', page)
    return found[1] if found else None


def marks() -> list[tuple[str, int]]:
    return list(Mark.objects.order_by("choice").values_list("choice__slug", "value"))


def result_of(
    question: Question, *answers: tuple[int, int, int], voters: int = 100
) -> StatementsResult:
    """The result with these numbers of readers who agree, pass and disagree, a statement each."""
    choices = list(question.choices.all())
    counts = {
        (choice.pk, value): count
        for choice, numbers in zip(choices, answers, strict=True)
        for value, count in zip((1, 0, -1), numbers, strict=True)
    }
    read = TallyRead(voters=voters, counts=counts)
    return Statements().result(question=question, choices=choices, tally=read)


@pytest.mark.django_db
def test_statements_come_one_at_a_time_in_order_the_unanswered_first(client: Client) -> None:
    question = statements(results="after_close")
    first = client.get(address(question)).content.decode()
    assert (asked(first), "Statement 1 of 3" in first) == ("choice-1 (en)", True)
    assert "choice-2 (en)" not in first

    second = answer(client, question, "choice-1", "agree").content.decode()
    assert (asked(second), "Statement 2 of 3" in second) == ("choice-2 (en)", True)

    answer(client, question, "choice-3", "pass")
    last = answer(client, question, "choice-2", "disagree").content.decode()
    assert asked(last) is None
    assert "You have answered every statement." in last
    assert "3 of 3 statements answered" in last
    assert marks() == [("choice-1", 1), ("choice-2", -1), ("choice-3", 0)]
    assert Ballot.objects.count() == 1


@pytest.mark.django_db
def test_without_javascript_each_answer_leads_back_to_the_question(client: Client) -> None:
    question = statements()
    for number in (1, 2, 3):
        page = client.get(address(question)).content.decode()
        assert asked(page) == f"choice-{number} (en)"
        slug = re.search(r'name="statement" value="([^"]+)"', page)
        assert slug
        response = (
            client.post(
                address(question, "vote"), {"statement": slug[1], "stance": "agree", "seen": "1"}
            )
            if number > 1
            else client.post(address(question, "vote"), {"statement": slug[1], "stance": "agree"})
        )
        assert response.status_code == 302
    assert marks() == [("choice-1", 1), ("choice-2", 1), ("choice-3", 1)]


@pytest.mark.django_db
def test_each_answer_can_be_reviewed_and_changed(client: Client) -> None:
    question = statements()
    for number in (1, 2, 3):
        answer(client, question, f"choice-{number}", "agree")
    page = client.get(address(question)).content.decode()
    pressed = re.findall(r'value="(\w+)" aria-pressed="true"', page)
    assert pressed == ["agree", "agree", "agree"]

    page = answer(client, question, "choice-2", "disagree", review="1").content.decode()
    pressed = re.findall(r'value="(\w+)" aria-pressed="true"', page)
    assert pressed == ["agree", "disagree", "agree"]
    assert marks() == [("choice-1", 1), ("choice-2", -1), ("choice-3", 1)]
    assert list(BallotRevision.objects.values_list("number", "action")) == [
        (1, "cast"),
        (2, "changed"),
        (3, "changed"),
        (4, "changed"),
    ]


@pytest.mark.django_db
def test_the_same_answer_twice_is_one_revision(client: Client) -> None:
    question = statements()
    answer(client, question, "choice-1", "agree")
    assert answer(client, question, "choice-1", "agree").status_code == 200
    assert BallotRevision.objects.count() == 1


@pytest.mark.django_db
def test_withdrawing_takes_every_answer_back(client: Client) -> None:
    question = statements()
    answer(client, question, "choice-1", "agree")
    answer(client, question, "choice-2", "pass")
    page = client.post(address(question, "withdraw"), headers=HTMX).content.decode()
    assert asked(page) == "choice-1 (en)"
    assert marks() == []
    assert recount(question) == []
    assert tally.read([question])[question.pk].voters == 0


@pytest.mark.django_db
def test_a_statement_taken_away_keeps_nobody_from_answering_the_others(client: Client) -> None:
    question = statements()
    answer(client, question, "choice-1", "agree")
    question.choices.filter(slug="choice-1").update(status="rejected")

    page = answer(client, question, "choice-2", "agree")
    assert page.status_code == 200
    assert "1 of 2 statements answered" in page.content.decode()
    assert "choice-1 (en)" not in page.content.decode()
    assert answer(client, question, "choice-1", "disagree").status_code == 422
    assert marks() == [("choice-1", 1), ("choice-2", 1)]
    assert recount(question) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"statement": "choice-1"},
        {"stance": "agree"},
        {"statement": "choice-1", "stance": "1"},
        {"statement": "choice-1", "stance": "agree\x00"},
        {"statement": "choice-1", "stance": ["agree", "disagree"]},
        {"statement": ["choice-1", "choice-2"], "stance": "agree"},
        {"statement": "elsewhere", "stance": "agree"},
        {"statement": "waiting", "stance": "agree"},
        {"statement": "x" * 100_000, "stance": "agree"},
        {"choice": "choice-1"},
    ],
)
@pytest.mark.parametrize("htmx", [True, False])
def test_hostile_answers_change_nothing(
    client: Client, sent: dict[str, object], htmx: bool
) -> None:
    question = statements()
    ChoiceFactory(question=question, slug="waiting", status="pending")
    ChoiceFactory(question=statements(article=question.article), slug="elsewhere")
    response = client.post(address(question, "vote"), sent, headers=HTMX if htmx else {})
    assert response.status_code == 422
    assert asked(response.content.decode()) == "choice-1 (en)"
    assert (Ballot.objects.count(), Voter.objects.count()) == (0, 0)


STANCES = st.sampled_from([1, 0, -1])
STEPS = st.tuples(st.integers(0, 3), st.one_of(st.none(), st.tuples(st.integers(0, 4), STANCES)))


class TestManyReaders(TestCase):
    @settings(deadline=None, max_examples=25)
    @given(steps=st.lists(STEPS, max_size=25))
    def test_the_tally_is_what_the_readers_last_said(
        self, steps: Sequence[tuple[int, tuple[int, int] | None]]
    ) -> None:
        question = statements(5)
        choices = list(question.choices.all())
        readers = [VoterFactory() for _number in range(4)]
        said: dict[int, dict[int, int]] = {}
        for reader, step in steps:
            who, now = readers[reader], timezone.now()
            if step is None:
                withdraw(question=question, voter=who, now=now)
                said.pop(reader, None)
            else:
                choice = choices[step[0]]
                cast(question=question, voter=who, answer=Answer({choice.pk: step[1]}), now=now)
                said.setdefault(reader, {})[choice.pk] = step[1]

        read = tally.read([question])[question.pk]
        result = Statements().result(question=question, choices=choices, tally=read)
        assert recount(question) == []
        assert result.voters == len(said)
        assert [(row.choice.pk, row.value, row.count) for row in result.rows] == [
            (choice.pk, value, sum(one.get(choice.pk) == value for one in said.values()))
            for choice in choices
            for value in (1, 0, -1)
        ]

    @given(
        numbers=st.lists(
            st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60)),
            min_size=1,
            max_size=12,
        )
    )
    @settings(deadline=None, max_examples=50)
    def test_each_statement_stands_in_one_place(self, numbers: list[tuple[int, int, int]]) -> None:
        question = Question(kind="statements")
        choices = [Choice(pk=pk, question=question) for pk in range(1, len(numbers) + 1)]
        counts = {
            (choice.pk, value): count
            for choice, three in zip(choices, numbers, strict=True)
            for value, count in zip((1, 0, -1), three, strict=True)
        }
        result = Statements().result(
            question=question, choices=choices, tally=TallyRead(voters=200, counts=counts)
        )
        placed = [
            one.choice.pk for part in (result.unites, result.divides, result.others) for one in part
        ]
        assert sorted(placed) == [choice.pk for choice in choices]
        assert len(result.unites) <= 5
        assert len(result.divides) <= 5
        assert not [one for one in (*result.unites, *result.divides) if one.few]


@pytest.mark.django_db
def test_what_unites_is_ordered_by_what_is_sure_of_its_majority() -> None:
    question = statements(4)
    result = result_of(question, (70, 10, 20), (9, 1, 0), (2, 5, 93), (10, 0, 0))
    assert [one.choice.slug for one in result.unites] == ["choice-3", "choice-4", "choice-1"]
    assert [one.choice.slug for one in result.others] == ["choice-2"]


@pytest.mark.django_db
def test_what_divides_is_nearest_to_an_even_split_of_those_who_took_a_side() -> None:
    question = statements(5)
    result = result_of(question, (55, 0, 45), (48, 2, 50), (4, 92, 4), (4, 0, 4), (30, 40, 30))
    assert [one.choice.slug for one in result.divides] == ["choice-5", "choice-2", "choice-1"]
    assert [one.choice.slug for one in result.others] == ["choice-3", "choice-4"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("numbers", "voters", "told"),
    [
        ([(0, 0, 0), (0, 0, 0)], 0, "Nobody has answered yet."),
        (
            [(4, 0, 0), (2, 0, 2)],
            4,
            "4 readers have answered: nothing unites or divides clearly so far.",
        ),
        ([(90, 4, 6), (1, 0, 0)], 100, "“choice-1 (en)” unites most: 90% agree."),
        ([(6, 4, 90), (1, 0, 0)], 100, "“choice-1 (en)” unites most: 90% disagree."),
        (
            [(90, 4, 6), (47, 5, 48)],
            100,
            (
                "“choice-1 (en)” unites most: 90% agree. "
                "“choice-2 (en)” divides most: 47% agree, 48% disagree."
            ),
        ),
    ],
)
def test_the_result_in_a_sentence(
    numbers: list[tuple[int, int, int]], voters: int, told: str
) -> None:
    sentence = result_of(statements(2), *numbers, voters=voters).sentence
    assert sentence.replace("\N{NO-BREAK SPACE}", " ") == told


@pytest.mark.django_db
def test_few_answers_show_as_counts_and_many_as_shares(client: Client) -> None:
    question = statements(2, results="always")
    first, second = question.choices.all()
    for number in range(12):
        said = {first.pk: 1 if number < 9 else -1} | ({second.pk: 0} if number < 4 else {})
        cast(question=question, voter=VoterFactory(), answer=Answer(said), now=timezone.now())
    page = client.get(address(question, "results")).content.decode()
    figures = re.findall(r"(Agree|Disagree|Pass) <strong>([^<]+)</strong>", page)
    assert [(word, figure.replace("\N{NO-BREAK SPACE}", " ")) for word, figure in figures] == [
        ("Agree", "75%"),
        ("Disagree", "25%"),
        ("Pass", "0%"),
        ("Agree", "0"),
        ("Disagree", "0"),
        ("Pass", "4"),
    ]


@pytest.mark.django_db
def test_many_statements_take_the_same_queries(client: Client) -> None:
    question = statements(2)
    answer(client, question, "choice-1", "agree")
    with CaptureQueriesContext(connection) as with_two:
        client.get(address(question))
    for number in range(3, 30):
        ChoiceFactory(question=question, slug=f"choice-{number}", position=number)
        answer(client, question, f"choice-{number}", "agree")
    with CaptureQueriesContext(connection) as with_many:
        client.get(address(question))
    assert len(with_many) == len(with_two)


@pytest.mark.django_db
def test_editors_hear_that_a_first_statement_is_missing() -> None:
    question = statements(0)
    assert Statements().editorial_problems(question=question, choices=[]) == [
        "A question of this kind needs at least one statement to begin with."
    ]
    question = statements(1)
    choices = list(question.choices.all())
    assert Statements().editorial_problems(question=question, choices=choices) == []
