"""Protection against forged requests that needs no cookie of a reader.

Django's CSRF token needs a cookie on every page with a form, so that no page with a ballot could
be kept by a shared cache. Readers' posts are checked by where the browser says they come from
instead (Sec-Fetch-Site, else Origin), which no page of another site can forge; the admin keeps
the token. docs/decisions/0003-forged-requests.md weighs the two.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponseForbidden
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def checked_by_origin[View: Callable[..., HttpResponseBase]](view: View) -> View:
    """Mark a reader's view as checked by the request's origin rather than by a token."""
    view.checked_by_origin = True  # type: ignore[attr-defined]
    return view


def from_same_origin(request: HttpRequest) -> bool:
    """Whether a browser sent this from a page of our own, or something that is no browser did.

    A browser always says where a POST comes from; what says nothing carries no reader's cookie
    against the reader's will.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()


class CsrfOrOriginMiddleware(CsrfViewMiddleware):
    """Django's CSRF check, replaced by the origin check on the views marked so."""

    def process_view(
        self,
        request: HttpRequest,
        callback: Callable[..., HttpResponseBase],
        callback_args: tuple[Any, ...],
        callback_kwargs: dict[str, Any],
    ) -> HttpResponseForbidden | None:
        if not getattr(callback, "checked_by_origin", False):
            return super().process_view(request, callback, callback_args, callback_kwargs)
        if request.method in SAFE_METHODS or from_same_origin(request):
            return None
        return self._reject(request, "The request comes from another site.")  # type: ignore[attr-defined,no-any-return]
