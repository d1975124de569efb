"""The demonstration newsroom: added, told as such, and removed without a trace or a loss."""

import re
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from dossier.models import Article
from polls.discussion import counters
from polls.kinds import Answer
from polls.models import (
    Approval,
    Ballot,
    Choice,
    Comment,
    MindChange,
    Question,
    Voter,
    WriteIn,
)
from polls.results import tally
from polls.results.recount import recount
from polls.voting import cast
from tests.factories import CommentFactory, VoterFactory

pytestmark = pytest.mark.django_db

BANNER = "Includes generated demonstration data"


@pytest.fixture
def article() -> Article:
    call_command("load_dossier", settings.BASE_DIR / "dossier" / "packs" / "openai-musk")
    return Article.objects.get()


def add() -> str:
    out = StringIO()
    call_command("demo", "add", stdout=out)
    return out.getvalue()


def passwords(told: str) -> dict[str, str]:
    lines = [line.split() for line in told.splitlines() if line.startswith("  demo-")]
    return dict(lines)


def test_every_question_has_something_to_show_and_every_counter_is_true(article: Article) -> None:
    add()
    assert Ballot.objects.count() > 3000
    assert Comment.objects.waiting().count() == 5
    questions = list(article.questions.all())
    read = tally.read(questions)
    for question in questions:
        assert recount(question) == []
        if question.kind != Question.Kind.OPEN:
            assert read[question.pk].voters > 100
        assert bool(read[question.pk].abstentions) == question.allows_abstention
    words = WriteIn.objects.values_list("status", flat=True)
    assert set(words) == {"published", "pending"}


def test_the_site_says_so_for_as_long_as_it_is_there(client: Client, article: Article) -> None:
    assert BANNER not in client.get("/en/").content.decode()
    add()
    for path in ("/en/", article.get_absolute_url().replace("/fr/", "/en/")):
        assert BANNER in client.get(path).content.decode()
    call_command("demo", "remove", stdout=StringIO())
    assert BANNER not in client.get("/en/").content.decode()


def test_each_account_can_sign_in_with_its_printed_password_alone(article: Article) -> None:
    made = passwords(add())
    assert sorted(made) == ["demo-analyst", "demo-editor", "demo-moderator"]
    assert len(set(made.values())) == 3
    for username, password in made.items():
        assert Client().login(username=username, password=password)
        assert not User.objects.get(username=username).is_superuser


def test_adding_again_makes_nothing_but_new_passwords(article: Article) -> None:
    first = passwords(add())
    before = (Ballot.objects.count(), Comment.objects.count(), Voter.objects.count())
    second = passwords(add())
    assert (Ballot.objects.count(), Comment.objects.count(), Voter.objects.count()) == before
    assert all(first[username] != second[username] for username in first)
    assert not Client().login(username="demo-editor", password=first["demo-editor"])


def test_removal_leaves_what_readers_did(article: Article) -> None:
    question = article.questions.get(slug="wrong-to-sue")
    reader, now = VoterFactory(), timezone.now()
    cast(question=question, voter=reader, answer=Answer({question.choices.all()[0].pk: 1}), now=now)
    add()
    made_up = Comment.objects.published().filter(question=question).first()
    reply = CommentFactory(article=article, question=question, parent=made_up, voter=reader)

    call_command("demo", "remove", stdout=StringIO())

    assert list(Voter.objects.all()) == [reader]
    assert Ballot.objects.count() == 1
    assert list(Comment.objects.values_list("pk", "parent", "body")) == [
        (reply.pk, None, reply.body)
    ]
    assert not User.objects.filter(username__startswith="demo-").exists()
    assert tally.read([question])[question.pk].voters == 1
    for each in article.questions.all():
        assert recount(each) == []
    assert Choice.objects.filter(proposed_at__isnull=False).count() == 0


def test_an_unknown_dossier_is_told_in_one_line() -> None:
    with pytest.raises(CommandError, match="There is no dossier 'nothing': load it first"):
        call_command("demo", "add", dossier="nothing")


def test_readers_take_sides_and_some_change_their_minds(client: Client, article: Article) -> None:
    add()
    assert counters.recount(article) == []
    assert Approval.objects.filter(side__isnull=False).exists()
    assert MindChange.objects.exists()
    question = article.questions.get(slug="wrong-to-sue")
    page = client.get(f"/en/{article.slug}/{question.slug}/").content.decode()
    assert "What convinces the other side" in page
    dossier = client.get(f"/en/{article.slug}/").content.decode()
    assert re.search(r"Changed \d+ minds", dossier)
    call_command("demo", "remove", stdout=StringIO())
    assert not MindChange.objects.exists()
