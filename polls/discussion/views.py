"""A discussion by itself, and one of its threads."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from dossier.origins import checked_by_origin
from dossier.requests import Request
from polls.access import reachable_article, reachable_passage, reachable_question
from polls.discussion import arrivals, sending, visits
from polls.discussion.places import Place
from polls.discussion.threads import open_thread
from polls.voting import voters
from polls.voting.enrolment import enrols_voter

COUNT_DIGITS = 9


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
@checked_by_origin
@enrols_voter
def article_comments(request: Request, dossier: str) -> HttpResponse:
    return _comments(request, Place(reachable_article(request, dossier)))


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
@checked_by_origin
@enrols_voter
def question_comments(request: Request, dossier: str, question: str) -> HttpResponse:
    asked = reachable_question(request, dossier, question)
    return _comments(request, Place(asked.article, asked))


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
@checked_by_origin
@enrols_voter
def passage_comments(request: Request, dossier: str, passage: str) -> HttpResponse:
    """A passage's discussion; HTMX opens it in the article, and folds it away there."""
    argued = reachable_passage(request, dossier, passage)
    place = Place(argued.article, passage=argued)
    if request.method != "POST" and request.htmx.target == f"passage-{argued.slug}-talk":
        if "folded" in request.GET:
            context = {"passage": argued, "article": argued.article, "swapped": True}
            context |= {"comments": place.comments.published().count()}
            return render(request, "polls/discussion/_passage_link.html", context)
        return sending.show(
            request, "_in_passage", place, voter=voters.identify(request), now=timezone.now()
        )
    return _comments(request, place)


@require_safe
@never_cache
def arrivals_in_dossier(request: Request, dossier: str) -> HttpResponse:
    return _arrivals(request, Place(reachable_article(request, dossier)))


@require_safe
@never_cache
def arrivals_on_question(request: Request, dossier: str, question: str) -> HttpResponse:
    asked = reachable_question(request, dossier, question)
    return _arrivals(request, Place(asked.article, asked))


def _arrivals(request: Request, place: Place) -> HttpResponse:
    """The newest comments, ``?count=`` of them, for an open page that lacks them."""
    asked = request.GET.get("count", "")
    count = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < COUNT_DIGITS else 0
    if not place.is_shown:
        raise Http404
    found = arrivals.newest(place, count=count, voter=voters.identify(request), now=timezone.now())
    context = {"entries": found, "takes_comments": place.is_open}
    return render(request, "polls/discussion/_arrivals.html", context)


@require_safe
@never_cache
@vary_on_headers("HX-Request")
def thread(request: Request, pk: int) -> HttpResponse:
    """Some of a thread's replies: on a page by themselves, for HTMX without what is around."""
    visit = visits.begin(request, pk)
    if visit.comment.root_id:
        return redirect(visit.address)
    opened = open_thread(visit.comment, voter=visit.voter, now=visit.now, query=request.GET)
    if not (opened.root.is_shown or opened.entries):
        raise Http404
    context = {"thread": opened, "place": visit.place, "takes_comments": visit.place.is_open}
    template = "_replies" if request.htmx else "thread"
    return render(request, f"polls/discussion/{template}.html", context | {"asked": visit.asked})


def _comments(request: Request, place: Place) -> HttpResponse:
    now = timezone.now()
    voter = voters.identify(request)
    if request.method == "POST":
        return sending.receive(request, place, known=voter, now=now)
    template = "_list" if request.htmx else "page"
    return sending.show(request, template, place, voter=voter, now=now)
