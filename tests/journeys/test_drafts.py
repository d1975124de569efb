"""What a reader writes is not lost: by no reload, failure, lost cookie or lost connection."""

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import Page, Route, expect

from dossier.models import Article
from polls.models import Comment
from tests.factories import ArticleFactory, CommentFactory
from tests.journeys.conftest import Arrive
from tests.journeys.discussing import WAITS, comment, send, write
from tests.journeys.reading import button
from tests.journeys.watch import Watch

pytestmark = pytest.mark.journey

ARGUMENT = "La plainte cite un accord que personne n’a publié."
OTHER = "Un tout autre argument."
OFFLINE = "You are offline. What you wrote stays here, on this device: send it once you are back."
ONLINE = "You are back online: send it now."
FAILED = "This could not be sent. What you wrote stays here: try again in a moment."
BUSY = (
    "Too much is being sent from your network just now. "
    "What you wrote stays here: try again in a moment."
)


@pytest.fixture
def article(transactional_db: None) -> Article:
    made: Article = ArticleFactory()
    return made


@pytest.fixture
def reader(arrive: Arrive, article: Article) -> Page:
    page = arrive()
    page.goto(article.get_absolute_url())
    return page


@pytest.fixture
def storing_nothing(reader: Page) -> Page:
    """The same, whose browser gives no room to what waits to be sent."""
    reader.add_init_script("delete window.indexedDB")
    reader.reload()
    return reader


def expect_field(page: Page, text: str) -> None:
    expect(page.get_by_label(_("Your argument"), exact=True)).to_have_value(text)


def kept(page: Page) -> list[str]:
    """The drafts that the browser keeps."""
    script = """
      Object.entries(localStorage).filter(([name]) => name.startsWith("draft:")).map(([, it]) => it)
    """
    texts: list[str] = page.evaluate(script)
    return texts


def expect_sent(page: Page, text: str = ARGUMENT) -> None:
    expect(page.get_by_text(_(WAITS)).first).to_be_visible()
    expect(comment(page, text)).to_be_visible()
    expect_field(page, "")
    assert kept(page) == []
    page.reload()
    expect_field(page, "")


def test_a_draft_survives_a_reload_until_it_is_taken(reader: Page) -> None:
    write(reader, ARGUMENT, name="Bérénice")
    reader.reload()
    expect_field(reader, ARGUMENT)
    write(reader, ARGUMENT, name="Bérénice")
    send(reader)
    expect_sent(reader)


def test_a_draft_that_was_emptied_does_not_come_back(reader: Page) -> None:
    write(reader, ARGUMENT, name="Bérénice")
    write(reader, "", name="Bérénice")
    reader.reload()
    expect_field(reader, "")


def test_a_reply_s_draft_is_marked_where_it_waits(reader: Page, article: Article) -> None:
    CommentFactory(article=article, body=OTHER)
    reader.reload()
    link = comment(reader, OTHER).get_by_role("link", name=_("Reply"))
    hint = link.get_by_text(_("(draft)"))
    expect(hint).to_be_hidden()
    link.click()
    field = comment(reader, OTHER).get_by_role("textbox").first
    field.fill(ARGUMENT)
    reader.reload()
    expect(hint).to_be_visible()
    link.click()
    expect(field).to_have_value(ARGUMENT)


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (500, "<!doctype html><h1>Server Error</h1>", FAILED),
        (502, "<html><h1>502 Bad Gateway</h1></html>", FAILED),
        (429, "<html><h1>429 Too Many Requests</h1></html>", BUSY),
    ],
)
def test_a_failed_post_says_so_and_is_sent_again(
    status: int, body: str, told: str, reader: Page, watch: Watch
) -> None:
    watch.provokes(status)
    reader.route("**/comments/", lambda route: answer(route, status, body), times=1)
    watch_htmx(watch)
    write(reader, ARGUMENT, name="Bérénice")
    send(reader)
    expect(reader.get_by_role("alert").filter(has_text=_(told))).to_be_visible()
    expect_field(reader, ARGUMENT)
    assert kept(reader) == [ARGUMENT]
    button(reader, _("Send again")).click()
    expect(reader.get_by_text(_(told))).to_have_count(0)
    expect_sent(reader)
    assert Comment.objects.count() == 1
    forgive_htmx(watch)


