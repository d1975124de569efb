"""What authors are told by the newsroom, and what they can answer."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from dossier.models import Article
from polls.models import Appeal, Comment, Policy, Sanction
from polls.moderation import appeals, decide, sanctions, undo
from polls.moderation.redaction import redact
from tests.factories import ArticleFactory, UserFactory
from tests.polls.discussion.reader import Reader, comment_on

NOW = timezone.now()


@pytest.fixture
def article(db: None) -> Article:
    made: Article = ArticleFactory()
    return made


@pytest.fixture
def moderator(db: None) -> User:
    made: User = UserFactory(groups=["Moderators"])
    return made


@pytest.fixture
def rejected(article: Article, alice: Reader, moderator: User) -> Comment:
    comment = comment_on(article, voter=alice.voter, status="pending")
    decide(
        comment=comment,
        moderator=moderator,
        action="reject",
        reason="abuse",
        note="Sans le dernier mot, oui.",
        tells_author=True,
        now=NOW,
    )
    comment.refresh_from_db()
    return comment


def words_of(answer: Any) -> str:
    text = answer if isinstance(answer, str) else answer.content.decode()
    return " ".join(text.split())


def take(alice: Reader, moderator: User, kind: str, **given: Any) -> Sanction:
    alice.voter.display_name = "Alice"
    alice.voter.save()
    return sanctions.sanction(
        voter=alice.voter, moderator=moderator, kind=kind, reason="abuse", now=NOW, **given
    )


# A rejection and its reason


def test_the_author_reads_reason_explanation_and_the_note_for_them(
    article: Article, alice: Reader, bob: Reader, rejected: Comment
) -> None:
    told = (
        "insult or hatred. The text attacks people instead of their arguments.",
        "Sans le dernier mot, oui.",
    )
    page = words_of(alice.reads(article))
    assert [words for words in told if words not in page] == []
    assert "insult or hatred" not in bob.reads(article)
    assert rejected.body not in bob.reads(article)


def test_a_note_for_the_newsroom_stays_there(
    article: Article, alice: Reader, moderator: User
) -> None:
    comment = comment_on(article, voter=alice.voter, status="pending")
    decide(
        comment=comment, moderator=moderator, action="reject", reason="other", note="Lui encore.",
        now=NOW,
    )  # fmt: skip
    page = alice.reads(article)
    assert "another reason" in page
    assert "Lui encore." not in page


def test_what_was_undone_is_not_told(article: Article, alice: Reader, moderator: User) -> None:
    comment = comment_on(article, voter=alice.voter, status="rejected")
    decision = decide(comment=comment, moderator=moderator, action="approve", now=NOW)
    undo(decision=decision, moderator=moderator, now=NOW)
    assert "Reason: not given" in words_of(alice.reads(article))


def test_a_redacted_comment_says_so_to_everybody(
    article: Article, alice: Reader, bob: Reader, moderator: User
) -> None:
    comment = comment_on(article, voter=alice.voter, body="Écrivez au 06 00 00 00 00.")
    assert "redacted" not in bob.reads(article)
    redact(comment=comment, passages=["06 00 00 00 00"], moderator=moderator, now=NOW)
    page = bob.reads(article)
    assert "Écrivez au […]." in page
    assert "(redacted by the newsroom)" in page


# An appeal


def test_an_author_appeals_once_and_reads_the_answer(
    article: Article, alice: Reader, rejected: Comment
) -> None:
    assert "Ask for another look" in alice.reads(article)
    form = alice.look(rejected, "appeal")
    assert "insult or hatred" in words_of(form)
    sent = alice.do(rejected, "appeal", text="Ce n’en est pas une.")
    assert sent.status_code == 302
    assert Appeal.objects.get().text == "Ce n’en est pas une."
    assert "The newsroom has not answered yet." in words_of(alice.reads(article))
    again = alice.do(rejected, "appeal", text="Encore.")
    assert again.status_code == 409
    assert "You have asked already." in words_of(again)
    assert "Ask for another look" not in alice.reads(article)


@pytest.mark.parametrize(
    ("upholds", "told"),
    [
        (True, "the newsroom agreed with you."),
        (False, "the rejection stands."),
    ],
)
def test_the_answer_stands_beside_the_comment_and_on_the_author_s_own_page(
    article: Article, alice: Reader, bob: Reader, rejected: Comment, upholds: bool, told: str
) -> None:
    made = appeals.appeal(comment=rejected, voter=alice.voter, text="Si.", now=NOW)
    other: User = UserFactory(groups=["Moderators"])
    appeals.answer(
        appeal=made, moderator=other, upholds=upholds, note="Relu.", tells_author=True, now=NOW
    )
    for page in (alice.reads(article), alice.client.get("/en/me/")):
        assert told in words_of(page)
    assert told not in words_of(bob.reads(article))
    assert (rejected.body in bob.reads(article)) == upholds
    assert alice.reads(article).count("Relu.") == 1
    assert "Relu." not in bob.reads(article)


def test_nobody_else_appeals(bob: Reader, rejected: Comment) -> None:
    for answer in (bob.look(rejected, "appeal"), bob.do(rejected, "appeal", text="Si.")):
        assert answer.status_code == 403
    assert not Appeal.objects.exists()


def test_an_appeal_without_words_is_asked_for_them(alice: Reader, rejected: Comment) -> None:
    for text in ("", " \u200b "):
        answer = alice.do(rejected, "appeal", text=text)
        assert answer.status_code in {409, 422}
        assert "Say in a few words why" in words_of(answer)
    assert not Appeal.objects.exists()


def test_there_is_no_appeal_against_nothing(article: Article, alice: Reader) -> None:
    comment = comment_on(article, voter=alice.voter)
    answer = alice.look(comment, "appeal")
    assert answer.status_code == 409
    assert "This comment is not rejected" in words_of(answer)


# Measures


def test_a_suspended_author_is_told_until_when_and_cannot_post(
    article: Article, alice: Reader, bob: Reader, moderator: User
) -> None:
    take(alice, moderator, "suspend", until=NOW + timedelta(days=2))
    page = words_of(alice.reads(article))
    assert "You cannot comment or add statements until " in page
    assert 'name="text"' not in page
    answer = alice.post(article, "Quand même.")
    assert answer.status_code == 409
    assert "You cannot comment or add statements until " in words_of(answer)
    assert "Quand même." in words_of(answer)
    assert not Comment.objects.exists()
    assert bob.post(article, "Moi si.").status_code == 302


def test_a_suspension_ends_by_itself(article: Article, alice: Reader, moderator: User) -> None:
    measure = take(alice, moderator, "suspend", until=NOW + timedelta(days=2))
    Sanction.objects.filter(pk=measure.pk).update(until=NOW - timedelta(seconds=1))
    assert alice.post(article, "De retour.").status_code == 302


def test_comments_of_a_held_author_wait_wherever_others_do_not(
    article: Article, alice: Reader, bob: Reader, moderator: User
) -> None:
    Policy.objects.create(article=article, mode="post")
    take(alice, moderator, "hold")
    alice.post(article, "Je pense que le contrat ne dit pas cela.")
    bob.post(article, "Je crois au contraire que le contrat le dit.")
    assert dict(Comment.objects.values_list("author_name", "status")) == {
        "Alice": "pending",
        "Bob": "published",
    }


def test_a_warning_is_read_once_here_and_on_the_own_page(
    article: Article, alice: Reader, moderator: User
) -> None:
    take(alice, moderator, "warn", note="Restez polie.", tells_author=True)
    for page in (alice.reads(article), alice.client.get("/en/me/")):
        assert "Restez polie." in words_of(page)
    seen = alice.client.post("/en/comments/notices/seen/", {"back": "/en/me/"})
    assert (seen.status_code, seen.headers["Location"]) == (302, "/en/me/")
    assert Sanction.objects.get().seen_at is not None
    for page in (alice.reads(article), alice.client.get("/en/me/")):
        assert "Restez polie." not in words_of(page)


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "", "javascript:x"])
def test_nobody_is_led_elsewhere(alice: Reader, back: str) -> None:
    seen = alice.client.post("/en/comments/notices/seen/", {"back": back})
    assert seen.headers["Location"] == "/en/me/"
