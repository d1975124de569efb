"""A question in the newsroom: what its editor may do, and what ballots forbid."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from dossier.models import Article
from polls.models import Choice, Question
from tests.factories import (
    ChoiceFactory,
    CommentFactory,
    PassageFactory,
    QuestionFactory,
    QuizQuestionFactory,
)
from tests.pages import Form
from tests.polls.desk.conftest import Enter, vote

pytestmark = pytest.mark.django_db
ADD = "/admin/polls/question/add/"


@pytest.fixture
def client(enter: Enter) -> Client:
    return enter("Editors")


def address(question: Question) -> str:
    return f"/admin/polls/question/{question.pk}/change/"


def dossier(question: Question) -> str:
    return f"/admin/dossier/article/{question.article_id}/change/"


def form(client: Client, url: str) -> dict[str, str]:
    form_id = "article_form" if "article" in url else "question_form"
    return Form(client.get(url).content.decode(), form_id).data


def send(client: Client, url: str, data: dict[str, str], button: str = "_continue") -> str:
    """Send the page with the data in place of what it holds; the page that comes back, if any."""
    name, _equals, value = button.partition("=")
    response = client.post(url, form(client, url) | data | {name: value or "1"})
    return "" if response.status_code == 302 else response.content.decode()


def said(client: Client) -> list[str]:
    return [str(message) for message in client.get("/admin/").context["messages"]]


# The same page twice: on its own, and as a row of its dossier. Each gives the prefix of its fields.
PAGES: list[tuple[Callable[[Question], str], str]] = [(address, ""), (dossier, "questions-0-")]
both_pages = pytest.mark.parametrize(("at", "prefix"), PAGES, ids=["question", "dossier"])


def test_a_question_is_added_with_its_choices(client: Client, article: Article) -> None:
    refused = send(
        client,
        ADD,
        {
            "article": str(article.pk),
            "prompt_fr": "Où ?",
            "prompt_en": "Where?",
            "kind": "single",
            "choices-0-label_fr": "Ici",
        },
    )
    assert not refused
    question = Question.objects.get()
    assert (question.slug, question.position, question.status) == ("ou", 1, "draft")
    assert list(question.choices.values_list("slug", flat=True)) == ["ici"]


def test_a_second_question_of_the_same_words_gets_an_address_of_its_own(
    client: Client, article: Article
) -> None:
    data = {"article": str(article.pk), "prompt_fr": "Pourquoi ?", "kind": "open"}
    assert not send(client, ADD, data)
    assert not send(client, ADD, data)
    assert list(Question.objects.values_list("slug", "position")) == [
        ("pourquoi", 1),
        ("pourquoi-2", 2),
    ]


def test_only_the_dossiers_own_passages_are_offered(client: Client, question: Question) -> None:
    own, other = PassageFactory(article=question.article), PassageFactory()
    page = client.get(address(question)).content.decode()
    assert f'<option value="{own.pk}">' in page
    assert f'<option value="{other.pk}">' not in page
    assert "Select a valid choice" in send(client, address(question), {"passage": str(other.pk)})


def test_a_question_is_added_to_the_dossier_that_is_named(client: Client, article: Article) -> None:
    passage = PassageFactory(article=article)
    page = client.get(ADD, {"article": article.pk}).content.decode()
    assert f'<option value="{article.pk}" selected>' in page
    assert f'<option value="{passage.pk}">' in page


@pytest.mark.parametrize("pk", ["9" * 19, "9" * 20, "9" * 5000, "abc"])
def test_a_question_is_added_to_no_dossier_that_cannot_be(client: Client, pk: str) -> None:
    PassageFactory(heading_fr="Ailleurs", heading_en="Elsewhere")
    response = client.get(ADD, {"article": pk})
    assert response.status_code == 200
    assert "Elsewhere" not in response.content.decode()
    refused = send(client, ADD, {"article": pk, "prompt_fr": "Où ?", "kind": "open"})
    assert "Select a valid choice." in refused


@both_pages
def test_the_kind_stays_once_readers_have_answered(
    client: Client, question: Question, at: Callable[[Question], str], prefix: str
) -> None:
    vote(question)
    kept = {f"{prefix}prompt_en": "Typed with care", f"{prefix}kind": "multiple"}
    refused = send(client, at(question), kept)
    assert "Readers have answered: the kind can no longer change." in refused
    assert "Typed with care" in refused
    question.refresh_from_db()
    assert question.kind == "single"


@both_pages
def test_the_key_of_a_quiz_stays_once_readers_have_answered(
    client: Client, article: Article, at: Callable[[Question], str], prefix: str
) -> None:
    question = QuestionFactory(article=article, kind="quiz", explanation_fr="Parce que.", choices=3)
    question.choices.filter(slug="choice-1").update(correct=True)
    assert not send(client, at(question), {f"{prefix}choices-1-correct": "on"})
    vote(question)
    data = form(client, at(question))
    del data[f"{prefix}choices-0-correct"]
    response = client.post(at(question), data)
    assert "which answer is right can no longer change" in response.content.decode()
    added = {f"{prefix}choices-3-label_fr": "Nouveau", f"{prefix}choices-3-correct": "on"}
    assert "which answer is right can no longer change" in send(client, at(question), added)
    assert list(question.choices.values_list("correct", flat=True)) == [True, True, False]


@both_pages
def test_a_choice_with_ballots_cannot_be_deleted(
    client: Client, question: Question, at: Callable[[Question], str], prefix: str
) -> None:
    ChoiceFactory(question=question, slug="third", position=3)
    vote(question, times=3)
    refused = send(
        client,
        at(question),
        {f"{prefix}choices-0-DELETE": "on", f"{prefix}choices-1-label_en": "Kept words"},
    )
    assert "“choice-1 (en)” cannot be deleted: 3 ballots name it." in refused
    assert "Kept words" in refused
    assert Choice.objects.count() == 3
    assert not send(client, at(question), {f"{prefix}choices-1-DELETE": "on"})
    assert list(Choice.objects.values_list("slug", flat=True)) == ["choice-1", "third"]


@both_pages
def test_a_right_answer_that_nobody_chose_cannot_be_deleted(
    client: Client, article: Article, at: Callable[[Question], str], prefix: str
) -> None:
    question = QuizQuestionFactory(article=article, choices=4, right=[2, 3])
    delete = {f"{prefix}choices-2-DELETE": "on"}
    vote(question)
    reason = "“choice-3 (en)” cannot be deleted: it is a right answer, and readers have answered."
    assert reason in send(client, at(question), delete)
    data = form(client, at(question)) | delete
    del data[f"{prefix}choices-2-correct"]
    assert reason in client.post(at(question), data | {"_continue": "1"}).content.decode()
    assert not send(client, at(question), {f"{prefix}choices-3-DELETE": "on"})
    assert list(question.choices.values_list("slug", "correct")) == [
        ("choice-1", False),
        ("choice-2", True),
        ("choice-3", True),
    ]


@both_pages
def test_a_right_answer_is_deleted_while_nobody_has_answered(
    client: Client, article: Article, at: Callable[[Question], str], prefix: str
) -> None:
    question = QuizQuestionFactory(article=article, choices=3, right=[2, 3])
    assert not send(client, at(question), {f"{prefix}choices-2-DELETE": "on"})
    assert question.choices.count() == 2


def test_a_choice_that_a_changed_ballot_named_cannot_be_deleted(
    client: Client, question: Question
) -> None:
    ChoiceFactory(question=question, slug="third", position=3)
    vote(question)
    question.ballots.get().marks.all().delete()
    refused = send(client, address(question), {"choices-0-DELETE": "on"})
    assert "“choice-1 (en)” cannot be deleted: earlier versions of ballots name it." in refused


@both_pages
def test_a_question_with_ballots_cannot_be_deleted(
    client: Client, question: Question, at: Callable[[Question], str], prefix: str
) -> None:
    vote(question, times=2)
    reason = f"“{question.prompt_en}” cannot be deleted: it has 2 ballots. Withdraw it instead."
    if prefix:
        assert reason in send(client, at(question), {f"{prefix}DELETE": "on"})
    else:
        delete = f"/admin/polls/question/{question.pk}/delete/"
        assert reason in client.get(delete).content.decode()
        assert reason in client.post(delete, {"post": "yes"}).content.decode()
    assert Question.objects.count() == 1


def test_a_question_with_comments_cannot_be_deleted(client: Client, question: Question) -> None:
    CommentFactory(article=question.article, question=question)
    refused = send(client, dossier(question), {"questions-0-DELETE": "on"})
    assert "cannot be deleted: it has 1 comment. Withdraw it instead." in refused


@both_pages
def test_a_question_without_ballots_is_deleted_with_its_choices(
    client: Client, question: Question, at: Callable[[Question], str], prefix: str
) -> None:
    if prefix:
        assert not send(client, at(question), {f"{prefix}DELETE": "on"})
    else:
        client.post(f"/admin/polls/question/{question.pk}/delete/", {"post": "yes"})
    assert (Question.objects.count(), Choice.objects.count()) == (0, 0)


@both_pages
def test_an_incomplete_question_is_a_draft_or_refused(
    client: Client, question: Question, at: Callable[[Question], str], prefix: str
) -> None:
    one_choice = {f"{prefix}choices-0-DELETE": "on"}
    refused = send(client, at(question), one_choice)
    assert "A question of this kind needs at least two choices." in refused
    assert not send(client, at(question), one_choice | {f"{prefix}status": "draft"})
    assert question.choices.count() == 1


@both_pages
def test_it_closes_after_it_opens(
    client: Client, question: Question, at: Callable[[Question], str], prefix: str
) -> None:
    refused = send(
        client,
        at(question),
        {
            f"{prefix}opens_at": "2026-03-02T09:00:00",
            f"{prefix}closes_at": "2026-03-01T09:00:00",
            f"{prefix}help_fr": "Une aide déjà écrite",
        },
    )
    assert "A question closes after it opens." in refused
    assert "Une aide déjà écrite" in refused


@both_pages
def test_saving_again_keeps_the_moment_of_closing(
    client: Client, question: Question, at: Callable[[Question], str], prefix: str
) -> None:
    assert not send(client, address(question), {}, button="_press=close_now")
    question.refresh_from_db()
    closed_at = question.closes_at
    assert not send(client, at(question), {f"{prefix}prompt_en": "Again"})
    question.refresh_from_db()
    assert (question.prompt_en, question.closes_at) == ("Again", closed_at)


def test_buttons_save_the_page_and_then_act(client: Client, article: Article) -> None:
    question = QuestionFactory(article=article, status="draft")
    typed = {"prompt_en": "Ready to go?"}
    assert not send(client, address(question), typed, button="_press=open_now")
    assert said(client) == ["1 question takes answers now."]
    question.refresh_from_db()
    assert (question.prompt_en, question.status) == ("Ready to go?", "published")
    assert not send(client, address(question), {}, button="_press=close_now")
    assert said(client) == ["1 question is closed."]
    assert not send(client, address(question), {}, button="_press=withdraw")
    assert said(client) == ["1 question is withdrawn."]
    question.refresh_from_db()
    assert question.status == "withdrawn"


def test_a_button_that_cannot_act_says_why_and_the_page_is_saved(
    client: Client, article: Article
) -> None:
    question = QuestionFactory(article=article, status="draft", choices=1)
    typed = {"prompt_en": "Half a question?"}
    assert not send(client, address(question), typed, button="_press=open_now")
    assert said(client) == [
        "“Half a question?”: A question of this kind needs at least two choices."
    ]
    question.refresh_from_db()
    assert (question.prompt_en, question.status) == ("Half a question?", "draft")


def test_a_button_that_is_none_of_the_pages_does_nothing(
    client: Client, question: Question
) -> None:
    assert not send(client, address(question), {}, button="_press=delete")
    assert Question.objects.count() == 1


def test_the_list_opens_several_and_says_which_could_not(client: Client, article: Article) -> None:
    ready = QuestionFactory(article=article, status="draft", prompt_en="Ready?")
    unready = QuestionFactory(article=article, status="draft", prompt_en="Unready?", choices=0)
    data = {"action": "open_now", "_selected_action": [str(ready.pk), str(unready.pk)]}
    client.post("/admin/polls/question/", data)
    assert said(client) == [
        "“Unready?”: A question of this kind needs at least two choices.",
        "1 question takes answers now.",
    ]
    assert set(Question.objects.values_list("prompt_en", "status")) == {
        ("Ready?", "published"),
        ("Unready?", "draft"),
    }


def test_statements_that_wait_for_moderation_are_not_the_editors(
    client: Client, article: Article
) -> None:
    question = QuestionFactory(article=article, kind="statements")
    ChoiceFactory(question=question, slug="proposed", status="pending")
    page = client.get(address(question)).content.decode()
    assert "proposed (fr)" not in page
    assert not send(client, address(question), {"choices-0-label_en": "Changed"})
    assert Choice.objects.get(slug="proposed").status == "pending"


@pytest.fixture
def proposed(article: Article) -> Choice:
    """A published statement that its reader wrote in English alone, after an editor's two."""
    question = QuestionFactory(article=article, kind="statements")
    made: Choice = ChoiceFactory(
        question=question,
        slug="proposed",
        label_fr=None,
        label_en="Clarity first.",
        position=10_000,
        proposed_at=timezone.now(),
    )
    return made


