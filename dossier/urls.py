"""The site's addresses: everything readers see is below its language."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path
from django.utils.translation import get_language
from django.views.decorators.vary import vary_on_headers

from dossier import indexing, offline, operations, views
from polls.embeds.oembed import oembed
from polls.feeds import views as feeds
from polls.screen.views import short_address


@vary_on_headers("Accept-Language")
def to_language(request: HttpRequest) -> HttpResponse:
    """Send a reader to the home page in the language that the browser prefers."""
    return redirect(f"/{get_language()}/")


article_patterns = (
    [
        path("", views.home, name="home"),
        path("feed/", feeds.site, name="feed"),
        path("<slug:dossier>/", views.article_page, name="article"),
    ],
    "dossier",
)

urlpatterns = [
    path("", to_language, name="to_language"),
    path("healthz", operations.healthz, name="healthz"),
    path("readyz", operations.readyz, name="readyz"),
    path("metrics", operations.measures, name="metrics"),
    path("worker.js", offline.worker, name="worker"),
    path("robots.txt", indexing.robots, name="robots"),
    path("sitemap.xml", indexing.sitemap, name="sitemap"),
    path("oembed", oembed, name="oembed"),
    path("q/<str:number>/", short_address, name="short"),
    path("api/v1/", include("polls.api.urls")),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        # names that no dossier has (dossier/models/article.py) come before the dossiers'
        path("me/", include("polls.own.urls")),
        path("design/", include("polls.design.urls")),
        path("", include(article_patterns)),
        path("", include("polls.urls")),
    ),
]
