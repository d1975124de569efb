"""What operators ask a node: is it alive, can it serve, what does it do?"""

from ipaddress import ip_address
from time import monotonic

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from dossier import metrics
from dossier.asking import Part

PATIENCE = 1.5  # seconds: a balancer that waits two hears why, and not that nobody answers

# A request with one of these came through a proxy, which may be on this very machine.
_FORWARDED = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked, so that a slow database restarts no node."""
    return JsonResponse({"status": "alive"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether the database and the cache answer, and which they are; if not, or not soon, 503."""
    until = monotonic() + PATIENCE
    asked = {name: part.ask() for name, part in _PARTS.items()}
    checks = {name: asking.answered(until=until) for name, asking in asked.items()}
    ready = all(checks.values())
    found = {"database": connection.vendor, "cache": "redis" if settings.REDIS_URL else "memory"}
    return JsonResponse(
        {"status": "ready" if ready else "not ready", **checks, "found": found},
        status=200 if ready else 503,
    )


@require_safe
@never_cache
def measures(request: HttpRequest) -> HttpResponse:
    """All measures (dossier/metrics.py), for this machine and for whoever bears the token."""
    if not (_is_asked_here(request) or _bears_token(request)):
        return HttpResponseNotFound()
    return HttpResponse(metrics.exposition(), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _ask_database() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        connection.close()  # that of the thread that asks


def _ask_cache() -> None:
    cache.get("dossier:readyz")


_PARTS = {"database": Part(_ask_database), "cache": Part(_ask_cache)}


def _is_asked_here(request: HttpRequest) -> bool:
    peer = request.META.get("REMOTE_ADDR", "")
    return _is_loopback(peer) and not any(name in request.headers for name in _FORWARDED)


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:  # none, at a socket of the file system
        return False


def _bears_token(request: HttpRequest) -> bool:
    token, sent = settings.METRICS_TOKEN, request.headers.get("Authorization", "")
    return bool(token) and constant_time_compare(sent, f"Bearer {token}")