@both_pages
def test_a_readers_statement_in_one_language_stays_as_it_is(
    client: Client, proposed: Choice, at: Callable[[Question], str], prefix: str
) -> None:
    before = Choice.objects.filter(pk=proposed.pk).values().get()
    assert not send(client, at(proposed.question), {f"{prefix}prompt_en": "Changed"})
    assert Choice.objects.filter(pk=proposed.pk).values().get() == before


def test_a_question_with_a_readers_statement_is_closed(client: Client, proposed: Choice) -> None:
    assert not send(client, address(proposed.question), {}, button="_press=close_now")
    assert said(client) == ["1 question is closed."]


@both_pages
def test_a_readers_statement_has_words_in_one_language_at_least(
    client: Client, proposed: Choice, at: Callable[[Question], str], prefix: str
) -> None:
    french, english = f"{prefix}choices-2-label_fr", f"{prefix}choices-2-label_en"
    refused = send(client, at(proposed.question), {english: " "})
    assert "needs its words in at least one language." in refused
    assert not send(client, at(proposed.question), {french: "La clarté d’abord."})
    assert not send(client, at(proposed.question), {english: ""})
    proposed.refresh_from_db()
    assert (proposed.label_fr, proposed.label_en or "") == ("La clarté d’abord.", "")


@both_pages
def test_an_editors_choice_has_words_in_the_source_language(
    client: Client, proposed: Choice, at: Callable[[Question], str], prefix: str
) -> None:
    refused = send(client, at(proposed.question), {f"{prefix}choices-0-label_fr": ""})
    assert "This field is required." in refused


