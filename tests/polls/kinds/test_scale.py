"""An ordered scale: its two sides, its median, and the bar that leans."""

import pytest
from django.test import Client
from django.utils.html import strip_tags

from polls.kinds.scale import PointForm, ScaleResult
from polls.models import Question
from tests.factories import ChoiceFactory, QuestionFactory
from tests.polls.kinds.asking import address, vote
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
    assert "%" not in strip_tags(drawn(scale(3, 3, 3)))  # places in a drawing aside


def test_a_scale_of_two_points_cannot_be_asked() -> None:
    assert problems_of(scale(0, 0)) == [
        "A scale needs at least three points, from one end to the other."
    ]
    assert problems_of(scale(0, 0, 0)) == []


def labelled(*labels: str) -> Question:
    """A scale with these points."""
    question: Question = QuestionFactory(kind="scale", choices=0)
    for place, label in enumerate(labels):
        ChoiceFactory(question=question, slug=f"point-{place}", label_en=label, position=place)
    return question


def points(question: Question) -> list[str]:
    """The points of the form as they are heard, each number with its words or its range."""
    form = PointForm(question=question, choices=list(question.choices.all()))
    return [f"{one.number} {one.words or one.context}".strip() for one in form.options]


@pytest.mark.parametrize(
    ("labels", "heard"),
    [
        (
            ["Never", "2", "3", "Always"],
            ["1 Never", "2 from 1 to 4", "3 from 1 to 4", "4 Always"],
        ),
        (
            ["Bad", "-1", "Neither", "1", "Good"],
            ["-2 Bad", "-1 from -2 to 2", "0 Neither", "1 from -2 to 2", "2 Good"],
        ),
        (["No", "1", "Yes"], ["0 No", "1 from 0 to 2", "2 Yes"]),
        (["Bad", "Poor", "3", "4", "Good"], ["Bad", "Poor", "3", "4", "Good"]),
        (["Bad", "2", "4", "Good"], ["Bad", "2", "4", "Good"]),
        (["Bad", "Neither", "Good"], ["Bad", "Neither", "Good"]),
    ],
)
def test_points_with_a_number_alone_are_heard_with_their_range(
    labels: list[str], heard: list[str]
) -> None:
    assert points(labelled(*labels)) == heard


def test_eleven_numbered_points_have_their_words_below_the_row(client: Client) -> None:
    question = labelled("Never", *map(str, range(1, 10)), "Always")
    page = " ".join(client.get(address(question)).content.decode().split())
    assert "options scale is-numbered" in page
    assert '<span>5<span class="visually-hidden"> from 0 to 10</span></span>' in page
    assert (
        '<p class="axis scale-axis" aria-hidden="true"> <span>Never</span><span>Always</span> </p>'
        in page
    )


def test_a_number_that_was_chosen_is_told_with_its_range(client: Client) -> None:
    page = vote(client, labelled("Never", "2", "Always"), {"choice": "point-1"}, htmx=True)
    assert "<strong>2, from 1 to 3</strong>" in page.content.decode()


@pytest.mark.parametrize("ends", [("1", "High"), ("Low", "3")])
def test_ends_without_words_cannot_be_asked(ends: tuple[str, str]) -> None:
    assert problems_of(labelled(ends[0], "2", ends[1])) == [
        "The ends of a scale need words: a number alone does not say what it means."
    ]
