"""Every text that reaches the site is UTF-8, whatever a request calls it."""

import re
from collections.abc import Callable, Iterable
from typing import Any

type Environ = dict[str, Any]
type Application = Callable[[Environ, Any], Iterable[bytes]]

_CHARSET = re.compile(r";\s*charset=[^;]*", re.IGNORECASE)


def read_as_utf8(application: Application) -> Application:
    """Have the application read requests as UTF-8: their own name for it is not heard.

    Our pages send nothing else. Django would believe the name while it makes the request, before
    it can answer for what goes wrong: some sets of Python's hold no text, and some give half
    characters that no database keeps.
    """

    def reading(environ: Environ, start_response: Any) -> Iterable[bytes]:
        sent = environ.get("CONTENT_TYPE", "")
        return application(environ | {"CONTENT_TYPE": _CHARSET.sub("", sent)}, start_response)

    return reading
