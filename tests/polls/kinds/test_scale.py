"""An ordered scale: its two sides, its median, and the bar that leans."""

import pytest

from polls.kinds.scale import ScaleResult
from polls.models import Question
from tests.factories import QuestionFactory
from tests.polls.kinds.ballots import cast_all, drawn, problems_of, result_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def scale(*counts: int) -> Question:
    """A scale whose points were chosen so many times, in order."""
    question: Question = QuestionFactory(kind="scale", choices=len(counts))
    for number, count in enumerate(counts, start=1):
        cast_all(question, *[{f"choice-{number}": 1}] * count)
    return question


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ((0, 0, 0), "Nobody has voted yet."),
        (
            (1, 0, 0),
            (
                "Of 1 vote, 1 leans towards “choice-1 (en)” and 0 towards “choice-3 (en)”; "
                "the median answer is “choice-1 (en)”."
            ),
        ),
        (
            (1, 1, 0, 0, 2),
            (
                "Of 4 votes, 2 lean towards “choice-1 (en)” and 2 towards “choice-5 (en)”; "
                "the median answer is between “choice-2 (en)” and “choice-5 (en)”."
            ),
        ),
        (
            (2, 1, 3, 2, 2),
            (
                "30% of 10 votes lean towards “choice-1 (en)”, "
                "40% towards “choice-5 (en)”; the median answer is “choice-3 (en)”."
            ),
        ),
        (
            (4, 1, 2, 3),
            (
                "50% of 10 votes lean towards “choice-1 (en)”, "
                "50% towards “choice-4 (en)”; the median answer is between “choice-2 (en)” "
                "and “choice-3 (en)”."
            ),
        ),
    ],
)
def test_the_sentence_tells_both_sides_and_the_median(
    counts: tuple[int, ...], sentence: str
) -> None:
    assert result_of(scale(*counts)).sentence == sentence


def test_the_bar_says_in_words_what_it_draws() -> None:
    question = scale(2, 1, 3, 2, 2)
    result = result_of(question)
    assert isinstance(result, ScaleResult)
    assert result.told == (
        "choice-1 (en) (20%), choice-2 (en) (10%), choice-3 (en) (30%), "
        "choice-4 (en) (20%), choice-5 (en) (20%)"
    )
    fragment = drawn(question)
    assert f'<desc id="question-{question.pk}-told">{result.told}</desc>' in fragment
    assert '<rect class="tone-mid" x="-15" width="30" height="10" />' in fragment


def test_under_ten_voters_there_is_no_percentage() -> None:
    assert "%" not in drawn(scale(3, 3, 3))


def test_a_scale_of_two_points_cannot_be_asked() -> None:
    assert problems_of(scale(0, 0)) == [
        "A scale needs at least three points, from one end to the other."
    ]
    assert problems_of(scale(0, 0, 0)) == []