def answer(route: Route, status: int, body: str) -> None:
    route.fulfill(status=status, body=body, content_type="text/html")


def watch_htmx(watch: Watch) -> None:
    """htmx itself logs what fails; a journey that has it fail expects that."""
    assert watch.complaints == []


def forgive_htmx(watch: Watch) -> None:
    said = [
        one for one in watch.complaints if "Response Status Error Code" in one or "htmx:" in one
    ]
    for one in said:
        watch.complaints.remove(one)


def test_the_site_s_own_refusal_keeps_the_text(
    reader: Page, article: Article, watch: Watch
) -> None:
    """Six comments in five minutes: the last is one too many."""
    for number in range(5):
        write(reader, f"{ARGUMENT} {number}", name="Bérénice")
        send(reader)
        expect(comment(reader, f"{ARGUMENT} {number}")).to_be_visible()
    watch.provokes(429)
    write(reader, OTHER, name="Bérénice")
    send(reader)
    expect(reader.get_by_role("alert").filter(has_text=_("Not taken yet"))).to_be_visible()
    expect_field(reader, OTHER)
    reader.reload()
    expect_field(reader, OTHER)
    assert Comment.objects.count() == 5


def test_a_lost_connection_is_told_and_the_text_sent_once_it_is_back(
    storing_nothing: Page, watch: Watch
) -> None:
    reader = storing_nothing
    write(reader, ARGUMENT, name="Bérénice")
    reader.context.set_offline(True)
    send(reader)
    expect(reader.get_by_role("alert").filter(has_text=_(OFFLINE))).to_be_visible()
    expect_field(reader, ARGUMENT)
    reader.context.set_offline(False)
    expect(reader.get_by_role("alert").filter(has_text=_(ONLINE))).to_be_visible()
    button(reader, _("Send again")).click()
    expect_sent(reader)
    watch.complaints.clear()  # the browser logs each request that found no network


def test_an_answer_that_was_lost_is_one_comment(storing_nothing: Page, watch: Watch) -> None:
    """The first attempt was taken, but its answer never came: sent again, it is the same."""
    reader = storing_nothing

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    write(reader, ARGUMENT, name="Bérénice")
    send(reader)
    expect_sent(reader)
    write(reader, OTHER, name="Bérénice")
    reader.route("**/comments/", lose, times=1)
    send(reader)
    expect(reader.get_by_role("alert").filter(has_text=_(FAILED))).to_be_visible()
    button(reader, _("Send again")).click()
    expect(reader.get_by_text(_("This comment has reached us already.")).first).to_be_visible()
    assert kept(reader) == []
    assert Comment.objects.filter(body=OTHER).count() == 1
    watch.complaints.clear()


def test_a_cookie_that_expired_costs_no_text(reader: Page) -> None:
    write(reader, OTHER, name="Bérénice")
    send(reader)
    expect(comment(reader, OTHER)).to_be_visible()
    write(reader, ARGUMENT, name="Bérénice")
    reader.context.clear_cookies()
    send(reader)
    expect(comment(reader, ARGUMENT)).to_be_visible()
    assert kept(reader) == []
    assert Comment.objects.values("voter").distinct().count() == 2


def test_two_tabs_share_a_draft_and_neither_loses_other_words(
    reader: Page, article: Article
) -> None:
    twin, third = (reader.context.new_page() for _tab in range(2))
    for tab in (twin, third):
        tab.goto(article.get_absolute_url())
    write(reader, ARGUMENT, name="Bérénice")
    expect_field(twin, ARGUMENT)
    write(third, OTHER, name="Bérénice")
    expect_field(third, OTHER)
    expect_field(reader, ARGUMENT)

    send(reader)
    expect(comment(reader, ARGUMENT)).to_be_visible()
    expect_field(third, OTHER)
    third.reload()
    expect_field(third, OTHER)


def test_what_was_erased_leaves_no_draft(reader: Page) -> None:
    write(reader, OTHER, name="Bérénice")
    send(reader)
    expect(comment(reader, OTHER)).to_be_visible()
    write(reader, ARGUMENT, name="Bérénice")
    reader.goto("/fr/me/erase/")
    reader.get_by_role("radio", name=_("They go as well")).check()
    button(reader, _("Erase for good")).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(_("Erased"))
    assert kept(reader) == []
    assert reader.context.cookies() == []
    assert Comment.objects.get().body == ""
