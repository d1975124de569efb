"""A moderator decides by keys in Chromium, without a page jumping, and without scripts as well."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from dossier.models import Article
from polls.models import Comment
from tests.factories import CommentFactory, UserFactory
from tests.journeys.conftest import DESK, PHONE, Arrive
from tests.journeys.newsroom import sign_in
from tests.journeys.reading import button
from tests.journeys.watch import Watch

pytestmark = pytest.mark.journey

NAMES = ("Ursule", "Basile", "Colette")


@pytest.fixture
def language() -> str:
    return "en"


@pytest.fixture
def moderator(transactional_db: None) -> User:
    member: User = UserFactory(groups=["Moderators"])
    return member


@pytest.fixture
def waiting(dossier: Article) -> Sequence[Comment]:
    return [CommentFactory(article=dossier, author_name=name, status="pending") for name in NAMES]


@pytest.fixture
def page(arrive: Arrive, moderator: User, waiting: Sequence[Comment]) -> Page:
    page = arrive(DESK)
    sign_in(page, moderator)
    return page


def entry(page: Page, comment: Comment) -> Locator:
    return page.locator(f"#comment-{comment.pk}")


def statuses() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def test_three_comments_are_decided_by_keys(page: Page, waiting: Sequence[Comment]) -> None:
    first, second, third = (entry(page, comment) for comment in waiting)
    page.keyboard.press("j")
    expect(first).to_be_focused()
    page.keyboard.press("j")
    expect(second).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("a")
    expect(first).to_contain_text("Decided: approve")
    expect(second).to_be_focused()
    page.keyboard.press("1")
    expect(second).to_contain_text("(insult or hatred)")
    expect(third).to_be_focused()
    page.keyboard.press("r")
    expect(third.get_by_label("Reason")).to_be_focused()
    page.keyboard.type("off")
    page.keyboard.press("Enter")
    expect(third).to_contain_text("(off topic)")
    assert statuses() == ["published", "rejected", "rejected"]
    expect(page.locator("#announcements")).to_have_text("Decided on 1 text: reject.")
    expect(page.locator("#queues")).to_contain_text("Waiting 0")


def test_the_last_decision_is_undone_by_a_key(page: Page, waiting: Sequence[Comment]) -> None:
    first, second, _third = (entry(page, comment) for comment in waiting)
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(second).to_be_focused()
    page.keyboard.press("u")
    expect(first).to_be_focused()
    expect(button(first, "Approve")).to_be_visible()
    assert statuses() == ["pending"] * 3


def test_what_is_skipped_goes_to_the_end(page: Page, waiting: Sequence[Comment]) -> None:
    page.keyboard.press("j")
    page.keyboard.press("n")
    expect(entry(page, waiting[1])).to_be_focused()
    expect(page.locator(".entry h2")).to_have_text(["Basile", "Colette", "Ursule"])


def test_a_page_does_not_jump(page: Page, waiting: Sequence[Comment]) -> None:
    page.set_viewport_size({"width": 1280, "height": 500})
    second = entry(page, waiting[1])
    button(second, "Approve").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    assert before > 0
    page.evaluate("window.stays = true")
    button(second, "Approve").click()
    expect(second).to_contain_text("Decided: approve")
    expect(entry(page, waiting[2])).to_be_focused()
    assert page.evaluate("window.stays")
    assert page.evaluate("scrollY") > 0


def test_keys_can_be_turned_off_in_a_browser(page: Page, waiting: Sequence[Comment]) -> None:
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keyboard")
    expect(keys).to_be_visible()
    keys.get_by_label("Single keys act in this browser").uncheck()
    keys.get_by_role("button", name="Close").click()
    for _visit in range(2):
        entry(page, waiting[0]).focus()
        for key in "ajs1?":
            page.keyboard.press(key)
        expect(keys).to_be_hidden()
        expect(entry(page, waiting[0])).to_be_focused()
        expect(page.locator(".decide kbd").first).to_be_hidden()
        page.reload()
    assert statuses() == ["pending"] * 3
    button(page, "Keyboard").click()
    keys.get_by_label("Single keys act in this browser").check()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(entry(page, waiting[0])).to_be_focused()


def test_keys_are_silent_while_somebody_writes(page: Page, waiting: Sequence[Comment]) -> None:
    note = entry(page, waiting[0]).get_by_label("Note for the newsroom")
    note.fill("")
    note.press_sequentially("a jus?1")
    expect(note).to_have_value("a jus?1")
    page.keyboard.press("Control+a")
    assert statuses() == ["pending"] * 3


def test_two_moderators_at_once(
    page: Page, arrive: Arrive, waiting: Sequence[Comment], watch: Watch
) -> None:
    other, sent = arrive(PHONE), entry(page, waiting[0])
    rival: User = UserFactory(groups=["Moderators"], username="camille")
    sign_in(other, rival)
    button(entry(other, waiting[0]), "Approve").click()
    expect(entry(other, waiting[0])).to_contain_text("Decided: approve")
    watch.provokes(409)
    button(sent, "Mark as spam").click()
    expect(sent.get_by_role("alert")).to_contain_text("(camille: approve)")
    expect(sent).to_be_focused()
    assert statuses() == ["published", "pending", "pending"]


def test_everything_without_scripts(
    arrive: Arrive, moderator: User, waiting: Sequence[Comment]
) -> None:
    page = arrive(DESK, java_script_enabled=False)
    sign_in(page, moderator)
    expect(page.locator("kbd:visible, [data-skip]:visible")).to_have_count(0)
    button(entry(page, waiting[0]), "Approve").click()
    expect(page.locator(".messagelist")).to_contain_text("Decided on 1 text: approve.")
    button(page, "Undo").click()
    expect(page.locator(".messagelist")).to_contain_text("1 decision is undone.")
    for comment in waiting[:2]:
        entry(page, comment).get_by_role("checkbox", name="Tick for").check()
    button(page.locator("#bulk"), "Mark as spam").click()
    expect(page.locator(".entry h2")).to_have_text(["Colette"])
    button(page, "Undo all of them").click()
    expect(page.locator(".entry h2")).to_have_text(list(NAMES))
    button(page, "Read without names").click()
    expect(page.locator(".entry h2")).to_have_text(["A reader"] * 3)
    page.get_by_label("Dossier", exact=True).select_option(index=1)
    button(page, "Show").click()
    assert "dossier=" in page.url


def test_a_whole_page_is_ticked_at_once(page: Page, waiting: Sequence[Comment]) -> None:
    page.get_by_label("All on this page").check()
    button(page.locator("#bulk"), "Approve").click()
    expect(page.locator(".messagelist")).to_contain_text("Decided on 3 texts: approve.")
    assert statuses() == ["published"] * 3


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_nothing_is_wider_than_the_screen(
    arrive: Arrive, moderator: User, waiting: Sequence[Comment], screen: dict[str, Any]
) -> None:
    page = arrive(screen)
    sign_in(page, moderator)
    page.set_viewport_size({"width": 320, "height": 640})
    for name in ("moderation", "polls_policy_add", "polls_holdingrule_changelist"):
        page.goto(reverse(f"admin:{name}"))
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name
