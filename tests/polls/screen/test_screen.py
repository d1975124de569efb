"""A question on a large screen: what everybody may see, and the way to take part."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from polls.models import Question
from polls.screen.codes import code_of
from tests.browsing import Browser
from tests.factories import ArticleFactory, CommentFactory, QuestionFactory, UserFactory
from tests.polls.desk.conftest import vote

pytestmark = pytest.mark.django_db

SCREEN = "/en/affair/why/screen/"


@pytest.fixture
def question() -> Question:
    return QuestionFactory(article__slug="affair", slug="why", results="always")


def page(client: Client, address: str = SCREEN) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def shows_result(html: str) -> bool:
    return "<figure" in html


def test_it_shows_prompt_result_turnout_and_the_way(client: Client, question: Question) -> None:
    vote(question, times=12)
    html = page(client)
    assert f"{question.prompt_en}</h1>" in html
    assert f'<figure id="question-{question.pk}-result"' in html
    assert "<strong>12</strong> votes" in html
    assert "Take part:" in html
    assert f'<a href="/en/affair/why/" translate="no">testserver<wbr>/q/{question.pk}</a>' in html
    assert code_of(f"http://testserver/q/{question.pk}/") in html


def test_its_parts_are_marked_for_the_stream(client: Client, question: Question) -> None:
    html = page(client)
    assert html.count(f'id="question-{question.pk}" class="screen-question is-open"') == 1
    assert f'data-question="{question.pk}" data-state="open"' in html
    assert re.findall(r'data-part="(\w+)"', html) == ["state", "votes", "window"]
    assert html.count('data-live="/en/affair/live/"') == 1


def test_there_is_nothing_to_press_and_nothing_of_a_reader(
    client: Client, question: Question
) -> None:
    client.post("/en/affair/why/vote/", {"choice": "choice-1"})
    html = page(client)
    assert re.findall(r"<(form|button|input)\b", html) == []
    assert "Your answer" not in html


@pytest.mark.parametrize(
    ("rule", "closed", "shown", "note"),
    [
        ("always", False, True, ""),
        ("after_vote", False, False, "Whoever has voted sees the result. Here it shows once"),
        ("after_close", False, False, "The result shows here once the question has closed."),
        ("staff", False, False, "The newsroom does not publish this result."),
        ("always", True, True, ""),
        ("after_vote", True, True, ""),
        ("after_close", True, True, ""),
        ("staff", True, False, ""),
    ],
)
def test_only_what_everybody_may_see_shows_whoever_asks(
    question: Question, rule: str, *, closed: bool, shown: bool, note: str
) -> None:
    reader, newsroom = Browser(), Client()
    reader.post("/en/affair/why/vote/", {"choice": "choice-1"})
    newsroom.force_login(UserFactory(is_superuser=True))
    closes_at = timezone.now() - timedelta(seconds=1) if closed else None
    Question.objects.update(results=rule, closes_at=closes_at)
    for client in (Client(), reader, newsroom):
        html = page(client)
        assert shows_result(html) == shown
        assert ("data-pass" in html) == shown
        assert note in html


def test_a_reader_who_has_voted_sees_no_more_on_the_screen(
    client: Client, question: Question
) -> None:
    Question.objects.update(results="after_vote")
    client.post("/en/affair/why/vote/", {"choice": "choice-1"})
    html = page(client)
    assert not shows_result(html)
    assert "<strong>1</strong> vote" in html


def test_what_can_be_answered_shows_until_the_result_does(
    client: Client, question: Question
) -> None:
    Question.objects.update(results="after_close")
    html = page(client)
    assert "<li>choice-1 (en)</li><li>choice-2 (en)</li>" in html
    Question.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    closed = page(client)
    assert "<li>choice-1 (en)</li>" not in closed
    assert shows_result(closed)
    assert "Read on:" in closed


def test_without_scripts_it_is_fetched_anew(client: Client, question: Question) -> None:
    assert '<noscript><meta http-equiv="refresh" content="15"></noscript>' in page(client)


def test_a_question_answered_in_words_counts_its_comments(client: Client) -> None:
    question = QuestionFactory(article__slug="affair", slug="why", kind="open", choices=0)
    for _number in range(3):
        CommentFactory(article=question.article, question=question)
    html = page(client)
    assert "Answer in your own words" in html
    assert re.findall(r'data-part="comments">\s*([^<]*?)\s*<', html) == ["3 comments"]


@pytest.mark.parametrize("kind", Question.Kind.values)
@pytest.mark.parametrize("status", ["published", "withdrawn"])
def test_every_kind_has_a_screen(client: Client, kind: str, status: str) -> None:
    QuestionFactory(
        article__slug="affair", slug="why", kind=kind, choices=0, status=status, results="always"
    )
    assert "screen-way" in page(client)


def test_it_is_public_and_framed_by_nobody(client: Client, question: Question) -> None:
    response = client.get(SCREEN)
    assert response.headers["Cache-Control"] == "public, max-age=0, s-maxage=1"
    assert response.headers["Vary"] == "Cookie"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert response.cookies == {}
    assert client.post(SCREEN).status_code == 405


def test_a_theme_can_be_asked_for(client: Client, question: Question) -> None:
    assert '<html lang="en" data-theme="dark">' in page(client, f"{SCREEN}?theme=dark")
    assert '<html lang="en">' in page(client, f"{SCREEN}?theme=sepia")


def test_a_draft_has_a_screen_for_the_newsroom_only(client: Client, question: Question) -> None:
    Question.objects.update(status="draft")
    assert client.get(SCREEN).status_code == 404
    client.force_login(UserFactory(groups=["Editors"]))
    assert not shows_result(page(client))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_short_address_leads_to_the_question_in_the_readers_language(
    client: Client, question: Question, language: str
) -> None:
    response = client.get(f"/q/{question.pk}/", headers={"Accept-Language": language})
    assert (response.status_code, response.headers["Location"]) == (302, f"/{language}/affair/why/")
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("number", ["0", "999999", "9" * 40, "٣", "why", "-1", "1.0"])
def test_a_short_address_of_nothing_leads_to_nothing(client: Client, number: str) -> None:
    assert client.get(f"/q/{number}/", follow=True).status_code == 404


def test_a_draft_has_no_short_address_even_for_the_newsroom(admin_client: Client) -> None:
    draft = QuestionFactory(status="draft")
    unpublished = QuestionFactory(article=ArticleFactory(status="draft"))
    for question in (draft, unpublished):
        assert admin_client.get(f"/q/{question.pk}/", follow=True).status_code == 404
