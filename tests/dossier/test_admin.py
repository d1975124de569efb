"""An editor's page of a dossier: everything on one page, in both languages, nothing lost."""

import re

import pytest
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.utils import translation
from django.utils.html import strip_tags

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
def client() -> Client:
    return Client(headers={"Accept-Language": "en"})


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

    def test_claims_and_answers_say_which_actors_they_can_name(self, client: Client) -> None:
        page = client.get(ADD).content.decode()
        for maker in ("claims-0-maker", "claims-0-rebuttals-0-maker"):
            assert f'aria-describedby="id_{maker}_helptext"' in page
            told = re.findall(rf'id="id_{maker}_helptext">(.*?)</div>\s*<', page, re.DOTALL)
            assert [strip_tags(said).strip() for said in told] == [
                "A new actor can be chosen once the page is saved."
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


def refused(client: Client, article: Article, data: dict[str, str]) -> str:
    """Send the dossier's page changed so; the page that comes back."""
    response = client.post(address(article), form(client, address(article)) | data)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.usefixtures("editor")
class TestRefusals:
    def test_a_problem_deep_inside_is_told_at_the_top_and_its_rows_are_open(
        self, client: Client, article: Article
    ) -> None:
        page = refused(
            client,
            article,
            {"questions-0-choices-0-label_fr": "", "title_en": "Typed and not lost"},
        )
        assert "Please correct the error below." in page
        assert '<details class="rows-section" id="questions-section" open' in page
        assert '<details class="row-body" id="questions-0-body" open' in page
        assert '<details class="rows-section" id="claims-section" open' not in page
        assert "Typed and not lost" in page

    def test_an_actor_who_speaks_stays(self, client: Client, article: Article) -> None:
        for actor in (Claim.objects.get().maker, Rebuttal.objects.get().maker):
            number = list(article.actors.all()).index(actor)
            page = refused(client, article, {f"actors-{number}-DELETE": "on"})
            assert f"“{actor.name}” makes claims or answers: delete those first." in page
        assert Actor.objects.count() == 2

    def test_actors_of_other_dossiers_make_no_claims_here(
        self, client: Client, article: Article
    ) -> None:
        stranger = ClaimFactory().maker
        page = refused(client, article, {"claims-0-maker": str(stranger.pk)})
        assert "Select a valid choice." in page

    def test_rows_of_other_dossiers_cannot_be_taken(self, client: Client, article: Article) -> None:
        other = PassageFactory(heading_en="Not yours")
        refused(client, article, {"passages-0-id": str(other.pk), "passages-0-heading_en": "Mine"})
        other.refresh_from_db()
        assert texts(other, "heading")[1] == "Not yours"

    def test_two_rows_with_one_address(self, client: Client, article: Article) -> None:
        second = {"passages-1-heading_fr": "Encore", "passages-1-slug": "money"}
        assert "with this Dossier and Address already exists." in refused(client, article, second)
        both = {"passages-0-slug": "same", "passages-1-slug": "same"}
        assert "Please correct the duplicate" in refused(client, article, second | both)

    @pytest.mark.parametrize("slug", ["feed", "embed"])
    def test_the_sites_own_addresses(self, client: Client, article: Article, slug: str) -> None:
        assert "The site needs this address for itself." in refused(client, article, {"slug": slug})

    def test_a_date_that_is_none(self, client: Client, article: Article) -> None:
        assert "“2024-13” is not a date" in refused(client, article, {"dated": "2024-13"})

    def test_a_page_without_its_counts_loses_nothing(
        self, client: Client, article: Article
    ) -> None:
        before = everything(article)
        data = form(client, address(article))
        for count in [name for name in data if name.endswith("choices-TOTAL_FORMS")]:
            del data[count]
        assert client.post(address(article), data).status_code == 200
        assert everything(article) == before


@pytest.mark.usefixtures("editor")
class TestPublishing:
    def test_buttons_publish_and_take_back(self, client: Client, article: Article) -> None:
        Article.objects.update(status="draft", published_at=None)
        data = form(client, address(article))
        client.post(address(article), data | {"title_en": "Out now", "_press": "publish"})
        article.refresh_from_db()
        assert (article.status, texts(article, "title")[1]) == ("published", "Out now")
        first_published_at = article.published_at
        client.post(address(article), data | {"_press": "unpublish"})
        article.refresh_from_db()
        assert (article.status, article.published_at) == ("draft", first_published_at)

    def test_the_list_publishes_several(self, client: Client) -> None:
        drafts = [ArticleFactory(status="draft", published_at=None) for _number in range(2)]
        client.post(
            "/admin/dossier/article/",
            {"action": "publish", "_selected_action": [draft.pk for draft in drafts]},
        )
        assert set(Article.objects.values_list("status", flat=True)) == {"published"}

    def test_a_draft_is_previewed_where_readers_will_find_it(
        self, client: Client, article: Article
    ) -> None:
        article.unpublish()
        page = client.get(address(article)).content.decode()
        assert '<a href="/en/affair/">Preview as a reader</a>' in page
        assert client.get("/en/affair/").status_code == 200
        assert Client().get("/en/affair/").status_code == 404


@pytest.mark.parametrize("role", ["Moderators", "Analysts"])
def test_others_read_the_texts_and_are_offered_no_field(
    client: Client, article: Article, role: str
) -> None:
    client.force_login(UserFactory(groups=[role]))
    page = client.get(address(article)).content.decode()
    assert texts(article, "title")[1] in page
    assert set(Form(page, "article_form").data) == {"csrfmiddlewaretoken"}


@pytest.mark.usefixtures("editor")
def test_a_dossier_as_large_as_the_shipped_one_is_saved_whole(client: Client) -> None:
    article = ArticleFactory(slug="large")
    maker = ClaimFactory(article=article).maker
    for number in range(25):
        QuestionFactory(article=article, slug=f"question-{number}", choices=4, position=number + 1)
    for number in range(12):
        claim = ClaimFactory(article=article, maker=maker, slug=f"made-{number}")
        RebuttalFactory(claim=claim, maker=maker)
        EventFactory(article=article)
        FigureFactory(article=article)
        PassageFactory(article=article)
    data = form(client, address(article))
    assert len(data) > 1500  # Django's own limit is 1,000 fields
    save(client, address(article), data | {"questions-24-choices-3-label_en": "The very last"})
    last = Choice.objects.get(question__slug="question-24", slug="choice-4")
    assert texts(last, "label")[1] == "The very last"
