"""Questions in other sites' pages: what may stand in a frame there, and which cookie holds in one.

Only the page made for it and the answers to its forms may be framed, so that no other page can lie
unseen under a reader's click; docs/decisions/0019-embeds.md weighs it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.csp import CSP, build_policy

# The places of a card in a frame, which its forms send along, and the theme that each has.
EMBEDS = {"embed": "", "embed-light": "light", "embed-dark": "dark"}
_FORGED = 403


def place_with(theme: str) -> str:
    """The place of a card in a frame that asks for this theme, or for none that there is."""
    return next((place for place, its in EMBEDS.items() if its == theme), "embed")


def is_framed(request: HttpRequest) -> bool:
    """Whether it is a form that was sent from a question in a frame."""
    return request.method == "POST" and request.POST.get("back") in EMBEDS


def theme_of(request: HttpRequest) -> str:
    """The theme of the frame that a form was sent from, if it asked for one."""
    return EMBEDS.get(request.POST.get("back", ""), "")


def allow_framing(response: HttpResponse) -> None:
    """Let the pages of ``EMBED_ANCESTORS`` show this answer in a frame."""
    policy = settings.SECURE_CSP | {"frame-ancestors": settings.EMBED_ANCESTORS}
    response.headers[str(CSP.HEADER_ENFORCE)] = build_policy(policy)
    response.xframe_options_exempt = settings.EMBED_ANCESTORS != [CSP.NONE]


def framed_if_sent_so[Asked: HttpRequest, **P](
    view: Callable[Concatenate[Asked, P], HttpResponse],
) -> Callable[Concatenate[Asked, P], HttpResponse]:
    """Let a frame show what a view answers to its form; not that the form was a forged one."""

    @wraps(view)
    def answering(request: Asked, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if is_framed(request) and response.status_code != _FORGED:
            allow_framing(response)
        return response

    return answering


def let_cookie_in(response: HttpResponse, name: str) -> None:
    """Have browsers take a cookie of the response in a frame, and keep it for the site round it.

    With another site round the frame the reader is somebody else (``Partitioned``, CHIPS). Python
    writes that attribute from 3.14 on; until then it goes with the one that it needs anyway.
    """
    cookie = response.cookies[name]
    cookie["secure"] = True
    cookie["samesite"] = "None; Partitioned"
