"""Passing a page on, where no script runs: its address in a field, and a link to that."""

import re

import pytest

from polls.models import Question
from tests.browsing import Browser
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db


def page(client: Browser, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return str(response.content.decode())


def fields(html: str) -> list[str]:
    return re.findall(r'<input id="share-address"[^>]*readonly[^>]*value="([^"]*)"', html)


def links(html: str) -> list[tuple[str, bool, str]]:
    """Where each question's link leads, whether its result is all readers', and what it says."""
    found = re.findall(
        r'<a class="share-card"\s+href="([^"]*)"\s+data-share-card\s+(data-public)?>.*?'
        r"<span data-label>([^<]*)</span>",
        html,
        re.DOTALL,
    )
    return [(href, bool(public), said) for href, public, said in found]


def test_each_page_has_its_address_in_a_field(client: Browser) -> None:
    question = QuestionFactory()
    dossier = f"/en/{question.article.slug}/"
    for path in (dossier, f"{dossier}{question.slug}/"):
        assert fields(page(client, path)) == [f"http://testserver{path}"]


def test_a_question_is_shared_by_its_own_page(client: Browser) -> None:
    question = QuestionFactory(results="always")
    dossier = f"/en/{question.article.slug}/"
    own = f"{dossier}{question.slug}/#share"
    assert links(page(client, dossier)) == [(own, True, "Share")]
    assert links(page(client, f"{dossier}{question.slug}/")) == [(own, True, "Share")]


@pytest.mark.parametrize(("rule", "is_public"), [("always", True), ("after_vote", False)])
def test_after_an_answer_the_result_is_shared_if_it_is_there_for_all(
    rule: str, is_public: bool, client: Browser
) -> None:
    question = QuestionFactory(results=rule)
    dossier = f"/en/{question.article.slug}/"
    vote = {"choice": "choice-2", "back": "dossier"}
    answer = client.post(
        f"{dossier}{question.slug}/vote/", vote, headers={"HX-Request": "true"}
    ).content.decode()
    said = "Share the result" if is_public else "Share"
    assert links(answer) == [(f"{dossier}{question.slug}/#share", is_public, said)]


def test_the_words_that_go_along_are_the_same_for_everybody(client: Browser) -> None:
    """What a reader answered is in none of them."""
    question = QuestionFactory(results="always")
    path = f"/en/{question.article.slug}/"
    words = words_of(page(client, path))
    client.post(f"{path}{question.slug}/vote/", {"choice": "choice-2"})
    assert words_of(page(client, path)) == words
    assert [word for word in words if "choice" in word] == []


def words_of(html: str) -> list[str]:
    found = re.search(r'<details class="share-sheet"(.*?)>', html, re.DOTALL)
    assert found is not None
    words = re.findall(r'data-(?:asked|answered|told)="([^"]*)"', found[1])
    assert [word.count("{question}") for word in words] == [1, 1, 1]
    return words


def test_in_an_article_elsewhere_nothing_is_shared(client: Browser) -> None:
    question: Question = QuestionFactory()
    framed = page(client, f"/en/embed/{question.article.slug}/{question.slug}/")
    assert links(framed) == []
