"""What every page of the site knows."""

from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info

from polls.models import Voter


def site(request: HttpRequest) -> dict[str, Any]:
    """The page's own address, the same page in the other languages, and whether data is made up."""
    return {
        **_addresses(request),
        "offline_reading": settings.OFFLINE_READING,
        "demo_data": SimpleLazyObject(
            lambda: Voter.objects.filter(origin=Voter.Origin.DEMO).exists()
        ),
    }


def _addresses(request: HttpRequest) -> dict[str, Any]:
    """None on the page that says that the host asked for is not ours."""
    # What begins with two slashes would be read as the address of another site.
    path = f"/{request.path.lstrip('/')}"
    try:
        return {
            "canonical_url": request.build_absolute_uri(path),
            "alternates": _alternates(request, path),
        }
    except DisallowedHost:
        return {}


def _alternates(request: HttpRequest, path: str) -> list[dict[str, Any]]:
    """The page's address in each language, with the language's own name.

    ``url`` leads to the very view of the page, ``absolute_url`` is the address for machines.
    """
    current = get_language()
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"],
            "url": translate_url(path, code) + query,
            "absolute_url": request.build_absolute_uri(translate_url(path, code)),
            "current": code == current,
        }
        for code, _name in settings.LANGUAGES
    ]
