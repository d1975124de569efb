"""No text of the readers' pages escapes translation: where texts are marked, all words are."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dossier.models import Article
from polls.models import Question
from tests.factories import ArticleFactory, CommentFactory, QuestionFactory, QuizQuestionFactory
from tests.look.marking import mark_content, untranslated, untranslated_at
from tests.polls.discussion.reader import HTMX, Reader
from tests.polls.kinds.ballots import cast_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marking")]

Kind = Question.Kind
NOBODY: tuple[dict[str, int], ...] = ()
# A ballot of each kind that has any, in what its marks say.
BALLOTS: dict[str, dict[str, int]] = {
    Kind.SINGLE: {"choice-1": 1},
    Kind.MULTIPLE: {"choice-1": 1, "choice-2": 1},
    Kind.SCALE: {"choice-1": 1},
    Kind.RANKING: {"choice-1": 1, "choice-2": 2, "choice-3": 0},
    Kind.FORECAST: {"choice-1": 30},
    Kind.STATEMENTS: {"choice-1": 1, "choice-2": -1},
}
# What a reader sends to answer a question of each kind.
ANSWERS: dict[str, dict[str, str]] = {
    Kind.SINGLE: {"choice": "choice-1"},
    Kind.MULTIPLE: {"choice": "choice-1"},
    Kind.SCALE: {"choice": "choice-1"},
    Kind.RANKING: {"rank-choice-1": "1"},
    Kind.FORECAST: {"probability": "30"},
    Kind.STATEMENTS: {"statement": "choice-1", "stance": "agree"},
    Kind.QUIZ: {"choice": "choice-1"},
}


@pytest.fixture
def reader() -> Reader:
    return Reader("⟦Alice⟧")


def question_of(kind: str, **given: Any) -> Question:
    article = ArticleFactory(slug="affair")
    if kind == Kind.QUIZ:
        return QuizQuestionFactory(article=article, slug="why", **given)
    choices = {Kind.OPEN: 0, Kind.FORECAST: 1}.get(Kind(kind), 3)
    return QuestionFactory(article=article, slug="why", kind=kind, choices=choices, **given)


def test_what_is_not_translated_would_be_found() -> None:
    assert untranslated('<p>⟦One ⟦two⟧⟧ <b title="three">⟦four⟧</b> five</p>') == ["three", "five"]


def test_the_home_page(client: Client, article: Article) -> None:
    mark_content()
    assert untranslated_at(client, "/en/") == []
    Article.objects.update(status="draft")
    assert untranslated_at(client, "/en/") == []


def test_a_dossier(reader: Reader, article: Article) -> None:
    comment = CommentFactory(article=article)
    CommentFactory(article=article, parent=comment, voter=reader.voter, status="pending")
    CommentFactory(article=article, voter=reader.voter, edited_at=timezone.now())
    mark_content()
    assert untranslated_at(reader.client, "/en/affair/") == []


@pytest.mark.parametrize("kind", Kind.values)
def test_a_question_before_and_after_an_answer(reader: Reader, kind: str) -> None:
    question = question_of(kind)
    cast_all(question, *([BALLOTS[kind]] * 12 if kind in BALLOTS else NOBODY))
    mark_content()
    assert untranslated_at(reader.client, "/en/affair/why/") == []
    if kind == Kind.OPEN:
        return
    answered = reader.client.post("/en/affair/why/vote/", ANSWERS[kind], headers=HTMX)
    assert answered.status_code == 200
    assert untranslated(answered.content.decode()) == []
    assert untranslated_at(reader.client, "/en/affair/why/") == []


@pytest.mark.parametrize("kind", [*BALLOTS, Kind.QUIZ])
def test_a_result_of_few_and_of_none(client: Client, kind: str) -> None:
    question = question_of(kind)
    mark_content()
    assert untranslated_at(client, "/en/affair/why/results/") == []
    if kind in BALLOTS:
        cast_all(question, BALLOTS[kind], BALLOTS[kind])
        assert untranslated_at(client, "/en/affair/why/results/") == []


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_answer_that_is_refused(reader: Reader, kind: str) -> None:
    question_of(kind)
    mark_content()
    for sent in ({}, dict.fromkeys(ANSWERS[kind], "⟦nonsense⟧")):
        refused = reader.client.post("/en/affair/why/vote/", sent, headers=HTMX)
        assert refused.status_code == 422
        assert untranslated(refused.content.decode()) == []


@pytest.mark.parametrize(
    "given",
    [
        {"status": "withdrawn"},
        {"closes_at": timezone.now() - timedelta(days=1)},
        {"opens_at": timezone.now() + timedelta(days=1)},
        {"closes_at": timezone.now() + timedelta(days=1)},
        {"results": "after_close"},
        {"results": "staff"},
    ],
    ids=lambda given: " ".join(given),
)
def test_a_question_in_every_state(client: Client, given: dict[str, Any]) -> None:
    question_of(Kind.SINGLE, **given)
    mark_content()
    assert untranslated_at(client, "/en/affair/why/") == []


def test_a_statement_of_a_readers_own(reader: Reader) -> None:
    question_of(Kind.STATEMENTS)
    mark_content()
    for text in ("", "⟦x⟧" * 60, "⟦An idea⟧", "⟦An idea⟧"):
        sent = reader.client.post("/en/affair/why/statements/", {"text": text}, follow=True)
        assert untranslated(sent.content.decode()) == []


def test_the_quiz_and_its_score(reader: Reader, article: Article) -> None:
    mark_content()
    assert untranslated_at(reader.client, "/en/affair/quiz/") == []
    for question in Question.objects.in_quiz():
        address = reverse("polls:cast", args=["affair", question.slug])
        sent = {"choice": "choice-1", "back": "quiz"}
        marked = reader.client.post(address, sent, follow=True)
        assert untranslated(marked.content.decode()) == []
    end = reader.client.get("/en/affair/quiz/")
    assert untranslated(end.content.decode()) == []
    score = end.context["score_url"]
    assert untranslated_at(reader.client, score) == []
    assert untranslated_at(reader.client, "/en/affair/quiz/score/forged/", status=404) == []


@pytest.mark.parametrize("act", ["reply", "edit", "delete", "flag"])
@pytest.mark.parametrize("own", [True, False])
def test_what_is_done_to_a_comment(reader: Reader, act: str, own: bool) -> None:
    comment = CommentFactory(**({"voter": reader.voter} if own else {}))
    mark_content()
    for page in (
        reader.look(comment, act),
        reader.client.post(f"/en/comments/{comment.pk}/{act}/", follow=True),
    ):
        if page.status_code != 405:
            assert untranslated(page.content.decode()) == []


def test_comments_in_every_state(reader: Reader, article: Article) -> None:
    for status in ("pending", "rejected", "spam"):
        CommentFactory(article=article, voter=reader.voter, status=status)
    CommentFactory(article=article, voter=reader.voter, status="deleted", body="")
    mark_content()
    assert untranslated_at(reader.client, "/en/affair/comments/") == []
    for name, text in (("", ""), ("⟦Rédaction⟧", "⟦x⟧" * 4000), ("⟦Bob⟧", "⟦Plain⟧")):
        sent = reader.client.post("/en/affair/comments/", {"name": name, "text": text}, follow=True)
        assert untranslated(sent.content.decode()) == []


@pytest.mark.parametrize("address", ["/en/nowhere/", "/en/affair/nowhere/", "/en/comments/1/"])
def test_a_page_that_is_not_there(client: Client, address: str) -> None:
    assert untranslated_at(client, address, status=404) == []


def test_a_browser_without_cookies(client: Client) -> None:
    question_of(Kind.SINGLE)
    mark_content()
    for headers in ({}, HTMX):
        refused = client.post("/en/affair/why/vote/?enrolled=1", headers=headers)
        assert refused.status_code == 409
        assert untranslated(refused.content.decode()) == []


@pytest.mark.parametrize("kind", Kind.values)
@pytest.mark.parametrize("results", ["always", "after_vote", "after_close", "staff"])
def test_a_question_in_a_frame_and_on_a_large_screen(
    client: Client, kind: str, results: str
) -> None:
    question = question_of(kind, results=results)
    cast_all(question, *([BALLOTS[kind]] * 12 if kind in BALLOTS else NOBODY))
    mark_content()
    assert untranslated_at(client, "/en/embed/affair/why/") == []
    assert untranslated_at(client, "/en/affair/why/screen/") == []


def test_what_a_frame_says_instead_of_a_question(client: Client) -> None:
    question_of(Kind.SINGLE)
    gone = client.get("/en/embed/affair/unheard-of/")
    assert untranslated(gone.content.decode()) == []
    for headers in ({}, HTMX):
        refused = client.post("/en/affair/why/vote/?enrolled=1", {"back": "embed"}, headers=headers)
        assert untranslated(refused.content.decode()) == []
