"""The quiz as a reader takes it: question by question, without JavaScript, then with HTMX."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from dossier.models import Article
from polls.models import Ballot, Question
from tests.factories import ArticleFactory, QuestionFactory, QuizQuestionFactory, UserFactory

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def article() -> Article:
    """A quiz of three questions, a draft and a withdrawn one, and a poll beside it."""
    article = ArticleFactory(title_en="The lawsuit")
    for number in (1, 2, 3):
        QuizQuestionFactory(article=article, slug=f"fact-{number}", position=number)
    QuizQuestionFactory(article=article, slug="draft", position=0, status="draft")
    QuizQuestionFactory(article=article, slug="gone", position=0, status="withdrawn")
    QuestionFactory(article=article, slug="poll", position=0)
    return article


def quiz(article: Article) -> str:
    return f"/en/{article.slug}/quiz/"


def answer(client: Client, article: Article, slug: str, choice: str, **headers: str):
    """Send the form as the quiz page has it."""
    return client.post(
        f"/en/{article.slug}/{slug}/vote/",
        {"choice": choice, "back": "quiz"},
        headers=headers,
    )


def shown(page: str) -> tuple[str, str]:
    """The place in the quiz and the prompt that a page shows."""
    place = re.search(r"question \d+ of \d+", page)
    prompt = re.search(r'question-prompt"[^>]*>([^<]*)<', page)
    assert place
    assert prompt
    return place[0], prompt[1]


def test_the_quiz_asks_the_first_unanswered_question(client: Client, article: Article) -> None:
    quizzed = Question.objects.filter(article=article).shown().in_quiz()
    prompts = list(quizzed.values_list("prompt_en", flat=True))

    first = client.get(quiz(article)).content.decode()
    assert shown(first) == ("question 1 of 3", prompts[0])
    assert '<progress id="quiz-answered" value="0" max="3">' in first
    assert prompts[1] not in first

    response = answer(client, article, "fact-1", "choice-2")
    question = article.questions.get(slug="fact-1")
    assert response.status_code == 302
    assert response.headers["Location"] == f"{quiz(article)}?q=fact-1#question-{question.pk}"

    marked = client.get(response.headers["Location"]).content.decode()
    assert shown(marked) == ("question 1 of 3", prompts[0])
    assert "Right." in marked
    assert f'href="{quiz(article)}?q=fact-2"' in marked
    assert "Next question" in marked

    second = client.get(quiz(article)).content.decode()
    assert shown(second) == ("question 2 of 3", prompts[1])
    assert '<progress id="quiz-answered" value="1" max="3">' in second


def test_a_skipped_question_comes_again_after_the_last(client: Client, article: Article) -> None:
    first = client.get(quiz(article)).content.decode()
    assert f'href="{quiz(article)}?q=fact-2"' in first
    assert "Skip for now" in first

    answer(client, article, "fact-2", "choice-1")
    marked = answer(client, article, "fact-3", "choice-1")
    page = client.get(marked.headers["Location"]).content.decode()
    assert f'href="{quiz(article)}?q=fact-1"' in page
    assert "Next question" in page
    assert "See my score" not in page


def test_the_end_tells_the_score_and_every_verdict(client: Client, article: Article) -> None:
    several = QuizQuestionFactory(
        article=article, slug="fact-4", position=4, choices=3, right=[1, 2]
    )
    answer(client, article, "fact-1", "choice-2")
    answer(client, article, "fact-2", "choice-1")
    answer(client, article, "fact-3", "choice-2")
    last = answer(client, article, several.slug, "choice-1")
    assert "See my score" in client.get(last.headers["Location"]).content.decode()

    page = client.get(quiz(article)).content.decode()
    score = re.search(r'class="score-value">(.*?)</p>', page, re.DOTALL)
    assert score
    assert re.sub(r"<[^>]+>|\s+", "", score[1]) == "2.5of/4"
    badges = re.findall(r'class="badge badge-\w+">(Right|Partly right|Wrong)<', page)
    assert badges == ["Right", "Wrong", "Right", "Partly right"]


def test_htmx_gets_the_step_alone_and_the_address_to_show(client: Client, article: Article) -> None:
    step = client.get(quiz(article), headers=HTMX)
    assert step.headers["HX-Retarget"] == "#quiz"
    assert step.headers["HX-Push-Url"] == quiz(article)
    assert "<html" not in step.content.decode()
    assert step.headers["Vary"] == client.get(quiz(article)).headers["Vary"]
    assert "HX-Request" in step.headers["Vary"]

    answered = answer(client, article, "fact-1", "choice-1", **HTMX)
    marked = client.get(answered.headers["Location"], headers=HTMX)
    assert marked.headers["HX-Push-Url"] == f"{quiz(article)}?q=fact-1"
    page = marked.content.decode()
    assert 'id="announcements" data-hx-swap-oob="innerHTML">Wrong.</div>' in page
    assert "Next question" in page


def test_a_refused_answer_comes_back_with_what_was_chosen(client: Client, article: Article) -> None:
    several = QuizQuestionFactory(article=article, choices=3, right=[1, 2])
    response = client.post(
        f"/en/{article.slug}/{several.slug}/vote/",
        {"choice": ["choice-1", "unheard-of"], "back": "quiz"},
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert re.findall(r'value="(choice-\d)"\s+checked', page) == ["choice-1"]
    assert '<input type="hidden" name="back" value="quiz">' in page
    assert Ballot.objects.count() == 0


@pytest.mark.parametrize("window", ["closed", "scheduled"])
def test_questions_that_take_no_answer_are_passed_over(
    client: Client, article: Article, window: str
) -> None:
    hour = timedelta(hours=1)
    change = (
        {"closes_at": timezone.now() - hour}
        if window == "closed"
        else {"opens_at": timezone.now() + hour}
    )
    article.questions.filter(slug="fact-1").update(**change)
    assert shown(client.get(quiz(article)).content.decode())[0] == "question 2 of 3"

    article.questions.filter(kind="quiz").update(**change)
    page = client.get(quiz(article)).content.decode()
    assert "The questions of this quiz take no answers now." in page
    assert "Your score" not in page
    assert page.count("Not answered") == 3


def test_a_score_stays_when_a_question_closes_unanswered(client: Client, article: Article) -> None:
    answer(client, article, "fact-1", "choice-2")
    article.questions.update(closes_at=timezone.now())
    page = client.get(quiz(article)).content.decode()
    assert "Your score in the quiz" in page
    assert page.count("Not answered") == 2


def test_a_dossier_without_a_quiz_has_no_quiz_page(client: Client) -> None:
    question = QuestionFactory()
    assert client.get(quiz(question.article)).status_code == 404


def test_the_quiz_of_a_draft_is_for_those_who_may_preview_it(article: Article) -> None:
    article.unpublish()
    assert Client().get(quiz(article)).status_code == 404
    editor = Client()
    editor.force_login(UserFactory(groups=["Editors"]))
    assert editor.get(quiz(article)).status_code == 200


@pytest.mark.parametrize("slug", ["unheard-of", "poll", "draft", "gone", "\x00", "x" * 5000])
def test_an_unknown_question_leads_to_the_next_one(
    client: Client, article: Article, slug: str
) -> None:
    page = client.get(quiz(article), {"q": slug})
    assert page.status_code == 200
    assert shown(page.content.decode())[0] == "question 1 of 3"


def test_the_dossier_invites_to_the_quiz(client: Client, article: Article) -> None:
    page = client.get(f"/en/{article.slug}/").content.decode()
    assert "3 questions of fact from this dossier" in page
    assert f'href="{quiz(article)}"' in page
    assert "Take the quiz" in page

    answer(client, article, "fact-1", "choice-2")
    page = client.get(f"/en/{article.slug}/").content.decode()
    assert "1 of 3 answered" in page
    assert "Go on with the quiz" in page


def test_the_quiz_takes_the_same_queries_however_long_it_is(
    client: Client, article: Article, django_assert_num_queries
) -> None:
    answer(client, article, "fact-1", "choice-2")
    with django_assert_num_queries(9):
        client.get(quiz(article))
    for number in range(5):
        QuizQuestionFactory(article=article, slug=f"more-{number}", position=10 + number)
        answer(client, article, f"more-{number}", "choice-1")
    with django_assert_num_queries(9):
        client.get(quiz(article))
    Question.objects.filter(slug__in=["fact-2", "fact-3"]).update(status="withdrawn")
    with django_assert_num_queries(9):
        assert "Your score" in client.get(quiz(article)).content.decode()
