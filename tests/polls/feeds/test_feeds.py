"""What each feed tells, in which language, at what cost; and that it tells nothing unpublished."""

from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from dossier.models import Article, Revision
from polls.feeds import atom
from polls.kinds import Answer
from polls.models import Policy, Question, Resolution
from polls.voting import cast
from tests.factories import (
    ArticleFactory,
    CommentFactory,
    PassageFactory,
    QuestionFactory,
    UserFactory,
    VoterFactory,
)
from tests.polls.discussion.reader import Reader, comment_on
from tests.polls.feeds.reading import fetch, parsed, read

pytestmark = pytest.mark.django_db

NOW = timezone.now()
DAY = timedelta(days=1)
HOSTILE = "a\x00b\x0bc\ufffe ]]> </content></entry> <script>alert(1)</script> & \"'< 𝄞 é"


def closed(article: Article, **fields: object) -> Question:
    question: Question = QuestionFactory(article=article, opens_at=NOW - 2 * DAY, **fields)
    for slug in ("choice-1", "choice-2", "choice-1"):
        marks = {question.choices.get(slug=slug).pk: 1}
        cast(question=question, voter=VoterFactory(), answer=Answer(marks), now=NOW - 1.5 * DAY)
    Question.objects.filter(pk=question.pk).update(closes_at=NOW - DAY)
    return question


def old_article(**fields: object) -> Article:
    article: Article = ArticleFactory(published_at=NOW - 9 * DAY, **fields)
    return article


# What is new in dossiers


def test_the_site_s_feed_tells_of_published_dossiers(client: Client) -> None:
    first, second = old_article(), ArticleFactory()
    ArticleFactory(status="draft", published_at=None, title_en="Secret")
    feed = read(client, "/en/feed/")
    assert (feed.title, feed.page, feed.language) == ("Dossier", "http://testserver/en/", "en")
    assert feed.titles == [second.title_en, first.title_en]
    assert feed.entries[0].link == f"http://testserver/en/{second.slug}/"
    assert feed.entries[0].html == "<p>What the dossier says.</p>\n"


def test_a_dossier_s_feed_tells_what_came_after_it(client: Client) -> None:
    article = old_article()
    first = QuestionFactory(article=article)
    Question.objects.filter(pk=first.pk).update(created_at=NOW - 10 * DAY)
    QuestionFactory(article=article, opens_at=NOW - 3 * DAY, prompt_en="Later?")
    QuestionFactory(article=article, opens_at=NOW + DAY, prompt_en="Not open yet")
    QuestionFactory(article=article, status="draft", prompt_en="Draft")
    QuestionFactory(prompt_en="Elsewhere")
    made = {"article": article, "made_at": NOW - DAY / 2}
    Revision.objects.create(number=2, note_en="A date was wrong.", note_fr="Une date.", **made)
    Revision.objects.create(number=3, **made)
    closed(article, prompt_en="Done?")

    feed = read(client, f"/en/{article.slug}/feed/")

    assert feed.titles == [
        f"Corrected: {article.title_en}",
        "Result: Done?",
        "New question: Done?",
        "New question: Later?",
        article.title_en,
    ]
    assert feed.entries[0].html == "<p>A date was wrong.</p>"
    assert "leads with 2 of 3 votes." in feed.entries[1].html
    assert "3 readers who chose to vote" in feed.entries[1].html


@pytest.mark.parametrize(
    ("fields", "shown"),
    [({}, True), ({"results": "after_close"}, True), ({"results": "staff"}, False)],
)
def test_a_result_is_told_once_it_is_out_and_public(
    fields: dict[str, str], shown: bool, client: Client
) -> None:
    article = old_article()
    question = closed(article, **fields)
    path = f"/en/{article.slug}/feed/"
    assert any(title.startswith("Result") for title in read(client, path).titles) is shown
    Question.objects.filter(pk=question.pk).update(closes_at=NOW + DAY)
    assert not any(title.startswith("Result") for title in read(client, path).titles)
    Question.objects.filter(pk=question.pk).update(status="withdrawn", closes_at=NOW - DAY)
    assert len(read(client, path).titles) == 1


