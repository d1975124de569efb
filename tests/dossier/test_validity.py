"""Every page is HTML that no browser has to mend, in both languages."""

import pytest
from django.conf import settings as site
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pytest_django import Settings

from dossier.models import Article, Revision
from polls.kinds import Answer
from polls.models import Question
from polls.voting import cast
from tests.factories import CommentFactory, VoterFactory
from tests.shipped import Shipped, load
from tests.validating import Strict

pytestmark = pytest.mark.django_db

LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])


@pytest.mark.parametrize(
    ("html", "error"),
    [
        ("<p>a<div></div></p>", "1: <div> in a <p>"),
        ("<div><span></div>", "1: </div> where ['span'] is open"),
        ("<h1></h1><h3></h3>", "1: a heading of level 3 after one of level 1"),
        ('<b id="a"></b><b id="a"></b>', "1: the id “a” is empty, of two words or there already"),
        ('<label for="a"></label>', "1: for names “a”, which is not there"),
        ("<a><button></button></a>", "1: <button> in what is pressed itself"),
        ('<time datetime="2026-11-30T10:00:00.123456+00:00"></time>', "is no moment"),
        (
            "<table><tr><td></td></tr><tr><td></td><td></td></tr></table>",
            "1: a table whose rows are [1, 2] columns wide",
        ),
    ],
)
def test_what_is_wrong_is_found(html: str, error: str) -> None:
    (found,) = Strict(html).errors
    assert error in found


def test_what_is_right_is_left_alone() -> None:
    html = """
      <h1 id="a">x<br></h1><h3 aria-level="2">y</h3><svg><path d="M0"/></svg><a href="#a"></a>
      <table><tr><th rowspan="2"></th><td></td></tr><tr><td></td></tr>
      <tr><td colspan="2"></td></tr></table><time datetime="2024-03"></time>
    """
    assert Strict(html).errors == []


def load_and_answer() -> None:
    load()
    made = Article.objects.get()
    now = timezone.now()
    for number in (2, 3):
        Revision.objects.create(article=made, number=number, made_at=now, note_fr="-", note_en="-")
    Article.objects.update(revision=3)
    made.questions.filter(asks_guess=False).update(results=Question.Results.ALWAYS)
    voters = [VoterFactory() for _number in range(3)]
    for question in made.questions.exclude(kind=Question.Kind.OPEN):
        choice = question.choices.all()[0]
        for voter in voters:
            cast(question=question, voter=voter, answer=Answer({choice.pk: 1}), now=now)
    for place in ({}, {"question": made.questions.first()}, {"passage": made.passages.first()}):
        comment = CommentFactory(article=made, voter=voters[0], **place)
        CommentFactory(article=made, parent=comment, **place)


@pytest.fixture
def article(shipped: Shipped) -> Article:
    """The first dossier, corrected, with a few answers to everything and a thread everywhere."""
    return shipped.put(load_and_answer)


def pages(article: Article) -> list[str]:
    """The address of every kind of page of readers."""
    asked = {question.kind: question.slug for question in article.questions.order_by("-pk")}
    comment = article.comments.filter(parent=None, question=None, passage=None).get().pk
    below = [
        *("", "comments/", "results/", "results/brief/", "quiz/", "results/cross/"),
        *(f"{slug}/" for slug in asked.values()),
        f"{article.questions.all()[0].slug}/comments/",
        f"{asked['statements']}/standing/",
        f"{asked['single']}/screen/",
        f"passages/{article.passages.all()[0].slug}/comments/",
    ]
    return [
        *("", "me/", "me/held/", "me/offline/"),
        *(f"{article.slug}/{page}" for page in below),
        *(f"embed/{article.slug}/{slug}/" for slug in asked.values()),
        *(f"comments/{comment}/{act}/" for act in ("reply", "flag", "replies")),
    ]


@LANGUAGES
def test_readers_pages_need_no_mending(client: Client, article: Article, language: str) -> None:
    found = {}
    for page in pages(article):
        answer = client.get(f"/{language}/{page}")
        assert answer.status_code == 200, page
        found[page] = Strict(answer.content.decode()).errors
    assert {page: errors for page, errors in found.items() if errors} == {}


@LANGUAGES
def test_the_page_of_the_look_needs_no_mending(
    client: Client, settings: Settings, language: str
) -> None:
    """But that its samples lead to places which stand on a dossier's page."""
    settings.DEBUG = True
    errors = Strict(client.get(f"/{language}/design/").content.decode()).errors
    assert [error for error in errors if "href names" not in error] == []


@LANGUAGES
def test_pages_of_what_went_wrong_need_no_mending(rf: RequestFactory, language: str) -> None:
    for name in ("400", "403", "403_csrf", "404", "500"):
        with override(language):
            html = render_to_string(f"{name}.html", request=rf.get(f"/{language}/"))
        assert Strict(html).errors == [], name


OURS = """
moderation appeals fairness index polls_policy_changelist polls_holdingrule_changelist
polls_reason_changelist polls_decision_changelist
""".split()


@LANGUAGES
def test_the_newsrooms_pages_need_no_mending(
    admin_client: Client, article: Article, language: str
) -> None:
    CommentFactory(article=article, status="pending", published_at=None)
    asked = article.questions.filter(kind=Question.Kind.FORECAST)[0]
    author = article.comments.all()[0].voter_id
    addresses = [
        *(reverse(f"admin:{name}") for name in OURS),
        reverse("admin:author", args=[author]),
        reverse("admin:dossier_article_insight", args=[article.pk]),
        reverse("admin:dossier_article_brief", args=[article.pk]),
        reverse("admin:polls_question_results", args=[asked.pk]),
        reverse("admin:polls_question_resolution", args=[asked.pk]),
    ]
    admin_client.cookies[site.LANGUAGE_COOKIE_NAME] = language
    for address in addresses:
        answer = admin_client.get(address, headers={"Accept-Language": language})
        assert answer.status_code == 200, address
        assert Strict(answer.content.decode()).errors == [], address
