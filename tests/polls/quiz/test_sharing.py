"""A score as a link: it shows the score, tells no answer, and nobody can make one up."""

import re

import pytest
from django.core import signing
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from dossier.models import Article
from polls.models import Question
from polls.quiz.score import Score
from polls.quiz.sharing import ForgedScore, score_of, token
from tests.browsing import Browser
from tests.factories import ArticleFactory, QuizQuestionFactory


@pytest.fixture
def article(db: None) -> Article:
    article = ArticleFactory(title_en="The lawsuit")
    for number in (1, 2):
        QuizQuestionFactory(article=article, slug=f"fact-{number}", position=number)
    return article


def score_link(client: Client, article: Article) -> str:
    """Take the quiz, one of two right, and read the link from its last page."""
    for slug, choice in (("fact-1", "choice-2"), ("fact-2", "choice-1")):
        client.post(f"/en/{article.slug}/{slug}/vote/", {"choice": choice})
    page = client.get(f"/en/{article.slug}/quiz/").content.decode()
    link = re.search(r'readonly\s+value="http://testserver([^"]+)"', page)
    assert link
    return link[1]


def test_the_link_shows_the_score_and_invites_to_the_quiz(client: Client, article: Article) -> None:
    link = score_link(client, article)
    visitor = Client()
    response = visitor.get(link)
    page = response.content.decode()

    assert response.status_code == 200
    assert not response.cookies
    assert '<meta property="og:title" content="1 of 2 in the quiz “The lawsuit”">' in page
    assert f'href="/en/{article.slug}/quiz/"' in page
    assert "Take the quiz" in page


def test_the_link_reveals_no_question_and_no_answer(client: Client, article: Article) -> None:
    page = Client().get(score_link(client, article)).content.decode()
    fields = ("prompt_en", "explanation_en", "choices__label_en")
    texts = {text for row in Question.objects.values_list(*fields) for text in row}
    assert len(texts) == 6
    assert [text for text in texts if text in page] == []


def test_the_same_score_is_the_same_link(client: Client, article: Article) -> None:
    assert score_link(client, article) == score_link(Browser(), article)


@pytest.mark.parametrize(
    "forge",
    [
        lambda link: link[:-3] + "/",
        lambda link: link.replace("/score/", "/score/x"),
        lambda link: re.sub(r"score/[^:]+", "score/W1tdLDEyMDAsMTJd", link),
        lambda link: link.split(":")[0] + "/",
        lambda link: re.sub(r"score/.*", "score/8-10/", link),
        lambda link: re.sub(r"score/.*", f"score/{signing.dumps(['a', 200, 2])}/", link),
    ],
)
def test_a_link_that_was_changed_shows_no_score(client: Client, article: Article, forge) -> None:
    link = forge(score_link(client, article))
    response = Client().get(link)
    page = response.content.decode()
    assert response.status_code == 404
    assert "There is no such score" in page
    assert f'href="/en/{article.slug}/quiz/"' in page


def test_a_score_counts_for_its_own_dossier_only(client: Client, article: Article) -> None:
    other = QuizQuestionFactory().article
    link = score_link(client, article).replace(article.slug, other.slug)
    assert Client().get(link).status_code == 404


@given(credit=st.integers(0, 10_000), total=st.integers(0, 100), dossier=st.text())
def test_a_token_is_read_as_it_was_written(credit: int, total: int, dossier: str) -> None:
    score = Score(credit=credit, total=total)
    assert score_of(token(score, dossier=dossier), dossier=dossier) == score


@given(made_up=st.text())
def test_a_made_up_token_is_forged(made_up: str) -> None:
    with pytest.raises(ForgedScore):
        score_of(made_up, dossier="lawsuit")
