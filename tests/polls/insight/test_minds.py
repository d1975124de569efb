"""What changed minds, on the page of a dossier's results."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dossier.models import Passage
from polls.insight import minds as part
from polls.models import Comment, Question
from polls.sides import minds
from tests.factories import CommentFactory, PassageFactory, QuestionFactory
from tests.polls.sides.camps import NO, YES, vote

pytestmark = pytest.mark.django_db


def moved(question: Question, by: Passage | Comment, *slugs: str) -> None:
    """A new voter who changes their answer, and says what moved them."""
    voter = vote(question, slugs[0])
    vote(question, slugs[1], voter)
    minds.tell(
        voter=voter,
        question=question,
        passage=by if isinstance(by, Passage) else None,
        comment=by if isinstance(by, Comment) else None,
        now=question.created_at,
    )


def shown(client: Client, question: Question) -> str:
    page = client.get(f"/en/{question.article.slug}/results/").content.decode()
    start = page.find('id="minds"')
    return " ".join(page[start : page.index("</section>", start)].split()) if start >= 0 else ""


def test_passages_and_comments_are_told_from_three_on(client: Client) -> None:
    question = QuestionFactory()
    passage = PassageFactory(article=question.article, heading_en="The money")
    comment = CommentFactory(article=question.article, question=question, body="Un fait.")
    for _reader in range(2):
        moved(question, passage, YES, NO)
        moved(question, comment, YES, NO)
    page = shown(client, question)
    assert "4 readers say what changed their answers." in page
    assert "4 towards “choice-2 (en)”" in page
    assert "No passage and no comment is named by three of them." in page
    moved(question, passage, NO, YES)
    page = shown(client, question)
    assert "The money" in page
    assert "too few to say" in page  # two one way and one the other
    assert "Un fait." not in page


def test_nothing_is_said_of_fewer_or_of_a_result_kept_back(client: Client) -> None:
    question = QuestionFactory(results="staff")
    passage = PassageFactory(article=question.article)
    for _reader in range(3):
        moved(question, passage, YES, NO)
    open_one = QuestionFactory(article=question.article)
    for _reader in range(2):
        moved(open_one, passage, YES, NO)
    assert shown(client, question) == ""


def test_it_takes_the_same_few_queries_for_many(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    question = QuestionFactory()
    for turn in (1, 2):
        other = QuestionFactory(article=question.article)
        for asked in (question, other):
            passage = PassageFactory(article=question.article)
            comment = CommentFactory(article=question.article, question=asked)
            for by in (passage, comment):
                for _reader in range(3):
                    moved(asked, by, YES, NO)
        with django_assert_num_queries(6):
            told = part.part(question.article, question.created_at)
        assert told is not None
        assert len(told) == 1 + turn
