"""The result of questions that are answered in words: how much readers say, and how many do."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count

from polls.models import Comment, Question


class Discussed(NamedTuple):
    comments: int
    """Published comments, replies included."""
    authors: int


def discussed(questions: Sequence[Question]) -> dict[int, Discussed]:
    """What is published below each question, by its primary key; one query, none without any."""
    if not questions:
        return {}
    counted = (
        Comment.objects.published()
        .filter(question__in=questions)
        .order_by()
        .values_list("question")
        .annotate(Count("pk"), Count("voter", distinct=True))
    )
    found = {question: Discussed(comments, authors) for question, comments, authors in counted}
    return {question.pk: found.get(question.pk, Discussed(0, 0)) for question in questions}
