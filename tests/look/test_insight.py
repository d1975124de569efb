"""No text of a dossier's results escapes translation, whoever reads them."""

import pytest
from django.test import Client
from django.utils import timezone

from polls.kinds import Answer
from polls.models import BallotRevision, Question
from polls.voting import cast
from tests.factories import ArticleFactory, QuestionFactory, UserFactory, VoterFactory
from tests.look.marking import mark_content, untranslated_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marking")]

Place = BallotRevision.Place


@pytest.fixture
def answered() -> Question:
    """A question of two answers, asked twice, beside a scale, a forecast and one kept back."""
    article = ArticleFactory(slug="affair")
    twice = QuestionFactory(article=article, slug="twice", place="before", ask_again=True)
    scale = QuestionFactory(article=article, slug="scale", kind="scale", choices=3)
    forecast = QuestionFactory(article=article, slug="forecast", kind="forecast", choices=1)
    QuestionFactory(article=article, slug="later", results="after_close")
    for number in range(12):
        voter, now = VoterFactory(), timezone.now()
        for question, slug, value, place in (
            (twice, f"choice-{1 + number % 2}", 1, Place.BEFORE),
            (twice, f"choice-{1 + number // 2 % 2}", 1, Place.AGAIN),
            (scale, f"choice-{1 + number % 3}", 1, Place.ELSEWHERE),
            (forecast, "choice-1", 7 * number, Place.ELSEWHERE),
        ):
            answer = Answer({question.choices.get(slug=slug).pk: value})
            cast(question=question, voter=voter, answer=answer, now=now, place=place)
    mark_content()
    return twice


@pytest.mark.parametrize(
    "page",
    ["", "cross/", "cross/?a=twice&b=twice", "cross/?a=twice&b=scale", "cross/?a=twice&b=forecast"],
)
def test_the_results_of_a_dossier(client: Client, answered: Question, page: str) -> None:
    assert untranslated_at(client, f"/en/affair/results/{page}") == []


def test_what_is_not_there(client: Client, answered: Question) -> None:
    assert untranslated_at(client, "/en/affair/results/cross/?a=later&b=twice", status=404) == []


def test_the_newsroom_s_page(client: Client, answered: Question) -> None:
    client.force_login(UserFactory(is_superuser=True, username="⟦Alice⟧"))
    address = f"/admin/dossier/article/{answered.article.pk}/insight/?a=twice&b=scale"
    assert untranslated_at(client, address) == []
