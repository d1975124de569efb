"""What a reader is told on coming back: of others, of this dossier, and of nobody else."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from dossier.models import Article, Revision
from polls.models import Ballot, Comment, Question, Voter
from polls.voting.voters import key_hash
from tests.browsing import Browser
from tests.factories import ArticleFactory, CommentFactory, QuestionFactory

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def article() -> Article:
    made: Article = ArticleFactory()
    QuestionFactory(article=made, slug="one")
    QuestionFactory(article=made, slug="two")
    return made


@pytest.fixture
def before() -> datetime:
    """The visit before: three days ago."""
    return timezone.now() - timedelta(days=3)


def votes(reader: Browser, article: Article, slug: str = "one") -> None:
    path = f"/en/{article.slug}/{slug}/vote/"
    assert reader.post(path, {"choice": "choice-1"}).status_code == 302


def told(reader: Browser, article: Article, query: str = "") -> str:
    response = reader.get(f"/en/{article.slug}/results/since/{query}", headers=HTMX)
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", "", response.content.decode()).split())


def visit(at: datetime, answers: int) -> str:
    return f"?at={int(at.timestamp())}&answers={answers}"


def items(line: str) -> list[str]:
    return line.partition("): ")[2].split(" · ")


def voter_of(article: Article) -> Voter:
    return Voter.objects.get(ballots__question__article=article)


def test_everything_that_others_changed_is_told_with_its_place(
    client: Browser, article: Article, before: datetime
) -> None:
    votes(client, article)
    mine = CommentFactory(article=article, voter=voter_of(article), posted_at=before)
    for _number in range(3):
        votes(Browser(), article)
    reply = CommentFactory(article=article, parent=mine)
    CommentFactory(article=article)
    closed = timezone.now() - timedelta(hours=1)
    Question.objects.filter(slug="two").update(closes_at=closed)
    QuestionFactory(article=article, slug="new", opens_at=closed)
    Revision.objects.create(article=article, number=2, made_at=closed, note_en="A figure.")
    response = client.get(f"/en/{article.slug}/results/since/{visit(before, 0)}", headers=HTMX)
    found = re.findall(r'<a href="([^"]*)">([^<]*)</a>', response.content.decode())
    page = f"/en/{article.slug}/"
    two, new = (Question.objects.get(slug=slug).pk for slug in ("two", "new"))
    assert [(said, href) for href, said in found] == [
        ("1 reply to you", "/en/me/replies/"),
        ("the article was corrected", f"{page}#corrections"),
        ("1 question closed", f"{page}#question-{two}"),
        ("1 new question", f"{page}#question-{new}"),
        ("3 new answers", f"{page}results/"),  # four were counted, one is the reader's own
        ("2 new comments", f"{page}#discussion"),
    ]
    assert reply.status == Comment.Status.PUBLISHED


def test_what_was_before_is_not_told(client: Browser, article: Article) -> None:
    votes(client, article)
    old = timezone.now() - timedelta(days=9)
    CommentFactory(article=article, posted_at=old)
    Question.objects.filter(slug="two").update(closes_at=old)
    line = told(client, article, visit(old + timedelta(days=1), 1))
    assert line.startswith("Nothing has changed since you were last here (")


def test_nor_what_happened_elsewhere_or_is_not_published(
    client: Browser, article: Article, before: datetime
) -> None:
    votes(client, article)
    votes(Browser(), QuestionFactory(slug="one").article)
    CommentFactory()
    CommentFactory(article=article, status=Comment.Status.PENDING)
    QuestionFactory(article=article, status="draft", opens_at=before + timedelta(days=1))
    assert told(client, article, visit(before, 0)).startswith("Nothing has changed")


def test_without_scripts_it_is_since_the_last_answer(client: Browser, article: Article) -> None:
    """How many answers there were then, nobody has counted: nothing is said of them."""
    votes(client, article)
    yesterday = timezone.now() - timedelta(days=1)
    Ballot.objects.update(changed_at=yesterday)
    votes(Browser(), article)
    CommentFactory(article=article)
    html = client.get(f"/en/{article.slug}/results/since/").content.decode()
    assert "<h1>What has changed</h1>" in html
    assert "Since your last answer (" in html
    assert re.findall(r'<li><a class="button-plain" href="([^"]*)">([^<]*)</a>', html) == [
        (f"/en/{article.slug}/#discussion", "1 new comment")
    ]


@pytest.mark.parametrize("query", ["?at=", "?at=soon", "?at=99999999999", "?at=-1", "?at=٣"])
def test_what_is_no_moment_counts_as_none(query: str, client: Browser, article: Article) -> None:
    votes(client, article)
    assert "since your last answer" in told(client, article, query)


def test_whoever_is_not_known_is_led_to_the_dossier(client: Browser, article: Article) -> None:
    response = client.get(f"/en/{article.slug}/results/since/")
    assert (response.status_code, response.headers["Location"]) == (302, f"/en/{article.slug}/")
    assert response.cookies.keys() == set()


def test_it_is_kept_by_no_cache_and_takes_so_many_queries(
    client: Browser,
    article: Article,
    before: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    votes(client, article)
    for _number in range(3):
        votes(Browser(), article, "two")
        CommentFactory(article=article)
    path = f"/en/{article.slug}/results/since/"
    with django_assert_num_queries(8):
        response = client.get(path + visit(before, 0), headers=HTMX)
    assert "no-store" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]
    with django_assert_num_queries(9):  # when it was, but no answers; the page's own banner
        client.get(path)


class TestTheLine:
    def test_stands_on_the_page_of_who_has_answered_and_of_nobody_else(
        self, client: Browser, article: Article
    ) -> None:
        votes(client, article)
        votes(Browser(), article, "two")
        assert line_on(client, article) == [(str(article.pk), "2")]
        assert line_on(Browser(), article) == []
        elsewhere = Browser()
        votes(elsewhere, QuestionFactory(slug="one").article)
        assert line_on(elsewhere, article) == []

    def test_goes_with_the_answer(self, client: Browser, article: Article) -> None:
        votes(client, article)
        client.post(f"/en/{article.slug}/one/withdraw/", {"seen": "1"})
        assert line_on(client, article) == []

    def test_leaves_the_page_of_all_as_it_was(self, article: Article) -> None:
        votes(Browser(), article)
        one, another = (Browser().get(f"/en/{article.slug}/") for _reader in range(2))
        assert one.headers["ETag"] == another.headers["ETag"]
        assert "s-maxage=1" in one.headers["Cache-Control"]


def line_on(reader: Browser, article: Article) -> list[tuple[str, ...]]:
    html = reader.get(f"/en/{article.slug}/").content.decode()
    return re.findall(r'<p class="since"[^>]*data-dossier="(\d+)" data-answers="(\d+)"', html)


def test_the_key_is_the_reader_s(client: Browser, article: Article) -> None:
    """Nothing is written by looking: no visit is kept here."""
    votes(client, article)
    held = list(Voter.objects.values()), list(Ballot.objects.values())
    told(client, article)
    client.get(f"/en/{article.slug}/")
    assert (list(Voter.objects.values()), list(Ballot.objects.values())) == held
    assert voter_of(article).key_hash != key_hash("")