def test_a_forecast_s_outcome_is_told_as_it_was_resolved_last(client: Client) -> None:
    article = old_article()
    question = QuestionFactory(article=article, kind="forecast", choices=1, prompt_en="Will it?")
    known = {"question": question, "happened_at": NOW - DAY, "editor": UserFactory()}
    Resolution.objects.create(
        outcome="no", evidence_en="Old.", evidence_fr="x", made_at=NOW - DAY, **known
    )
    Resolution.objects.create(
        outcome="yes", evidence_en="*New*.", evidence_fr="x", made_at=NOW, **known
    )
    Question.objects.filter(pk=question.pk).update(outcome="yes")
    entries = read(client, f"/en/{article.slug}/feed/").entries
    (entry,) = (one for one in entries if one.title == "Outcome: Will it?")
    assert entry.html == "<p><strong>it happened</strong></p><p><em>New</em>.</p>\n"


# What readers say


def test_comments_have_feeds_of_their_own(client: Client) -> None:
    question = QuestionFactory()
    article = question.article
    passage = PassageFactory(article=article)
    on_article = comment_on(article, author_name="Une")
    on_question = comment_on(question, author_name="Deux")
    on_passage = CommentFactory(article=article, passage=passage, author_name="Trois")
    reply = comment_on(question, parent=on_question, author_name="Quatre")
    comment_on(QuestionFactory())
    base = f"/en/{article.slug}"

    def told(path: str) -> list[str]:
        return [entry.author for entry in read(client, path).entries]

    assert told(f"{base}/comments/feed/") == ["Quatre", "Trois", "Deux", "Une"]
    assert told(f"{base}/{question.slug}/comments/feed/") == ["Quatre", "Deux"]
    assert told(f"{base}/passages/{passage.slug}/comments/feed/") == ["Trois"]
    assert told(f"/en/comments/{reply.pk}/feed/") == ["Quatre", "Deux"]
    assert told(f"/en/comments/{on_article.pk}/feed/") == ["Une"]
    assert told(f"/en/comments/{on_passage.pk}/feed/") == ["Trois"]
    assert read(client, f"/en/{article.slug}/feed/").titles == [article.title_en]
    whole = read(client, f"/fr/{article.slug}/comments/feed/")
    assert whole.language == "fr"
    with override("fr"):
        on = _("%(name)s on “%(subject)s”")
        assert whole.titles == [
            _("%(name)s replies to %(other)s") % {"name": "Quatre", "other": "Deux"},
            on % {"name": "Trois", "subject": passage.heading_fr},
            on % {"name": "Deux", "subject": question.prompt_fr},
            on % {"name": "Une", "subject": article.title_fr},
        ]
    assert whole.entries[0].link == f"http://testserver/fr/comments/{reply.pk}/"


def test_a_comment_says_its_language_where_it_is_not_the_feed_s(client: Client) -> None:
    article = ArticleFactory()
    comment_on(article, language="fr")
    path = "/{}/" + f"{article.slug}/comments/feed/"
    assert [one.language for one in read(client, path.format("en")).entries] == ["fr"]
    assert [one.language for one in read(client, path.format("fr")).entries] == [""]


@pytest.mark.parametrize("status", ["pending", "rejected", "spam"])
def test_nothing_unpublished_is_told_to_anybody(status: str, client: Client) -> None:
    question = QuestionFactory()
    author = Reader("Alice")
    comment = comment_on(question, status=status, voter=author.voter)
    paths = [f"/en/{question.article.slug}/comments/feed/"]
    paths.append(f"/en/{question.article.slug}/{question.slug}/comments/feed/")
    for reader in (client, author.client):
        for path in paths:
            assert read(reader, path).entries == []
        assert reader.get(f"/en/comments/{comment.pk}/feed/").status_code == 404


@pytest.mark.parametrize("hidden", ["dossier", "question"])
def test_what_readers_do_not_reach_has_no_feed(hidden: str, client: Client) -> None:
    question = QuestionFactory()
    comment = comment_on(question)
    passage = PassageFactory(article=question.article)
    base = f"/en/{question.article.slug}"
    of_question = [f"{base}/{question.slug}/comments/feed/", f"/en/comments/{comment.pk}/feed/"]
    of_dossier = [f"{base}/feed/", f"{base}/comments/feed/"]
    of_dossier.append(f"{base}/passages/{passage.slug}/comments/feed/")
    for path in (*of_question, *of_dossier):
        read(client, path)
    if hidden == "dossier":
        question.article.unpublish()
        gone = [*of_question, *of_dossier]
    else:
        Question.objects.filter(pk=question.pk).update(status="draft")
        gone = of_question
    editor = Client()
    editor.force_login(UserFactory(is_superuser=True))
    for path in gone:
        for reader in (client, editor):
            assert reader.get(path).status_code == 404
    assert read(client, "/en/feed/").titles == (
        [] if hidden == "dossier" else read(client, of_dossier[0]).titles
    )
    if hidden == "question":
        assert read(client, f"{base}/comments/feed/").entries == []


