"""A browser without a screen."""

from typing import Any

from django.test import Client


class Browser(Client):
    """Django's test client, which sends a form again where the answer asks for it (307)."""

    def post(self, path: str, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        response = super().post(path, *args, **kwargs)
        if response.status_code == 307:
            return super().post(response.headers["Location"], *args, **kwargs)
        return response
