"""What the sides of a question have to say, once its reader has answered or thinks again."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from dossier.origins import checked_by_origin
from dossier.requests import Request
from polls.access import reachable_question
from polls.discussion import posting, visits
from polls.discussion.forms import CommentForm
from polls.discussion.places import Place
from polls.discussion.refusals import NotYours
from polls.sides import contest
from polls.voting import voters

_HIDDEN = _("Your answer no longer shows beside your comment.")


@require_safe
@never_cache
@vary_on_headers("HX-Request")
def sides(request: Request, dossier: str, question: str) -> HttpResponse:
    """For a page on which the reader has just answered: what now stands above the comments, and
    what the reader may show with one. Whoever follows the address is led to the question.
    """
    asked = reachable_question(request, dossier, question)
    if not request.htmx:
        return redirect(asked)
    place, voter = Place(asked.article, asked), voters.identify(request)
    if not place.is_shown:
        raise Http404
    seen = place.contest(voter=voter, now=timezone.now())
    context = {
        "head": contest.head(seen, voter=voter) if seen else None,
        "form": CommentForm(place=place, voter=voter) if place.is_open else None,
    }
    return render(request, "polls/sides/_answered.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@vary_on_headers("HX-Request")
@checked_by_origin
def hide_side(request: Request, pk: int) -> HttpResponse:
    """Take the consent back to show one's answer beside a comment; sent twice, it is the same.

    Whoever follows the address without a form is led to the comment.
    """
    if request.method != "POST":
        return redirect("polls:comment", pk)
    visit = visits.begin(request, pk)
    if visit.voter is None or not visit.is_author:
        return visits.refuse(visit, NotYours())
    posting.hide_side(comment=visit.comment, voter=visit.voter)
    visit = visit.anew()
    if request.htmx:
        return visits.show_article(visit, said=str(_HIDDEN))
    return visits.come_back(visit, str(_HIDDEN))
