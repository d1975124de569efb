"""A dossier's results on a page of their own."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dossier.caching import public_unless_told_apart
from dossier.requests import Request
from polls.access import reachable_article
from polls.insight import keeping
from polls.insight.parts import PARTS


@require_safe
@public_unless_told_apart
def results_page(request: Request, dossier: str) -> HttpResponse:
    """What everybody may see of the answers to the dossier's questions, whoever asks."""
    article, now = reachable_article(request, dossier), timezone.now()
    come = keeping.standing(article, now=now)
    told = [(part, keeping.html_of(part, article, come, now=now)) for part in PARTS]
    context = {
        "article": article,
        "parts": [(part, html) for part, html in told if html],
        "preview": not article.is_published,
    }
    return render(request, "polls/insight/results.html", context)
