"""The first version of the API: its routers, and what it says when it cannot answer."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import ValidationError

from polls.api import comments, dossiers, groups, questions, results

ABOUT = """\
Everything here is public and can only be read. Labels come in the language of `?lang=` (`fr` or
`en`), else in the one that `Accept-Language` prefers. Answers carry an `ETag`: send it back in
`If-None-Match`, and while nothing has changed you get 304 without a body. Results are of readers
who chose to vote, and never of the public at large.
"""

# No page of documentation: the one that ninja brings loads scripts that our CSP forbids.
api = NinjaAPI(title="Dossier", version="1", description=ABOUT, urls_namespace="api", docs_url=None)
for router in (dossiers.router, questions.router, results.router, groups.router, comments.router):
    api.add_router("", router)


@api.exception_handler(Http404)
def unknown(request: HttpRequest, refusal: Http404) -> HttpResponse:
    said = str(refusal) or _("There is nothing at this address.")
    return api.create_response(request, {"detail": said}, status=404)


@api.exception_handler(ValidationError)
def unfit(request: HttpRequest, refusal: ValidationError) -> HttpResponse:
    """Which parameters are wrong and why, without repeating what was sent."""
    said = {
        "detail": _("These parameters cannot be used."),
        "parameters": [_told(error) for error in refusal.errors],
    }
    return api.create_response(request, said, status=422)


def nothing(request: HttpRequest, **_named: str) -> HttpResponse:
    """What stands at every other address below the API's."""
    return unknown(request, Http404())


def _told(error: dict[str, Any]) -> dict[str, str]:
    return {"name": str(error["loc"][-1]), "problem": error["msg"]}
