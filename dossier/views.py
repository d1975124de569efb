"""The home page and a dossier's page, where article and questions come together."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dossier.models import Article
from polls import cards
from polls.access import in_newsroom, reachable_article
from polls.models import Question
from polls.voting import voters


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    articles = Article.objects.published().newest_first()
    return render(request, "dossier/home.html", {"articles": articles})


@require_GET
def article_page(request: HttpRequest, dossier: str) -> HttpResponse:
    article = reachable_article(request, dossier)
    dealt = cards.deal(
        Question.objects.filter(article=article).shown(),
        voter=voters.identify(request),
        newsroom=in_newsroom(request, "polls.see_results"),
        now=timezone.now(),
        back="dossier",
    )
    return render(request, "dossier/article.html", {"article": article, "cards": dealt})
