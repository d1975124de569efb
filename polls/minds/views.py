"""Telling what changed one's mind, on a page or in the card; changing that, and taking it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from dossier.origins import checked_by_origin
from dossier.requests import Request
from polls import kinds, places
from polls.access import reachable_question
from polls.discussion import visits
from polls.kinds import wording
from polls.minds.forms import ChangeForm
from polls.models import Question, Voter
from polls.sides import camps, minds
from polls.sides.minds import Change, MindRefused, NothingChanged
from polls.voting import voters

CONFLICT, UNPROCESSABLE = 409, 422

_NOTED = _("Noted. It is counted without your name.")
_FORGOTTEN = _("Taken back: it no longer counts.")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@vary_on_headers("HX-Request")
@checked_by_origin
def change(request: Request, dossier: str, question: str) -> HttpResponse:
    """What changed the reader's answer to the question last, asked, kept or taken back."""
    asked = reachable_question(request, dossier, question)
    voter = voters.identify(request)
    changed = minds.newest_change(voter, asked)
    if voter is None or changed is None:
        return _shown(request, asked, {"refusal": NothingChanged.message}, status=_refused(request))
    told = minds.told(changed)
    if request.method != "POST":
        form = ChangeForm(question=asked, voter=voter, told=told, slot=_slot(request))
        return _asked(request, changed, form, told=told is not None)
    if "forget" in request.POST:
        minds.forget(voter=voter, question=asked)
        return _done(request, asked, str(_FORGOTTEN))
    form = ChangeForm(request.POST, question=asked, voter=voter, told=told, slot=_slot(request))
    if not form.is_valid():
        return _asked(request, changed, form, told=told is not None, status=UNPROCESSABLE)
    return _told(request, voter, asked, form)


def _told(request: Request, voter: Voter, asked: Question, form: ChangeForm) -> HttpResponse:
    try:
        minds.tell(
            voter=voter,
            question=asked,
            comment=form.comment,
            passage=form.passage,
            now=timezone.now(),
        )
    except MindRefused as refusal:
        return _shown(request, asked, {"refusal": refusal.message}, status=CONFLICT)
    return _done(request, asked, str(_NOTED))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@vary_on_headers("HX-Request")
@checked_by_origin
def credit(request: Request, pk: int) -> HttpResponse:
    """Say of one comment that it changed one's mind, or with ``to=off`` no longer.

    Whoever follows the address without a form is led to the comment.
    """
    if request.method != "POST":
        return redirect("polls:comment", pk)
    visit = visits.begin(request, pk)
    said, refusal = str(_NOTED), None
    try:
        if visit.voter is None or visit.comment.question is None:
            raise NothingChanged
        if request.POST.get("to") == "off":
            minds.forget(voter=visit.voter, question=visit.comment.question)
            said = str(_FORGOTTEN)
        else:
            minds.tell(
                voter=visit.voter,
                question=visit.comment.question,
                comment=visit.comment,
                now=visit.now,
            )
    except MindRefused as refused:
        said, refusal = "", refused
    return visits.show_mark(visit.anew(), "credit", said=said, refusal=refusal)


def _refused(request: Request) -> int:
    return CONFLICT if request.method == "POST" else 200


def _slot(request: Request) -> str:
    return places.slot_of(request.POST if request.method == "POST" else request.GET)


def _back(request: Request) -> str:
    return places.back_of(request.POST if request.method == "POST" else request.GET)


def _asked(
    request: Request, changed: Change, form: ChangeForm, *, told: bool, status: int = 200
) -> HttpResponse:
    kind, choices = kinds.of(changed.question), camps.published_of(changed.question)
    said = {
        name: _("No opinion")
        if answer.abstains
        else wording.Said(kind.describe(choices=choices, marks=answer.marks), choices)
        for name, answer in (("before", changed.before), ("after", changed.after))
    }
    return _shown(request, changed.question, {"form": form, "told": told, **said}, status=status)


def _shown(
    request: Request, asked: Question, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    context |= {"question": asked, "back": _back(request), "slot": _slot(request)}
    template = "_form" if request.htmx else "change"
    return render(request, f"polls/minds/{template}.html", context, status=status)


def _done(request: Request, asked: Question, said: str) -> HttpResponse:
    if request.htmx:
        context = {"question": asked, "said": said, "back": _back(request), "slot": _slot(request)}
        return render(request, "polls/minds/_done.html", context)
    messages.success(request, said)
    return HttpResponseRedirect(places.address_of(asked, back=_back(request), slot=_slot(request)))
