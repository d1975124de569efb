"""How far a reader has come, on the page and after each answer."""

import re
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


def read(html: str) -> tuple[str, ...]:
    """The bar: what it says, how many are answered, of how many, where it leads next."""
    told = re.search(
        r'<progress aria-label="([^"]*)" value="(\d+)" max="(\d+)">.*?'
        r'class="progress-next" href="([^"]*)"',
        html,
        re.DOTALL,
    )
    assert told is not None
    return told.groups()


def test_a_new_reader_has_all_open_questions_ahead(client: Client, article: Article) -> None:
    page = client.get(f"/en/{article.slug}/").content.decode()
    first = article.questions.get(slug="open-0")
    assert read(page) == ("0 of 3 answered", "0", "3", f"#question-{first.pk}-prompt")


def test_each_answer_moves_it_with_the_question(client: Client, article: Article) -> None:
    answer = client.post(
        f"/en/{article.slug}/open-0/vote/",
        {"choice": "choice-1", "back": "dossier"},
        headers={"HX-Request": "true"},
    ).content.decode()
    first, second = article.questions.filter(slug__in=["open-0", "open-1"])
    entry = f'<li id="question-{first.pk}-entry" data-question="{first.pk}"'
    assert f'{entry} data-hx-swap-oob="true"' in answer
    assert read(answer) == ("1 of 3 answered", "1", "3", f"#question-{second.pk}-prompt")


def test_when_all_are_answered_it_says_so(client: Client, article: Article) -> None:
    for number in range(3):
        client.post(f"/en/{article.slug}/open-{number}/vote/", {"choice": "choice-1"})
    page = client.get(f"/en/{article.slug}/").content.decode()
    assert read(page) == ("3 of 3 answered", "3", "3", "#closing")


def test_the_list_says_what_waits(client: Client, article: Article) -> None:
    client.post(f"/en/{article.slug}/open-1/vote/", {"choice": "choice-1"})
    page = client.get(f"/en/{article.slug}/").content.decode()
    waiting = [int(pk) for pk in re.findall(r'<li id="question-(\d+)-entry"[^>]*data-waits>', page)]
    named = article.questions.filter(slug__in=["open-0", "open-2"]).order_by("position")
    assert waiting == [question.pk for question in named]


def test_without_scripts_the_bar_leads_to_the_list(client: Client, article: Article) -> None:
    """The button that opens it over the page is there for scripts alone."""
    page = client.get(f"/en/{article.slug}/").content.decode()
    lists = re.findall(r'<(button|a) class="progress-list"([^>]*)>', page)
    assert [(tag, "hidden" in named, "#closing" in named) for tag, named in lists] == [
        ("button", True, False),
        ("a", False, True),
    ]
