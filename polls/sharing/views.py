"""The pictures of pages, the same for whoever asks: nothing of any reader, no result kept back."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from dossier.caching import allow_keeping
from dossier.models import Article
from dossier.requests import Request
from polls.models import Question
from polls.sharing import pictures
from polls.sharing.pictures import Picture


@require_safe
def question_picture(request: Request, dossier: str, question: str) -> HttpResponse:
    published = Question.objects.shown().filter(article__in=Article.objects.published())
    asked: Question = get_object_or_404(
        published.select_related("article"), article__slug=dossier, slug=question
    )
    now = timezone.now()
    return _answer(request, pictures.of_question(asked, host=request.get_host(), now=now))


@require_safe
def article_picture(request: Request, dossier: str) -> HttpResponse:
    article: Article = get_object_or_404(Article.objects.published(), slug=dossier)
    return _answer(request, pictures.of_article(article, host=request.get_host()))


@require_safe
def site_picture(request: Request) -> HttpResponse:
    return _answer(request, pictures.of_site(host=request.get_host()))


def _answer(request: Request, picture: Picture) -> HttpResponse:
    """The picture, or that it is unchanged; caches keep it no longer than a page."""
    response = get_conditional_response(request, etag=picture.etag) or HttpResponse(
        picture.png, content_type="image/png"
    )
    response["ETag"] = picture.etag
    allow_keeping(response)
    return response
