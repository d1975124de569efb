"""What a cache between the site and its readers may keep: nothing of one reader for another."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

type Answer = Callable[[HttpRequest], HttpResponse]


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
