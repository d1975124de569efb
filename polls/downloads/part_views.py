"""What a dossier's results page says as files: for readers what it shows them, and the newsroom's.

A reader's file is the same for everybody, as the page is: whoever has voted, or is of the newsroom,
gets no other one there.
"""

from collections.abc import Sequence

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_GET, require_safe

from dossier.caching import allow_keeping
from dossier.models import Article
from dossier.requests import Request
from polls.access import reachable_article
from polls.downloads import gathering
from polls.downloads.excerpts import Excerpt
from polls.downloads.parts import PART_OF
from polls.downloads.taking import DRAWN, FILES, Taken
from polls.insight.asked import is_public
from polls.models import Question
from polls.results.export import file_name

FORBIDDEN = 403
for_newsroom = permission_required("polls.see_results", raise_exception=True)


@require_safe
def part_file(request: Request, dossier: str, part: str, form: str, name: str = "") -> HttpResponse:
    """A figure of a part; 304 when unchanged, 403 where its result does not show yet."""
    article, now = reachable_article(request, dossier), timezone.now()
    if part not in PART_OF or form not in FILES:
        raise Http404
    excerpt = gathering.of_readers(article, part, name, now=now)
    return _of_readers(request, article, excerpt, form, names=[name])


@require_safe
def cross_file(request: Request, dossier: str, form: str) -> HttpResponse:
    """Two questions beside one another (``?a=&b=``), as their page shows them."""
    article, now = reachable_article(request, dossier), timezone.now()
    if form not in FILES:
        raise Http404
    names = request.GET.get("a", ""), request.GET.get("b", "")
    excerpt = gathering.crossed_of_readers(article, *names, now=now)
    return _of_readers(request, article, excerpt, form, names=names)


@for_newsroom
@require_GET
def newsroom_part_file(
    request: HttpRequest, pk: int, part: str, form: str, name: str = ""
) -> HttpResponse:
    """The same of every question, those included whose results do not show."""
    article, now = get_object_or_404(Article, pk=pk), timezone.now()
    if part not in PART_OF or form not in FILES:
        raise Http404
    excerpt = gathering.of_newsroom(article, part, name, now=now)
    return _of_newsroom(request, article, excerpt, form)


@for_newsroom
@require_GET
def newsroom_cross_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    article, now = get_object_or_404(Article, pk=pk), timezone.now()
    if form not in FILES:
        raise Http404
    names = request.GET.get("a", ""), request.GET.get("b", "")
    excerpt = gathering.crossed_of_newsroom(article, *names, now=now)
    return _of_newsroom(request, article, excerpt, form)


def _of_readers(
    request: Request, article: Article, excerpt: Excerpt | None, form: str, *, names: Sequence[str]
) -> HttpResponse:
    if excerpt is None and _keeps_back(article, names):
        response = render(request, "polls/_result_hidden.html", status=FORBIDDEN)
    else:
        page = "polls:cross" if excerpt and excerpt.query else "polls:insight"
        address = reverse(page, args=[article.slug])
        response = _file(request, article, excerpt, form, page=address)
        if article.is_published:
            allow_keeping(response)
            return response
    patch_cache_control(response, no_cache=True, private=True)
    patch_vary_headers(response, ["Cookie"])
    return response


def _of_newsroom(
    request: HttpRequest, article: Article, excerpt: Excerpt | None, form: str
) -> HttpResponse:
    page = reverse("admin:dossier_article_insight", args=[article.pk])
    response = _file(request, article, excerpt, form, page=page)
    patch_cache_control(response, no_cache=True, private=True)
    return response


def _keeps_back(article: Article, names: Sequence[str]) -> bool:
    """Whether one of the questions that are named has a result that not everybody may see."""
    slugs, now = {name.partition(":")[0] for name in names}, timezone.now()
    # compared here: what an address names may be no text that a database takes
    return any(
        question.slug in slugs and not is_public(question, now=now)
        for question in Question.objects.filter(article=article).shown()
    )


def _file(
    request: HttpRequest, article: Article, excerpt: Excerpt | None, form: str, *, page: str
) -> HttpResponse:
    """The file, or that the browser has it. Raises Http404 where there is no such figure."""
    if excerpt is None or (form in DRAWN and excerpt.chart is None):
        raise Http404
    site, now = f"{request.scheme}://{request.get_host()}", timezone.now()
    taken = Taken(excerpt, article, site=site, page=page, now=now)
    unchanged = get_conditional_response(request, etag=taken.etag)
    if unchanged is not None:
        return unchanged
    content_type, make = FILES[form]
    response = HttpResponse(make(taken), content_type=content_type, headers={"ETag": taken.etag})
    name = file_name(article.slug, excerpt.part, *excerpt.slugs, now=now, form=form)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
