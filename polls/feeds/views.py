"""The feeds: the same for everybody, kept by caches, and not sent again while nothing is new."""

from collections.abc import Sequence
from hashlib import sha256

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dossier.caching import allow_keeping
from dossier.models import Article, Passage
from dossier.requests import Request
from polls.feeds import atom, news, talk
from polls.models import Comment, Question

TYPE = "application/atom+xml; charset=utf-8"


@require_safe
def site(request: Request) -> HttpResponse:
    """What is new in every published dossier."""
    entries = news.of_dossiers(Article.objects.published(), site=_site(request), now=timezone.now())
    return _feed(
        request,
        title="Dossier",
        subtitle=_("New dossiers, questions, corrections, results and outcomes."),
        page=reverse("dossier:home"),
        entries=entries,
    )


@require_safe
def dossier_news(request: Request, dossier: str) -> HttpResponse:
    """What is new in one dossier, without what readers say."""
    article = _article(dossier)
    this = Article.objects.published().filter(pk=article.pk)
    return _feed(
        request,
        title=article.title,
        subtitle=_("New questions, corrections, results and outcomes of this dossier."),
        page=article.get_absolute_url(),
        entries=news.of_dossiers(this, site=_site(request), now=timezone.now()),
    )


@require_safe
def dossier_comments(request: Request, dossier: str) -> HttpResponse:
    """What readers say on a dossier: on the whole, on its passages and on its questions."""
    article = _article(dossier)
    page = f"{article.get_absolute_url()}#discussion"
    comments = talk.entries_of(Comment.objects.filter(article=article), site=_site(request))
    return _comments(request, title=article.title, page=page, entries=comments)


@require_safe
def question_comments(request: Request, dossier: str, question: str) -> HttpResponse:
    asked: Question = get_object_or_404(
        Question.objects.exclude(status=Question.Status.DRAFT).select_related("article"),
        article=_article(dossier),
        slug=question,
    )
    comments = talk.entries_of(Comment.objects.filter(question=asked), site=_site(request))
    page = f"{asked.get_absolute_url()}#discussion"
    return _comments(request, title=asked.prompt, page=page, entries=comments)


@require_safe
def passage_comments(request: Request, dossier: str, passage: str) -> HttpResponse:
    article = _article(dossier)
    part = get_object_or_404(Passage, article=article, slug=passage)
    comments = talk.entries_of(Comment.objects.filter(passage=part), site=_site(request))
    page = f"{article.get_absolute_url()}#passage-{part.slug}"
    return _comments(request, title=part.heading, page=page, entries=comments)


@require_safe
def thread(request: Request, pk: int) -> HttpResponse:
    """One thread, by any comment of it that everybody can read."""
    comment = talk.published(Comment.objects.filter(pk=pk)).first()
    if comment is None:
        raise Http404
    root = comment.thread_id
    whole = Comment.objects.filter(root=root) | Comment.objects.filter(pk=root)
    comments = talk.entries_of(whole, site=_site(request))
    title = _("Thread: %(title)s") % {"title": comments[-1].title}
    page = reverse("polls:comment", args=[pk])
    return _comments(request, title=title, page=page, entries=comments)


def _comments(
    request: Request, *, title: str, page: str, entries: Sequence[atom.Entry]
) -> HttpResponse:
    subtitle = _("What readers say, once it is published.")
    title = _("Comments: %(title)s") % {"title": title}
    return _feed(request, title=title, subtitle=subtitle, page=page, entries=entries)


def _feed(
    request: Request, *, title: str, subtitle: str, page: str, entries: Sequence[atom.Entry]
) -> HttpResponse:
    body = atom.written(
        title=title,
        subtitle=subtitle,
        page=_site(request) + page,
        address=_site(request) + request.path,
        language=get_language() or "",
        entries=entries,
    )
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(body, content_type=TYPE)
    response["ETag"] = etag
    allow_keeping(response)
    return response


def _article(slug: str) -> Article:
    """Whoever asks, drafts are nobody's to subscribe to. Raises Http404."""
    article: Article = get_object_or_404(Article.objects.published(), slug=slug)
    return article


def _site(request: Request) -> str:
    return f"{request.scheme}://{request.get_host()}"
