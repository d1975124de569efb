"""An eye on every page of a journey: what no reader should meet, seen or not."""

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

_REFUSED = re.compile(r"Failed to load resource: the server responded with a status of (\d+)")


class Watch:
    """Collects errors of scripts, breaches of the content policy and requests that leave the site.

    A refusal is logged by the browser too: a journey names those that it provokes.
    """

    def __init__(self, site: str) -> None:
        self._sites = [site]
        self._provoked: list[int] = []
        self.complaints: list[str] = []

    def over(self, context: BrowserContext) -> None:
        context.on("console", self._hear)
        context.on("weberror", self._note)
        context.on("request", self._follow)
        context.on("response", self._see)

    def expects(self, site: str) -> None:
        """The journey goes to another site too, on purpose."""
        self._sites.append(site)

    def provokes(self, *statuses: int) -> None:
        """What follows makes the server answer with these statuses, in any order."""
        self._provoked += statuses

    @property
    def unmet(self) -> list[str]:
        """The complaints, and the refusals that were to come and did not."""
        return [*self.complaints, *(f"never answered {status}" for status in self._provoked)]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        refused = _REFUSED.match(message.text)
        if refused and int(refused[1]) in self._provoked:
            self._provoked.remove(int(refused[1]))
        else:
            self.complaints.append(f"{message.type}: {message.text} ({message.location['url']})")

    def _see(self, response: Response) -> None:
        """What a worker is refused stands in no page's console."""
        if response.request.service_worker and response.status in self._provoked:
            self._provoked.remove(response.status)

    def _note(self, error: WebError) -> None:
        self.complaints.append(f"uncaught: {error.error}")

    def _follow(self, request: Request) -> None:
        if not any(request.url.startswith(f"{site}/") for site in self._sites):
            self.complaints.append(f"left the site: {request.url}")
