"""The moderators' queue: context on one screen, one by one and in bulk, and who decided what."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from dossier.models import Article
from polls.models import Choice, Comment, Decision, Flag, Question
from polls.moderation import decide
from tests.factories import (
    ChoiceFactory,
    CommentFactory,
    FlagFactory,
    QuestionFactory,
    VoterFactory,
)
from tests.polls.desk.conftest import Enter, member

pytestmark = pytest.mark.django_db
QUEUE = "/admin/moderation/"


@pytest.fixture
def client(enter: Enter) -> Client:
    return enter("Moderators")


@pytest.fixture
def waiting(question: Question) -> Comment:
    comment: Comment = CommentFactory(
        article=question.article,
        question=question,
        author_name="Ursule",
        body="Le contrat n’existe pas.",
        status="pending",
    )
    return comment


def send(client: Client, *texts: str, url: str = QUEUE, **data: str) -> list[str]:
    """Post a decision; what the newsroom says to it."""
    response = client.post(url, {"text": texts} | data, follow=True)
    return [str(message) for message in response.context["messages"]]


def seen(comment: Comment) -> str:
    return f"comment-{comment.pk}:{comment.status}"


def moderator_of(decision: Decision) -> User:
    assert decision.moderator is not None
    return decision.moderator


def statuses() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def test_the_queue_shows_what_is_needed_to_decide(client: Client, waiting: Comment) -> None:
    parent = CommentFactory(
        article=waiting.article, question=waiting.question, author_name="Basile", body="Si, bien."
    )
    waiting.parent = waiting.root = parent
    waiting.save()
    earlier = CommentFactory(
        article=waiting.article, voter=waiting.voter, body="Avant cela.", status="pending"
    )
    decide(
        comment=earlier,
        moderator=member("Moderators"),
        action="reject",
        reason="off_topic",
        note="Hors de propos",
        now=timezone.now(),
    )
    page = client.get(QUEUE).content.decode()
    assert "Le contrat n’existe pas." in page
    assert 'href="/en/affair/why/"' in page
    assert "In reply to Basile" in page
    assert "Si, bien." in page
    assert "Avant cela." in page
    assert "waiting for moderation: 1, rejected: 1" in " ".join(page.split())
    assert "Hors de propos" in page


def test_flags_are_shown_with_their_reasons(client: Client, article: Article) -> None:
    comment = CommentFactory(article=article, flags_count=1)
    FlagFactory(comment=comment, reason=Flag.Reason.PRIVACY, note="Son adresse y est")
    page = client.get(QUEUE, {"show": "flagged"}).content.decode()
    assert "personal data" in page
    assert "Son adresse y est" in page


@pytest.mark.parametrize(
    ("action", "reason", "status"),
    [("approve", "", "published"), ("reject", "abuse", "rejected"), ("spam", "", "spam")],
)
def test_one_comment_is_decided(
    client: Client, waiting: Comment, action: str, reason: str, status: str
) -> None:
    send(client, seen(waiting), action=action, reason=reason, note="Vu")
    assert statuses() == [status]
    decision = Decision.objects.get()
    assert (decision.action, decision.reason, decision.note) == (action, reason, "Vu")
    assert moderator_of(decision).groups.get().name == "Moderators"
    assert "Le contrat" not in client.get(QUEUE).content.decode()


def test_a_rejection_without_a_reason_keeps_the_note(client: Client, waiting: Comment) -> None:
    response = client.post(
        QUEUE, {"text": seen(waiting), "action": "reject", "note": "Une note longue à écrire"}
    )
    assert response.status_code == 409
    page = response.content.decode()
    assert "A rejection gives its reason." in page
    assert page.count("Une note longue à écrire") == 1
    assert statuses() == ["pending"]


def test_a_note_is_made_plain(client: Client, waiting: Comment) -> None:
    send(client, seen(waiting), action="approve", note=" Vu\0 \x07deux\u202e fois\r\n" + "\0" * 500)
    assert Decision.objects.get().note == "Vu deux fois"


def test_several_are_decided_at_once(client: Client, waiting: Comment) -> None:
    other = CommentFactory(article=waiting.article, status="pending")
    third = CommentFactory(article=waiting.article, status="pending")
    assert send(client, seen(waiting), seen(other), action="spam", bulk="yes") == [
        "Decided on 2 texts: mark as spam."
    ]
    assert statuses() == ["spam", "spam", third.status]


def test_nothing_ticked_decides_nothing(client: Client, waiting: Comment) -> None:
    assert send(client, action="approve", bulk="yes") == ["Nothing was chosen."]
    assert statuses() == ["pending"]


def test_the_second_moderator_is_told_of_the_first(
    client: Client, enter: Enter, waiting: Comment
) -> None:
    first, sent = enter("Moderators"), seen(waiting)
    send(first, sent, action="approve")
    name = moderator_of(Decision.objects.get()).username
    said = "Somebody has decided this meanwhile. Look at it again before you decide."
    assert send(client, sent, action="spam") == [
        f"“Le contrat n’existe pas.” – {said} ({name}: approve)"
    ]
    assert statuses() == ["published"]
    assert Decision.objects.count() == 1


def test_one_refused_stops_no_other(client: Client, enter: Enter, waiting: Comment) -> None:
    other = CommentFactory(article=waiting.article, status="pending")
    texts = seen(waiting), seen(other)
    send(enter("Moderators"), seen(waiting), action="approve")
    said = send(client, *texts, action="spam", bulk="yes")
    assert [message[:20] for message in said] == ["Decided on 1 text: m", "“Le contrat n’existe"]
    assert statuses() == ["published", "spam"]


READ_AT = timezone.now() - timedelta(minutes=5)


@pytest.mark.parametrize(
    "seen_at",
    [
        pytest.param(READ_AT.isoformat(), id="five minutes ago"),
        "2999-01-01T00:00:00",  # no time zone
        "0001-01-01T00:00:00+14:00",
        "2999-13-01T00:00:00Z",
        "yesterday",
        "",
    ],
)
def test_what_its_author_has_changed_since_is_not_decided_unread(
    client: Client, waiting: Comment, seen_at: str
) -> None:
    Comment.objects.update(body="Autre chose.", edited_at=timezone.now())
    said = send(client, seen(waiting), action="approve", seen_at=seen_at)
    assert "The author has changed the text since you read it." in said[0]
    assert statuses() == ["pending"]


def test_what_was_read_since_its_author_has_changed_it_is_decided(
    client: Client, waiting: Comment
) -> None:
    Comment.objects.update(body="Autre chose.", edited_at=READ_AT)
    page = client.get(QUEUE)
    send(client, seen(waiting), action="approve", seen_at=page.context["seen_at"])
    assert statuses() == ["published"]


def test_proposed_statements_are_decided_with_their_question(
    client: Client, article: Article
) -> None:
    question = QuestionFactory(article=article, kind="statements", prompt_en="What unites us?")
    statement = ChoiceFactory(
        question=question,
        slug="ours",
        label_en="We all want clarity.",
        status="pending",
        proposed_by=VoterFactory(),
        proposed_at=timezone.now(),
    )
    url = f"{QUEUE}?show=statements"
    page = client.get(url).content.decode()
    assert "We all want clarity." in page
    assert "What unites us?" in page
    send(client, f"statement-{statement.pk}:pending", action="approve", url=url)
    assert Choice.objects.get(slug="ours").status == "published"
    assert Decision.objects.get().statement == statement


def test_a_decision_can_be_reversed_from_the_comment(client: Client, waiting: Comment) -> None:
    send(client, seen(waiting), action="reject", reason="abuse")
    waiting.refresh_from_db()
    url = f"{QUEUE}?comment={waiting.pk}"
    comment = client.get(f"/admin/polls/comment/{waiting.pk}/change/").content.decode()
    assert f'<a href="{url}">Decide anew</a>' in comment
    page = client.get(url).content.decode()
    assert 'value="approve"' in page
    send(client, seen(waiting), action="approve", url=url)
    assert statuses() == ["published"]
    assert Decision.objects.count() == 2


def test_all_by_one_author(client: Client, waiting: Comment) -> None:
    CommentFactory(article=waiting.article, voter=waiting.voter, body="Encore moi.")
    CommentFactory(article=waiting.article, body="Un autre.")
    page = client.get(QUEUE, {"author": str(waiting.voter_id)}).content.decode()
    assert "Encore moi." in page
    assert "Un autre." not in page


@pytest.mark.parametrize("named", ["author", "comment"])
@pytest.mark.parametrize("pk", ["999999", "9" * 19, "9" * 20, "9" * 5000, "-1", "abc", "٣"])
def test_nothing_is_by_nobody(client: Client, waiting: Comment, named: str, pk: str) -> None:
    response = client.get(QUEUE, {named: pk})
    assert response.status_code == 200
    assert response.context["entries"] == []


@pytest.mark.parametrize(
    "sent",
    [
        "comment-999999:pending",
        "voter-1:x",
        "comment-abc:pending",
        "comment",
        "",
        *(
            f"{kind}-{digit * count}:pending"
            for kind in ("comment", "statement")
            for digit, count in (("9", 19), ("9", 20), ("9", 5000), ("٣", 1))
        ),
    ],
)
def test_a_forged_text_is_passed_over(client: Client, waiting: Comment, sent: str) -> None:
    assert send(client, sent, action="approve") == ["Nothing was chosen."]


@pytest.mark.parametrize(
    "forged", [{"action": "delete"}, {"action": ""}, {"action": "reject", "reason": "x" * 99}]
)
def test_a_forged_decision_changes_nothing(
    client: Client, waiting: Comment, forged: dict[str, str]
) -> None:
    response = client.post(QUEUE, {"text": seen(waiting), "seen_at": "yesterday"} | forged)
    assert response.status_code == 409
    assert statuses() == ["pending"]


def test_the_queue_costs_the_same_however_long_it_is(
    client: Client, article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def fill(count: int) -> None:
        for _number in range(count):
            parent = CommentFactory(article=article)
            CommentFactory(article=article, parent=parent)
            comment = CommentFactory(article=article, parent=parent, status="pending")
            FlagFactory(comment=comment)
            CommentFactory(article=article, voter=comment.voter)

    fill(1)
    client.get(QUEUE)
    with django_assert_num_queries(QUEUE_QUERIES):
        client.get(QUEUE)
    fill(4)
    with django_assert_num_queries(QUEUE_QUERIES):
        client.get(QUEUE)


# session, user, permissions (2); seven queues; the page, its count, its decisions, flags and holds;
# the authors' records, measures, newest comments and the decisions on those; what others answered;
# the dossiers to choose from; what was decided just now; the reasons
QUEUE_QUERIES = 24


def test_long_queues_come_in_pages(client: Client, article: Article) -> None:
    for _number in range(21):
        CommentFactory(article=article, status="pending")
    first = client.get(QUEUE).content.decode()
    assert first.count('class="entry"') == 20
    assert 'href="?page=2"' in first
    assert client.get(QUEUE, {"page": "2"}).content.decode().count('class="entry"') == 1


def test_the_log_says_who_decided_what_and_when(client: Client, waiting: Comment) -> None:
    send(client, seen(waiting), action="reject", reason="abuse")
    page = client.get("/admin/polls/decision/").content.decode()
    moderator = moderator_of(Decision.objects.get())
    for told in (moderator.username, "reject", "insult or hatred", "Le contrat n’existe pas."):
        assert told in page
