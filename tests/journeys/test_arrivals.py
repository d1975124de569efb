"""Comments that come while a page is open: told once and quietly, and brought where they belong."""

import pytest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from playwright.sync_api import Page, expect

from dossier.models import Article
from polls.models import Comment
from polls.moderation import decide
from tests.factories import (
    ArticleFactory,
    CommentFactory,
    PassageFactory,
    QuestionFactory,
    UserFactory,
)
from tests.journeys.conftest import Arrive
from tests.journeys.discussing import comment
from tests.journeys.reading import expect_announced, staying

pytestmark = pytest.mark.journey

TOP = "document.querySelector('#discussion-thread').getBoundingClientRect().top"


@pytest.fixture
def article(transactional_db: None) -> Article:
    made: Article = ArticleFactory()
    QuestionFactory(article=made)
    return made


@pytest.fixture
def reader(arrive: Arrive, article: Article) -> Page:
    CommentFactory(article=article, body="Il y était.", author_name="Ada")
    page = arrive()
    page.goto(article.get_absolute_url())
    page.locator("#discussion-thread").scroll_into_view_if_needed()
    return page


def publish(article: Article, text: str, parent: Comment | None = None) -> None:
    """Somebody's comment is written and published."""
    made = CommentFactory(article=article, body=text, parent=parent, status="pending")
    moderator = UserFactory(groups=["Moderators"])
    decide(comment=made, moderator=moderator, action="approve", now=timezone.now())


def test_a_passage_tells_how_many_argue_about_it_as_they_come(arrive: Arrive) -> None:
    passage = PassageFactory(slug="mission")
    QuestionFactory(article=passage.article)
    waiting = CommentFactory(article=passage.article, passage=passage, status="pending")
    reader = arrive()
    reader.goto(passage.article.get_absolute_url())
    talk = reader.locator("#passage-mission-talk")
    expect(talk).to_have_text(_("Comment on this passage"))
    with staying(reader):
        moderator = UserFactory(groups=["Moderators"])
        decide(comment=waiting, moderator=moderator, action="approve", now=timezone.now())
        expect(talk).to_have_text(
            ngettext(
                "%(comments)s comment on this passage", "%(comments)s comments on this passage", 1
            )
            % {"comments": 1}
        )


def test_new_comments_are_told_without_moving_anything_and_come_when_asked(
    reader: Page, article: Article
) -> None:
    root = Comment.objects.get()
    word = reader.locator("#discussion-arrivals button")
    expect(word).to_be_hidden()
    before = reader.evaluate(TOP)
    with staying(reader):
        publish(article, "Un premier.")
        expect(word).to_have_text(_("1 new comment"))
        expect_announced(reader, _("1 new comment"))
        reader.evaluate("document.querySelector('#announcements').replaceChildren('')")
        publish(article, "Une réponse.", parent=root)
        expect(word).to_contain_text(_("{count} new comments").format(count=2))
        expect(reader.locator("#announcements")).to_be_empty()
        assert reader.evaluate(TOP) == before
        expect(reader.get_by_text("Un premier.")).to_have_count(0)

        word.click()

        expect(comment(reader, "Un premier.")).to_be_focused()
        below = reader.locator(f"#comment-{root.pk}-replies")
        expect(below).to_contain_text("Une réponse.")
        expect(word).to_be_hidden()
    publish(article, "Encore un.")
    expect(word).to_have_text(_("1 new comment"))
    word.click()
    expect(comment(reader, "Encore un.")).to_be_focused()
    expect(reader.locator("#discussion-thread .comment")).to_have_count(4)


def test_a_comment_taken_back_is_no_news(reader: Page, article: Article) -> None:
    word = reader.locator("#discussion-arrivals button")
    publish(article, "Un premier.")
    expect(word).to_be_visible()
    moderator = UserFactory(groups=["Moderators"])
    rejected = Comment.objects.get(body="Un premier.")
    decide(
        comment=rejected, moderator=moderator, action="reject", reason="abuse", now=timezone.now()
    )
    expect(word).to_be_hidden()
