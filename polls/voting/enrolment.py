"""A reader's first post: the cookie comes before the vote.

A form of a reader who is not known yet is not acted on at once. The answer sets the voter cookie
and has the browser send the same form again (307), now with the cookie. So a first form that is
sent twice, by a double click, say, is one voter's and not two's; and a browser that refuses
cookies is found out before anything is counted, and its reader told why.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django_htmx.http import retarget

from dossier.requests import Request
from polls import resending
from polls.framing import is_framed, theme_of
from polls.voting import voters

_SENT_AGAIN = "enrolled"
_CONFLICT = 409
_WHY = _(
    "Nothing was counted: your browser refuses our cookie, by which we know your answer "
    "again and count it once. It holds a random number and nothing about you. Allow "
    "cookies for this site, then press the button again."
)


def enrols_voter[**P](
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """Let the view see posts with a voter cookie only, and renew the cookie when it has acted."""

    @wraps(view)
    def enrolling(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        if voters.token_of(request) is None:
            return _refused(request) if _SENT_AGAIN in request.GET else _send_again(request)
        response = view(request, *args, **kwargs)
        voters.remember(response, request)
        return response

    return enrolling


def _send_again(request: Request) -> HttpResponse:
    response = HttpResponseRedirect(f"{request.path}?{_SENT_AGAIN}=1", preserve_request=True)
    voters.introduce(response, framed=is_framed(request))
    return response


def _refused(request: Request) -> HttpResponse:
    """Why nothing was counted: HTMX adds it to the form as it is, a page shows what was sent."""
    if resending.is_late(request):
        return resending.refused(str(_WHY), status=_CONFLICT)
    templates = "polls/embeds" if is_framed(request) else "polls"
    if request.htmx:
        response = render(request, f"{templates}/_cookies_refused.html", status=_CONFLICT)
        response["HX-Reswap"] = "beforeend show:#cookies-refused:bottom"
        return retarget(response, "this")
    texts = [request.POST[name] for name in ("body", "text") if request.POST.get(name)]
    context = {"texts": texts, "theme": theme_of(request)}
    return render(request, f"{templates}/cookies_refused.html", context, status=_CONFLICT)
