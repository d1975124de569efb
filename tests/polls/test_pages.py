"""A reader's question over HTTP: read, vote, change, withdraw, with and without HTMX."""

import pytest
from django.test import Client

from polls.models import Ballot, Question
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db


def address(question: Question, *parts: str) -> str:
    return "/".join(["/en", question.article.slug, question.slug, *parts, ""])


def test_a_reader_gets_no_cookie(client: Client) -> None:
    question = QuestionFactory()
    for path in ("/en/", f"/en/{question.article.slug}/", address(question)):
        response = client.get(path)
        assert response.status_code == 200
        assert not response.cookies


def test_a_plain_form_votes_and_leads_back_to_the_question(client: Client) -> None:
    question = QuestionFactory()
    response = client.post(address(question, "vote"), {"choice": "choice-1"})
    assert response.status_code == 302
    assert response.headers["Location"] == f"{address(question)}#question-{question.pk}"
    assert Ballot.objects.count() == 1

    page = client.get(address(question)).content.decode()
    assert "Your answer is counted." in page
    assert "choice-1 (en)</strong>" in page


def test_htmx_gets_the_fresh_question_alone(client: Client) -> None:
    question = QuestionFactory()
    response = client.post(
        address(question, "vote"), {"choice": "choice-2"}, headers={"HX-Request": "true"}
    )
    assert response.status_code == 200
    page = response.content.decode()
    assert "<html" not in page
    assert f'id="question-{question.pk}"' in page


def test_a_post_from_another_site_is_refused(client: Client) -> None:
    question = QuestionFactory()
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        response = client.post(address(question, "vote"), {"choice": "choice-1"}, headers=headers)
        assert response.status_code == 403
    assert Ballot.objects.count() == 0
