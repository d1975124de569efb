"""Published comments, and nothing of their authors but the name that they chose."""

from datetime import UTC, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from polls.kinds import Answer
from polls.models import Comment, Policy
from polls.voting import cast
from tests.factories import (
    ArticleFactory,
    CommentFactory,
    QuestionFactory,
    QuizQuestionFactory,
    VoterFactory,
)
from tests.polls.api.asking import ask

pytestmark = pytest.mark.django_db
POSTED_AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_comment_on_a_question() -> None:
    question = QuestionFactory(article__slug="affair", slug="why")
    comment = CommentFactory(
        article=question.article,
        question=question,
        author_name="Inès",
        body="Un argument.",
        approvals_count=3,
        posted_at=POSTED_AT,
    )
    about = {
        "id": comment.pk,
        "author": "Inès",
        "text": "Un argument.",
        "language": "fr",
        "posted_at": "2026-03-01T12:00:00Z",
        "edited_at": None,
        "parent": None,
        "approvals": 3,
        "stance": None,
        "url": f"http://testserver/en/affair/why/#comment-{comment.pk}",
    }
    assert ask("questions/affair/why/comments") == {"items": [about], "count": 1}
    assert ask("dossiers/affair/comments") == {"items": [], "count": 0}


def test_the_side_that_an_author_shows_where_it_is_no_fingerprint() -> None:
    """Only with consent, and only where so many are on it that it says of nobody who they are."""
    question = QuestionFactory(article__slug="affair", slug="why")
    CommentFactory(article=question.article, question=question, stance=-1)
    CommentFactory(article=question.article, question=question)

    def shown() -> list[str | None]:
        return [one["stance"] for one in ask("questions/affair/why/comments")["items"]]

    against = question.choices.get(slug="choice-2").pk
    for number in range(10):
        assert shown() == [None, None], number
        cast(question=question, voter=VoterFactory(), answer=Answer({against: 1}), now=POSTED_AT)
    assert shown() == [None, "against"]


def test_a_comment_on_the_dossier_with_its_reply() -> None:
    article = ArticleFactory(slug="affair")
    comment = CommentFactory(article=article, posted_at=POSTED_AT)
    reply = CommentFactory(article=article, parent=comment, root=comment)
    said = ask("dossiers/affair/comments")
    told = [(one["id"], one["parent"], one["stance"]) for one in said["items"]]
    assert told == [(reply.pk, comment.pk, None), (comment.pk, None, None)]


@pytest.mark.parametrize(
    "status", [one for one in Comment.Status if one not in {"published", "deleted"}]
)
def test_what_is_not_published_is_not_there(status: str) -> None:
    CommentFactory(article__slug="affair", status=status)
    assert ask("dossiers/affair/comments") == {"items": [], "count": 0}


def test_a_closed_discussion_is_not_shown() -> None:
    comment = CommentFactory(article__slug="affair")
    policy = Policy.objects.create(article=comment.article, mode=Policy.Mode.READ_ONLY)
    assert ask("dossiers/affair/comments")["count"] == 1
    policy.mode = Policy.Mode.CLOSED
    policy.save()
    assert set(ask("dossiers/affair/comments", status=404)) == {"detail"}


def test_nobody_gives_a_quiz_away() -> None:
    question = QuizQuestionFactory(article__slug="affair", slug="fact")
    CommentFactory(article=question.article, question=question)
    assert set(ask("questions/affair/fact/comments", status=404)) == {"detail"}


@pytest.mark.parametrize("many", [1, 3])
def test_as_many_queries_however_many_comments(
    many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    question = QuestionFactory(article__slug="affair", slug="why")
    CommentFactory.create_batch(many, article=question.article, question=question)
    with django_assert_num_queries(6):
        assert ask("questions/affair/why/comments")["count"] == many
