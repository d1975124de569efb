"""Every request that Django answers is counted, with the time that its answer took."""

from time import perf_counter

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from dossier import metrics
from dossier.caching import Answer

_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


def measuring_middleware(get_response: Answer) -> Answer:
    """Measure all that is below; to be the outermost middleware, around what answers from memory.

    What gunicorn itself does for a request, and its waiting for a thread, is not in it.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        response = get_response(request)
        method = request.method if request.method in _METHODS else "other"
        seconds = perf_counter() - began
        metrics.note_answer(_view_of(request), method, response.status_code, seconds)
        return response

    return answer


def _view_of(request: HttpRequest) -> str:
    """The view's name; one for the whole admin, and one for what no view answers."""
    match = request.resolver_match
    if match is None:
        return "static" if request.path_info.startswith(settings.STATIC_URL) else "none"
    return "admin" if "admin" in match.app_names else match.view_name
