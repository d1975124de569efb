"""Where the reader who asks stands: for nobody else's eyes."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from dossier.caching import allow_keeping
from dossier.requests import Request
from polls.access import in_newsroom, reachable_question
from polls.groups import export
from polls.groups.contributions import contributions_of
from polls.groups.reading import outlook_of
from polls.groups.whereabouts import whereabouts
from polls.models import Choice, Mark, Question
from polls.results.visibility import may_see
from polls.voting import has_peeked, voters


@require_safe
def standing_page(request: Request, dossier: str, question: str) -> HttpResponse:
    """The reader's own dot, the groups that agree, and what became of the reader's statements."""
    asked = reachable_question(request, dossier, question)
    if asked.kind != Question.Kind.STATEMENTS:
        raise Http404
    voter = voters.identify(request)
    marks = dict(
        Mark.objects.filter(question=asked, voter=voter).values_list("choice_id", "value")
        if voter
        else ()
    )
    shows = may_see(
        asked,
        has_voted=bool(marks),
        has_peeked=voter is not None and has_peeked(voter=voter, question=asked),
        newsroom=in_newsroom(request, "polls.see_results"),
        now=timezone.now(),
    )
    choices = list(Choice.objects.published().filter(question=asked))
    context = {
        "article": asked.article,
        "question": asked,
        "dom_id": f"standing-{asked.pk}",
        "answered": len(marks),
        "shows": shows,
        "here": whereabouts(asked, choices, marks) if shows else None,
        "contributions": contributions_of(voter, asked, shows=shows) if voter else [],
    }
    part = "polls/groups/_standing.html" if request.htmx else "polls/groups/standing.html"
    response = render(request, part, context)
    patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ["Cookie", "HX-Request"])
    return response


@require_safe
def groups_file(request: Request, dossier: str, question: str) -> HttpResponse:
    """What each group says of each statement, as CSV; for whoever may see the result."""
    asked = reachable_question(request, dossier, question)
    now = timezone.now()
    public = asked.article.is_published and may_see(asked, has_voted=False, now=now)
    newsroom = in_newsroom(request, "polls.see_results")
    if asked.kind != Question.Kind.STATEMENTS or not (public or newsroom):
        raise Http404
    choices = list(Choice.objects.published().filter(question=asked))
    name = f"{asked.article.slug}-{asked.slug}-groups.csv"
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
    export.write(response, asked, outlook_of(asked, choices))
    if public:
        allow_keeping(response)
    return response
