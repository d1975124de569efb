"""The code that editors copy into an article on another site."""

import re
from html import unescape

import pytest
from django.test import Client

from polls.models import Question
from tests.factories import ArticleFactory, QuestionFactory
from tests.polls.desk.conftest import Enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(enter: Enter) -> Client:
    return enter("Editors")


def page(client: Client, question: Question) -> str:
    return client.get(f"/admin/polls/question/{question.pk}/change/").content.decode()


def code(html: str, language: str) -> str:
    (value,) = re.findall(rf'id="snippet-{language}" value="([^"]*)"', html)
    return unescape(value)


def test_there_is_one_for_each_language(client: Client, question: Question) -> None:
    Question.objects.update(prompt_fr="Où ?", prompt_en='“Why” & "how"?')
    html = page(client, question)
    for language, title in (("fr", "Où ?"), ("en", "“Why” &amp; &quot;how&quot;?")):
        assert code(html, language) == (
            f'<iframe data-dossier src="http://testserver/{language}/embed/affair/why/"'
            f' title="{title}" width="100%" height="464" loading="lazy" style="border:0"></iframe>'
            '<script src="http://testserver/static/js/embed-host.js" async></script>'
        )


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_there_is_none_for_what_readers_do_not_see(
    client: Client, question: Question, status: str
) -> None:
    Question.objects.update(status=status)
    assert "snippet" not in page(client, question)


def test_there_is_none_before_the_dossier_is_published(client: Client) -> None:
    question = QuestionFactory(article=ArticleFactory(status="draft"))
    assert "snippet" not in page(client, question)
    assert "snippet" not in client.get("/admin/polls/question/add/").content.decode()
