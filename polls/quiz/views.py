"""The quiz question by question, its score, and a score that somebody shared."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import push_url, retarget

from dossier.models import Article
from dossier.requests import Request
from polls import dealing
from polls.access import in_newsroom, reachable_article
from polls.cards import Card
from polls.models import Question
from polls.quiz import sharing
from polls.quiz.score import progress, takes_answer
from polls.voting import voters


@require_safe
@vary_on_headers("HX-Request")
def quiz_page(request: Request, dossier: str) -> HttpResponse:
    """The question asked for (``?q=``), else the next one to answer, else the score."""
    article = reachable_article(request, dossier)
    dealt = _deal(request, article)
    current = _current(dealt, slug=request.GET.get("q"))
    context = _context(request, article, dealt, current)
    if not request.htmx:
        return render(request, "polls/quiz/quiz.html", context)
    response = render(request, "polls/quiz/_step.html", context)
    return push_url(retarget(response, "#quiz"), request.get_full_path())


@require_safe
def score_page(request: Request, dossier: str, token: str) -> HttpResponse:
    """A shared score, which tells no answer, and an invitation to the quiz."""
    article = reachable_article(request, dossier)
    context: dict[str, Any] = {"article": article}
    try:
        context["score"] = sharing.score_of(token, dossier=article.slug)
    except sharing.ForgedScore:
        return render(request, "polls/quiz/no_score.html", context, status=404)
    return render(request, "polls/quiz/shared.html", context)


def _deal(request: Request, article: Article) -> list[Card]:
    """The cards of the quiz in its order. Raises Http404 where the dossier has none."""
    dealt = dealing.deal(
        Question.objects.filter(article=article).shown().in_quiz(),
        voter=voters.identify(request),
        newsroom=in_newsroom(request, "polls.see_results"),
        now=timezone.now(),
        back="quiz",
    )
    if not dealt:
        raise Http404
    return dealt


def _current(dealt: Sequence[Card], *, slug: str | None) -> Card | None:
    asked_for = (card for card in dealt if card.question.slug == slug)
    return next(asked_for, None) or next(filter(takes_answer, dealt), None)


def _context(
    request: Request, article: Article, dealt: Sequence[Card], current: Card | None
) -> dict[str, Any]:
    made = progress(dealt)
    context: dict[str, Any] = {"article": article, "progress": made, "cards": dealt}
    if current:
        place = dealt.index(current)
        context |= {
            "card": current,
            "number": place + 1,
            "previous": dealt[place - 1] if place else None,
            "next": _next(dealt, place),
        }
    elif made.finished:
        path = reverse(
            "polls:score", args=[article.slug, sharing.token(made, dossier=article.slug)]
        )
        context["score_url"] = request.build_absolute_uri(path)
    return context


def _next(dealt: Sequence[Card], place: int) -> Card | None:
    """The question to go on with: the next open one, the first ones again at the end."""
    onwards = [*dealt[place + 1 :], *dealt[:place]]
    return next(filter(takes_answer, onwards), None)
