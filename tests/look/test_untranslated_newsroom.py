"""No text of the newsroom's pages escapes translation."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from dossier.models import Article
from polls.models import Comment, Question
from polls.moderation import decide
from tests.factories import ArticleFactory, CommentFactory, FlagFactory
from tests.look.marking import mark_content, untranslated_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marking")]


@pytest.fixture
def desk(article: Article) -> Client:
    """Somebody who may do everything, in a newsroom with something to do."""
    comment = CommentFactory(article=article, status="pending")
    CommentFactory(article=article, voter=comment.voter, parent=comment)
    FlagFactory(comment=CommentFactory(article=article, flags_count=1), note="Why")
    ArticleFactory(status="draft", published_at=None)
    boss = User.objects.create_superuser("⟦boss⟧")
    decide(
        comment=CommentFactory(article=article, voter=comment.voter, status="pending"),
        moderator=boss,
        action="reject",
        reason="off_topic",
        note="⟦Why⟧",
        now=timezone.now(),
    )
    mark_content()
    client = Client()
    client.force_login(boss)
    return client


DESK = """
    /admin/
    /admin/dossier/article/ /admin/dossier/article/add/ /admin/dossier/article/{article}/change/
    /admin/dossier/article/{article}/results/
    /admin/polls/question/ /admin/polls/question/add/ /admin/polls/question/{question}/change/
    /admin/polls/question/{question}/results/
    /admin/moderation/ /admin/moderation/?show=flagged /admin/moderation/?show=statements
    /admin/moderation/?show=held /admin/moderation/?show=recent
    /admin/polls/policy/ /admin/polls/policy/add/ /admin/polls/holdingrule/
    /admin/polls/wordlist/ /admin/polls/wordlist/fr/change/
    /admin/polls/comment/ /admin/polls/comment/{comment}/change/
    /admin/polls/decision/ /admin/polls/decision/{decision}/change/
    /admin/auth/group/ /admin/auth/user/
""".split()


@pytest.mark.parametrize("address", DESK)
def test_a_page_of_the_newsroom(desk: Client, article: Article, address: str) -> None:
    there = {
        "article": article.pk,
        "question": Question.objects.earliest("pk").pk,
        "comment": Comment.objects.earliest("pk").pk,
        "decision": Comment.objects.get(status="rejected").decisions.get().pk,
    }
    assert untranslated_at(desk, address.format(**there)) == []
