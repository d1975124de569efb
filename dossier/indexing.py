"""What search engines are told: where they need not go, and which pages there are.

A page is named once for each language, with its address in the others (sitemaps.org, hreflang).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as rendered
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from dossier.models import Article
from polls.models import Question

HOUR = 3600
# What is the newsroom's, a reader's own, or moves by itself.
_CLOSED = ("/admin/", "/*/me/", "/*/live/")


@dataclass(frozen=True)
class Entry:
    """A page that anybody may read; its address is made in each language in turn."""

    name: str
    slugs: tuple[str, ...] = ()
    changed_at: datetime | None = None

    def get_absolute_url(self) -> str:
        return reverse(self.name, args=self.slugs)


class Pages(Sitemap):
    """The home page, each published dossier with its results and brief, and its questions."""

    i18n = alternates = True

    def items(self) -> list[Entry]:
        return [Entry("dossier:home"), *_dossiers(), *_questions()]

    def lastmod(self, item: Entry) -> datetime | None:
        return item.changed_at


def _dossiers() -> Iterable[Entry]:
    published = Article.objects.published().order_by("pk")
    for slug, changed_at in published.values_list("slug", "updated_at"):
        yield Entry("dossier:article", (slug,), changed_at)
        for name in ("polls:insight", "polls:brief"):
            yield Entry(name, (slug,))


def _questions() -> Iterable[Entry]:
    shown = Question.objects.shown().filter(article__status=Article.Status.PUBLISHED)
    kept = shown.exclude(kind=Question.Kind.QUIZ).order_by("article", "pk")
    for dossier, slug, changed_at in kept.values_list(F("article__slug"), "slug", "updated_at"):
        yield Entry("polls:question", (dossier, slug), changed_at)


@require_safe
@cache_control(public=True, max_age=HOUR)
def sitemap(request: HttpRequest) -> HttpResponse:
    return rendered(request, {"pages": Pages})


@require_safe
@cache_control(public=True, max_age=HOUR)
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt (RFC 9309)."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _CLOSED), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
