"""Reading without a connection, and what a browser keeps, and never keeps, for it."""

from time import sleep
from typing import Any

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from dossier import filling, offline
from dossier.models import Article
from polls.models import Question
from tests.factories import ArticleFactory, QuestionFactory, UserFactory
from tests.journeys.conftest import Arrive
from tests.journeys.gazette import gazette
from tests.journeys.keeping import (
    CONTROLLED,
    TEXT,
    open_and_keep,
    registrations,
    stored,
    wait_until,
    waiting,
)
from tests.journeys.reading import button, card, vote
from tests.journeys.watch import Watch

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("with_a_worker")]

TITLE = "This page is not kept here"


@pytest.fixture
def question(transactional_db: None) -> Question:
    made: Question = QuestionFactory(choices=3)
    return made


@pytest.fixture
def article(question: Question) -> Article:
    return question.article


@pytest.fixture
def reader(arrive: Arrive, article: Article) -> Page:
    page = arrive()
    open_and_keep(page, article.get_absolute_url())
    return page


def state(page: Page) -> Any:
    return page.get_by_role("complementary", name=_("Connection"))


def test_a_dossier_that_was_opened_is_read_without_a_connection(
    reader: Page, article: Article, watch: Watch
) -> None:
    reader.context.set_offline(True)
    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_have_text(article.title)
    said = _("You are offline; this page is from {time}.").partition("{")[0]
    expect(state(reader)).to_contain_text(said)
    expect(reader.locator(".live")).to_have_attribute("data-state", "paused")

    reader.goto("/fr/somewhere/")
    expect(reader.get_by_role("heading", level=1)).to_have_text(_(TITLE))
    reader.get_by_role("link", name=article.title).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(article.title)

    reader.context.set_offline(False)
    reader.get_by_role("link", name=_("Load it anew")).click()
    expect(state(reader)).to_be_hidden()
    watch.complaints.clear()


