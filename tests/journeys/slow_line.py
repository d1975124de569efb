"""A line so slow that a browser shows of a page what has come of it so far."""

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep
from urllib.parse import urlsplit

PAUSE = 0.02  # seconds after each piece of a page
PASSED_ON = {"content-type", "cache-control", "content-security-policy", "set-cookie"}


@contextmanager
def slow_line(site: str, *, piece: int) -> Iterator[str]:
    """An address that leads to the site, and hands its pages on by so many bytes at a time.

    News of votes has no end and is left out.
    """
    host = urlsplit(site).netloc

    class Line(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            accepted = self.headers["Accept"]
            if accepted == "text/event-stream":
                self.send_response(204)
                self.end_headers()
                return
            with closing(HTTPConnection(host)) as upstream, suppress(ConnectionError):
                upstream.request("GET", self.path, headers={"Accept": accepted})
                with upstream.getresponse() as answer:
                    self.send_response(answer.status)
                    for name, value in answer.getheaders():
                        if name.lower() in PASSED_ON:
                            self.send_header(name, value)
                    self.end_headers()
                    is_page = answer.headers.get_content_type() == "text/html"
                    while some := answer.read1(piece):
                        self.wfile.write(some)
                        sleep(PAUSE if is_page else 0)

        def log_message(self, *args: object) -> None:
            """Nothing: what is wrong shows in the browser."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Line) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
