"""How gunicorn serves streams: uvicorn's worker, with what holds for ten thousand readers."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn_worker import UvicornWorker


class StreamProtocol(HttpToolsProtocol):
    """Drops the connection of a stream whose reader does not keep up, instead of waiting.

    Sixty-four kilobytes then wait to be read. The reader's browser comes back by itself and is told
    what it has missed.
    """

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self.url = b""  # long where a page shows many questions, and not needed any more

    def pause_writing(self) -> None:
        super().pause_writing()
        if self.scope and self.scope["path"].endswith("/live/"):
            self.transport.abort()


class StreamWorker(UvicornWorker):
    """Serves ``dossier.asgi:application``."""

    CONFIG_KWARGS = {
        "loop": "uvloop",
        "http": StreamProtocol,
        "ws": "none",
        "access_log": False,  # it would keep readers' addresses
        "server_header": False,
    }
