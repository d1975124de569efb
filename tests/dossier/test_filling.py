"""A known reader's page, put together from what is kept: the same as made the long way, and theirs.

The long way is taken where the address has a query string, even one that means nothing.
"""

import inspect
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from dossier import frames
from dossier.models import Article
from polls import dealing, faces
from polls.models import Comment, Question, Turnout
from tests.browsing import Browser
from tests.factories import (
    ArticleFactory,
    ChoiceFactory,
    CommentFactory,
    PassageFactory,
    QuestionFactory,
    QuizQuestionFactory,
)

LONG_WAY = "?long-way"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(frames, "monotonic", clock)
    return clock


@pytest.fixture
def keeping(settings: Settings, clock: Clock) -> None:
    settings.MICROCACHE_MS = 1000


@pytest.fixture
def article() -> Article:
    """A dossier with a question of every kind, in every place and under every rule."""
    made: Article = ArticleFactory()
    passage = PassageFactory(article=made)
    asked: dict[str, Any] = {"article": made}
    QuestionFactory(**asked, slug="twice", place="before", ask_again=True, results="after_vote")
    QuestionFactory(**asked, slug="single", place="passage", passage=passage)
    QuestionFactory(**asked, slug="multiple", kind="multiple", choices=3, allows_abstention=True)
    QuestionFactory(**asked, slug="scale", kind="scale", choices=5, results="after_vote")
    QuestionFactory(**asked, slug="ranking", kind="ranking", choices=3, order="shuffled")
    QuestionFactory(**asked, slug="forecast", kind="forecast", choices=1, results="staff")
    QuestionFactory(**asked, slug="statements", kind="statements", choices=3)
    QuestionFactory(**asked, slug="open", kind="open", choices=0)
    QuestionFactory(**asked, slug="peeked", results="after_vote", allows_peek=True)
    other = QuestionFactory(**asked, slug="other", order="shuffled")
    ChoiceFactory(question=other, slug="other", role="other")
    QuizQuestionFactory(**asked, slug="quiz-1")
    QuizQuestionFactory(**asked, slug="quiz-2")
    CommentFactory(article=made, parent=CommentFactory(article=made))
    return made


def page_of(client: Client, article: Article, query: str = "") -> str:
    """The page without the random token of its comment form, and without the query it keeps."""
    response = client.get(f"/en/{article.slug}/{query}")
    assert response.status_code == 200
    page = response.content.decode().replace(LONG_WAY, "")
    return re.sub(r'name="token" value="[^"]*"', 'name="token"', page)


def send(client: Client, article: Article, path: str, **data: Any) -> str:
    response = client.post(
        f"/en/{article.slug}/{path}/", {"back": "dossier", **data}, headers={"HX-Request": "true"}
    )
    assert response.status_code in {200, 204, 302}, response.content.decode()
    return str(response.content.decode())


def assert_same_both_ways(client: Client, article: Article) -> str:
    """The page made anew, and from what is kept by now: each as the long way has it."""
    expected = page_of(client, article, LONG_WAY)
    assert page_of(client, article) == expected
    assert page_of(client, article) == expected
    return expected


def votes(client: Client, article: Article) -> None:
    send(client, article, "twice/vote", choice="choice-1")
    send(client, article, "single/vote", choice="choice-2")
    send(client, article, "multiple/vote", abstain="1")
    send(client, article, "scale/vote", choice="choice-4")
    send(client, article, "ranking/vote", **{"rank-choice-1": "2", "rank-choice-2": "1"})
    send(client, article, "forecast/vote", probability="70")


def withdraws(client: Client, article: Article) -> None:
    votes(client, article)
    send(client, article, "single/withdraw", seen="1")


def changes_their_mind_after_reading(client: Client, article: Article) -> None:
    send(client, article, "twice/vote", choice="choice-1")
    send(client, article, "twice/vote", choice="choice-2", slot="again", seen="1")


def answers_only_after_reading(client: Client, article: Article) -> None:
    send(client, article, "twice/vote", choice="choice-1", slot="again")


def takes_the_quiz(client: Client, article: Article) -> None:
    send(client, article, "quiz-1/vote", choice="choice-2")


def looks_first(client: Client, article: Article) -> None:
    send(client, article, "peeked/peek")


def says_something_else(client: Client, article: Article) -> None:
    send(client, article, "other/vote", choice="other", words="Words of mine")


def comments(client: Client, article: Article) -> None:
    send(client, article, "comments", text="A word of mine.", name="Reader")
    assert Comment.objects.filter(body="A word of mine.").exists()


def reads_on(_client: Client, _article: Article) -> None:
    """Known by a cookie alone."""


