"""No text of the newsroom's pages escapes translation."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from dossier.models import Article
from polls.models import Comment, HoldingRule, Question, Reason
from polls.moderation import decide
from polls.moderation.reasons import FIRST
from tests.factories import ArticleFactory, CommentFactory, FlagFactory, QuestionFactory
from tests.look.marking import mark_content, untranslated, untranslated_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marking")]


@pytest.fixture
def desk(article: Article) -> Client:
    """Somebody who may do everything, in a newsroom with something to do."""
    comment = CommentFactory(article=article, status="pending")
    CommentFactory(article=article, voter=comment.voter, parent=comment)
    FlagFactory(comment=CommentFactory(article=article, flags_count=1), note="Why")
    ArticleFactory(status="draft", published_at=None)
    QuestionFactory(article=article, kind="forecast", choices=1)
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
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(boss)
    return client


DESK = """
    /admin/
    /admin/dossier/article/ /admin/dossier/article/add/ /admin/dossier/article/{article}/change/
    /admin/dossier/article/{article}/results/ /admin/dossier/article/{article}/history/
    /admin/dossier/article/{article}/delete/
    /admin/dossier/article/{article}/insight/ /admin/dossier/article/{article}/brief/
    /admin/polls/question/ /admin/polls/question/add/ /admin/polls/question/{question}/change/
    /admin/polls/question/{question}/results/ /admin/polls/question/{question}/delete/
    /admin/polls/question/{forecast}/resolution/
    /admin/moderation/ /admin/moderation/?show=flagged /admin/moderation/?show=statements
    /admin/moderation/?show=held /admin/moderation/?show=recent /admin/moderation/?show=words
    /admin/moderation/appeals/ /admin/moderation/authors/{author}/
    /admin/moderation/comments/{comment}/redact/ /admin/moderation/fairness/
    /admin/polls/policy/ /admin/polls/policy/add/ /admin/polls/holdingrule/
    /admin/polls/holdingrule/{rule}/change/
    /admin/polls/wordlist/ /admin/polls/wordlist/fr/change/
    /admin/polls/reason/ /admin/polls/reason/add/ /admin/polls/reason/{reason}/change/
    /admin/polls/comment/ /admin/polls/comment/{comment}/change/
    /admin/polls/decision/ /admin/polls/decision/{decision}/change/ /admin/polls/sanction/
    /admin/polls/voter/ /admin/polls/voter/{author}/change/ /admin/polls/voter/{author}/delete/
    /admin/polls/writein/
    /admin/auth/group/ /admin/auth/group/add/ /admin/auth/user/ /admin/auth/user/add/
    /admin/password_change/
""".split()
# What is sent empty, or with what no field takes: every refusal says why in the reader's language.
FORMS = """
    /admin/dossier/article/add/ /admin/dossier/article/{article}/change/
    /admin/polls/question/add/ /admin/polls/question/{question}/change/
    /admin/polls/question/{forecast}/resolution/
    /admin/polls/policy/add/ /admin/polls/holdingrule/{rule}/change/
    /admin/polls/reason/add/ /admin/auth/user/add/ /admin/auth/group/add/
    /admin/moderation/ /admin/moderation/appeals/ /admin/moderation/authors/{author}/
    /admin/moderation/comments/{comment}/redact/ /admin/password_change/
""".split()
PREFIXES = "passages actors events figures claims questions choices rebuttals".split()
COUNTED = {
    f"{prefix}-{name}": number
    for prefix in PREFIXES
    for name, number in (("TOTAL_FORMS", "1"), ("INITIAL_FORMS", "0"))
}
NONSENSE = "status kind results place dated closes_at opens_at mode limit action reason".split()


# Reasons are listed with their codes, which are the same in every language.
CODES = {word for code, *_words in FIRST for word in code.split("_")}


def there() -> dict[str, object]:
    """What the addresses are filled in with."""
    return {
        "article": Article.objects.filter(status="published").earliest("pk").pk,
        "question": Question.objects.earliest("pk").pk,
        "forecast": Question.objects.get(kind="forecast").pk,
        "comment": Comment.objects.earliest("pk").pk,
        "author": Comment.objects.earliest("pk").voter_id,
        "decision": Comment.objects.get(status="rejected").decisions.get().pk,
        "reason": Reason.objects.earliest("pk").pk,
        "rule": HoldingRule.objects.earliest("pk").pk,
    }


@pytest.mark.parametrize("address", DESK)
def test_a_page_of_the_newsroom(desk: Client, address: str) -> None:
    words = untranslated_at(desk, address.format(**there()))
    assert [word for word in words if word not in CODES] == []


@pytest.mark.parametrize("address", FORMS)
def test_a_form_of_the_newsroom_that_is_refused(desk: Client, address: str) -> None:
    for sent in (COUNTED, COUNTED | dict.fromkeys(NONSENSE, "⟦nonsense⟧")):
        refused = desk.post(address.format(**there()), sent, follow=True)
        assert refused.status_code < 500
        words = untranslated(refused.content.decode())
        assert [word for word in words if word not in CODES] == []


def test_signing_in_and_out(desk: Client) -> None:
    client = Client(headers={"Accept-Language": "en"})
    assert untranslated_at(client, "/admin/login/") == []
    refused = client.post("/admin/login/", {"username": "⟦nobody⟧", "password": "⟦wrong⟧"})
    assert untranslated(refused.content.decode()) == []
    assert untranslated(desk.post("/admin/logout/").content.decode()) == []
