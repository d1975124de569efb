"""Protection against forged requests that needs no cookie of a reader.

Django's CSRF token needs a cookie on every page with a form, so that no page with a ballot could
be kept by a shared cache. Readers' posts are checked by where the browser says they come from
instead (Sec-Fetch-Site, else Origin), which no page of another site can forge; everything else
keeps the token. docs/decisions/0003-forged-requests.md weighs the two.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse
from django.views.csrf import csrf_failure
from django.views.decorators.csrf import csrf_exempt

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def checked_by_origin[Request: HttpRequest, **P](
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """Check a reader's view by the request's origin rather than by a token."""

    @wraps(view)
    def checked(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method in _SAFE_METHODS or from_same_origin(request):
            return view(request, *args, **kwargs)
        return csrf_failure(request, reason="The request comes from another site.")

    return csrf_exempt(checked)


def from_same_origin(request: HttpRequest) -> bool:
    """Whether a browser sent this from a page of our own, or something that is no browser did.

    A browser always says where a POST comes from; what says nothing carries no reader's cookie
    against the reader's will.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or origin == f"{request.scheme}://{request.get_host()}"
