"""Results in the newsroom: seen before readers see them, and those that readers never see."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from dossier.models import Article
from polls import kinds
from polls.models import Question
from polls.results import passes
from tests.factories import QuestionFactory
from tests.polls.desk.conftest import Enter, vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(enter: Enter) -> Client:
    return enter("Analysts")


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def of_question(question: Question) -> str:
    return f"/admin/polls/question/{question.pk}/results/"


@pytest.mark.parametrize("results", Question.Results.values)
def test_the_newsroom_sees_every_result(client: Client, article: Article, results: str) -> None:
    question = QuestionFactory(article=article, results=results)
    vote(question, times=2)
    html = page(client, of_question(question))
    assert "“choice-1 (en)” leads with 2 of 2 votes." in html
    assert "2 readers have voted" in html


@pytest.mark.parametrize("kind", [kind.name for kind in kinds.every()])
@pytest.mark.parametrize("status", ["draft", "published", "withdrawn"])
def test_every_kind_has_its_page(client: Client, article: Article, kind: str, status: str) -> None:
    question = QuestionFactory(article=article, kind=kind, status=status, choices=0)
    assert question.prompt_en in page(client, of_question(question))


def test_a_dossiers_results_are_all_but_its_drafts(client: Client, article: Article) -> None:
    for slug, status in (("a", "published"), ("b", "withdrawn"), ("c", "draft")):
        QuestionFactory(article=article, slug=slug, status=status, prompt_en=f"Asked {slug}?")
    html = page(client, f"/admin/dossier/article/{article.pk}/results/")
    assert [slug for slug in "abc" if f"Asked {slug}?" in html] == ["a", "b"]


def test_only_analysts_are_offered_the_file(enter: Enter, question: Question) -> None:
    assert "results.csv" in page(enter("Analysts"), of_question(question))
    assert "results.csv" not in page(enter("Editors"), of_question(question))


def test_results_are_marked_as_on_readers_pages_so_that_a_stream_can_keep_them_current(
    client: Client, article: Article
) -> None:
    hidden = QuestionFactory(article=article, results="staff")
    shown = QuestionFactory(article=article, results="always")
    html = page(client, f"/admin/dossier/article/{article.pk}/results/")
    for question in (hidden, shown):
        root = f'id="question-{question.pk}" data-question="{question.pk}" data-state="open"'
        assert html.count(root) == 1
        assert html.count(f'<figure id="question-{question.pk}-result"') == 1
    newsroom = passes.for_newsroom(hidden.pk, now=timezone.now())
    assert re.findall(r'data-state="open" (?:data-pass="(\w+)" )?aria-', html) == [newsroom, ""]
    assert html.count('<span data-part="state">') == 2
    assert html.count('id="announcements"') == 1
    for script in ("js/dossier.js", "django_htmx/htmx-2.min.js", 'name="htmx-config"'):
        assert script in html