@both_pages
def test_the_editor_is_told_what_makes_a_neutral_point(
    client: Client, at: Callable[[Question], str], prefix: str
) -> None:
    page = client.get(at(QuestionFactory(kind="scale"))).content.decode()
    _before, _id, help_text = page.partition(f'id="id_{prefix}kind_helptext">')
    told = strip_tags(help_text).strip()
    assert told.startswith("A scale runs from its first choice to its last, which need words;")


# Abstention, order, and choices with a role


@both_pages
def test_how_a_question_is_asked_is_set_on_both_pages(
    client: Client, question: Question, at: Callable[[Question], str], prefix: str
) -> None:
    choices = f"{prefix}choices-"
    data = {
        f"{prefix}allows_abstention": "on",
        f"{prefix}order": "shuffled",
        f"{prefix}results": "after_vote",
        f"{prefix}allows_peek": "on",
        f"{choices}2-label_fr": "Autre chose",
        f"{choices}2-label_en": "Something else",
        f"{choices}2-role": "other",
    }
    assert send(client, at(question), data) == ""
    question.refresh_from_db()
    assert (question.allows_abstention, question.order, question.allows_peek) == (
        True,
        "shuffled",
        True,
    )
    assert question.choices.get(label_en="Something else").role == "other"
    # and stays so when the page is saved as it came
    assert send(client, at(question), {}) == ""
    question.refresh_from_db()
    assert (question.allows_abstention, question.order) == (True, "shuffled")


