"""The service worker by which the site can be read without a connection.

It is served from the root, so that it may answer for every page below a language, and for none of
the newsroom's. What it needs to know of this release is written before it: the page for what is
not kept, in each language, and the names of the static files by which that page is shown. A new
release is another worker, which browsers fetch when a page is opened.
docs/decisions/0036-offline.md says what it keeps, and what it never does.
"""

import json
import re
from functools import cache
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from dossier.caching import names_etag, not_modified

TEMPLATE = "polls/own/offline.html"
SCRIPTS = ("js/outbox.js", "js/worker.js")
FAREWELL = ("js/farewell.js",)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The worker of this release, or where operators have switched it off the one that goes."""
    script = source() if settings.OFFLINE_READING else _importing(FAREWELL)
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response.headers["ETag"] = f'"{sha256(script.encode()).hexdigest()[:32]}"'
    patch_cache_control(response, no_cache=True)
    asked = request.headers.get("If-None-Match", "")
    if names_etag(asked, response.headers["ETag"]):
        return not_modified(response)
    return response


@cache
def source() -> str:
    """The worker of this release, as every process writes it once."""
    return f"const SITE = {json.dumps(manifest())};\n{_importing(SCRIPTS)}"


def _importing(scripts: tuple[str, ...]) -> str:
    return f"importScripts({', '.join(json.dumps(static(name)) for name in scripts)});\n"


def manifest() -> dict[str, object]:
    """What the worker knows of this release.

    ``release`` changes with what it keeps, ``pages`` are the addresses of the page for what is not
    kept by language, ``files`` the static files that these pages name, ``static`` what all such
    addresses begin with.
    """
    pages, texts = {}, []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            pages[language] = reverse("own:offline")
            texts.append(render_to_string(TEMPLATE, {"offline_reading": True}))
    named = re.compile(rf'["\s]({re.escape(settings.STATIC_URL)}[^"\s#]+)')
    files = sorted({name for text in texts for name in named.findall(text)})
    release = sha256("".join(texts).encode()).hexdigest()[:16]
    return {"release": release, "pages": pages, "files": files, "static": settings.STATIC_URL}
