"""What a known reader is told on coming back, for their eyes alone."""

from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from dossier.requests import Request
from polls.access import primary_key, reachable_article
from polls.returning import changes
from polls.voting import voters


@require_safe
@never_cache
@vary_on_headers("Cookie", "HX-Request")
def since(request: Request, dossier: str) -> HttpResponse:
    """What has changed since ``?at=``, in seconds of Unix time; else since the last answer.

    ``?answers=`` is how many there were then. A page, or the line alone for a script.
    """
    article, now = reachable_article(request, dossier), timezone.now()
    voter = voters.identify(request)
    visit = _moment(request.GET.get("at", ""), now=now)
    at = (visit or changes.last_act(article, voter=voter)) if voter else None
    if voter is None or at is None:
        return redirect(article)
    answers = request.GET.get("answers", "")
    known = primary_key(answers) if visit and answers.isdigit() else None
    context = {
        "article": article,
        "is_visit": visit is not None,
        "when": changes.moment(at, now=now),
        "changes": changes.since(article, voter=voter, at=at, answers=known, now=now),
    }
    template = "polls/returning/_changes.html" if request.htmx else "polls/returning/page.html"
    return render(request, template, context)


def _moment(seconds: str, *, now: datetime) -> datetime | None:
    """The moment that an address names; None for none, and for what is not past."""
    named = primary_key(seconds)
    if not 0 < named < now.timestamp():
        return None
    return datetime.fromtimestamp(named, tz=UTC)
