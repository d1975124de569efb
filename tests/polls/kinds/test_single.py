"""One choice among several: who leads, how sure that is, and when it is too early to say."""

import pytest
from django.utils import translation

from tests.factories import QuestionFactory
from tests.polls.kinds.ballots import cast_all, drawn, problems_of, result_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

FIRST, SECOND, THIRD = ({f"choice-{number}": 1} for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ([], "Nobody has voted yet."),
        ([FIRST], "“choice-1 (en)” leads with 1 of 1 vote."),
        ([FIRST, FIRST, SECOND], "“choice-1 (en)” leads with 2 of 3 votes."),
        (
            [FIRST, SECOND],
            "“choice-1 (en)” and “choice-2 (en)” lead together, each with 1 of 2 votes.",
        ),
        ([FIRST] * 6 + [SECOND] * 4, "“choice-1 (en)” leads with 60% of 10 votes."),
        (
            [FIRST] * 4 + [SECOND] * 4 + [THIRD] * 2,
            "“choice-1 (en)” and “choice-2 (en)” lead together, each with 40% of 10 votes.",
        ),
    ],
)
def test_the_sentence_says_who_leads(answers: list[dict[str, int]], sentence: str) -> None:
    question = QuestionFactory(choices=3)
    cast_all(question, *answers)
    assert result_of(question).sentence == sentence


def test_of_two_choices_each_share_has_wilson_s_interval() -> None:
    question = QuestionFactory()
    cast_all(question, *[FIRST] * 9, SECOND)
    rows = result_of(question).rows
    assert [(row.percent, row.interval) for row in rows] == [("90%", "60–98%"), ("10%", "2–40%")]
    assert "The lines show the 95% interval:" in drawn(question)


def test_of_more_choices_the_intervals_hold_for_all_shares_at_once() -> None:
    question = QuestionFactory(choices=3)
    cast_all(question, *[FIRST] * 9, SECOND)
    rows = result_of(question).rows
    assert [(row.choice.slug, row.value, row.votes, row.percent, row.interval) for row in rows] == [
        ("choice-1", 1, "9", "90%", "52–99%"),
        ("choice-2", 1, "1", "10%", "1–48%"),
        ("choice-3", 1, "0", "0%", "0–36%"),
    ]
    assert "The lines show 95% intervals that hold for all answers at once:" in drawn(question)


def test_under_ten_voters_there_is_no_percentage() -> None:
    question = QuestionFactory(choices=3)
    cast_all(question, *[FIRST] * 5, *[SECOND] * 4)
    assert "%" not in drawn(question)
    cast_all(question, SECOND)
    assert "50%" in drawn(question)


def test_a_drawing_is_the_same_in_every_language_but_for_its_words() -> None:
    question = QuestionFactory(choices=3)
    cast_all(question, *[FIRST] * 7, *[SECOND] * 5)
    with translation.override("fr"):
        french = drawn(question)
    assert '<rect width="58.333" height="10" />' in french
    assert '<rect width="58.333" height="10" />' in drawn(question)
    assert "choice-1 (fr)" in french


def test_a_question_without_a_choice_between_two_cannot_be_asked() -> None:
    assert problems_of(QuestionFactory(choices=1)) == [
        "A question of this kind needs at least two choices."
    ]
    assert problems_of(QuestionFactory(choices=2)) == []
