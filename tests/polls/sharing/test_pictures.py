"""The picture that stands for a page elsewhere: what is on it, for whom, and for how long."""

import re
from datetime import timedelta
from struct import unpack_from
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from dossier.models import Article
from polls.models import Question, Turnout
from polls.sharing.canvas import Canvas
from polls.sharing.lettering import FACES, SANS
from tests.browsing import Browser
from tests.factories import ArticleFactory, QuestionFactory, QuizQuestionFactory

HOST = "testserver"


def size_of(png: bytes) -> tuple[int, ...]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return unpack_from(">LL", png, 16)


def vote(question: Question, choice: str = "choice-1", **data: str) -> None:
    path = f"/en/{question.article.slug}/{question.slug}/vote/"
    response = Browser().post(path, {"choice": choice, **data})
    assert response.status_code == 302


def picture_path(question: Question, language: str = "en") -> str:
    return f"/{language}/{question.article.slug}/{question.slug}/card.png"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pictures that are drawn from now on, as they are before they become dots."""
    pictures: list[str] = []
    plain = Canvas.png

    def png(self: Canvas) -> bytes:
        pictures.append(self.svg())
        return plain(self)

    monkeypatch.setattr(Canvas, "png", png)
    return pictures


def words_on(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


@pytest.mark.django_db
class TestAQuestion:
    def test_a_result_that_all_may_see_is_on_it(self, client: Browser, drawn: list[str]) -> None:
        question = QuestionFactory(results="always", article__title_en="The title")
        for _number in range(12):
            vote(question)
        response = client.get(picture_path(question))
        assert size_of(response.content) == (1200, 630)
        assert response.headers["Content-Type"] == "image/png"
        said = words_on(drawn[0])
        assert said[:2] == ["Dossier", "The title"]
        assert "100%" in said
        assert "12 readers chose to vote: not a sample of the public." in " ".join(said)

    @pytest.mark.parametrize("rule", ["after_vote", "after_close", "staff"])
    def test_a_result_that_is_kept_back_is_not(
        self, rule: str, client: Browser, drawn: list[str]
    ) -> None:
        """Not even to somebody who sees it on the page: the picture is everybody's."""
        question = QuestionFactory(results=rule)
        for _number in range(12):
            vote(question)
        client.post(f"/en/{question.article.slug}/{question.slug}/vote/", {"choice": "choice-1"})
        response = client.get(picture_path(question))
        assert response.status_code == 200
        said = words_on(drawn[0])
        assert "13 readers have voted." in said
        assert [word for word in said if "%" in word or "sample" in word] == []
        assert [word for word in said if "choice" in word] == ["choice-1 (en)", "choice-2 (en)"]

    def test_it_shows_once_the_question_has_closed(self, client: Browser, drawn: list[str]) -> None:
        question = QuestionFactory(results="after_close")
        for _number in range(12):
            vote(question)
        client.get(picture_path(question))
        closed = timezone.now() - timedelta(minutes=1)
        Question.objects.filter(pk=question.pk).update(closes_at=closed)
        Turnout.objects.announce(question.pk)
        client.get(picture_path(question))
        assert ["100%" in words_on(one) for one in drawn] == [False, True]

    def test_a_quiz_gives_no_answer_away(self, client: Browser, drawn: list[str]) -> None:
        question = QuizQuestionFactory(results="always")
        client.get(picture_path(question))
        colours = set(re.findall(r'fill="(#\w+)"', drawn[0]))
        options = [word for word in words_on(drawn[0]) if "choice" in word]
        assert options == ["choice-1 (en)", "choice-2 (en)"]
        assert colours <= {"#fbfaf7", "#0b5275", "#1c1b19", "#57534c", "#ffffff", "#dcd7cd"}

    @pytest.mark.parametrize(
        ("kind", "choices", "answer"),
        [
            ("single", 9, {"choice": "choice-1"}),
            ("multiple", 4, {"choice": "choice-2"}),
            ("scale", 5, {"choice": "choice-4"}),
            ("scale", 11, {"choice": "choice-11"}),
            ("ranking", 3, {"rank-choice-1": "1", "rank-choice-2": "2"}),
            ("forecast", 1, {"probability": "70"}),
            ("statements", 3, {"statement": "choice-1", "value": "1"}),
            ("open", 0, {}),
        ],
    )
    @pytest.mark.parametrize("voters", [0, 1, 12])
    def test_every_kind_has_one(
        self, kind: str, choices: int, answer: dict[str, Any], voters: int, client: Browser
    ) -> None:
        question = QuestionFactory(kind=kind, choices=choices, results="always")
        for _number in range(voters if answer else 0):
            path = f"/en/{question.article.slug}/{question.slug}/vote/"
            Browser().post(path, answer)
        for language in ("en", "fr"):
            response = client.get(picture_path(question, language))
            assert size_of(response.content) == (1200, 630)

    def test_each_language_has_its_own(self, client: Browser, drawn: list[str]) -> None:
        question = QuestionFactory()
        for language in ("en", "fr"):
            client.get(picture_path(question, language))
        prompts = [question.prompt_en, question.prompt_fr]
        assert [prompt in words_on(one) for prompt, one in zip(prompts, drawn, strict=True)] == [
            True,
            True,
        ]

    def test_it_is_drawn_once_and_again_only_for_something_new(
        self, client: Browser, drawn: list[str]
    ) -> None:
        question = QuestionFactory(results="always")
        first = client.get(picture_path(question))
        known = {"If-None-Match": first.headers["ETag"]}
        assert client.get(picture_path(question), headers=known).status_code == 304
        client.get(picture_path(question))
        assert len(drawn) == 1
        vote(question)
        second = client.get(picture_path(question), headers=known)
        assert (second.status_code, len(drawn)) == (200, 2)
        assert "public" in second.headers["Cache-Control"]
        assert "max-age=0" in second.headers["Cache-Control"]

    def test_it_takes_so_many_queries(
        self, client: Browser, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        question = QuestionFactory(results="always", choices=7)
        vote(question)
        with django_assert_num_queries(4):  # question, choices, version; the counters to draw
            client.get(picture_path(question))
        with django_assert_num_queries(3):
            client.get(picture_path(question))

    @pytest.mark.parametrize("status", ["draft", "withdrawn"])
    def test_what_is_not_asked_has_none(self, status: str, client: Browser) -> None:
        question = QuestionFactory(status=status)
        assert client.get(picture_path(question)).status_code == 404

    def test_nor_has_a_draft_s(self, client: Browser) -> None:
        question = QuestionFactory(article__status="draft")
        path = f"/en/{question.article.slug}"
        assert client.get(f"{path}/{question.slug}/card.png").status_code == 404
        assert client.get(f"{path}/card.png").status_code == 404


@pytest.mark.django_db
class TestPages:
    def test_a_question_s_page_names_it_by_what_it_shows(self, client: Browser) -> None:
        """Sites keep pictures by their address: another result has another one."""
        question = QuestionFactory(results="always")
        first = named(client, question)
        vote(question)
        second = named(client, question)
        base = f"http://{HOST}{picture_path(question)}?v="
        assert first.startswith(base)
        assert second.startswith(base)
        assert first != second
        assert size_of(client.get(second).content) == (1200, 630)

    def test_where_the_result_is_hidden_its_name_tells_nothing_of_it(self, client: Browser) -> None:
        question = QuestionFactory(results="after_vote")
        first = named(client, question)
        vote(question)
        assert named(client, question) == first

    def test_its_words_are_there_for_who_does_not_see_it(self, client: Browser) -> None:
        shown = QuestionFactory(results="always", prompt_en="Is it so?")
        hidden = QuestionFactory(results="after_vote", prompt_en="Is it?")
        for _number in range(12):
            vote(shown)
            vote(hidden)
        sentence = "Is it so? “choice-1 (en)” leads with 100% of 12 votes."
        assert property_of(page(client, shown), "og:image:alt") == sentence
        assert property_of(page(client, hidden), "og:image:alt") == "Is it?"
        assert 'name="twitter:card" content="summary_large_image"' in page(client, shown)

    def test_a_dossier_and_the_home_page_have_theirs(
        self, client: Browser, drawn: list[str], django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        article: Article = ArticleFactory(title_en="A title")
        vote(QuestionFactory(article=article))
        image = property_of(client.get(f"/en/{article.slug}/").content.decode(), "og:image")
        with django_assert_num_queries(3):
            assert size_of(client.get(image).content) == (1200, 630)
        said = words_on(drawn[0])
        assert "A title" in said
        assert "1 question to its readers · 1 answer" in said
        home = property_of(client.get("/en/").content.decode(), "og:image")
        with django_assert_num_queries(1):
            assert size_of(client.get(home).content) == (1200, 630)
        assert "A title" in words_on(drawn[1])


def page(client: Browser, question: Question) -> str:
    response = client.get(f"/en/{question.article.slug}/{question.slug}/")
    assert response.status_code == 200
    return str(response.content.decode())


def named(client: Browser, question: Question) -> str:
    return property_of(page(client, question), "og:image")


def property_of(html: str, name: str) -> str:
    (found,) = re.findall(rf'<meta property="{name}"\s+content="([^"]*)">', html)
    return str(found)


@given(text=st.text(max_size=300), size=st.integers(20, 90), most=st.integers(1, 6))
@example(text="W" * 20 + "i" * 30, size=90, most=6)
def test_no_line_is_wider_than_it_may_be(text: str, size: int, most: int) -> None:
    for face in FACES:
        lines = face.lines(text, size=size, width=1056, most=most)
        assert len(lines) <= most
        assert [line for line in lines if face.width(line, size=size) > 1056] == []


def test_widths_are_those_of_the_font() -> None:
    """As FontTools reads them: 203 of 1000 for a space of Source Sans, and its letters."""
    assert SANS.width("  ", size=1000) == 2 * SANS.width(" ", size=1000)
    assert SANS.width(" ", size=1000) == 200
    assert SANS.width("W", size=100) > SANS.width("i", size=100) * 2