def test_a_closed_discussion_leaves_its_feeds(client: Client) -> None:
    article = ArticleFactory()
    comment_on(article)
    path = f"/en/{article.slug}/comments/feed/"
    assert len(read(client, path).entries) == 1
    Policy.objects.create(article=article, mode=Policy.Mode.CLOSED)
    assert read(client, path).entries == []


def test_an_erased_comment_leaves_its_feeds(client: Client) -> None:
    author = Reader("Alice")
    article = ArticleFactory()
    comment_on(article, voter=author.voter)
    path = f"/en/{article.slug}/comments/feed/"
    assert len(read(client, path).entries) == 1
    author.client.post("/en/me/erase/", {"way": "remove"})
    assert read(client, path).entries == []


# Hostile words


class Words(HTMLParser):
    """What a reader of feeds would show of the HTML, and obey."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.said = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.said += data


def test_no_text_breaks_a_feed_or_is_obeyed(client: Client) -> None:
    safe = HOSTILE.replace("\x00", "")  # PostgreSQL keeps none
    article = ArticleFactory(title_en=safe, standfirst_en=safe)
    comment_on(article, body=safe, author_name=safe[:40])
    for path in ("/en/feed/", f"/en/{article.slug}/feed/", f"/en/{article.slug}/comments/feed/"):
        (entry,) = read(client, path).entries
        words = Words(entry.html)
        assert set(words.tags) <= {"p", "br", "em", "strong"}
        assert "<script>alert(1)</script>" in words.said
        assert "𝄞 é" in words.said


@settings(deadline=None)
@given(text=st.text(st.characters(codec=None)))
def test_whatever_is_written_can_be_read(text: str) -> None:
    entry = atom.Entry("1", f"t{text}", text, "http://testserver/en/", NOW, NOW, author=f"a{text}")
    body = atom.written(
        title=f"f{text}",
        subtitle=text,
        page="http://testserver/en/",
        address="http://testserver/en/feed/",
        language="en",
        entries=[entry],
    )
    feed = parsed(body)
    assert feed.title.startswith("f")
    assert len(feed.entries) == 1


# What it costs


def test_a_feed_is_the_same_for_everybody_and_is_kept(client: Client) -> None:
    article = ArticleFactory()
    comment_on(article)
    reader = Reader("Alice")
    for path in ("/en/feed/", f"/en/{article.slug}/feed/", f"/en/{article.slug}/comments/feed/"):
        first = fetch(client, path)
        assert fetch(reader.client, path).content == first.content
        assert first.headers["Cache-Control"] == "public, max-age=0, s-maxage=1"
        assert "Cookie" not in first.headers.get("Vary", "")
        assert not first.cookies
        again = fetch(client, path, **{"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
    comment_on(article)
    changed = fetch(client, path, **{"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_an_empty_feed_is_not_new_each_time(client: Client) -> None:
    first, second = (fetch(client, "/en/feed/").headers["ETag"] for _time in range(2))
    assert first == second


def test_a_feed_is_bounded(client: Client) -> None:
    article = ArticleFactory()
    for number in range(atom.MOST + 5):
        comment_on(article, posted_at=NOW + timedelta(seconds=number), body=f"No. {number}.")
    entries = read(client, f"/en/{article.slug}/comments/feed/").entries
    assert len(entries) == atom.MOST
    assert entries[0].html == f"<p>No. {atom.MOST + 4}.</p>"


@pytest.mark.parametrize("rows", [1, 3])
def test_a_feed_takes_as_many_queries_however_much_there_is(
    rows: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _row in range(rows):
        article = old_article()
        closed(article)
        comment_on(article)
    for path, queries in (("/en/feed/", 5), (f"/en/{article.slug}/comments/feed/", 2)):
        read(client, path)
        with django_assert_num_queries(queries):
            read(client, path)


def test_pages_say_where_their_feeds_are(client: Client) -> None:
    question = QuestionFactory()
    base = f"/en/{question.article.slug}/"
    expected = {
        "/en/": ["/en/feed/"],
        base: [f"{base}feed/", f"{base}comments/feed/"],
        f"{base}{question.slug}/": [f"{base}{question.slug}/comments/feed/"],
    }
    for page, feeds in expected.items():
        html = client.get(page).content.decode()
        found = [
            part.split('href="')[1].split('"')[0]
            for part in html.split('type="application/atom+xml"')[1:]
        ]
        assert found == [f"http://testserver{feed}" for feed in feeds]
        for feed in feeds:
            read(client, feed)
