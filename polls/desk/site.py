"""The newsroom: Django's admin under our own name, with a start page for each role."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from polls.desk.appealing import appealing
from polls.desk.authors import author
from polls.desk.fairness import fairness, fairness_file
from polls.desk.moderation import moderate
from polls.desk.redacting import redacting
from polls.desk.start import start


class Newsroom(AdminSite):
    site_header = "Dossier"
    site_title = _("Dossier newsroom")
    index_title = _("Newsroom")
    enable_nav_sidebar = False

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        # What takes ballots or comments with it is deleted one by one, with a look at it first.
        self.disable_action("delete_selected")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        pages = [
            path("moderation/", self.admin_view(moderate), name="moderation"),
            path("moderation/appeals/", self.admin_view(appealing), name="appeals"),
            path("moderation/authors/<int:pk>/", self.admin_view(author), name="author"),
            path("moderation/comments/<int:pk>/redact/", self.admin_view(redacting), name="redact"),
            path("moderation/fairness/", self.admin_view(fairness), name="fairness"),
            path("moderation/fairness.csv", self.admin_view(fairness_file), name="fairness_file"),
        ]
        return [*pages, *super().get_urls()]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The start page says what waits for whoever looks at it."""
        desk = {"desk": start(request.user, now=timezone.now())}
        return super().index(request, desk | (extra_context or {}))
