"""Asking the API, as a program does: by address, in a language, without any cookie."""

from typing import Any

from django.test import Client

ROOT = "/api/v1/"


def ask(path: str, *, status: int = 200, lang: str = "en", **parameters: Any) -> Any:
    """What the API answers at an address below its root, having seen that the status is right."""
    answered = Client().get(ROOT + path, {"lang": lang, **parameters})
    assert (answered.status_code, answered.headers["Content-Type"].split(";")[0]) == (
        status,
        "application/json",
    )
    return answered.json()
