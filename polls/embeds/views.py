"""A question as a page of its own, for a frame in another site's article."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dossier.caching import public_unless_told_apart
from dossier.requests import Request
from polls import framing
from polls.access import reachable_question
from polls.answering import card_of, page
from polls.voting import voters


@require_safe
def embedded_question(request: Request, dossier: str, question: str) -> HttpResponse:
    """The question with ballot and result, which a frame may show; ``?theme=light`` or ``dark``."""
    theme = request.GET.get("theme", "")
    response = _question(request, dossier, question, place=framing.place_with(theme))
    framing.allow_framing(response)
    return response


@public_unless_told_apart
def _question(request: Request, dossier: str, question: str, *, place: str) -> HttpResponse:
    try:
        asked = reachable_question(request, dossier, question)
    except Http404:
        context = {"theme": framing.EMBEDS[place]}
        return render(request, "polls/embeds/gone.html", context, status=404)
    card = card_of(request, asked, voter=voters.identify(request), now=timezone.now())
    card.back = place
    return page(request, card)
