"""The home page: each dossier, newest first, with the question that it leads with."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dossier.models import Article
from polls.models import Question
from tests.factories import ArticleFactory, QuestionFactory, QuizQuestionFactory
from tests.polls.kinds.ballots import cast_all

pytestmark = pytest.mark.django_db


def leads(client: Client) -> list[str]:
    """What stands in each leading question, in the page's order."""
    page = client.get("/en/").content.decode()
    found = re.findall(r'<a class="teaser-lead".*?</a>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", one).split()) for one in found]


def asking(article: Article, prompt: str, **given: object) -> Question:
    question: Question = QuestionFactory(article=article, prompt_en=prompt, **given)
    return question


def test_a_dossier_leads_with_the_question_before_its_article(client: Client) -> None:
    article = ArticleFactory()
    QuizQuestionFactory(article=article, position=0)
    asking(article, "Open?", kind="open", choices=0, position=1)
    asking(article, "Draft?", status="draft", place="before", position=2)
    asking(article, "At the end?", position=3)
    question = asking(article, "Before reading?", place="before", position=4)
    assert leads(client) == ["Open Before reading? Answer"]
    answer = {question.choices.all()[0].slug: 1}
    cast_all(question, answer, answer)
    assert leads(client) == ["Open 2 votes Before reading? Answer"]
    Question.objects.filter(pk=question.pk).update(closes_at=timezone.now() - timedelta(days=1))
    assert leads(client) == ["Closed 2 votes Before reading? See the question"]
    Question.objects.filter(pk=question.pk).update(status="withdrawn")
    assert leads(client) == ["Open At the end? Answer"]


def test_a_dossier_that_asks_nothing_to_be_answered_at_once_leads_with_nothing(
    client: Client,
) -> None:
    QuizQuestionFactory(article=ArticleFactory())
    assert leads(client) == []
    assert client.get("/en/").status_code == 200


def test_the_home_page_takes_the_same_queries_for_one_dossier_and_for_three(
    client: Client,
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/en/")
        return len(captured)

    QuestionFactory()
    first = queries()
    for _more in range(2):
        QuestionFactory()
    assert queries() == first
    assert len(leads(client)) == 3
