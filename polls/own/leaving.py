"""Where a reader has everything erased."""

from contextlib import suppress

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dossier.origins import checked_by_origin, from_same_origin
from dossier.requests import Request
from polls.models import Voter
from polls.own.alone import for_its_reader_alone
from polls.roll import anonymising, removal
from polls.voting import voters

UNPROCESSABLE = 422
_WAYS = {"anonymise": anonymising.anonymise, "remove": removal.remove}


@require_http_methods(["GET", "HEAD", "POST"])
@checked_by_origin
@for_its_reader_alone
def erase(request: Request) -> HttpResponse:
    """Ask once more, then erase: with the answers or without them.

    Sent twice, or for a reader who is gone already, it has been done.
    """
    voter = voters.identify(request)
    if request.method != "POST":
        return render(request, "polls/own/erase.html") if voter else redirect("own:overview")
    way = _WAYS.get(request.POST.get("way", ""))
    if way is None:
        context = {"unchosen": True}
        return render(request, "polls/own/erase.html", context, status=UNPROCESSABLE)
    if voter:
        with suppress(Voter.DoesNotExist):  # another tab was quicker
            way(voter=voter, now=timezone.now())
    response = redirect("own:erased")
    response.delete_cookie(voters.COOKIE, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'  # what the browser itself keeps
    return response


@require_safe
@for_its_reader_alone
def erased(request: Request) -> HttpResponse:
    """It is done; the page has the browser drop what was not sent, so no other site may open it."""
    if not from_same_origin(request):
        return redirect("own:overview")
    return render(request, "polls/own/erased.html")
