"""One published question and what it offers."""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Query, Router

from dossier.models import Article
from polls.api import shapes
from polls.api.public import respond
from polls.api.reach import published_question
from polls.models import Choice, Question
from polls.results.visibility import may_see

router = Router(tags=["questions"])
UNKNOWN = {404: shapes.Refusal, 422: shapes.UnfitParameters}


@router.get("/questions/{slug:dossier}/{slug:question}", response={200: shapes.Question, **UNKNOWN})
def one_question(
    request: HttpRequest,
    dossier: shapes.Slug,
    question: shapes.Slug,
    asked: Query[shapes.Asked],
) -> HttpResponse:
    """One published question, with its choices."""
    found = published_question(dossier, question)
    choices = Choice.objects.published().filter(question=found)
    now = timezone.now()
    return respond(as_question(request, found, article=found.article, choices=choices, now=now))


def as_question(
    request: HttpRequest,
    question: Question,
    *,
    article: Article,
    choices: Iterable[Choice],
    now: datetime,
) -> shapes.Question:
    """What a question asks; nothing of what is right in a quiz."""
    return shapes.Question(
        dossier=article.slug,
        question=question.slug,
        kind=Question.Kind(question.kind),
        prompt=question.prompt,
        help=question.help,
        status=question.state(now=now),
        opens_at=question.opens_at,
        closes_at=question.closes_at,
        results=Question.Results(question.results),
        result_shows=may_see(question, has_voted=False, now=now),
        choices=[
            shapes.Choice(choice=one.slug, label=one.label, role=Choice.Role(one.role))
            for one in choices
        ],
        url=request.build_absolute_uri(
            reverse("polls:question", args=[article.slug, question.slug])
        ),
    )
