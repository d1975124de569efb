"""Several choices: the limits told before they are broken, shares of voters and not of votes."""

import pytest
from django.test import Client

from polls.models import Choice, Question
from tests.factories import ChoiceFactory, QuestionFactory
from tests.polls.kinds.asking import address, filled_in, marks, vote
from tests.polls.kinds.ballots import cast_all, drawn, problems_of, result_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def several(fewest: int = 1, most: int | None = None, *, choices: int = 4) -> Question:
    question: Question = QuestionFactory(
        kind="multiple", choices=choices, min_choices=fewest, max_choices=most
    )
    return question


@pytest.mark.parametrize(
    ("fewest", "most", "rule"),
    [
        (1, None, "Choose as many as you like."),
        (1, 4, "Choose as many as you like."),
        (1, 3, "Choose up to 3."),
        (2, None, "Choose at least 2."),
        (2, 3, "Choose from 2 to 3."),
        (2, 2, "Choose exactly 2."),
        (1, 1, "Choose 1."),
    ],
)
def test_the_form_tells_its_limits_first(
    fewest: int, most: int | None, rule: str, client: Client
) -> None:
    question = several(fewest, most)
    page = client.get(address(question)).content.decode()
    assert f'id="question-{question.pk}-rule">{rule}</p>' in page
    assert f'aria-describedby="question-{question.pk}-rule"' in page


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_as_many_as_the_limits_allow_are_counted(count: int, client: Client) -> None:
    question = several(2, 3)
    chosen = [f"choice-{number + 1}" for number in range(count)]
    response = vote(client, question, {"choice": chosen})
    if 2 <= count <= 3:
        assert marks(question) == [dict.fromkeys(chosen, 1)]
    else:
        assert response.status_code == 422
        assert marks(question) == []


@pytest.mark.parametrize(
    ("count", "error"),
    [
        (0, "Choose at least one answer."),
        (1, "Choose from 2 to 3. You have chosen 1."),
        (4, "Choose from 2 to 3. You have chosen 4."),
    ],
)
def test_a_broken_limit_is_told_with_what_was_chosen(
    count: int, error: str, client: Client
) -> None:
    chosen = [f"choice-{number + 1}" for number in range(count)]
    page = vote(client, several(2, 3), {"choice": chosen}).content.decode()
    assert f"</svg>\n {error}</p>" in page


def test_shares_are_of_voters() -> None:
    question = several()
    cast_all(
        question,
        *[{"choice-1": 1, "choice-2": 1}] * 6,
        *[{"choice-1": 1, "choice-2": 1, "choice-3": 1}] * 4,
    )
    result = result_of(question)
    assert [row.percent for row in result.rows] == ["100%", "100%", "40%", "0%"]
    assert result.sentence == (
        "“choice-1 (en)” and “choice-2 (en)” are chosen most, each by 100% of 10 voters."
    )


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ([{"choice-1": 1}], "“choice-1 (en)” is chosen most: by 1 of 1 voter."),
        (
            [{"choice-1": 1}, {"choice-2": 1}],
            "“choice-1 (en)” and “choice-2 (en)” are chosen most, each by 1 of 2 voters.",
        ),
        (
            [{"choice-1": 1}] * 1 + [{"choice-2": 1}] * 9,
            "“choice-2 (en)” is chosen most: by 90% of 10 voters.",
        ),
    ],
)
def test_the_sentence_says_what_is_chosen_most(
    answers: list[dict[str, int]], sentence: str
) -> None:
    question = several()
    cast_all(question, *answers)
    assert result_of(question).sentence == sentence


def test_under_ten_voters_there_is_no_percentage() -> None:
    question = several()
    cast_all(question, *[{"choice-1": 1}] * 9)
    assert "%" not in drawn(question)


@pytest.mark.parametrize(
    ("fewest", "most", "problems"),
    [
        (1, None, []),
        (4, 4, []),
        (5, None, ["More choices are required than there are."]),
        (1, 5, ["More choices are allowed than there are: leave the limit empty."]),
    ],
)
def test_limits_that_no_answer_can_keep_cannot_be_asked(
    fewest: int, most: int | None, problems: list[str]
) -> None:
    assert problems_of(several(fewest, most)) == problems


def with_none(fewest: int = 2, most: int | None = 3, *, choices: int = 4) -> Question:
    """So many choices that go together, and “none of these”."""
    question = several(fewest, most, choices=choices)
    ChoiceFactory(
        question=question, slug="none", label_en="None of these", position=9, role=Choice.Role.NONE
    )
    return question


def test_none_of_these_is_an_answer_whatever_the_limits(client: Client) -> None:
    question = with_none()
    vote(client, question, {"choice": "none"})
    assert marks(question) == [{"none": 1}]


def test_none_of_these_goes_with_no_other_and_the_form_keeps_both(client: Client) -> None:
    question = with_none()
    response = vote(client, question, {"choice": ["choice-1", "choice-2", "none"]})
    told = "“None of these” goes with no other answer. Untick it or the others."
    assert f"</svg>\n {told}</p>" in response.content.decode()
    assert filled_in(response) == {"choice": ["choice-1", "choice-2", "none"]}
    assert marks(question) == []


@pytest.mark.parametrize(
    ("fewest", "most", "rule"),
    [
        (2, 3, "Choose from 2 to 3. “None of these” goes with no other answer."),
        (1, 4, "Choose as many as you like. “None of these” goes with no other answer."),
        (4, None, "Choose exactly 4. “None of these” goes with no other answer."),
    ],
)
def test_the_limits_are_those_of_the_other_choices(
    fewest: int, most: int | None, rule: str, client: Client
) -> None:
    page = client.get(address(with_none(fewest, most))).content.decode()
    assert f'-rule">{rule}</p>' in page


def test_none_of_these_does_not_count_towards_what_is_required() -> None:
    assert problems_of(with_none(3, 3, choices=2)) == [
        "More choices are required than there are.",
        "More choices are allowed than there are: leave the limit empty.",
    ]


@pytest.mark.parametrize(
    ("fewest", "most", "said"),
    [(2, 3, "{count} of at most 3 chosen."), (2, None, "{count} chosen.")],
)
def test_the_page_brings_the_words_of_the_live_count(
    fewest: int, most: int | None, said: str, client: Client
) -> None:
    page = client.get(address(several(fewest, most))).content.decode()
    assert f'data-said="{said}"' in page
    assert 'data-under="{count} chosen, at least 2: {under} more to go."' in page
