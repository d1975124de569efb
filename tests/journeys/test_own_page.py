"""A reader comes to their own page, uses what is there, and leaves for good."""

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from dossier.models import Article
from polls.models import Ballot, Comment, Follow, Mute, Voter
from tests.factories import ArticleFactory, CommentFactory, QuestionFactory
from tests.journeys.conftest import DESK, PHONE, Arrive
from tests.journeys.discussing import comment, send, write
from tests.journeys.examining import breaches
from tests.journeys.reading import button, card, expect_announced, staying, vote

pytestmark = pytest.mark.journey

LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])
ARGUMENT = "La plainte cite un accord que personne n’a publié."
OTHER = "Un tout autre argument."
PAGES = ["", "replies/", "threads/", "answers/", "comments/", "held/", "erase/"]


@pytest.fixture
def article(transactional_db: None) -> Article:
    made: Article = ArticleFactory()
    QuestionFactory(article=made)
    CommentFactory(article=made, body=OTHER, author_name="Ada")
    return made


def take_part(page: Page, article: Article) -> None:
    """Vote and write, as a first visit goes."""
    question = article.questions.get()
    page.goto(article.get_absolute_url())
    vote(card(page, question), str(question.choices.first()))
    expect(card(page, question)).to_contain_text(_("Your answer:"))
    write(page, ARGUMENT, name="Bérénice")
    send(page)
    expect(comment(page, ARGUMENT)).to_be_visible()


def my_page(page: Page) -> None:
    """By the way that every page has, at its foot."""
    page.get_by_role("contentinfo").get_by_role("link").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(_("Your own page"))


def test_a_thread_is_followed_and_an_author_muted_where_one_reads(
    article: Article, arrive: Arrive
) -> None:
    reader = arrive()
    reader.goto(article.get_absolute_url())
    here = comment(reader, OTHER)
    with staying(reader):
        here.get_by_role("button", name=_("Follow")).click()
        expect(here.get_by_role("button", name=_("Following"))).to_be_focused()
        expect_announced(
            reader, _("You follow this thread: your own page tells you what is new in it.")
        )
        here.get_by_role("button", name=_("Mute")).click()
        folded = reader.get_by_text(_("Muted by you – show"), exact=True)
        expect(folded).to_be_visible()
        expect(reader.get_by_text(OTHER)).to_be_hidden()
        folded.click()
        expect(reader.get_by_text(OTHER)).to_be_visible()
    assert (Follow.objects.count(), Mute.objects.count()) == (1, 1)
    my_page(reader)
    button(reader, f"{_('No longer mute')} Ada").click()
    expect(reader.get_by_text(_("You see this author’s comments again."))).to_be_visible()
    reader.goto(article.get_absolute_url())
    expect(reader.get_by_text(OTHER)).to_be_visible()
    assert Mute.objects.count() == 0


@pytest.mark.parametrize("java_script", [True, False])
def test_an_answer_is_withdrawn_and_everything_erased(
    java_script: bool, article: Article, arrive: Arrive
) -> None:
    reader = arrive(java_script_enabled=java_script)
    take_part(reader, article)
    my_page(reader)
    expect(reader.get_by_text(ARGUMENT)).to_be_visible()
    reader.get_by_role("button", name=_("Withdraw")).click()
    expect(reader.get_by_text(_("Withdrawn"), exact=True)).to_be_visible()
    assert Ballot.objects.standing().count() == 0

    reader.get_by_role("link", name=_("What is held"), exact=True).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(_("What is held about you"))
    reader.get_by_role("link", name=_("Erase it…"), exact=True).click()
    reader.get_by_role("radio", name=_("They stay counted, as nobody’s")).check()
    button(reader, _("Erase for good")).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(_("Erased"))
    assert [cookie["name"] for cookie in reader.context.cookies()] == []
    assert Comment.objects.filter(body=ARGUMENT).count() == 0
    assert Voter.objects.filter(display_name="Bérénice").count() == 0
    my_page(reader)
    expect(reader.get_by_role("listitem").first).to_be_visible()


@LANGUAGES
@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_own_pages_fit_their_screen_and_axe_finds_nothing(
    article: Article, arrive: Arrive, language: str, screen: dict[str, dict[str, int]]
) -> None:
    reader = arrive(screen)
    reader.goto(f"/{language}/me/")
    found = breaches(reader)
    take_part(reader, article)
    CommentFactory(article=article, parent=Comment.objects.get(body=ARGUMENT))
    comment(reader, OTHER).get_by_role("button", name=_("Mute")).click()
    expect(reader.get_by_text(_("Muted by you – show"), exact=True)).to_be_visible()
    for page in PAGES:
        reader.goto(f"/{language}/me/{page}")
        found += breaches(reader)
        width = reader.evaluate("document.documentElement.scrollWidth")
        assert width == screen["viewport"]["width"], page
    assert found == []
