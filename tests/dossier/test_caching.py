"""What was made for one reader is never kept for another."""

import pytest
from django.test import Client

from polls.models import Question
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db


def pages(question: Question) -> list[str]:
    dossier = f"/en/{question.article.slug}/"
    return ["/en/", dossier, f"{dossier}{question.slug}/", f"{dossier}comments/"]


def test_a_page_for_everybody_is_asked_for_anew_and_varies_by_cookie(client: Client) -> None:
    for page in pages(QuestionFactory())[:3]:
        response = client.get(page)
        assert response.headers["Cache-Control"] == "no-cache"
        assert "Cookie" in response.headers["Vary"]


def test_a_known_readers_pages_are_private(client: Client) -> None:
    question = QuestionFactory()
    client.post(f"/en/{question.article.slug}/{question.slug}/vote/", {"choice": "choice-1"})
    for page in pages(question):
        assert "private" in client.get(page).headers["Cache-Control"]


def test_the_answer_to_a_vote_is_kept_by_nobody_else(client: Client) -> None:
    question = QuestionFactory()
    address = f"/en/{question.article.slug}/{question.slug}/vote/"
    for _turn in range(2):
        response = client.post(address, {"choice": "choice-1"}, headers={"HX-Request": "true"})
        assert "private" in response.headers["Cache-Control"]
