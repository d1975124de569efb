"""A quiz question: its credit, its one answer, and what it reveals to whom."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from polls import kinds
from polls.kinds import Answer
from polls.kinds.quiz import Quiz, QuizResult, credit
from polls.models import Ballot, BallotRevision, Mark, Question, Voter
from polls.results import tally
from polls.results.recount import recount
from polls.voting import AnswerFinal, cast
from tests.factories import ChoiceFactory, QuestionFactory, QuizQuestionFactory, VoterFactory

pytestmark = pytest.mark.usefixtures("in_english")

HTMX = {"HX-Request": "true"}
# What a page must not say of a question before its answer.
SOLUTION = ("Explanation", "Explication", "is-right", "is-wrong", "Right answer", "correct")


def address(question: Question, *parts: str) -> str:
    return "/".join(["/en", question.article.slug, question.slug, *parts, ""])


def answer(client: Client, question: Question, *choices: str, htmx: bool = True, **data: str):
    return client.post(
        address(question, "vote"),
        {"choice": list(choices)} | data,
        headers=HTMX if htmx else {},
    )


def result_of(question: Question) -> QuizResult:
    result = Quiz().result(
        question=question,
        choices=list(question.choices.all()),
        tally=tally.read([question])[question.pk],
    )
    assert isinstance(result, QuizResult)
    return result


@pytest.mark.parametrize(
    ("chosen", "right", "earned"),
    [
        ({1}, {1}, 100),
        ({2}, {1}, 0),
        ({1, 2}, {1, 2}, 100),
        ({1}, {1, 2}, 50),
        ({1, 3}, {1, 2}, 0),
        ({1, 2, 3}, {1, 2}, 50),
        ({1, 2, 3, 4}, {1, 2}, 0),
        ({1, 2}, {1, 2, 3}, 67),
        ({1}, {1, 2, 3}, 33),
    ],
)
def test_credit_is_right_less_wrong_of_the_right(
    chosen: set[int], right: set[int], earned: int
) -> None:
    assert credit(chosen=chosen, right=right) == earned


@given(chosen=st.frozensets(st.integers(0, 400)), right=st.frozensets(st.integers(0, 400)))
def test_credit_is_full_for_the_right_choices_alone(
    chosen: frozenset[int], right: frozenset[int]
) -> None:
    earned = credit(chosen=chosen, right=right)
    assert 0 <= earned <= 100
    assert (earned == 100) == (chosen == right)


class TestManyReaders(TestCase):
    @settings(deadline=None, max_examples=25)
    @given(
        right=st.sets(st.integers(1, 4), min_size=1, max_size=3),
        answers=st.lists(
            st.tuples(st.integers(0, 5), st.sets(st.integers(1, 4), min_size=1)), max_size=12
        ),
    )
    def test_the_first_answers_count_and_the_rest_change_nothing(
        self, right: set[int], answers: list[tuple[int, set[int]]]
    ) -> None:
        question = QuizQuestionFactory(choices=4, right=sorted(right))
        readers = [VoterFactory() for _number in range(6)]
        first: dict[int, set[int]] = {}
        for reader, chosen in answers:
            slugs = [f"choice-{number}" for number in sorted(chosen)]
            choices = list(question.choices.all())
            form = kinds.of(question).form(
                question=question, choices=choices, data={"choice": slugs}
            )
            if len(right) == 1 and len(chosen) > 1:
                assert not form.is_valid()
                continue
            assert form.is_valid()
            marks = form.marks()
            if first.setdefault(reader, chosen) == chosen:
                cast(
                    question=question,
                    voter=readers[reader],
                    answer=Answer(marks),
                    now=timezone.now(),
                )
            else:
                with pytest.raises(AnswerFinal):
                    cast(
                        question=question,
                        voter=readers[reader],
                        answer=Answer(marks),
                        now=timezone.now(),
                    )

        result = result_of(question)
        assert recount(question) == []
        assert result.voters == len(first)
        assert result.right is not None
        assert result.right.count == sum(chosen == right for chosen in first.values())
        assert [row.count for row in result.rows] == [
            sum(number in chosen for chosen in first.values()) for number in range(1, 5)
        ]
        assert set(Mark.objects.values_list("value", flat=True)) <= set(range(101))


@pytest.mark.django_db
@pytest.mark.parametrize("results", Question.Results.values)
def test_nothing_tells_the_solution_before_the_answer(client: Client, results: str) -> None:
    question = QuizQuestionFactory(results=results)
    other = QuizQuestionFactory(article=question.article)
    readers = [VoterFactory() for _number in range(12)]
    for reader in readers:
        key = {other.choices.get(slug="choice-2").pk: 100}
        cast(question=other, voter=reader, answer=Answer(key), now=timezone.now())
        key = {question.choices.get(slug="choice-2").pk: 100}
        cast(question=question, voter=reader, answer=Answer(key), now=timezone.now())

    dossier = f"/en/{question.article.slug}/"
    pages = [
        client.get(dossier),
        client.get(f"{dossier}quiz/"),
        client.get(f"{dossier}quiz/", {"q": question.slug}),
        client.get(f"{dossier}quiz/", {"q": question.slug}, headers=HTMX),
        client.get(address(question)),
        client.get(address(question, "results")),
        answer(client, question),
        answer(client, question, htmx=False),
        answer(client, question, "choice-1", "choice-2"),
        answer(client, question, "no-such-choice"),
        answer(client, question, "choice-2", seen="1"),
        client.post(address(question, "withdraw"), headers=HTMX),
    ]

    leaks = [
        (page.request["PATH_INFO"], page.status_code, word)
        for page in pages
        for word in SOLUTION
        if word in page.content.decode()
    ]
    assert leaks == []
    assert Ballot.objects.count() == 24


@pytest.mark.django_db
def test_a_right_answer_is_told_at_once_with_its_explanation(client: Client) -> None:
    question = QuizQuestionFactory()
    page = answer(client, question, "choice-2").content.decode()

    assert "Right." in page
    assert "Your answer, right" in page
    assert question.explanation_en in page
    assert "<form" not in page


@pytest.mark.django_db
def test_a_wrong_answer_is_told_with_the_right_one(client: Client) -> None:
    question = QuizQuestionFactory()
    answer(client, question, "choice-1", htmx=False)
    page = client.get(address(question)).content.decode()

    assert "Wrong." in page
    assert "Your answer, wrong" in page
    assert "Right answer" in page
    assert question.explanation_en in page
    assert list(Mark.objects.values_list("choice__slug", "value")) == [("choice-1", 0)]


@pytest.mark.django_db
def test_several_right_choices_are_told_and_earn_a_part_of_the_point(client: Client) -> None:
    question = QuizQuestionFactory(choices=4, right=[1, 3])
    before = client.get(address(question)).content.decode()
    page = answer(client, question, "choice-1").content.decode()

    assert before.count('type="checkbox"') == 4
    assert "Several answers are right." in before
    assert "Partly right: 50%" in page
    assert list(Mark.objects.values_list("choice__slug", "value")) == [("choice-1", 50)]


@pytest.mark.django_db
def test_one_right_choice_is_asked_with_radio_buttons(client: Client) -> None:
    page = client.get(address(QuizQuestionFactory(choices=4))).content.decode()
    assert page.count('type="radio"') == 4
    assert "Several answers are right." not in page


@pytest.mark.django_db
def test_the_passage_to_reread_is_linked(client: Client) -> None:
    question = QuizQuestionFactory()
    question.passage = question.article.passages.create(slug="money", heading_en="The money")
    question.save()
    page = answer(client, question, "choice-1").content.decode()
    assert f'href="/en/{question.article.slug}/#passage-money"' in page
    assert "Read “The money” again" in page


@pytest.mark.django_db
@pytest.mark.parametrize("htmx", [True, False])
def test_an_answer_never_changes(client: Client, htmx: bool) -> None:
    question = QuizQuestionFactory()
    answer(client, question, "choice-1", htmx=htmx)
    same = answer(client, question, "choice-1", htmx=htmx)
    other = answer(client, question, "choice-2", htmx=htmx)
    withdrawn = client.post(address(question, "withdraw"), headers=HTMX if htmx else {})

    assert [same.status_code, other.status_code, withdrawn.status_code] == [
        200 if htmx else 302,
        409,
        409,
    ]
    assert "Your first answer to a quiz question stands" in other.content.decode()
    assert 'name="choice"' not in other.content.decode()
    assert list(BallotRevision.objects.values_list("number", "action")) == [(1, "cast")]
    assert recount(question) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"choice": ""},
        {"choice": ["choice-1", "choice-2"]},
        {"choice": ["choice-2", "other"]},
        {"choice": "\x00"},
        {"choice": "choice-2\x00"},
        {"choice": "ｃhoice-2"},
        {"choice": ["choice-1"] * 5000},
        {"choice": "x" * 100_000},
    ],
)
def test_hostile_answers_change_nothing(client: Client, sent: dict[str, object]) -> None:
    question = QuizQuestionFactory()
    ChoiceFactory(question=QuizQuestionFactory(article=question.article), slug="other")
    response = client.post(address(question, "vote"), sent, headers=HTMX)
    assert response.status_code in {400, 422}
    assert (Ballot.objects.count(), Voter.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_waiting_or_hidden_choice_is_neither_offered_nor_taken(client: Client) -> None:
    question = QuizQuestionFactory()
    hidden = ChoiceFactory(question=question, slug="hidden", status="rejected")
    assert hidden.label_en not in client.get(address(question)).content.decode()
    assert answer(client, question, "hidden").status_code == 422


@pytest.mark.django_db
def test_a_closed_question_shows_its_solution_to_those_who_did_not_answer(client: Client) -> None:
    question = QuizQuestionFactory(closes_at=timezone.now() - timedelta(minutes=1))
    page = client.get(address(question)).content.decode()
    assert "Right answer" in page
    assert question.explanation_en in page
    assert "Your answer" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (0, 0, "Nobody has answered yet."),
        (1, 0, "1 of 1 reader answered right."),
        (6, 3, "6 of 9 readers answered right."),
        (9, 3, "75% of 12 readers answered right."),
    ],
)
def test_how_many_were_right_is_counted_for_few_and_a_share_for_many(
    right: int, wrong: int, told: str
) -> None:
    question = QuizQuestionFactory()
    no, yes = question.choices.all()
    for number in range(right + wrong):
        marks = {yes.pk: 100} if number < right else {no.pk: 0}
        cast(question=question, voter=VoterFactory(), answer=Answer(marks), now=timezone.now())
    assert result_of(question).sentence == told


@pytest.mark.django_db
def test_the_share_comes_with_its_interval(client: Client) -> None:
    question = QuizQuestionFactory()
    no, yes = question.choices.all()
    for number in range(19):
        marks = {yes.pk: 100} if number < 9 else {no.pk: 0}
        cast(question=question, voter=VoterFactory(), answer=Answer(marks), now=timezone.now())
    page = answer(client, question, "choice-2").content.decode()
    assert "50% of 20 readers answered right." in page
    assert "95% interval: 30–70%" in page


@pytest.mark.django_db
def test_editors_hear_what_is_missing() -> None:
    nothing_right = QuestionFactory(kind="quiz")
    assert Quiz().editorial_problems(
        question=nothing_right, choices=list(nothing_right.choices.all())
    ) == [
        "A quiz question needs at least one right choice.",
        "A quiz question needs an explanation, shown after the answer.",
    ]
    all_right = QuizQuestionFactory(right=[1, 2])
    assert Quiz().editorial_problems(question=all_right, choices=list(all_right.choices.all())) == [
        "A quiz question needs at least one wrong choice."
    ]
    sound = QuizQuestionFactory()
    assert Quiz().editorial_problems(question=sound, choices=list(sound.choices.all())) == []
