"""A question's page for a large screen, and the short address that leads from there to it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dossier.caching import public_unless_told_apart
from dossier.models import Article
from dossier.requests import Request
from polls import dealing, framing
from polls.access import primary_key, reachable_question
from polls.discussion.counters import published_counts
from polls.models import Question
from polls.screen.codes import code_of


@require_safe
@public_unless_told_apart
def big_screen(request: Request, dossier: str, question: str) -> HttpResponse:
    """The question for many to see at once: what shows is what everybody may see, whoever asks."""
    asked = reachable_question(request, dossier, question)
    (card,) = dealing.deal([asked], voter=None, newsroom=False, now=timezone.now())
    path = reverse("short", args=[str(asked.pk)])
    address = f"{request.scheme}://{request.get_host()}{path}"
    context = {
        "card": card,
        "question": card.question,
        "article": card.question.article,
        "theme": framing.EMBEDS[framing.place_with(request.GET.get("theme", ""))],
        "comments": published_counts([asked]).get(asked.pk, 0),
        "code": code_of(address),
        "short_url": address,
        "short_path": path.rstrip("/"),
        "sends_nothing": True,
    }
    return render(request, "polls/screen/screen.html", context)


@require_safe
def short_address(request: HttpRequest, number: str) -> HttpResponse:
    """To the question with this number, in the language that the browser prefers."""
    published = Question.objects.shown().filter(article__in=Article.objects.published())
    question: Question = get_object_or_404(
        published.select_related("article"), pk=primary_key(number)
    )
    return redirect(question)