def test_a_connection_that_is_too_slow_is_not_waited_for(
    reader: Page, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    page_of = filling.page_of

    def slowly(*args: Any, **kwargs: Any) -> Any:
        sleep(8)
        return page_of(*args, **kwargs)

    monkeypatch.setattr(filling, "page_of", slowly)
    reader.reload()
    expect(reader.locator("body[data-kept]")).to_be_visible(timeout=7000)
    expect(reader.get_by_role("link", name=_("Load it anew"))).to_be_visible()
    sleep(6)  # the server is not left in the middle of its answer


def test_what_a_known_reader_opens_is_kept_as_everybody_sees_it(
    reader: Page, question: Question
) -> None:
    vote(card(reader, question), question.choices.all()[0].label)
    expect(card(reader, question).get_by_text(_("Change my answer"))).to_be_visible()
    open_and_keep(reader, question.get_absolute_url())
    expect(card(reader, question).get_by_text(_("Change my answer"))).to_be_visible()
    text = reader.evaluate(TEXT, question.get_absolute_url())
    assert 'name="seen" value="0"' in text
    assert _("Change my answer") not in text


def test_pages_that_are_not_for_everybody_are_never_kept(reader: Page, article: Article) -> None:
    for path in ("/fr/me/", "/fr/me/held/", f"{article.get_absolute_url()}comments/"):
        reader.goto(path)
        reader.wait_for_load_state("networkidle")
    assert stored(reader)["dossier-pages"] == [article.get_absolute_url()]


def test_a_draft_that_the_newsroom_previews_is_never_kept(
    arrive: Arrive, article: Article, live_server: LiveServer, client: Any
) -> None:
    draft = ArticleFactory(status="draft")
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    page = arrive()
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    open_and_keep(page, article.get_absolute_url())
    page.goto(draft.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text(draft.title)
    assert page.evaluate(CONTROLLED)
    page.wait_for_load_state("networkidle")
    assert stored(page)["dossier-pages"] == [article.get_absolute_url()]


def test_the_newsroom_frames_and_large_screens_stay_out_of_it(
    reader: Page, question: Question, watch: Watch
) -> None:
    reader.goto("/admin/login/")
    assert not reader.evaluate(CONTROLLED)
    assert reader.locator("#offline").count() == 0

    screen = f"{question.get_absolute_url()}screen/"
    embed = f"/fr/embed/{question.article.slug}/{question.slug}/"
    for path in (screen, embed):
        reader.goto(path)
        expect(reader.get_by_role("heading", level=1)).to_have_text(question.prompt)
        assert reader.locator("#offline").count() == 0
    assert all(name not in stored(reader)["dossier-pages"] for name in (screen, embed))
    assert all("embed" not in one for one in registrations(reader))


def test_a_frame_in_another_site_has_no_worker(
    reader: Page, question: Question, watch: Watch, live_server: LiveServer
) -> None:
    path = f"/fr/embed/{question.article.slug}/{question.slug}/"
    frame = f'<iframe src="{live_server.url}{path}"></iframe>'
    with gazette(frame) as site:
        watch.expects(site)
        reader.goto(site)
        inside = reader.frames[1]
        inside.wait_for_load_state()
        expect(inside.get_by_role("heading", level=1)).to_have_text(question.prompt)
        assert not inside.evaluate(CONTROLLED)


def test_a_new_release_takes_over_and_drops_what_no_kept_page_needs(
    reader: Page, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.evaluate("""
      async () => {
        const old = await caches.open("dossier-files");
        await old.put("/static/js/gone.abc.js", new Response("old"));
        await (await caches.open("dossier-0")).put("/static/js/older.js", new Response("older"));
      }
    """)
    released = f"/* the next release */ {offline.source()}"
    monkeypatch.setattr(offline, "source", lambda: released)
    reader.reload()
    wait_until(reader, "caches.has('dossier-0').then((has) => !has)")
    wait_until(reader, "caches.match('/static/js/gone.abc.js').then((kept) => !kept)")
    assert stored(reader)["dossier-pages"] == [article.get_absolute_url()]
    files = stored(reader)["dossier-files"]
    assert {"/static/css/tokens.css", "/static/js/ballots.js", "/fr/me/offline/"} <= set(files)


def test_an_operator_can_switch_it_off_for_everybody(reader: Page, settings: Settings) -> None:
    settings.OFFLINE_READING = False
    reader.goto("/fr/")
    wait_until(reader, "caches.keys().then(({ length }) => !length)")
    wait_until(reader, "navigator.serviceWorker.getRegistrations().then(({ length }) => !length)")
    reader.reload()
    assert not reader.evaluate(CONTROLLED)


def test_erasing_leaves_nothing_in_the_browser(
    reader: Page, question: Question, watch: Watch
) -> None:
    vote(card(reader, question), question.choices.all()[0].label)
    expect(card(reader, question).get_by_text(_("Change my answer"))).to_be_visible()
    reader.goto("/fr/me/erase/")
    reader.get_by_role("radio", name=_("They go as well")).check()
    reader.evaluate("indexedDB.open('dossier', 1)")
    button(reader, _("Erase for good")).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(_("Erased"))
    wait_until(reader, "caches.keys().then(({ length }) => !length)")
    wait_until(reader, "navigator.serviceWorker.getRegistrations().then(({ length }) => !length)")
    assert waiting(reader) == []
    assert reader.context.cookies() == []


def test_no_other_site_can_have_a_browser_drop_what_it_keeps(
    reader: Page, live_server: LiveServer, watch: Watch, article: Article
) -> None:
    with gazette(f'<a href="{live_server.url}/fr/me/erased/">Gagnez !</a>') as site:
        watch.expects(site)
        reader.goto(site)
        reader.get_by_role("link").click()
        expect(reader.get_by_role("heading", level=1)).to_have_text(_("Your own page"))
        assert stored(reader)["dossier-pages"] == [article.get_absolute_url()]


def test_the_oldest_pages_go_first(
    reader: Page, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.evaluate("""
      async () => {
        const pages = await caches.open("dossier-pages");
        const put = (path, at) =>
          pages.put(path, new Response("", { headers: { "X-Kept-At": at } }));
        for (let number = 1; number <= 32; number += 1) {
          await put(`/fr/page-${number}/`, Date.now());
        }
        await put("/fr/old/", Date.now() - 31 * 24 * 60 * 60_000);
      }
    """)
    open_and_keep(reader, "/fr/")
    wait_until(reader, "caches.match('/fr/old/').then((kept) => !kept)")
    kept = stored(reader)["dossier-pages"]
    assert kept[-1] == "/fr/"
    assert len(kept) <= 30
    assert "/fr/page-32/" in kept
    assert article.get_absolute_url() not in kept
