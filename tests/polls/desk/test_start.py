"""The start page: what waits, for whom."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from dossier.models import Article
from tests.factories import ArticleFactory, CommentFactory, QuestionFactory
from tests.polls.desk.conftest import Enter

pytestmark = pytest.mark.django_db
BOXES = ("To moderate", "Closing within a week", "Drafts", "Results")


@pytest.mark.parametrize(
    ("role", "boxes"),
    [
        ("Editors", ["Closing within a week", "Drafts", "Results"]),
        ("Moderators", ["To moderate"]),
        ("Analysts", ["Results"]),
        ("staff", []),
        ("root", list(BOXES)),
    ],
)
def test_each_role_has_its_boxes(enter: Enter, role: str, boxes: list[str]) -> None:
    page = enter(role).get("/admin/").content.decode()
    assert [box for box in BOXES if f">{box}</h2>" in page] == boxes


def test_moderators_see_how_much_waits_and_for_how_long(enter: Enter, article: Article) -> None:
    now = timezone.now()
    CommentFactory(article=article, status="pending", posted_at=now - timedelta(hours=3))
    CommentFactory(article=article, status="pending", posted_at=now)
    CommentFactory(article=article, flags_count=2)
    page = " ".join(enter("Moderators").get("/admin/").content.decode().split())
    assert "<strong>2</strong> comments wait" in page
    assert "The oldest has waited for 3 hours." in page
    assert "1 flagged comment<" in page


def test_editors_see_what_closes_soon_and_their_drafts(enter: Enter, article: Article) -> None:
    now = timezone.now()
    for prompt, days in (("Passed?", -1), ("Soon?", 2), ("Later?", 9)):
        QuestionFactory(article=article, prompt_en=prompt, closes_at=now + timedelta(days=days))
    ArticleFactory(title_en="Half written", status="draft")
    client = enter("Editors")
    page = client.get("/admin/").content.decode()
    closing, _heading, rest = page.partition(">Drafts</h2>")
    assert [prompt for prompt in ("Passed?", "Soon?", "Later?") if prompt in closing] == ["Soon?"]
    assert "Half written" in rest
    assert "Passed?" in rest  # among the results


def test_the_start_page_is_cheap(
    enter: Enter, article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = enter("root")
    for count in (1, 5):
        for _number in range(count):
            CommentFactory(article=article, status="pending")
            QuestionFactory(article=article, closes_at=timezone.now() + timedelta(days=1))
        # session and member; four queues; closing, drafts, closed
        with django_assert_num_queries(9):
            client.get("/admin/")


@pytest.mark.parametrize(("asked", "greeting"), [("fr", "Bienvenue"), ("en", "Welcome")])
def test_the_newsroom_speaks_the_language_of_the_browser(
    enter: Enter, asked: str, greeting: str
) -> None:
    page = enter("Editors").get("/admin/", headers={"Accept-Language": asked}).content.decode()
    assert f'<html lang="{asked}"' in page
    assert greeting in page
