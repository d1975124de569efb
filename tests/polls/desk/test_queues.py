"""The queues: how much stands in each and since when, and what they are narrowed to."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dossier.models import Article
from polls.models import Appeal, Comment, Decision, Hold, Question
from tests.factories import (
    ArticleFactory,
    ChoiceFactory,
    CommentFactory,
    FlagFactory,
    QuestionFactory,
    VoterFactory,
    WriteInFactory,
)
from tests.polls.desk.conftest import Enter, member

pytestmark = pytest.mark.django_db
QUEUE = "/admin/moderation/"


@pytest.fixture
def client(enter: Enter) -> Client:
    return enter("Moderators")


def counts(client: Client, query: str = "") -> dict[str, int]:
    context = client.get(f"{QUEUE}{query}").context
    return {tab.queue.name: tab.count for tab in context["tabs"]}


def shown(client: Client, query: str) -> list[str]:
    entries = client.get(f"{QUEUE}{query}").context["entries"]
    return [entry.comment.body if entry.comment else str(entry.text) for entry in entries]


def hold(comment: Comment, rule: str = "links", found: str = "3") -> None:
    Hold.objects.create(comment=comment, rule=rule, found=found, held_at=comment.posted_at)


@pytest.fixture
def everything(article: Article, question: Question) -> Article:
    """One text or two in each queue."""
    ago = timezone.now() - timedelta(hours=5)
    hold(CommentFactory(article=article, body="Tenu.", status="pending", posted_at=ago))
    CommentFactory(article=article, question=question, body="En attente.", status="pending")
    FlagFactory(comment=CommentFactory(article=article, body="Signalé.", flags_count=1))
    refused = CommentFactory(article=article, status="rejected")
    Appeal.objects.create(comment=refused, text="Relisez-moi.", made_at=timezone.now())
    ChoiceFactory(
        question=question,
        status="pending",
        proposed_by=VoterFactory(),
        proposed_at=timezone.now(),
    )
    WriteInFactory(question=question)
    return article


def test_each_queue_says_how_much_stands_in_it(client: Client, everything: Article) -> None:
    assert counts(client) == {
        "waiting": 2,
        "flagged": 1,
        "held": 1,
        "recent": 1,
        "appeals": 1,
        "statements": 1,
        "words": 1,
    }
    page = " ".join(client.get(QUEUE).content.decode().split())
    assert 'Waiting <span class="rows-count">2</span></span> <span class="queue-age">' in page
    assert "for 5 hours" in page


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("?show=waiting", ["Tenu.", "En attente."]),
        ("?show=held", ["Tenu."]),
        ("?show=flagged", ["Signalé."]),
        ("?show=recent", ["Signalé."]),
        ("?show=unheard-of", ["Tenu.", "En attente."]),
    ],
)
def test_each_queue_has_its_own(
    client: Client, everything: Article, query: str, texts: list[str]
) -> None:
    assert shown(client, query) == texts


def test_queues_are_narrowed_and_stay_so(
    client: Client, everything: Article, question: Question
) -> None:
    elsewhere = ArticleFactory()
    CommentFactory(article=elsewhere, body="Ailleurs.", status="pending", language="en")
    other = QuestionFactory(article=elsewhere)
    assert shown(client, f"?dossier={elsewhere.pk}") == ["Ailleurs."]
    assert shown(client, "?language=en") == ["Ailleurs."]
    assert shown(client, f"?dossier={everything.pk}&question={question.pk}") == ["En attente."]
    assert counts(client, f"?dossier={elsewhere.pk}")["words"] == 0
    query = f"?dossier={everything.pk}&question={question.pk}&language=fr"
    page = client.get(f"{QUEUE}{query}").content.decode()
    kept = query.replace("&", "&amp;")
    assert f'href="{QUEUE}{kept}&amp;show=flagged"' in page
    assert str(other.prompt) not in page


@pytest.mark.parametrize("value", ["", "0", "9" * 30, "-1", "abc", "'; --", "\0"])
def test_what_narrows_to_nothing_known_is_harmless(
    client: Client, everything: Article, value: str
) -> None:
    query = {"dossier": value, "question": value, "language": value, "show": value, "page": value}
    assert client.get(QUEUE, query).status_code == 200


def test_the_pages_of_a_queue_keep_what_it_is_narrowed_to(client: Client, article: Article) -> None:
    CommentFactory.create_batch(21, article=article, status="pending")
    page = client.get(QUEUE, {"dossier": str(article.pk)}).content.decode()
    assert f'href="?dossier={article.pk}&amp;page=2"' in page


def test_recently_published_says_what_nobody_has_read(client: Client, article: Article) -> None:
    now = timezone.now()
    log: dict[str, Any] = {"action": "approve", "from_status": "pending", "to_status": "published"}
    unread = CommentFactory(article=article, body="Paru seul.")
    Decision.objects.create(comment=unread, rule="post", decided_at=now, **log)
    read = CommentFactory(article=article, body="Relu.", posted_at=now - timedelta(hours=1))
    by = member("Moderators")
    Decision.objects.create(comment=read, moderator=by, decided_at=now, **log)
    CommentFactory(article=article, body="D’avant.", posted_at=now - timedelta(days=4))
    page = client.get(QUEUE, {"show": "recent"}).content.decode()
    assert shown(client, "?show=recent") == ["Paru seul.", "Relu."]
    assert page.count("nobody has read it yet") == 1
    assert page.count("published unread") == 1


@pytest.mark.parametrize(
    ("rule", "found", "told"),
    [
        ("links", "3", "links: 3"),
        ("length", "4", "characters: 4"),
        ("words", "crétin", "“crétin”"),
        ("capitals", "82", "capitals in a hundred letters: 82"),
        ("fast", "25", "characters a second: 25"),
        ("new_author", "0", "published so far: 0"),
        ("burst", "16", "comments in ten minutes: 16"),
        ("repeat", "12", "the same as comment 12, or nearly"),
    ],
)
def test_what_a_rule_found_is_told(
    client: Client, article: Article, rule: str, found: str, told: str
) -> None:
    hold(CommentFactory(article=article, status="pending"), rule, found)
    (entry,) = client.get(QUEUE, {"show": "held"}).context["entries"]
    assert [one.found for one in entry.findings] == [told]


def test_what_was_found_in_an_earlier_version_is_past(client: Client, article: Article) -> None:
    comment = CommentFactory(article=article, status="pending")
    hold(comment)
    Comment.objects.update(edited_at=comment.posted_at + timedelta(minutes=1))
    (entry,) = client.get(QUEUE).context["entries"]
    assert entry.findings == []


def test_the_thread_around_a_reply(client: Client, article: Article) -> None:
    root = CommentFactory(article=article, body="Au début.")
    parent = CommentFactory(article=article, parent=root, body="Puis ceci.")
    for number in range(6):
        CommentFactory(article=article, parent=parent, body=f"Autre {number}.")
    reply = CommentFactory(article=article, parent=parent, body="Enfin.", status="pending")
    (entry,) = client.get(QUEUE).context["entries"]
    assert (entry.text, entry.root) == (reply, root)
    assert [other.body for other in entry.beside] == [f"Autre {number}." for number in (2, 3, 4, 5)]
    page = client.get(QUEUE).content.decode()
    for words in ("Au début.", "Puis ceci.", "Autre 5.", "4 other answers"):
        assert words in page


def test_links_are_shown_as_they_are(client: Client, article: Article) -> None:
    CommentFactory(
        article=article, body="Voyez www.b.fr/x et <a href=https://c.fr>ici</a>", status="pending"
    )
    page = client.get(QUEUE).content.decode()
    assert "<code>www.b.fr/x</code>" in page
    assert "<code>https://c.fr&gt;ici&lt;/a&gt;</code>" in page
