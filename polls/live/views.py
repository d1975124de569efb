"""What a page asks for that has no stream: the same as one would tell, a few seconds later."""

import json
from hashlib import sha256

from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dossier.caching import allow_keeping
from dossier.requests import Request
from polls.live.watching import pulse_of

NO_CONTENT = 204


@require_safe
def pulse(request: Request, dossier: str) -> HttpResponse:
    """How far each question of a published dossier has come, for everybody alike; JSON.

    Results are not in it: a page fetches those that it shows and that have moved.
    """
    told = pulse_of(dossier)
    if told is None:
        raise Http404
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    etag = f'"{sha256(body.encode()).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        body, content_type="application/json"
    )
    response["ETag"] = etag
    allow_keeping(response)
    return response


@require_safe
@never_cache
def no_stream(request: Request, dossier: str) -> HttpResponse:
    """Where pages are served and streams are not, a page that asks for one is told so.

    By this status a browser does not try again by itself, and takes it for no error.
    """
    return HttpResponse(status=NO_CONTENT)
