"""The living page."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dossier.requests import Request
from polls.design import colours, controls, drawings, states
from polls.design.sample import Sample
from polls.models import Question

# Of tokens.css, from small to large.
SIZES = ("xs", "s", "m", "body", "l", "xl", "xxl")
SPACES = 8
# What templates/_offline.html can say, and what it keeps ready to be said.
CONNECTIONS = ("offline", "kept", "missing")
KEPT = ("offline-note", "offline-refused")


@require_safe
def design_page(request: Request) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404
    sample = Sample(now=timezone.now())
    context = {
        "article": sample.article,
        "sizes": SIZES,
        "spaces": range(1, SPACES + 1),
        "roles": colours.ROLES,
        "pairs": colours.measured(),
        "choices": range(1, colours.CHOICES + 1),
        "tones": colours.TONES,
        "pretended": controls.of_buttons(),
        "fields": controls.of_fields(),
        "question_states": Question.State.values,
        "connections": CONNECTIONS,
        "kept": KEPT,
        "ballots": states.ballots(sample),
        "results": states.results(sample),
        "states": states.states(sample),
        "drawings": drawings.drawn(sample),
        "crossed": drawings.crossed(sample),
        "opinions": drawings.opinions(sample),
        "mirror": drawings.mirror(),
        "progress": states.progress(sample),
    }
    return render(request, "polls/design/design.html", context)
