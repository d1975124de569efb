"""The site, telling in a file of each request that reached it: what the cache in front let pass."""

import os
from collections.abc import Iterable
from typing import Any

from dossier.wsgi import application as site

_LINES = os.open(os.environ["REQUESTS_LOG"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    os.write(_LINES, f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}\n".encode())
    return site(environ, start_response)
