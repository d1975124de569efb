"""A page of the site with any content, in a real browser, and no server behind it."""

import mimetypes
from collections.abc import Callable
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template import engines
from playwright.sync_api import Page, Route

SITE = "http://dossier.test"
PAGE = """
{% extends "base.html" %}
{% load static %}
{% block main %}{{ content|safe }}{% endblock main %}
{% block scripts %}<script src="{% static "js/ballots.js" %}" defer></script>{% endblock scripts %}
"""
type Answer = tuple[int, str]
type Stage = Callable[..., list[str]]


def serve_static(route: Route, path: str) -> None:
    """Answer with the source of a static file."""
    file = Path(str(finders.find(path.removeprefix("/static/"))))
    route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0])


def open_page(page: Page, content: str, *, answer: Answer = (200, "")) -> list[str]:
    """Open a page with some content; every POST gets the answer. Returns the bodies posted."""
    posted: list[str] = []

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path.startswith("/static/"):
            serve_static(route, path)
        elif route.request.method == "POST":
            posted.append(route.request.post_data or "")
            route.fulfill(status=answer[0], body=answer[1], content_type="text/html")
        else:
            html = engines["django"].from_string(PAGE.strip()).render({"content": content})
            route.fulfill(body=html, content_type="text/html")

    page.route(f"{SITE}/**", serve)
    page.goto(f"{SITE}/")
    return posted
