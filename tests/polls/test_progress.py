"""How far a reader has come, on the page and after each answer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from dossier.models import Article
from tests.factories import ArticleFactory, QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    """Three questions to answer, one that is closed, and one of the quiz."""
    article = ArticleFactory()
    for number in range(3):
        QuestionFactory(article=article, slug=f"open-{number}", position=number)
    QuestionFactory(article=article, slug="closed", closes_at=timezone.now() - timedelta(hours=1))
    QuestionFactory(article=article, slug="quizzed", kind="quiz")
    return article


def test_a_new_reader_has_all_open_questions_ahead(client: Client, article: Article) -> None:
    page = client.get(f"/en/{article.slug}/").content.decode()
    first = article.questions.get(slug="open-0")
    assert '<progress id="answered" value="0" max="3">' in page
    assert f'<a href="#question-{first.pk}">Next question</a>' in page


def test_each_answer_moves_it_with_the_question(client: Client, article: Article) -> None:
    answer = client.post(
        f"/en/{article.slug}/open-0/vote/",
        {"choice": "choice-1", "back": "dossier"},
        headers={"HX-Request": "true"},
    ).content.decode()
    first, second = article.questions.filter(slug__in=["open-0", "open-1"])
    entry = f'<li id="question-{first.pk}-entry" data-question="{first.pk}"'
    assert f'{entry} data-hx-swap-oob="true"' in answer
    assert 'id="progress"' in answer
    assert '<progress id="answered" value="1" max="3">' in answer
    assert f'<a href="#question-{second.pk}">Next question</a>' in answer


def test_when_all_are_answered_it_says_so(client: Client, article: Article) -> None:
    for number in range(3):
        client.post(f"/en/{article.slug}/open-{number}/vote/", {"choice": "choice-1"})
    page = client.get(f"/en/{article.slug}/").content.decode()
    assert '<progress id="answered" value="3" max="3">' in page
    assert '<a href="#closing">All answered</a>' in page
