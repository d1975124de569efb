"""The pages that answer for moderation: reasons, appeals, authors, redaction, the log, fairness."""

import csv
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from dossier.models import Article
from polls.models import Appeal, Comment, Decision, Question, Reason, Sanction
from polls.moderation import decide, reasons
from polls.moderation.reasons import ReasonInUse
from tests.factories import CommentFactory, UserFactory
from tests.polls.desk.conftest import Enter

pytestmark = pytest.mark.django_db

NOW = timezone.now()
LABELS = {"label_fr": "hors charte", "label_en": "against the charter"}


@pytest.fixture
def client(enter: Enter) -> Client:
    return enter("Moderators")


@pytest.fixture
def rejected(article: Article) -> Comment:
    comment = CommentFactory(article=article, status="pending", body="Il a raison.")
    decide(comment=comment, moderator=other_moderator(), action="reject", reason="abuse", now=NOW)
    comment.refresh_from_db()
    return comment


def other_moderator() -> User:
    made: User = UserFactory(groups=["Moderators"])
    return made


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


# Reasons


def test_a_newsroom_begins_with_reasons_in_both_languages() -> None:
    codes = ["abuse", "off_topic", "privacy", "unlawful", "duplicate", "unclear", "other"]
    assert [reason.code for reason in Reason.objects.all()] == codes
    abuse = Reason.objects.get(code="abuse")
    assert (abuse.label_fr, abuse.label_en) == ("insulte ou haine", "insult or hatred")


def test_a_reason_is_added_in_both_languages_and_offered(client: Client) -> None:
    page = "/admin/polls/reason/add/"
    sent = {"code": "charter", "position": "3", "is_active": "on"}
    assert (
        "label_en" in client.post(page, sent | {"label_fr": "x"}).context["adminform"].form.errors
    )
    assert client.post(page, sent | LABELS).status_code == 302
    assert ("charter", "against the charter") in reasons.offered()


def test_a_reason_that_was_given_is_retired_and_not_deleted(
    client: Client, rejected: Comment
) -> None:
    page = "/admin/polls/reason/abuse/"
    assert client.post(f"{page}delete/", {"post": "yes"}).status_code == 403
    with pytest.raises(ReasonInUse):
        reasons.remove(reason=Reason.objects.get(code="abuse"))
    sent = {"label_fr": "a", "label_en": "b", "position": "1"}
    assert client.post(f"{page}change/", sent).status_code == 302
    assert "abuse" not in dict(reasons.offered())
    assert reasons.known("abuse") == ""
    assert rejected.decisions.get().get_reason_display() == "b"


# Appeals


def test_an_appeal_is_answered_on_its_page(client: Client, rejected: Comment) -> None:
    appeal = Appeal.objects.create(comment=rejected, text="Ce n’est pas une injure.", made_at=NOW)
    page = text_of(client.get("/admin/moderation/appeals/"))
    for told in ("Il a raison.", "Ce n’est pas une injure.", "insult or hatred"):
        assert told in page
    sent = {"appeal": appeal.pk, "answer": "keep", "note": "Relisez-vous.", "tells_author": "yes"}
    answered = client.post("/admin/moderation/appeals/", sent, follow=True)
    assert "No appeal waits for an answer." in text_of(answered)
    appeal.refresh_from_db()
    assert appeal.decision is not None
    assert (appeal.decision.action, appeal.decision.note) == ("keep", "Relisez-vous.")


def test_whoever_reads_without_names_sees_none_here(client: Client, rejected: Comment) -> None:
    Appeal.objects.create(comment=rejected, text="Si.", made_at=NOW)
    url = "/admin/moderation/appeals/"
    assert rejected.author_name in text_of(client.get(url))
    client.post("/admin/moderation/", {"blind": "yes"})
    assert rejected.author_name not in text_of(client.get(url))


def test_whoever_rejected_is_warned_and_can_insist(enter: Enter, article: Article) -> None:
    client, comment = enter("Moderators"), CommentFactory(article=article, status="pending")
    me = User.objects.get(pk=client.session["_auth_user_id"])
    other_moderator()
    decide(comment=comment, moderator=me, action="reject", reason="abuse", now=NOW)
    appeal = Appeal.objects.create(comment=comment, text="Si.", made_at=NOW)
    url = "/admin/moderation/appeals/"
    assert "You rejected this comment yourself." in text_of(client.get(url))
    sent = {"appeal": appeal.pk, "answer": "publish"}
    assert client.post(url, sent).status_code == 409
    assert client.post(url, sent | {"insists": "yes"}).status_code == 302
    comment.refresh_from_db()
    assert comment.status == "published"


# Measures