@pytest.mark.django_db
@pytest.mark.usefixtures("keeping")
class TestOnePage:
    @pytest.mark.parametrize(
        "does",
        [
            votes,
            withdraws,
            changes_their_mind_after_reading,
            answers_only_after_reading,
            takes_the_quiz,
            looks_first,
            says_something_else,
            comments,
            reads_on,
        ],
    )
    def test_it_is_the_page_that_is_made_the_long_way(
        self, does: Callable[[Client, Article], None], article: Article
    ) -> None:
        others, reader = Browser(), Browser()
        votes(others, article)
        send(reader, article, "single/vote", choice="choice-1")
        does(reader, article)
        page = assert_same_both_ways(reader, article)
        assert ("A word of mine." in page) == (does is comments)
        assert_same_both_ways(others, article)

    def test_kept_it_takes_one_query(
        self, article: Article, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        reader, another = Browser(), Browser()
        for one in (reader, another):
            send(one, article, "single/vote", choice="choice-2")
            send(one, article, "scale/vote", choice="choice-4")
        page_of(reader, article)
        faces_kept = faces.shelf.held
        with django_assert_num_queries(1):
            mine = page_of(reader, article)
        assert faces.shelf.held == faces_kept
        assert "<strong>choice-4 (en)</strong>" in mine

    def test_readers_with_the_same_answers_share_their_faces(
        self, article: Article, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        Question.objects.update(order="given")
        one, another = Browser(), Browser()
        for reader in (one, another):
            send(reader, article, "single/vote", choice="choice-2")
        page = page_of(one, article)
        with django_assert_num_queries(1):
            assert page_of(another, article) == page

    def test_a_vote_shows_at_once_to_its_voter_and_to_every_known_reader(
        self, article: Article
    ) -> None:
        reader, other = Browser(), Browser()
        send(reader, article, "single/vote", choice="choice-1")
        before = page_of(reader, article)
        send(other, article, "single/vote", choice="choice-2")
        after = page_of(reader, article)
        assert "1 reader chose to vote" in before
        assert "2 readers chose to vote" in after
        assert "Your answer: <strong>choice-1 (en)</strong>" in after

    def test_edits_comments_and_closings_show_within_the_second(
        self, article: Article, clock: Clock
    ) -> None:
        reader = Browser()
        send(reader, article, "single/vote", choice="choice-1")
        page_of(reader, article)
        Article.objects.filter(pk=article.pk).update(title_en="A corrected title")
        question = Question.objects.get(slug="single")
        Question.objects.filter(pk=question.pk).update(prompt_en="A corrected question?")
        Turnout.objects.announce(question.pk)
        CommentFactory(article=article, body="A new comment.")
        clock.now += 1
        page = assert_same_both_ways(reader, article)
        for text in ("A corrected title", "A corrected question?", "A new comment."):
            assert text in page

    def test_a_question_closes_by_the_clock_at_once(
        self, article: Article, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        closes_at = timezone.now() + timedelta(hours=1)
        Question.objects.filter(slug="scale").update(closes_at=closes_at)
        reader = Browser()
        send(reader, article, "single/vote", choice="choice-1")
        assert "Closed on" not in page_of(reader, article)
        monkeypatch.setattr(timezone, "now", lambda: closes_at)
        assert "Closed on" in page_of(reader, article)

    def test_a_dossier_taken_back_is_gone_within_the_second(
        self, article: Article, clock: Clock
    ) -> None:
        reader = Browser()
        send(reader, article, "single/vote", choice="choice-1")
        page_of(reader, article)
        article.unpublish()
        clock.now += 1
        assert reader.get(f"/en/{article.slug}/").status_code == 404

    def test_what_is_said_once_after_a_plain_form_is_said(self, article: Article) -> None:
        reader = Browser()
        vote = f"/en/{article.slug}/single/vote/"
        page = reader.post(vote, {"choice": "choice-1", "back": "dossier"}, follow=True)
        assert "Your answer is counted." in page.content.decode()
        assert "Your answer is counted." not in page_of(reader, article)

    def test_it_is_private(self, article: Article) -> None:
        reader = Browser()
        send(reader, article, "single/vote", choice="choice-1")
        response = reader.get(f"/en/{article.slug}/")
        assert "private" in response.headers["Cache-Control"]
        assert "Cookie" in response.headers["Vary"]

    def test_each_language_has_its_own(self, article: Article) -> None:
        reader = Browser()
        send(reader, article, "single/vote", choice="choice-1")
        page_of(reader, article)
        assert "choice-1 (fr)" in reader.get(f"/fr/{article.slug}/").content.decode()


def test_a_face_is_made_of_nothing_that_its_name_leaves_out() -> None:
    """Whoever deals cards from something more names their faces by it too (polls/faces.py)."""
    dealt_from = set(inspect.signature(dealing.deal_from).parameters)
    named_by = {"digest": "paper", "language": "", "twin": "", "state": "now", "order_of": "reader"}
    assert dealt_from == {named_by.get(name, name) for name in faces.Name.__annotations__} - {""}


@pytest.mark.usefixtures("keeping")
@pytest.mark.django_db(transaction=True)
def test_no_reader_is_ever_shown_another_s_answers(article: Article) -> None:
    """Many readers at once, each with answers of their own that they change as they go."""

    def reads(number: int) -> list[str]:
        reader, wrong = Browser(), []
        try:
            for turn in range(4):
                own, other = (
                    ("choice-1", "choice-2")
                    if (number + turn) % 2
                    else (
                        "choice-2",
                        "choice-1",
                    )
                )
                seen = str(turn)
                told = send(reader, article, "single/vote", choice=own, seen=seen)
                send(
                    reader, article, "forecast/vote", probability=str(number * 4 + turn), seen=seen
                )
                page = page_of(reader, article)
                for text, shown in (
                    (f"Your answer: <strong>{own} (en)</strong>", True),
                    (f"Your answer: <strong>{other} (en)</strong>", False),
                    (f"Your answer: <strong>{number * 4 + turn}%</strong>", True),
                ):
                    if (text in page) != shown:
                        wrong.append(f"{number}, {turn}: {text}")
                if f"Your answer: <strong>{own} (en)</strong>" not in told:
                    wrong.append(f"{number}, {turn}: told {told}")
        finally:
            connections.close_all()
        return wrong

    with ThreadPoolExecutor(8) as crowd:
        found = list(crowd.map(reads, range(12)))
    assert [wrong for one in found for wrong in one] == []
