"""Which side an answer takes, by the kind of its question, and how a side is told."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from polls.kinds import TallyRead, sides
from polls.models import Choice, Question, Side
from tests.factories import ChoiceFactory, QuestionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

AGAINST, BETWEEN, FOR = Side.AGAINST, Side.BETWEEN, Side.FOR


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def sides_of(question: Question) -> list[Side | None]:
    """The side that each choice takes, chosen alone."""
    choices = list(question.choices.all())
    return [sides.of_marks(question, choices, {choice.pk: 1}) for choice in choices]


@pytest.mark.parametrize(
    ("points", "taken"),
    [
        (3, [AGAINST, BETWEEN, FOR]),
        (4, [AGAINST, AGAINST, FOR, FOR]),
        (5, [AGAINST, AGAINST, BETWEEN, FOR, FOR]),
    ],
)
def test_a_scale_has_its_sides_by_its_middle(points: int, taken: list[Side]) -> None:
    assert sides_of(QuestionFactory(kind="scale", choices=points)) == taken


def test_of_two_choices_the_first_is_for_and_of_more_none_takes_a_side() -> None:
    assert sides_of(QuestionFactory(choices=2)) == [FOR, AGAINST]
    assert sides_of(QuestionFactory(choices=3)) == [None, None, None]
    two_and_other = QuestionFactory(choices=2)
    ChoiceFactory(question=two_and_other, role=Choice.Role.OTHER, position=9)
    assert sides_of(two_and_other) == [FOR, AGAINST, None]


@pytest.mark.parametrize("kind", ["single", "scale"])
def test_what_an_editor_says_counts_alone(kind: str) -> None:
    question = QuestionFactory(kind=kind, choices=3)
    said = {"choice-1": FOR, "choice-3": AGAINST}
    for slug, side in said.items():
        Choice.objects.filter(question=question, slug=slug).update(side=side)
    assert sides_of(question) == [FOR, None, AGAINST]


def test_with_all_on_one_side_there_are_none() -> None:
    question = QuestionFactory(choices=2)
    Choice.objects.filter(question=question).update(side=FOR)
    assert sides_of(question) == [None, None]
    assert not sides.has_sides(question, list(question.choices.all()))


def test_a_forecast_leans_by_even_odds() -> None:
    question = QuestionFactory(kind="forecast", choices=1)
    choices = list(question.choices.all())
    taken = [
        sides.of_marks(question, choices, {choices[0].pk: percent})
        for percent in (0, 49, 50, 51, 100)
    ]
    assert taken == [AGAINST, AGAINST, BETWEEN, FOR, FOR]
    assert [sides.words(question, choices, side) for side in Side] == [
        "less than 50%",
        "exactly 50%",
        "more than 50%",
    ]


@pytest.mark.parametrize("kind", ["multiple", "ranking", "quiz", "statements", "open"])
def test_no_other_kind_has_sides(kind: str) -> None:
    question = QuestionFactory(kind=kind, choices=2)
    Choice.objects.filter(question=question, slug="choice-1").update(side=FOR)
    Choice.objects.filter(question=question, slug="choice-2").update(side=AGAINST)
    assert sides_of(question) == [None, None]


def test_an_answer_without_marks_takes_no_side() -> None:
    question = QuestionFactory(choices=2)
    assert sides.of_marks(question, list(question.choices.all()), {}) is None


def test_a_side_is_told_in_the_words_of_its_choices() -> None:
    question = QuestionFactory(kind="scale", choices=5)
    choices = list(question.choices.all())
    assert [sides.words(question, choices, side) for side in Side] == [
        "“choice-1 (en)” or “choice-2 (en)”",
        "“choice-3 (en)”",
        "“choice-4 (en)” or “choice-5 (en)”",
    ]


def test_voters_of_a_side_are_those_of_its_choices() -> None:
    question = QuestionFactory(kind="scale", choices=4)
    choices = list(question.choices.all())
    counts = {(choice.pk, 1): place for place, choice in enumerate(choices, start=1)}
    tally = TallyRead(voters=10, counts=counts)
    assert sides.voters(question, choices, tally) == {AGAINST: 3, BETWEEN: 0, FOR: 7}
