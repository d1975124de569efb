"""The home page and a dossier's page, where article and questions come together."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dossier import filling
from dossier.caching import public_unless_told_apart
from dossier.front import teasers
from dossier.page import context_of
from dossier.requests import Request
from polls import dealing
from polls.access import in_newsroom, reachable_article
from polls.models import Question
from polls.voting import voters


@require_safe
@public_unless_told_apart
def home(request: Request) -> HttpResponse:
    shown = teasers(now=timezone.now())
    context = {"teasers": shown, "articles": [teaser.article for teaser in shown]}
    return render(request, "dossier/home.html", context)


@require_safe
@public_unless_told_apart
def article_page(request: Request, dossier: str) -> HttpResponse:
    now = timezone.now()
    page = filling.page_of(request, dossier, now=now)
    if page is not None:
        return HttpResponse(page)
    article, voter = reachable_article(request, dossier), voters.identify(request)
    questions = Question.objects.filter(article=article)
    dealt = dealing.deal(
        questions.shown() if article.is_published else questions.previewed(),
        voter=voter,
        newsroom=in_newsroom(request, "polls.see_results"),
        now=now,
        back="dossier",
    )
    context = context_of(article, dealt, voter=voter, now=now, query=request.GET)
    context["preview"] = not article.is_published
    context["edit_url"] = reverse("admin:dossier_article_change", args=[article.pk])
    return render(request, "dossier/article.html", context)
