"""Each mode of a dossier says what becomes of a comment, and the log says who published it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dossier.models import Article
from polls.models import Comment, Decision, Hold, HoldingRule, Policy, Question, Sanction
from polls.moderation.policies import TRUSTED_FROM
from tests.factories import (
    ArticleFactory,
    CommentFactory,
    FlagFactory,
    QuestionFactory,
    UserFactory,
)
from tests.polls.discussion.reader import Reader, comments_url, page_url, url_of

pytestmark = pytest.mark.django_db
ARGUMENT = "Le contrat ne dit rien de tel, et le juge le lira."
LINKS = "Voyez www.a.fr et www.b.fr et www.c.fr pour vous en assurer."


@pytest.fixture
def article() -> Article:
    made: Article = ArticleFactory(slug="affair")
    return made


@pytest.fixture
def question(article: Article) -> Question:
    made: Question = QuestionFactory(article=article, slug="why", kind="open", choices=0)
    return made


@pytest.fixture
def ursule(article: Article) -> Reader:
    return Reader("Ursule")


def keep(article: Article, mode: str, **values: Any) -> None:
    Policy.objects.update_or_create(article=article, defaults={"mode": mode} | values)


def last() -> Comment:
    return Comment.objects.latest("pk")


def said(response: Any) -> str:
    return " ".join(response.content.decode().split())


def log() -> list[tuple[str, str, str, str, str]]:
    fields = ("action", "rule", "decided_by", "from_status", "to_status")
    assert not Decision.objects.filter(moderator__isnull=False).exists()
    return list(Decision.objects.order_by("pk").values_list(*fields))


def trusted(reader: Reader, article: Article, *, published: int = TRUSTED_FROM) -> None:
    ago = timezone.now() - timedelta(days=100)
    CommentFactory.create_batch(published, article=article, voter=reader.voter, posted_at=ago)


# Before publication


@pytest.mark.parametrize("mode", ["pre", "trusted"])
def test_comments_wait(article: Article, ursule: Reader, mode: str) -> None:
    keep(article, mode)
    page = said(ursule.post(article, ARGUMENT, htmx=True))
    assert "Your comment waits for moderation. Until then only you can see it." in page
    assert last().status == "pending"
    assert log() == []


def test_what_waits_in_any_case_is_annotated_all_the_same(article: Article, ursule: Reader) -> None:
    page = said(ursule.post(article, LINKS, htmx=True))
    assert "Your comment waits for moderation." in page
    assert list(Hold.objects.values_list("comment", "rule", "found")) == [(last().pk, "links", "3")]


# At once


def test_comments_are_published_at_once_and_the_log_says_so(
    article: Article, question: Question, ursule: Reader
) -> None:
    keep(article, "post")
    assert "Your comment is published." in said(ursule.post(question, ARGUMENT, htmx=True))
    assert last().status == "published"
    assert last().published_at is not None
    assert log() == [("approve", "post", "", "pending", "published")]
    assert ARGUMENT in Client().get(page_url(question)).content.decode()


def test_a_rule_keeps_one_for_a_person_and_its_author_is_told_kindly(
    article: Article, ursule: Reader
) -> None:
    keep(article, "post")
    page = said(ursule.post(article, LINKS, htmx=True))
    assert "Thank you. A person will read your comment before it is published" in page
    assert last().status == "pending"
    assert log() == []


def test_an_edit_that_nothing_speaks_against_stays_published(
    article: Article, ursule: Reader
) -> None:
    keep(article, "post")
    ursule.post(article, ARGUMENT)
    page = said(ursule.do(last(), "edit", htmx=True, text=f"{ARGUMENT} Voilà."))
    assert "Your comment is changed." in page
    assert last().status == "published"
    assert log()[1:] == [("approve", "post", "", "published", "published")]


def test_an_edit_that_a_rule_finds_something_in_waits(article: Article, ursule: Reader) -> None:
    keep(article, "post")
    ursule.post(article, ARGUMENT)
    page = said(ursule.do(last(), "edit", htmx=True, text=LINKS))
    assert "A person will read your comment" in page
    assert last().status == "pending"


@pytest.mark.parametrize("flagged", [True, False])
def test_what_waits_or_is_flagged_is_not_published_by_an_edit(
    article: Article, ursule: Reader, flagged: bool
) -> None:
    keep(article, "post")
    ursule.post(article, ARGUMENT if flagged else LINKS)
    if flagged:
        FlagFactory(comment=last())
        Comment.objects.update(flags_count=1)
    ursule.do(last(), "edit", text="Tout autre chose, sur les dons de 2017.")
    assert last().status == "pending"


def test_the_form_says_what_becomes_of_a_comment(article: Article, ursule: Reader) -> None:
    assert "A moderator reads it before it is published." in ursule.reads(article)
    keep(article, "post")
    assert "Moderators read along" in ursule.reads(article)


# Trust


def test_who_is_trusted_does_not_wait(article: Article, ursule: Reader) -> None:
    keep(article, "trusted")
    trusted(ursule, article)
    ursule.post(article, ARGUMENT)
    assert last().status == "published"
    assert log() == [("approve", "trusted", "", "pending", "published")]


def test_trust_takes_a_number_of_published_comments(article: Article, ursule: Reader) -> None:
    keep(article, "trusted")
    trusted(ursule, article, published=TRUSTED_FROM - 1)
    ursule.post(article, ARGUMENT)
    assert last().status == "pending"


@pytest.mark.parametrize(("days", "status"), [(89, "pending"), (91, "published")])
def test_a_rejection_costs_trust_for_ninety_days(
    article: Article, ursule: Reader, days: int, status: str
) -> None:
    keep(article, "trusted")
    trusted(ursule, article)
    refused = CommentFactory(article=article, voter=ursule.voter, status="rejected")
    Decision.objects.create(
        comment=refused,
        moderator=UserFactory(),
        action="reject",
        reason="abuse",
        from_status="pending",
        to_status="rejected",
        decided_at=timezone.now() - timedelta(days=days),
    )
    Comment.objects.update(posted_at=timezone.now() - timedelta(days=100))
    ursule.post(article, ARGUMENT)
    assert last().status == status


@pytest.mark.parametrize(("days", "status"), [(89, "pending"), (91, "published")])
def test_a_measure_costs_trust_for_ninety_days(
    article: Article, ursule: Reader, days: int, status: str
) -> None:
    keep(article, "trusted")
    trusted(ursule, article)
    made_at = timezone.now() - timedelta(days=days)
    Sanction.objects.create(voter=ursule.voter, kind="warn", reason="abuse", made_at=made_at)
    ursule.post(article, ARGUMENT)
    assert last().status == status


@pytest.mark.parametrize(
    ("lifted", "ends_in", "status"),
    [(False, None, "pending"), (True, None, "published"), (False, -1, "published")],
)
def test_whose_comments_are_all_held_is_published_by_no_mode(
    article: Article, ursule: Reader, lifted: bool, ends_in: int | None, status: str
) -> None:
    keep(article, "post")
    now = timezone.now()
    Sanction.objects.create(
        voter=ursule.voter,
        kind="hold",
        reason="abuse",
        made_at=now - timedelta(days=200),
        until=now + timedelta(days=ends_in) if ends_in else None,
        lifted_at=now if lifted else None,
    )
    ursule.post(article, ARGUMENT)
    assert last().status == status


# Shut


@pytest.mark.parametrize("mode", ["read_only", "closed"])
def test_no_comments_are_taken(article: Article, ursule: Reader, mode: str) -> None:
    keep(article, mode)
    page = said(ursule.post(article, ARGUMENT, htmx=True))
    assert "No comments are taken here. Your text is still below, to be copied." in page
    assert not Comment.objects.exists()


def test_a_discussion_to_be_read_only_is_read_and_approved(
    article: Article, ursule: Reader
) -> None:
    comment = CommentFactory(article=article, body="Déjà dit.")
    keep(article, "read_only")
    page = ursule.reads(article)
    assert "Déjà dit." in page
    assert 'name="text"' not in page
    assert ursule.do(comment, "approve", htmx=True).status_code == 200
    assert ursule.look(comment, "reply").status_code == 409


def test_a_closed_discussion_is_not_shown_at_all(
    article: Article, question: Question, ursule: Reader
) -> None:
    comment = CommentFactory(article=article, question=question, body="Déjà dit.")
    keep(article, "closed")
    for url in (page_url(article), page_url(question), comments_url(question)):
        page = Client().get(url).content.decode()
        assert "Déjà dit." not in page
        assert "The newsroom has closed this discussion." in page
    assert ursule.client.get(url_of(comment)).status_code == 404


# Slowly


def test_a_slow_discussion_says_how_long_to_wait_and_keeps_the_text(
    article: Article, ursule: Reader
) -> None:
    keep(article, "post", slow_seconds=120)
    HoldingRule.objects.update(is_active=False)
    ursule.post(article, ARGUMENT)
    response = ursule.post(article, "Encore un mot, sur les dons de 2017.", htmx=True)
    assert response.status_code == 429
    page = said(response)
    assert "This discussion goes slowly, so that everybody is heard." in page
    assert "send it again in 120 seconds." in page or "in 119 seconds." in page
    assert "Encore un mot, sur les dons de 2017." in page
    assert Comment.objects.count() == 1
    Comment.objects.update(posted_at=timezone.now() - timedelta(seconds=121))
    ursule.post(article, "Encore un mot, sur les dons de 2017.")
    assert Comment.objects.count() == 2


def test_another_author_does_not_wait(article: Article, ursule: Reader) -> None:
    keep(article, "pre", slow_seconds=120)
    ursule.post(article, ARGUMENT)
    Reader("Basile").post(article, "Un autre avis, sur les dons de 2017.")
    assert Comment.objects.count() == 2