def test_a_measure_is_taken_and_lifted_on_the_author_s_page(
    client: Client, rejected: Comment
) -> None:
    url = f"/admin/moderation/authors/{rejected.voter_id}/"
    until = timezone.localtime(NOW + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M:%S")
    sent = {"kind": "suspend", "reason": "abuse", "note": "Encore.", "until": until}
    assert client.post(url, sent).status_code == 302
    measure = Sanction.objects.get()
    assert (measure.kind, measure.note, measure.tells_author) == ("suspend", "Encore.", False)
    page = text_of(client.get(url))
    for told in (
        "Suspend until a date",
        "in force",
        "“Encore.”",
        "For the newsroom.",
        "rejected: 1",
    ):
        assert told in page
    client.post(url, {"lift": measure.pk})
    measure.refresh_from_db()
    assert measure.lifted_at is not None
    assert "Lift this measure" not in text_of(client.get(url))


@pytest.mark.parametrize(
    "sent",
    [
        {"kind": "suspend", "reason": "abuse"},
        {"kind": "ban"},
        {"reason": "abuse"},
        {"kind": "exile", "reason": "abuse"},
        {"kind": "suspend", "reason": "abuse", "until": "2020-01-01T00:00:00"},
    ],
)
def test_a_measure_that_is_not_whole_is_not_taken(
    client: Client, rejected: Comment, sent: dict[str, str]
) -> None:
    url = f"/admin/moderation/authors/{rejected.voter_id}/"
    assert client.post(url, sent).status_code == 422
    assert not Sanction.objects.exists()


# Redaction


def test_redaction_shows_first_what_will_be_left(client: Client, article: Article) -> None:
    comment = CommentFactory(article=article, body="Jean Dupont habite ici. Jean Dupont !")
    url = f"/admin/moderation/comments/{comment.pk}/redact/"
    seen = client.post(url, {"passages": "Jean Dupont"})
    assert "[…] habite ici. […] !" in text_of(seen)
    comment.refresh_from_db()
    assert comment.body == "Jean Dupont habite ici. Jean Dupont !"
    client.post(url, {"passages": "Jean Dupont", "confirmed": "yes"})
    comment.refresh_from_db()
    assert comment.body == "[…] habite ici. […] !"
    decision = Decision.objects.get()
    assert (decision.action, decision.characters, decision.reason) == ("redact", 22, "privacy")


def test_a_passage_that_is_not_there_is_named(client: Client, article: Article) -> None:
    comment = CommentFactory(article=article, body="Rien.")
    url = f"/admin/moderation/comments/{comment.pk}/redact/"
    answer = client.post(url, {"passages": "Tout", "confirmed": "yes"})
    assert answer.status_code == 409
    assert "“Tout” is not in the text." in text_of(answer)


# The log


def test_the_log_is_filtered_and_taken_away(
    client: Client, rejected: Comment, article: Article
) -> None:
    other = CommentFactory(article=article, status="pending", language="en")
    moderator = other_moderator()
    decide(comment=other, moderator=moderator, action="approve", note="=1+1", now=NOW)
    Decision.objects.create(
        comment=CommentFactory(article=article), action="approve", rule="post",
        from_status="pending", to_status="published", decided_at=NOW,
    )  # fmt: skip

    def listed(query: str) -> list[dict[str, str]]:
        answer = client.get(f"/admin/polls/decision/log.csv{query}")
        return list(csv.DictReader(answer.content.decode().splitlines()))

    assert len(listed("")) == 3
    (refused,) = listed("?reason=abuse")
    assert (refused["action"], refused["from_status"], refused["to_status"]) == (
        "reject",
        "pending",
        "rejected",
    )
    (english,) = listed("?language=en")
    assert (english["moderator"], english["note"]) == (moderator.username, "'=1+1")
    (unread,) = listed("?rule=any")
    assert (unread["moderator"], unread["rule"]) == ("", "post")
    assert len(listed(f"?dossier={article.slug}")) == 3
    assert len(listed("?dossier=elsewhere")) == 0
    assert len(listed(f"?q={moderator.username}")) == 1
    page = text_of(client.get("/admin/polls/decision/"))
    assert "automatic: comments are published at once, moderated after" in page


# Fairness


def test_figures_tell_groups_apart(client: Client, question: Question) -> None:
    def written(language: str, *, refused: int, of: int) -> None:
        for number in range(of):
            comment = CommentFactory(
                article=question.article, question=question, status="pending", language=language
            )
            action = "reject" if number < refused else "approve"
            decide(
                comment=comment,
                moderator=moderator,
                action=action,
                reason="abuse",
                now=comment.posted_at + timedelta(minutes=number + 1),
            )

    moderator = other_moderator()
    written("fr", refused=2, of=30)
    written("en", refused=20, of=30)
    page = text_of(client.get("/admin/moderation/fairness/"))
    assert "60 comments were posted in this time" in page
    assert "English: 67%, the others 7%. The difference, +37 to +75 points, is more than" in page
    rows = client.get("/admin/moderation/fairness.csv").content.decode().splitlines()
    found = {(row["measure"], row["division"], row["group"]): row for row in csv.DictReader(rows)}
    english = found["refused", "language", "English"]
    assert (english["comments"], english["count"], english["share"]) == ("30", "20", "0.6667")
    assert float(english["p_corrected"]) < 0.001
    assert found["waited", "language", "French"]["median_minutes"] == "15.5"
    assert ("refused", "moderator", moderator.username) not in found  # nobody to compare with


def test_of_few_comments_nothing_is_told(client: Client, rejected: Comment) -> None:
    assert rejected.status == "rejected"
    page = text_of(client.get("/admin/moderation/fairness/"))
    assert "Too few comments to compare" in page
    rows = client.get("/admin/moderation/fairness.csv").content.decode().splitlines()
    assert len(rows) == 1


def test_a_period_that_ends_before_it_begins_is_said(client: Client) -> None:
    answer = client.get("/admin/moderation/fairness/?since=2026-02-01&until=2026-01-01")
    assert answer.status_code == 422
    assert "The last day is not before the first." in text_of(answer)
