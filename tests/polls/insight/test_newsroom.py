"""The newsroom sees what readers do not see yet, and nobody else does."""

import pytest
from django.test import Client
from django.utils import timezone

from polls.kinds import Answer
from polls.models import Question
from polls.voting import cast
from tests.factories import ArticleFactory, QuestionFactory, UserFactory, VoterFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept_back() -> Question:
    """A question for the newsroom only, beside another, both answered by twenty."""
    article = ArticleFactory()
    made = [
        QuestionFactory(article=article, slug=slug, results="staff") for slug in ("first", "second")
    ]
    for number in range(20):
        voter = VoterFactory()
        for question in made:
            slug = f"choice-{1 + number % 2}"
            answer = Answer({question.choices.get(slug=slug).pk: 1})
            cast(question=question, voter=voter, answer=answer, now=timezone.now())
    return made[0]


def address(question: Question) -> str:
    return f"/admin/dossier/article/{question.article.pk}/insight/"


def test_analysts_see_every_part_and_every_pair(client: Client, kept_back: Question) -> None:
    client.force_login(UserFactory(groups=["Analysts"]))

    shown = client.get(address(kept_back), {"a": "first", "b": "second"}).content.decode()

    assert 'id="answers"' in shown
    assert 'id="history"' in shown
    assert "<strong>50" in shown
    assert 'id="cross-title"' in shown


def test_readers_and_members_without_the_permission_do_not(
    client: Client, kept_back: Question
) -> None:
    assert client.get(address(kept_back)).status_code == 302
    client.force_login(UserFactory())
    assert client.get(address(kept_back)).status_code == 403


def test_the_results_page_of_the_desk_leads_there(client: Client, kept_back: Question) -> None:
    client.force_login(UserFactory(groups=["Analysts"]))
    desk = f"/admin/dossier/article/{kept_back.article.pk}/results/"

    assert f'href="{address(kept_back)}"' in client.get(desk).content.decode()
