"""What an answer says of frames, and a form as a browser sends it from within one."""

from typing import Any

from django.conf import settings
from django.test import Client

from polls.models import Question

HOST = "dossier.example"
# What browsers say of a form on a page of ours in a frame: the frame's own origin counts, not that
# of the page round it.
FROM_THE_FRAME = {
    "Host": HOST,
    "Origin": f"https://{HOST}",
    "Sec-Fetch-Site": "same-origin",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Dest": "iframe",
    "Sec-Fetch-User": "?1",
}
HTMX = {"HX-Request": "true", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}

type Response = Any


def embed(question: Question, *, language: str = "en") -> str:
    return f"/{language}/embed/{question.article.slug}/{question.slug}/"


def act(question: Question, name: str = "vote") -> str:
    return f"/en/{question.article.slug}/{question.slug}/{name}/"


def send(
    client: Client, question: Question, data: dict[str, str], *, name: str = "vote", **headers: str
) -> Response:
    """A form of a card in a frame, sent as the browser sends it."""
    given = FROM_THE_FRAME | {key.replace("_", "-"): value for key, value in headers.items()}
    return client.post(act(question, name), {"back": "embed"} | data, headers=given, secure=True)


def framed_by(response: Response) -> tuple[str, str | None]:
    """Who may frame the answer: by the content policy, and by the header of old."""
    policy = response.headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    ours = {name: " ".join(values) for name, values in settings.SECURE_CSP.items()}
    ancestors = directives.pop("frame-ancestors")
    del ours["frame-ancestors"]
    assert directives == ours
    return ancestors, response.headers.get("X-Frame-Options")
