"""What was made for one reader is never kept for another."""

import pytest
from django.test import Client

from polls.models import Question
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db


def pages(question: Question) -> list[str]:
    dossier = f"/en/{question.article.slug}/"
    return ["/en/", dossier, f"{dossier}{question.slug}/", f"{dossier}comments/"]


def test_a_page_for_everybody_is_kept_a_second_by_shared_caches_and_varies_by_cookie_alone(
    client: Client,
) -> None:
    for page in pages(QuestionFactory())[:3]:
        response = client.get(page)
        assert response.headers["Cache-Control"] == "public, max-age=0, s-maxage=1"
        assert response.headers["Vary"] == "Cookie"


def test_a_page_for_everybody_is_not_sent_again_to_who_has_it(client: Client) -> None:
    for page in pages(QuestionFactory())[:3]:
        etag = client.get(page).headers["ETag"]
        known = client.get(page, headers={"If-None-Match": etag})
        assert (known.status_code, known.content) == (304, b"")
        assert known.headers["ETag"] == etag


def test_a_cookie_that_is_not_ours_makes_nobody_known(client: Client) -> None:
    client.cookies["theme"] = "dark"
    page = pages(QuestionFactory())[1]
    assert client.get(page).headers["Cache-Control"] == "public, max-age=0, s-maxage=1"


@pytest.mark.parametrize("cookie", ["dossier_voter", "sessionid", "messages", "csrftoken"])
def test_a_cookie_of_ours_makes_a_page_private_whatever_it_says(
    cookie: str, client: Client
) -> None:
    client.cookies[cookie] = "forged"
    for page in pages(QuestionFactory())[:3]:
        response = client.get(page)
        assert sorted(response.headers["Cache-Control"].split(", ")) == ["no-cache", "private"]
        assert "ETag" not in response.headers


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
