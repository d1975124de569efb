"""An editor enters how a forecast turned out, and corrects it."""

import pytest

from dossier.models import Article
from polls.models import Question, Resolution
from tests.factories import QuestionFactory
from tests.polls.desk.conftest import Enter

pytestmark = pytest.mark.django_db
SENT = {
    "outcome": "yes",
    "happened_at": "2024-03-05T10:00",
    "evidence_fr": "Le juge l’a dit.",
    "evidence_en": "The judge said so.",
    "evidence_url": "",
    "seen": "",
}


@pytest.fixture
def forecast(article: Article) -> Question:
    made: Question = QuestionFactory(article=article, kind=Question.Kind.FORECAST, choices=1)
    return made


def test_an_editor_enters_an_outcome_and_corrects_it(enter: Enter, forecast: Question) -> None:
    client, address = enter("Editors"), f"/admin/polls/question/{forecast.pk}/resolution/"
    assert "How did it turn out?" in client.get(address).content.decode()
    change = client.get(f"/admin/polls/question/{forecast.pk}/change/").content.decode()
    assert address in change

    assert client.post(address, SENT).status_code == 302
    kept = Resolution.objects.get()
    assert (kept.outcome, kept.evidence_en, kept.evidence_fr) == (
        "yes",
        "The judge said so.",
        "Le juge l’a dit.",
    )
    page = client.get(address).content.decode()
    assert "Correct the outcome" in page
    assert f'name="seen" value="{kept.pk}"' in page

    corrected = SENT | {"outcome": "no", "seen": str(kept.pk)}
    assert client.post(address, corrected).status_code == 302
    assert list(Resolution.objects.values_list("outcome", flat=True)) == ["no", "yes"]


def test_the_second_of_two_editors_is_told(enter: Enter, forecast: Question) -> None:
    client, address = enter("Editors"), f"/admin/polls/question/{forecast.pk}/resolution/"
    client.post(address, SENT)
    late = client.post(address, SENT | {"outcome": "no"})
    assert late.status_code == 409
    assert "Somebody has resolved it meanwhile" in late.content.decode()
    assert [one.outcome for one in Resolution.objects.all()] == ["yes"]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"evidence_fr": ""}, "Say how it is known."),
        ({"happened_at": "2999-01-01T00:00"}, "What is known only later cannot be known now."),
        ({"happened_at": "soon"}, "Enter a valid date/time."),
        ({"outcome": "perhaps"}, "perhaps is not one of the available choices"),
        ({"evidence_url": "javascript:alert(1)"}, "Enter a valid URL."),
    ],
)
def test_what_cannot_be_kept_is_asked_again_with_what_was_typed(
    enter: Enter, forecast: Question, sent: dict[str, str], said: str
) -> None:
    address = f"/admin/polls/question/{forecast.pk}/resolution/"
    answer = enter("Editors").post(address, SENT | sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "The judge said so." in page
    assert not Resolution.objects.exists()


@pytest.mark.parametrize("role", ["Moderators", "Analysts", "staff"])
def test_others_may_not(enter: Enter, forecast: Question, role: str) -> None:
    address = f"/admin/polls/question/{forecast.pk}/resolution/"
    assert enter(role).get(address).status_code == 403
    assert enter(role).post(address, SENT).status_code == 403


def test_other_questions_have_no_outcome(enter: Enter, question: Question) -> None:
    client = enter("Editors")
    assert client.get(f"/admin/polls/question/{question.pk}/resolution/").status_code == 404
    change = client.get(f"/admin/polls/question/{question.pk}/change/").content.decode()
    assert "/resolution/" not in change
