"""Decisions taken in place, undone for a minute, and read without names."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dossier.models import Article
from polls.models import Comment, Decision, Policy, Sanction, Voter
from polls.moderation import decide
from tests.factories import CommentFactory, WriteInFactory
from tests.polls.desk.conftest import Enter, member

pytestmark = pytest.mark.django_db
QUEUE = "/admin/moderation/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(enter: Enter) -> Client:
    return enter("Moderators")


@pytest.fixture
def waiting(article: Article) -> Comment:
    made: Comment = CommentFactory(
        article=article, author_name="Ursule", body="Le contrat n’existe pas.", status="pending"
    )
    return made


def seen(comment: Comment) -> str:
    return f"comment-{comment.pk}:pending"


def press(client: Client, *texts: str, **data: Any) -> Any:
    return client.post(QUEUE, {"text": texts} | data, headers=HTMX)


def html(response: Any) -> str:
    return " ".join(response.content.decode().split())


def status_of(comment: Comment) -> str:
    comment.refresh_from_db()
    return str(comment.status)


# In place


def test_a_decision_stands_in_the_place_of_its_text(client: Client, waiting: Comment) -> None:
    CommentFactory(article=waiting.article, status="pending")
    response = press(client, seen(waiting), action="approve")
    page = html(response)
    decision = Decision.objects.get()
    assert response.status_code == 200
    assert f'<article class="entry entry-decided" id="comment-{waiting.pk}"' in page
    assert f'name="undo" value="{decision.pk}"' in page
    assert 'id="queues"' in page
    assert 'Waiting <span class="rows-count">1</span>' in page
    assert "Decided on 1 text: approve." in page
    assert "<html" not in page


def test_a_rejection_without_a_reason_stays_in_its_place(client: Client, waiting: Comment) -> None:
    response = press(client, seen(waiting), action="reject", note="Une note")
    assert response.status_code == 409
    assert '<p class="entry-problem" role="alert">A rejection gives its reason.</p>' in html(
        response
    )
    assert "Une note" in html(response)
    assert status_of(waiting) == "pending"


def test_the_second_moderator_is_told_in_place_who_decided_what(
    client: Client, enter: Enter, waiting: Comment
) -> None:
    press(enter("Moderators"), seen(waiting), action="approve")
    first = Decision.objects.get().moderator
    assert first is not None
    response = press(client, seen(waiting), action="spam")
    assert response.status_code == 409
    assert f"({first.username}: approve)" in html(response)
    assert "Somebody has decided this meanwhile." in html(response)
    assert status_of(waiting) == "published"


@pytest.mark.parametrize("sent", ["comment-999999:pending", "voter-1:x", "", "words-9:pending"])
def test_what_is_gone_is_told_in_place(client: Client, waiting: Comment, sent: str) -> None:
    response = press(client, sent, action="approve")
    assert response.status_code == 409
    assert "Nothing was chosen." in html(response)


def test_the_author_may_be_told_the_note(client: Client, waiting: Comment) -> None:
    press(
        client,
        seen(waiting),
        action="reject",
        reason="abuse",
        note="Sans insulte, oui.",
        tells_author="yes",
    )
    assert Decision.objects.get().tells_author


# Undo


def test_undone_in_place_it_is_there_to_be_decided_again(client: Client, waiting: Comment) -> None:
    press(client, seen(waiting), action="reject", reason="abuse")
    response = press(client, undo=Decision.objects.get().pk)
    page = html(response)
    assert response.status_code == 200
    assert status_of(waiting) == "pending"
    assert f'<article class="entry" id="comment-{waiting.pk}"' in page
    assert "Le contrat n’existe pas." in page
    assert "1 decision is undone." in page
    assert [one.action for one in Decision.objects.order_by("pk")] == ["reject", "undo"]


def test_without_a_script_the_page_offers_what_was_just_decided(
    client: Client, waiting: Comment
) -> None:
    other = CommentFactory(article=waiting.article, status="pending")
    client.post(QUEUE, {"text": [seen(waiting), seen(other)], "action": "spam", "bulk": "yes"})
    page = client.get(QUEUE)
    assert "2 texts decided just now." in html(page)
    keys = [decision.pk for decision in page.context["just_taken"]]
    response = client.post(QUEUE, {"undo": keys}, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["2 decisions are undone."]
    assert {status_of(waiting), status_of(other)} == {"pending"}
    assert response.context["just_taken"] == []


def test_words_are_undone_with_those_like_them(client: Client) -> None:
    words = WriteInFactory(text="Ni l’un ni l’autre")
    WriteInFactory(text=words.text, question=words.question)
    press(client, f"words-{words.pk}:pending", action="approve")
    response = press(client, undo=words.decisions.get().pk)
    assert response.status_code == 200
    assert "Ni l’un ni l’autre" in html(response)
    words.refresh_from_db()
    assert words.status == "pending"


def test_after_a_minute_it_is_too_late(client: Client, waiting: Comment) -> None:
    moderator = member("Moderators")
    client.force_login(moderator)
    ago = timezone.now() - timedelta(seconds=61)
    decision = decide(comment=waiting, moderator=moderator, action="approve", now=ago)
    assert client.get(QUEUE).context["just_taken"] == []
    response = press(client, undo=decision.pk)
    assert response.status_code == 409
    assert "A decision can be undone for a minute." in html(response)
    assert status_of(waiting) == "published"


def test_anothers_decision_is_theirs(client: Client, waiting: Comment) -> None:
    decision = decide(
        comment=waiting, moderator=member("Moderators"), action="approve", now=timezone.now()
    )
    response = client.post(QUEUE, {"undo": decision.pk})
    assert response.status_code == 409
    assert "Only who took a decision can undo it." in html(response)
    assert status_of(waiting) == "published"


@pytest.mark.parametrize("sent", ["0", "abc", "9" * 30, ""])
def test_a_forged_undo_changes_nothing(client: Client, waiting: Comment, sent: str) -> None:
    press(client, seen(waiting), action="approve")
    assert press(client, undo=sent).status_code in {200, 409}
    assert client.post(QUEUE, {"undo": sent}).status_code == 409
    assert status_of(waiting) == "published"


# Without names


@pytest.fixture
def blind(client: Client) -> Client:
    client.post(QUEUE, {"blind": "yes"})
    return client


def test_names_sides_and_histories_are_hidden_until_decided(
    blind: Client, waiting: Comment
) -> None:
    parent = CommentFactory(article=waiting.article, author_name="Basile", body="Si, bien.")
    Comment.objects.filter(pk=waiting.pk).update(parent=parent, root=parent)
    CommentFactory(article=waiting.article, parent=parent, author_name="Colette", body="Oui.")
    CommentFactory(article=waiting.article, voter=waiting.voter, body="D’avant.")
    now = timezone.now()
    Sanction.objects.create(
        voter=Voter.objects.get(comments=waiting), kind="warn", reason="abuse", made_at=now
    )
    page = html(blind.get(QUEUE))
    for word in ("Ursule", "Basile", "Colette", "D’avant.", "All by this author", "Warn"):
        assert word not in page
    for word in ("Le contrat n’existe pas.", "Si, bien.", "Oui.", "A reader", "shown once it is"):
        assert word in page
    press(blind, seen(waiting), action="reject", reason="abuse")
    assert "Ursule" in html(blind.get(QUEUE, {"comment": waiting.pk}))


def test_the_lists_beside_hide_them_too(blind: Client, waiting: Comment) -> None:
    assert "Ursule" not in html(blind.get("/admin/polls/comment/"))
    change = blind.get(f"/admin/polls/comment/{waiting.pk}/change/")
    assert change.headers["Location"] == f"{QUEUE}?comment={waiting.pk}"
    author = blind.get(f"/admin/moderation/authors/{waiting.voter_id}/")
    assert author.headers["Location"] == QUEUE
    page = blind.get(QUEUE, {"author": str(waiting.voter_id)})
    assert "You are reading without names" in html(page)
    assert page.context["entries"] == []


def test_who_turns_it_off_sees_names_again(blind: Client, waiting: Comment) -> None:
    response = blind.post(f"{QUEUE}?show=waiting", {"blind": "no"})
    assert response.headers["Location"] == f"{QUEUE}?show=waiting"
    assert "Ursule" in html(blind.get(QUEUE))


def test_it_is_ones_own_choice(blind: Client, enter: Enter, waiting: Comment) -> None:
    assert "Ursule" in html(enter("Moderators").get(QUEUE))


# The modes and the rules, edited


def test_a_mode_is_chosen_for_a_dossier(client: Client, article: Article) -> None:
    data = {"article": article.pk, "mode": "post", "slow_seconds": "30"}
    client.post("/admin/polls/policy/add/", data)
    assert list(Policy.objects.values_list("article", "mode", "slow_seconds")) == [
        (article.pk, "post", 30)
    ]
    page = html(client.get(f"/admin/polls/policy/{article.pk}/change/"))
    assert "Authors of whom 5 comments are published, and in the last 90 days none was" in page


def test_rules_say_what_they_brought(client: Client, waiting: Comment) -> None:
    for status in ("rejected", "spam", "published"):
        comment = CommentFactory(article=waiting.article, status=status)
        comment.holds.create(rule="links", found="3", held_at=timezone.now())
    page = html(client.get("/admin/polls/holdingrule/"))
    assert "2 of 3 (21 to 94%)" in page
    assert page.count("nothing decided yet") == 7
