"""The newsroom's pages before axe-core, in both languages, day and night."""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from dossier.models import Article
from polls.models import Comment, Question
from tests.factories import CommentFactory, UserFactory
from tests.journeys.conftest import DESK, PHONE, Arrive
from tests.journeys.examining import STILL, breaches, breaches_on, unfold
from tests.journeys.newsroom import sign_in
from tests.shipped import Shipped, load_and_populate_with_a_short_quiz

pytestmark = pytest.mark.journey

LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])
DESKS = """
moderation appeals fairness index dossier_article_changelist dossier_article_add
polls_question_changelist polls_comment_changelist polls_writein_changelist
polls_decision_changelist polls_sanction_changelist polls_policy_changelist polls_policy_add
polls_holdingrule_changelist polls_wordlist_changelist polls_reason_changelist polls_reason_add
auth_user_changelist auth_user_add auth_group_changelist password_change
""".split()


def addresses(article: Article) -> Iterator[str]:
    """Every kind of page of the newsroom, once."""
    question = article.questions.get(slug="lawsuit")
    forecast = article.questions.filter(kind=Question.Kind.FORECAST)[0]
    comment = Comment.objects.published()[0]
    of_one = [
        ("author", comment.voter_id),
        ("redact", comment.pk),
        ("dossier_article_insight", article.pk),
        ("dossier_article_brief", article.pk),
        ("dossier_article_results", article.pk),
        ("dossier_article_history", article.pk),
        ("dossier_article_delete", article.pk),
        ("polls_question_change", question.pk),
        ("polls_question_results", question.pk),
        ("polls_question_resolution", forecast.pk),
        ("polls_comment_change", comment.pk),
        ("polls_wordlist_change", "fr"),
        ("polls_voter_changelist", None),
    ]
    for name in DESKS:
        yield reverse(f"admin:{name}")
    for name, pk in of_one:
        yield reverse(f"admin:{name}", args=[] if pk is None else [pk])


@pytest.fixture
def busy(transactional_db: None, shipped: Shipped) -> Article:
    """The dossier with ballots and a discussion, some of which waits."""
    article = shipped.put(load_and_populate_with_a_short_quiz)
    CommentFactory(article=article, status="pending")
    return article


@LANGUAGES
def test_every_page_of_the_newsroom(busy: Article, arrive: Arrive) -> None:
    page = arrive(DESK, **STILL)
    assert breaches_on(page, reverse("admin:login")) == []
    member = UserFactory(is_superuser=True)
    sign_in(page, member)
    people = [reverse("admin:auth_user_change", args=[member.pk])]
    people.append(reverse("admin:auth_group_change", args=[1]))
    assert breaches_on(page, *addresses(busy), *people) == []


@LANGUAGES
def test_the_long_page_on_which_a_dossier_is_edited(busy: Article, arrive: Arrive) -> None:
    page = arrive(DESK, **STILL)
    sign_in(page, UserFactory(groups=["Editors", "Moderators"]))
    page.goto(reverse("admin:dossier_article_change", args=[busy.pk]))
    assert breaches(page) == []
    unfold(page)
    assert breaches(page) == []


def test_the_moderators_desk_on_a_phone(dossier: Article, arrive: Arrive) -> None:
    CommentFactory(article=dossier, status="pending")
    page = arrive(PHONE, **STILL)
    sign_in(page, UserFactory(groups=["Moderators"]))
    assert breaches_on(page, reverse("admin:moderation")) == []
