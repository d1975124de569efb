"""oEmbed 1.0 (oembed.com): what another site shows where somebody pastes an address of ours."""

from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, resolve
from django.utils.cache import patch_cache_control
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_from_path, override
from django.views.decorators.http import require_safe

from dossier.markdown import plain
from dossier.models import Article
from polls import snippets
from polls.models import Question

NOT_IMPLEMENTED = 501
WIDTH, ARTICLE_HEIGHT = 640, 220  # pixels
KEPT = 3600  # seconds for which an answer may be kept, on its way and by whoever asks
LIMIT_DIGITS = 6

urlpatterns: list[URLPattern] = []
"""No address stands for this one below a language: what is not found here is nowhere."""


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """What to show for ``?url=``, at most ``maxwidth`` by ``maxheight`` pixels large; JSON only.

    The same for everybody: what is not published yet is nobody's to embed.
    """
    request.urlconf = __name__
    if request.GET.get("format", "json") != "json":
        return HttpResponse("Only format=json.", content_type="text/plain", status=NOT_IMPLEMENTED)
    shown = _shown(
        _path(request.GET.get("url", ""), host=request.get_host()),
        site=f"{request.scheme}://{request.get_host()}",
        width=_at_most(request.GET.get("maxwidth", ""), WIDTH),
        maxheight=request.GET.get("maxheight", ""),
    )
    response = JsonResponse(
        {"version": "1.0", "type": "rich", "provider_name": "Dossier", "cache_age": KEPT} | shown
    )
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=KEPT)
    return response


def _path(url: str, *, host: str) -> str:
    """The path of an address of ours. Raises Http404 for any other."""
    try:
        named = urlsplit(url)
    except ValueError:
        raise Http404 from None
    if named.scheme not in {"http", "https"} or named.netloc.lower() != host.lower():
        raise Http404
    return named.path


def _at_most(limit: str, wished: int) -> int:
    """The size wished for, or the limit asked for if that is smaller; what is no limit is none."""
    named = limit.isascii() and limit.isdigit() and len(limit) <= LIMIT_DIGITS
    return min(wished, int(limit) if named else 0) or wished


def _shown(path: str, *, site: str, width: int, maxheight: str) -> dict[str, Any]:
    """What is told of the page at this path, in its language. Raises Http404."""
    language = get_language_from_path(path)
    if language is None:
        raise Http404
    with override(language):
        match = resolve(path)
        if match.view_name in {"polls:question", "polls:embed"}:
            question = _question(**match.kwargs)
            title, height = question.prompt, _at_most(maxheight, snippets.height_of(question))
            html = snippets.frame(question, site=site, width=str(width), height=height)
        elif match.view_name == "dossier:article":
            article = get_object_or_404(Article.objects.published(), slug=match.kwargs["dossier"])
            title, height = article.title, _at_most(maxheight, ARTICLE_HEIGHT)
            html = _quoted(article, site=site)
        else:
            raise Http404
    home = f"{site}/{language}/"
    return {"provider_url": home, "title": title, "width": width, "height": height, "html": html}


def _question(dossier: str, question: str) -> Question:
    published = Question.objects.shown().filter(article__in=Article.objects.published())
    found: Question = get_object_or_404(
        published.select_related("article"), article__slug=dossier, slug=question
    )
    return found


def _quoted(article: Article, *, site: str) -> SafeString:
    """A dossier's title and standfirst as a quotation: its page stands in no frame."""
    return format_html(
        '<blockquote cite="{0}{1}"><p><a href="{0}{1}"><strong>{2}</strong></a></p><p>{3}</p>'
        "</blockquote>",
        site,
        article.get_absolute_url(),
        article.title,
        plain(article.standfirst or ""),
    )
