"""The newsroom in Chromium under the strict Content-Security-Policy: ``watch`` hears every breach,
and what Django's own pages do with scripts still works.
"""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from dossier.models import Article
from polls.models import Question
from polls.moderation import decide
from tests.factories import CommentFactory, FlagFactory, UserFactory
from tests.journeys.conftest import DESK, Arrive
from tests.journeys.newsroom import sign_in

pytestmark = pytest.mark.journey


@pytest.fixture
def language() -> str:
    return "en"


@pytest.fixture
def admin(dossier: Article) -> User:
    member: User = UserFactory(is_superuser=True)
    return member


@pytest.fixture
def page(arrive: Arrive, admin: User) -> Page:
    """The newsroom, entered by somebody who may see all of it."""
    page = arrive(DESK)
    sign_in(page, admin)
    return page


def addresses(article: Article, admin: User) -> list[str]:
    """Every page of the newsroom."""
    question = Question.objects.filter(article=article).first()
    assert question is not None
    comment = CommentFactory(article=article, question=question, status="pending", flags_count=1)
    FlagFactory(comment=comment)
    decided = CommentFactory(article=article, status="pending")
    decision = decide(comment=decided, moderator=admin, action="approve", now=timezone.now())
    pages: list[tuple[str, list[object]]] = [
        ("index", []),
        ("password_change", []),
        ("moderation", []),
        ("polls_policy_changelist", []),
        ("polls_policy_add", []),
        ("polls_holdingrule_changelist", []),
        ("polls_wordlist_changelist", []),
        ("polls_wordlist_change", ["fr"]),
        ("auth_user_changelist", []),
        ("auth_user_add", []),
        ("auth_user_change", [admin.pk]),
        ("auth_group_changelist", []),
        ("auth_group_add", []),
        ("polls_comment_changelist", []),
        ("polls_comment_change", [comment.pk]),
        ("polls_decision_changelist", []),
        ("polls_decision_change", [decision.pk]),
    ]
    for name, pk in (("dossier_article", article.pk), ("polls_question", question.pk)):
        pages += [(f"{name}_changelist", []), (f"{name}_add", [])]
        pages += [(f"{name}_{page}", [pk]) for page in ("change", "delete", "history", "results")]
    return [reverse(f"admin:{name}", args=args) for name, args in pages]


def test_no_page_breaks_the_policy_or_overflows(page: Page, dossier: Article, admin: User) -> None:
    visited = addresses(dossier, admin)
    for width, height in ((1280, 900), (320, 640)):
        page.set_viewport_size({"width": width, "height": height})
        for address in visited:
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200, address
            page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            excess = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert excess <= 0, f"{address} is {excess} px too wide at {width} px"


def test_djangos_calendar_works_and_groups_are_boxes_to_tick(page: Page, admin: User) -> None:
    page.goto(reverse("admin:auth_user_change", args=[admin.pk]))
    page.locator(".field-date_joined .vDateField").fill("")
    page.locator("#calendarlink0, #calendarlink1").last.click()
    page.locator(".calendarbox:visible td a").get_by_text("15", exact=True).click()
    expect(page.locator(".field-date_joined .vDateField")).to_have_value(
        timezone.localdate().replace(day=15).isoformat()
    )
    page.get_by_label("Editors", exact=True).check()
    page.locator("[name=_save]").click()
    page.goto(reverse("admin:auth_user_change", args=[admin.pk]))
    expect(page.get_by_label("Editors", exact=True)).to_be_checked()
