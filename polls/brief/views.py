"""A dossier's brief: a page that prints well, and a file to take along."""

from collections.abc import Callable

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dossier.caching import public_unless_told_apart
from dossier.models import Article
from dossier.requests import Request
from polls.access import reachable_article
from polls.brief.blocks import Brief
from polls.brief.composing import compose
from polls.insight import keeping
from polls.insight.keeping import Name
from polls.models import Comment

CONTENT_TYPES = {"md": "text/markdown; charset=utf-8", "html": "text/html; charset=utf-8"}

type Writing = Callable[[Brief], SafeString]


@require_safe
@public_unless_told_apart
def brief_page(request: Request, dossier: str) -> HttpResponse:
    """What everybody may read of it."""
    article = reachable_article(request, dossier)
    html = _kept(article, "page", _page)
    context = {"article": article, "html": html, "preview": not article.is_published}
    return render(request, "polls/brief/brief.html", context)


@require_safe
@public_unless_told_apart
def brief_file(request: Request, dossier: str, form: str) -> HttpResponse:
    """The same as a file: Markdown, or a page of its own that needs nothing else."""
    article = reachable_article(request, dossier)
    site = f"{request.scheme}://{request.get_host()}"
    text = _kept(article, f"{form} {site}", lambda brief: _written(brief, form, site=site))
    return _file(text, article, form)


@permission_required("polls.see_results", raise_exception=True)
@require_safe
def newsroom_brief(request: HttpRequest, pk: int, form: str = "") -> HttpResponse:
    """The brief with all that the newsroom knows."""
    article = get_object_or_404(Article, pk=pk)
    brief = compose(article, newsroom=True, now=timezone.now())
    if form:
        site = f"{request.scheme}://{request.get_host()}"
        return _file(_written(brief, form, site=site), article, form)
    context = {
        **admin.site.each_context(request),
        "title": _("Reader brief"),
        "subtitle": str(article),
        "article": article,
        "opts": article._meta,
        "html": _page(brief),
    }
    return render(request, "admin/brief.html", context)


def _kept(article: Article, what: str, write: Writing) -> SafeString:
    """The public brief, kept as the parts of the results are."""
    now = timezone.now()
    exact, versions = keeping.standing(article, now=now)
    picked = Comment.objects.published().filter(article=article).exclude(pick="").count()
    about = ("brief", what, get_language(), article.pk, article.slug, article.updated_at, exact)
    return keeping.kept(
        Name(exact=about, versions=(versions, picked)),
        lambda: write(compose(article, newsroom=False, now=now)),
    )


def _page(brief: Brief) -> SafeString:
    return render_to_string("polls/brief/_body.html", {"brief": brief})


def _written(brief: Brief, form: str, *, site: str) -> SafeString:
    if form == "md":
        # told as text/markdown to be saved: never read as HTML
        return SafeString(brief.markdown(site=site))
    return render_to_string("polls/brief/document.html", {"brief": brief, "site": site})


def _file(text: str, article: Article, form: str) -> HttpResponse:
    response = HttpResponse(text, content_type=CONTENT_TYPES[form])
    name = f"{article.slug}-brief-{get_language()}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
