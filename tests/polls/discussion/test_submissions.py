"""A text that a browser sends until it is taken is one comment, whatever happens on the way."""

import uuid
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from dossier.models import Article
from polls.discussion.places import Place
from polls.discussion.posting import post
from polls.models import Comment, Policy, Question
from tests.factories import ArticleFactory, QuestionFactory, VoterFactory
from tests.polls.conftest import AtOnce
from tests.polls.discussion.reader import Reader, comment_on, page_url

pytestmark = pytest.mark.django_db

NAME = "5f0c4d38-33a5-4b53-8d9e-0c0a3e3b7a11"
OTHER = "00000000-33a5-4b53-8d9e-0c0a3e3b7a11"
KEPT = "This comment has reached us already."
WAITS = "Your comment waits for moderation. Until then only you can see it."


@pytest.fixture(params=["question", "dossier"])
def place(request: pytest.FixtureRequest) -> Article | Question:
    return QuestionFactory() if request.param == "question" else ArticleFactory()


def bodies() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("body", flat=True))


def test_a_late_text_is_taken_and_told_where_it_stands(
    alice: Reader, place: Article | Question
) -> None:
    response = alice.post(place, "Un argument.", submission=NAME, late="3600")
    comment = Comment.objects.get()
    assert response.status_code == 200
    assert response.json() == {"said": WAITS, "see": f"{page_url(place)}#comment-{comment.pk}"}
    assert not alice.client.cookies.get("messages")


@pytest.mark.parametrize("sent", [{}, {"late": "60"}], ids=["first", "late"])
def test_a_name_sent_again_points_to_its_comment(
    alice: Reader, place: Article | Question, sent: dict[str, Any]
) -> None:
    """From whatever form: the first answer was lost, and the page has been loaded anew since."""
    alice.post(place, "Un argument.", submission=NAME, **sent)
    response = alice.post(place, "Un argument.", submission=NAME, late="120")
    assert response.status_code == 200
    assert response.json() == {
        "said": KEPT,
        "see": f"{page_url(place)}#comment-{Comment.objects.get().pk}",
    }


def test_a_text_mended_before_it_is_sent_again_mends_its_comment(
    alice: Reader, place: Article | Question
) -> None:
    alice.post(place, "Un argument.", submission=NAME)
    response = alice.post(place, "Un meilleur argument.", submission=NAME, late="9")
    assert response.json()["said"] == "Your comment is changed and waits for moderation."
    assert bodies() == ["Un meilleur argument."]


def test_what_was_mended_by_hand_since_is_not_undone(alice: Reader) -> None:
    place = QuestionFactory()
    alice.post(place, "Un argument.", submission=NAME)
    alice.do(Comment.objects.get(), "edit", text="Mieux dit.")
    response = alice.post(place, "Un argument.", submission=NAME, late="9")
    assert response.status_code == 409
    assert response.json()["said"].startswith("This comment can no longer be edited.")
    assert bodies() == ["Mieux dit."]


def test_two_names_are_two_comments_and_two_readers_never_meet(
    alice: Reader, bob: Reader, place: Article | Question
) -> None:
    token = str(uuid.uuid4())
    alice.post(place, "Un argument.", token=token, submission=NAME)
    alice.post(place, "Un argument.", token=token, submission=OTHER)
    bob.post(place, "Un autre.", token=token, submission=NAME)
    assert bodies() == ["Un argument.", "Un argument.", "Un autre."]


def test_one_name_in_two_places_is_two_comments(alice: Reader) -> None:
    for place in (QuestionFactory(), QuestionFactory(), ArticleFactory()):
        alice.post(place, "Un argument.", submission=NAME)
    assert Comment.objects.count() == 3


@pytest.mark.parametrize("name", ["", "x", "5f0c4d38", "9" * 5000])
def test_a_name_that_is_none_leaves_all_as_it_was(alice: Reader, name: str) -> None:
    place, token = QuestionFactory(), str(uuid.uuid4())
    for text in ("Un argument.", "Un argument.", "Un autre."):
        assert alice.post(place, text, token=token, submission=name).status_code == 302
    assert bodies() == ["Un argument.", "Un autre."]


def test_what_was_taken_is_told_though_nothing_more_is_taken(alice: Reader) -> None:
    question = QuestionFactory()
    alice.post(question, "Un argument.", submission=NAME)
    Policy.objects.create(article=question.article, mode=Policy.Mode.READ_ONLY)
    again = alice.post(question, "Un argument.", submission=NAME, late="60")
    fresh = alice.post(question, "Un autre.", submission=OTHER, late="60")
    assert (again.status_code, again.json()["said"]) == (200, KEPT)
    assert fresh.status_code == 409
    assert fresh.json() == {
        "said": "No comments are taken here. Your text is still below, to be copied."
    }


def test_a_reply_whose_comment_went_meanwhile_is_told_too(alice: Reader) -> None:
    question = QuestionFactory()
    parent = comment_on(question)
    alice.post(question, "Une réponse.", submission=NAME, parent=parent.pk)
    Comment.objects.filter(pk=parent.pk).update(status="rejected")
    again = alice.post(question, "Une réponse.", submission=NAME, parent=parent.pk, late="60")
    fresh = alice.post(question, "Une autre.", submission=OTHER, parent=parent.pk, late="60")
    assert (again.status_code, again.json()["said"]) == (200, KEPT)
    assert fresh.status_code == 409


def test_an_empty_text_says_what_is_wrong(alice: Reader) -> None:
    response = alice.post(QuestionFactory(), " ", submission=NAME, late="60")
    assert (response.status_code, response.json()) == (422, {"said": "Write your text first."})


def test_one_too_many_may_come_again(alice: Reader) -> None:
    question = QuestionFactory()
    for number in range(5):
        alice.post(question, f"Argument {number}.")
    response = alice.post(question, "Un de trop.", submission=NAME, late="60")
    assert response.status_code == 429
    Comment.objects.update(posted_at=timezone.now() - timedelta(minutes=10))
    assert alice.post(question, "Un de trop.", submission=NAME, late="70").status_code == 200


def test_one_name_at_once_from_many_tabs_is_one_comment(at_once: AtOnce) -> None:
    question, voter = QuestionFactory(), VoterFactory()
    send = partial(
        post,
        place=Place(question.article, question=question),
        voter=voter,
        name="Alice",
        text="Un argument.",
        submission=uuid.UUID(NAME),
        language="fr",
        now=timezone.now(),
    )
    receipts = at_once([partial(send, form_token=uuid.uuid4()) for _tab in range(6)])
    assert sorted(receipt.action for receipt in receipts) == ["kept"] * 5 + ["posted"]
    assert {receipt.comment.pk for receipt in receipts} == {Comment.objects.get().pk}


def test_two_texts_under_one_name_at_once_are_one_comment(at_once: AtOnce) -> None:
    question, voter = QuestionFactory(), VoterFactory()
    send = partial(
        post,
        place=Place(question.article, question=question),
        voter=voter,
        name="Alice",
        form_token=uuid.uuid4(),
        submission=uuid.UUID(NAME),
        language="fr",
        now=timezone.now(),
    )
    receipts = at_once([partial(send, text=text) for text in ("Un argument.", "Un meilleur.")])
    assert sorted(receipt.action for receipt in receipts) == ["edited", "posted"]
    assert Comment.objects.get().body in {"Un argument.", "Un meilleur."}
