"""What a cache between the site and its readers may keep: nothing of one reader for another."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Concatenate

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control, patch_vary_headers

type Answer = Callable[[HttpRequest], HttpResponse]

# Shared caches may keep what is public for a second, browsers ask anew each time. No older copy
# may be shown meanwhile: an open page would take back a vote that its reader has seen counted.
_PUBLIC = {"public": True, "max_age": 0, "s_maxage": 1}
# From this part of its age on, what a process keeps is made anew by one request, while it may still
# be given to others. Earlier costs more, later has others wait where making it takes long.
RENEWED_FROM = 0.75
_OF_THE_BODY = frozenset({"Content-Type", "Content-Length"})


def per_reader_middleware(get_response: Answer) -> Answer:
    """Keep apart what was made for a reader with a cookie and what is the same for all others.

    Pages show a known reader's own answers and waiting comments, so unless a view says otherwise
    its page is private to whoever sends any cookie, and is asked for anew each time by all.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            patch_vary_headers(response, ["Cookie"])
            patch_cache_control(response, no_cache=True)
            if request.COOKIES:
                patch_cache_control(response, private=True)
        return response

    return answer


def public_unless_told_apart[Asked: HttpRequest, **P](
    view: Callable[Concatenate[Asked, P], HttpResponse],
) -> Callable[Concatenate[Asked, P], HttpResponse]:
    """Let caches keep what the view answers to readers whom no cookie of ours tells apart.

    The answer to the others is left to ``per_reader_middleware``, and so is whatever is no page.
    """

    @wraps(view)
    def answering(request: Asked, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and not is_told_apart(request):
            patch_vary_headers(response, ["Cookie"])
            allow_keeping(response)
            response["ETag"] = f'"{sha256(response.content).hexdigest()[:32]}"'
            asked = request.META.get("HTTP_IF_NONE_MATCH")
            if asked and names_etag(asked, response["ETag"]):
                return not_modified(response)
        return response

    return answering


def allow_keeping(response: HttpResponse) -> None:
    """Say that the answer is the same for everybody, and for how long shared caches may keep it."""
    patch_cache_control(response, **_PUBLIC)


def is_told_apart(request: HttpRequest) -> bool:
    """Whether the request carries a cookie by which the site knows or addresses somebody."""
    sent: str = request.META.get("HTTP_COOKIE", "")
    return sent != "" and any(name in sent for name in settings.COOKIES_THAT_TELL_APART)


def not_modified(response: HttpResponse) -> HttpResponse:
    """That an answer is still the one the reader has, under the headers of that answer."""
    unchanged = HttpResponseNotModified()
    for name, value in response.headers.items():
        if name not in _OF_THE_BODY:
            unchanged.headers[name] = value
    return unchanged


def names_etag(asked: str, etag: str) -> bool:
    """Whether an If-None-Match header names the entity tag, be it as a weak one."""
    return asked == "*" or etag in (tag.strip().removeprefix("W/") for tag in asked.split(","))
