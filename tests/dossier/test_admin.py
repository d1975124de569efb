"""An editor's page of a dossier: everything on one page, in both languages, nothing lost."""

import pytest
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.utils import translation

from dossier.models import Actor, Article, Claim, Passage, Rebuttal
from polls.models import Choice, Question
from tests.factories import (
    ArticleFactory,
    ClaimFactory,
    EventFactory,
    FigureFactory,
    PassageFactory,
    QuestionFactory,
    RebuttalFactory,
    UserFactory,
)
from tests.pages import Form

pytestmark = pytest.mark.django_db
ADD = "/admin/dossier/article/add/"


@pytest.fixture
def editor(client: Client) -> User:
    member: User = UserFactory(groups=["Editors"])
    client.force_login(member)
    return member


def address(article: Article) -> str:
    return f"/admin/dossier/article/{article.pk}/change/"


def form(client: Client, url: str) -> dict[str, str]:
    response = client.get(url)
    assert response.status_code == 200
    return Form(response.content.decode(), "article_form").data


def save(client: Client, url: str, data: dict[str, str]) -> None:
    response = client.post(url, data | {"_continue": "1"})
    assert response.status_code == 302, problems(response.content.decode())


def problems(html: str) -> list[str]:
    return [line.strip() for line in html.splitlines() if "errorlist" in line]


@pytest.fixture
def article() -> Article:
    """A dossier with one of everything."""
    made: Article = ArticleFactory(slug="affair")
    PassageFactory(article=made, slug="money", position=1)
    claim = ClaimFactory(article=made, slug="claim", maker__slug="maker", position=1)
    RebuttalFactory(claim=claim, slug="answer", position=1)
    EventFactory(article=made, position=1)
    FigureFactory(article=made, position=1)
    QuestionFactory(article=made, slug="why", position=1)
    return made


@pytest.mark.usefixtures("editor")
class TestEditing:
    def test_saving_a_page_as_it_is_changes_nothing(self, client: Client, article: Article) -> None:
        before = everything(article)
        save(client, address(article), form(client, address(article)))
        assert everything(article) == before

    def test_a_dossier_is_created_with_its_question_and_choices(self, client: Client) -> None:
        data = form(client, ADD) | {
            "title_fr": "L’affaire",
            "title_en": "The affair",
            "passages-0-heading_fr": "Les faits",
            "passages-0-heading_en": "The facts",
            "questions-0-prompt_fr": "Qui a raison ?",
            "questions-0-prompt_en": "Who is right?",
            "questions-0-kind": "single",
            "questions-0-choices-0-label_fr": "L’un",
            "questions-0-choices-0-label_en": "The one",
            "questions-0-choices-1-label_fr": "L’autre",
            "questions-0-choices-1-label_en": "The other",
        }
        save(client, ADD, data)
        made = Article.objects.get(slug="l-affaire")
        assert texts(made, "title") == ("L’affaire", "The affair")
        assert [str(passage.slug) for passage in made.passages.all()] == ["les-faits"]
        question = made.questions.get()
        assert (question.slug, question.status) == ("qui-a-raison", "draft")
        assert list(question.choices.values_list("slug", "label_fr", "label_en", "position")) == [
            ("l-un", "L’un", "The one", 1),
            ("l-autre", "L’autre", "The other", 2),
        ]

    def test_rows_inside_rows_are_changed_added_and_deleted(
        self, client: Client, article: Article
    ) -> None:
        data = form(client, address(article)) | {
            "claims-0-text_en": "Another claim",
            "claims-0-rebuttals-0-text_en": "Another answer",
            "claims-0-rebuttals-1-text_fr": "Deuxième réponse",
            "claims-0-rebuttals-1-maker": str(Actor.objects.get(slug="maker").pk),
            "questions-0-choices-0-DELETE": "on",
            "questions-0-choices-2-label_fr": "Ni l’un ni l’autre",
        }
        save(client, address(article), data)
        assert texts(Claim.objects.get(), "text")[1] == "Another claim"
        assert list(Rebuttal.objects.values_list("slug", "text_en", "position")) == [
            ("answer", "Another answer", 1),
            ("deuxieme-reponse", "", 2),
        ]
        assert list(Choice.objects.values_list("slug", "position")) == [
            ("choice-2", 2),
            ("ni-l-un-ni-l-autre", 3),
        ]

    def test_the_position_orders_rows(self, client: Client, article: Article) -> None:
        PassageFactory(article=article, slug="court", position=2)
        data = form(client, address(article)) | {
            "passages-0-position": "2",
            "passages-1-position": "1",
            "passages-2-heading_fr": "À la fin",
        }
        save(client, address(article), data)
        assert list(article.passages.values_list("slug", "position")) == [
            ("court", 1),
            ("money", 2),
            ("a-la-fin", 3),
        ]


def texts(row: Model, field: str) -> tuple[str, str]:
    return getattr(row, f"{field}_fr"), getattr(row, f"{field}_en")


def everything(article: Article) -> list[list[tuple[object, ...]]]:
    """All rows of the dossier but the moments of their last change."""
    rows = []
    translation.activate("fr")
    for model in (Article, Passage, Actor, Claim, Rebuttal, Question, Choice):
        names = [field.name for field in model._meta.fields if field.name != "updated_at"]
        rows.append(list(model._default_manager.order_by("pk").values_list(*names)))
    return rows
