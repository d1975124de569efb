"""Who works in the newsroom, and one of everything to work on."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from dossier.models import Article
from polls.kinds import Answer
from polls.models import Choice, Question
from polls.voting import cast
from tests.factories import ArticleFactory, QuestionFactory, UserFactory, VoterFactory

type Enter = Callable[[str], Client]


@pytest.fixture
def enter() -> Enter:
    """A client signed in as a member of a group ("Editors"), "root", a bare "staff", a "reader"
    with an account but no place in the newsroom, or "nobody".
    """

    def client_of(role: str) -> Client:
        client = Client(headers={"Accept-Language": "en"})
        if role != "nobody":
            client.force_login(member(role))
        return client

    return client_of


def member(role: str) -> User:
    made: User = UserFactory(
        groups=[role] if role in {"Editors", "Moderators", "Analysts"} else [],
        is_superuser=role == "root",
        is_staff=role != "reader",
    )
    return made


@pytest.fixture
def article() -> Article:
    made: Article = ArticleFactory(slug="affair")
    return made


@pytest.fixture
def question(article: Article) -> Question:
    made: Question = QuestionFactory(article=article, slug="why", position=1)
    return made


def vote(question: Question, slug: str = "choice-1", *, times: int = 1) -> None:
    """Let so many readers choose what has this address."""
    choice = Choice.objects.get(question=question, slug=slug)
    question.refresh_from_db(fields=["edition"])
    for _voter in range(times):
        cast(
            question=question,
            voter=VoterFactory(),
            answer=Answer({choice.pk: 1}),
            now=timezone.now(),
        )
