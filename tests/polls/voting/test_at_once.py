"""A first answer is counted from a kept paper, and shown as if everything had been asked anew."""

import re

import pytest
from django.utils import timezone

from polls.models import Ballot, Question
from polls.voting import papers
from tests.browsing import Browser
from tests.factories import CommentFactory, QuestionFactory, QuizQuestionFactory

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
ANSWERS: dict[str, dict[str, object]] = {
    "single": {"choice": "choice-2"},
    "multiple": {"choice": ["choice-1", "choice-3"]},
    "scale": {"choice": "choice-2"},
    "ranking": {"rank-choice-1": "2", "rank-choice-2": "1", "rank-choice-3": ""},
    "forecast": {"probability": "40"},
    "statements": {"statement": "choice-1", "stance": "agree"},
}


def asked(kind: str, **options: object) -> Question:
    question: Question = QuestionFactory(
        kind=kind, choices=1 if kind == "forecast" else 3, results="after_vote", **options
    )
    return question


def send(question: Question, sent: dict[str, object], *, kept: bool) -> str:
    """What a reader who has never been here gets to see, with a paper kept or not."""
    if not kept:
        papers.forget()
    address = f"/en/{question.article.slug}/{question.slug}/vote/"
    response = Browser().post(address, sent, headers=HTMX)
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.parametrize("back", ["question", "dossier"])
@pytest.mark.parametrize("kind", ANSWERS)
def test_the_card_is_the_same_whether_everything_was_read_or_nothing(kind: str, back: str) -> None:
    question = asked(kind, **({"place": "before", "ask_again": True} if kind == "scale" else {}))
    CommentFactory(question=question, article=question.article)
    sent = ANSWERS[kind] | {"seen": "0", "back": back}
    send(question, sent, kept=False)  # so that both see more votes than one

    careful, counted = send(question, sent, kept=False), Ballot.objects.count()
    at_once = send(question, sent, kept=True)

    assert Ballot.objects.count() == counted + 1 == 3
    assert _without_results(at_once) == _without_results(careful)


def _without_results(html: str) -> str:
    """The answer but for white space and the results, which one vote more has changed."""
    html = re.sub(r"<figure.*?</figure>", "", html, flags=re.DOTALL)
    html = re.sub(r'<div id="announcements".*?</div>', "", html, flags=re.DOTALL)
    return " ".join(html.split())


def test_an_abstention_at_once_says_so() -> None:
    question = asked("single", allows_abstention=True)
    send(question, {"choice": "choice-1", "seen": "0"}, kept=False)
    page = send(question, {"abstain": "1", "seen": "0"}, kept=True)
    assert "Your answer: <strong>No opinion</strong>" in page
    assert Ballot.objects.filter(abstains=True).count() == 1


def test_a_paper_that_is_outdated_is_not_counted_by() -> None:
    """The choice was taken away since the paper was kept: the reader is asked again."""
    question = asked("single")
    send(question, {"choice": "choice-1", "seen": "0"}, kept=False)
    question.choices.filter(slug="choice-3").update(status="rejected")

    address = f"/en/{question.article.slug}/{question.slug}/vote/"
    response = Browser().post(address, {"choice": "choice-3", "seen": "0"}, headers=HTMX)

    assert response.status_code == 422
    assert Ballot.objects.count() == 1


def test_a_quiz_answer_at_once_reveals_the_solution() -> None:
    question = QuizQuestionFactory(choices=3)
    address = f"/en/{question.article.slug}/{question.slug}/vote/"
    for _reader in range(2):
        browser = Browser()
        response = browser.post(address, {"choice": "choice-2", "seen": "0"}, headers=HTMX)
    assert response.status_code == 200
    assert "Right." in response.content.decode()
    assert Ballot.objects.filter(cast_at__lte=timezone.now()).count() == 2
