"""Results by score in the quiz: groups of ten, joined rather than hidden."""

import pytest
from django.test import Client
from django.utils import timezone

from dossier.models import Article
from polls.insight import informed
from polls.kinds import Answer
from polls.models import Question, Voter
from polls.voting import cast
from tests.factories import ArticleFactory, QuestionFactory, QuizQuestionFactory, VoterFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    made: Article = ArticleFactory()
    return made


@pytest.fixture
def quiz(article: Article) -> list[Question]:
    return [QuizQuestionFactory(article=article) for _each in range(2)]


@pytest.fixture
def opinion(article: Article) -> Question:
    made: Question = QuestionFactory(article=article)
    return made


def choose(question: Question, voter: Voter, slug: str) -> None:
    answer = Answer({question.choices.get(slug=slug).pk: 1})
    cast(question=question, voter=voter, answer=answer, now=timezone.now())


def readers(count: int, quiz: list[Question], *, right: int, opinion: Question, says: str) -> None:
    """So many who have so many of the quiz's questions right and give this opinion."""
    for _each in range(count):
        voter = VoterFactory()
        for place, question in enumerate(quiz):
            slug = "choice-2" if place < right else "choice-1"
            form = {question.choices.get(slug=slug).pk}
            credit = 100 if slug == "choice-2" else 0
            marks = dict.fromkeys(form, credit)
            cast(question=question, voter=voter, answer=Answer(marks), now=timezone.now())
        choose(opinion, voter, says)


def groups(article: Article) -> list[tuple[int, int, int]]:
    told = informed.part(article, timezone.now())
    if told is None:
        return []
    return [(group.low, group.high, group.readers) for group in told.questions[0].groups]


def test_each_group_has_its_own_shares(
    client: Client, article: Article, quiz: list[Question], opinion: Question
) -> None:
    readers(10, quiz, right=0, opinion=opinion, says="choice-1")
    readers(10, quiz, right=1, opinion=opinion, says="choice-2")
    readers(10, quiz, right=2, opinion=opinion, says="choice-2")

    assert groups(article) == [(0, 50, 10), (50, 80, 10), (80, 101, 10)]
    told = informed.part(article, timezone.now())
    assert told is not None
    shares = [[cell.share for cell in cells] for _choice, cells in told.questions[0].rows]
    assert shares == [[1, 0, 0], [0, 1, 1]]
    assert told.questions[0].differs
    page = client.get(f"/en/{article.slug}/results/").content.decode()
    assert "The difference is more than chance would make." in page
    assert "it goes together, no more" in page


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((9, 10, 10), [(0, 80, 19), (80, 101, 10)]),
        ((10, 9, 10), [(0, 50, 10), (50, 101, 19)]),
        ((10, 10, 9), [(0, 50, 10), (50, 101, 19)]),
        ((9, 9, 9), []),
        ((10, 0, 9), []),
    ],
)
def test_groups_too_small_are_joined_to_others(
    article: Article,
    quiz: list[Question],
    opinion: Question,
    counts: tuple[int, int, int],
    expected: list[tuple[int, int, int]],
) -> None:
    for right, count in enumerate(counts):
        readers(count, quiz, right=right, opinion=opinion, says="choice-1")
    assert groups(article) == expected


def test_a_few_without_the_quiz_would_be_found_by_subtraction(
    article: Article, quiz: list[Question], opinion: Question
) -> None:
    readers(10, quiz, right=0, opinion=opinion, says="choice-1")
    readers(10, quiz, right=2, opinion=opinion, says="choice-2")
    assert len(groups(article)) == 2
    choose(opinion, VoterFactory(), "choice-1")
    assert groups(article) == []
    for _each in range(9):
        choose(opinion, VoterFactory(), "choice-1")
    assert len(groups(article)) == 2


def test_half_a_quiz_is_none(article: Article, quiz: list[Question], opinion: Question) -> None:
    readers(10, quiz, right=0, opinion=opinion, says="choice-1")
    readers(10, quiz[:1], right=1, opinion=opinion, says="choice-2")
    assert groups(article) == []
