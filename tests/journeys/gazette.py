"""Another site, on another origin, whose article shows a question of ours in a frame."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

ARTICLE = """
<!doctype html>
<html lang="fr">
  <head>
    <meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <title>Gazette</title><link rel="icon" href="data:,">
  </head>
  <body><h1>Gazette</h1>{}</body>
</html>
"""


@contextmanager
def gazette(snippet: str) -> Iterator[str]:
    """Serve the article with this snippet in it; the address of the site.

    The tests' site is at ``localhost``, this one at ``127.0.0.1``: to browsers two sites.
    """
    page = ARTICLE.format(snippet).encode()

    class Article(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_told: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Article) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