@both_pages
@pytest.mark.parametrize(
    ("kind", "sent", "told"),
    [
        (
            "scale",
            {"order": "shuffled"},
            "The choices of this kind have an order of their own: they cannot be shuffled.",
        ),
        (
            "statements",
            {"allows_abstention": "on"},
            "“No opinion” is no answer to this kind of question.",
        ),
        (
            "single",
            {"choices-0-role": "none"},
            "Only a question with several choices can have “none of these”.",
        ),
        (
            "ranking",
            {"choices-0-role": "other"},
            "Only a question with one or several choices can have “other”.",
        ),
        (
            "multiple",
            {"choices-0-role": "other", "choices-1-role": "other"},
            "A question has at most one “none of these” and one “other”.",
        ),
        (
            "single",
            {"results": "always", "allows_peek": "on"},
            "Only results that show after voting can be shown without it.",
        ),
    ],
)
def test_what_a_kind_cannot_do_is_told_on_both_pages(
    client: Client,
    article: Article,
    kind: str,
    sent: dict[str, str],
    told: str,
    at: Callable[[Question], str],
    prefix: str,
) -> None:
    question = QuestionFactory(article=article, kind=kind, choices=3)
    page = send(client, at(question), {f"{prefix}{name}": value for name, value in sent.items()})
    assert told in strip_tags(page).replace("&quot;", '"')
    before = Question.objects.values().get(pk=question.pk)
    assert (before["order"], before["allows_abstention"]) == ("given", False)
    assert set(question.choices.values_list("role", flat=True)) == {"regular"}


def test_a_draft_that_cannot_be_asked_so_is_not_opened(client: Client, article: Article) -> None:
    question = QuestionFactory(
        article=article, kind="scale", choices=3, status="draft", order="shuffled"
    )
    client.post(
        "/admin/polls/question/", {"action": "open_now", "_selected_action": str(question.pk)}
    )
    assert "they cannot be shuffled" in " ".join(said(client))
    question.refresh_from_db()
    assert question.status == "draft"
