"""What all answers of the API have in common: who may read them, keep them, and in which language.

Any page of any site may read them (CORS), shared caches may keep them as long as result fragments,
and whoever names the version it has is told only that it still holds (304).
"""

from collections.abc import Callable, Hashable
from functools import wraps
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from pydantic import BaseModel

from dossier.caching import allow_keeping, names_etag, not_modified
from dossier.shelf import Shelf

type View = Callable[..., HttpResponse]

JSON = "application/json"
READING = "GET, HEAD, OPTIONS"
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)

# What this process has answered lately, by everything that an answer is made of.
shelf: Shelf[bytes] = Shelf(8 * 2**20)


def public(view: View) -> View:
    """Let everybody read what the view answers, in the language that ``?lang=`` asks for."""

    @wraps(view)
    def answering(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        # What is unknown here is no page in some language either: nobody is sent to look there.
        request.urlconf = "polls.api.urls"
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
        elif request.method in {"GET", "HEAD"}:
            response = _read(view, request, *args, **kwargs)
        else:
            said = {"detail": _("This address can only be read: use GET.")}
            response = JsonResponse(said, status=405, headers={"Allow": READING})
        return _open_to_all(response)

    return csrf_exempt(answering)  # nothing can be sent here, and no page of ours is to refuse it


def kept(request: HttpRequest, name: Hashable, make: Callable[[], BaseModel]) -> HttpResponse:
    """What ``make`` gives as JSON, made only where neither we nor the asker have it under its name.

    ``name`` holds all that it is made of but the language, which is added.
    """
    named = repr((name, get_language()))
    etag = f'"{sha256(named.encode()).hexdigest()[:32]}"'
    asked = request.headers.get("If-None-Match")
    has_it = bool(asked and names_etag(asked, etag))
    body = b"" if has_it else shelf.kept(named, lambda: _json(make()), size=len)
    return HttpResponse(body, content_type=JSON, headers={"ETag": etag})


def respond(content: BaseModel, *, status: int = 200) -> HttpResponse:
    """The content as JSON; its entity tag is that of its bytes."""
    return HttpResponse(_json(content), content_type=JSON, status=status)


def _json(content: BaseModel) -> bytes:
    return content.model_dump_json(by_alias=True).encode()


def _read(view: View, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """The answer to a GET, or only its head."""
    asked_by, request.method = request.method, "GET"
    wished = request.GET.get("lang", "")
    language = wished if wished in LANGUAGES else get_language() or settings.LANGUAGE_CODE
    with translation.override(language):
        response = view(request, *args, **kwargs)
    request.method = asked_by
    response["Content-Language"] = language
    if response.status_code != 200:
        patch_cache_control(response, no_cache=True)
        return response
    allow_keeping(response)
    if not response.has_header("ETag"):
        response["ETag"] = f'"{sha256(response.content).hexdigest()[:32]}"'
    asked = request.headers.get("If-None-Match")
    if asked and names_etag(asked, response["ETag"]):
        return not_modified(response)
    if asked_by == "HEAD":
        response["Content-Length"] = str(len(response.content))
        response.content = b""
    return response


def _open_to_all(response: HttpResponse) -> HttpResponse:
    """Say that pages of any site may read the answer, which is nobody's own."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = READING
    response["Access-Control-Allow-Headers"] = "Accept-Language, If-None-Match"
    response["Access-Control-Expose-Headers"] = "Content-Language, ETag"
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, no_cache=True)
    return response
