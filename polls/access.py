"""What a request may reach: published dossiers and questions, and for the newsroom their drafts."""

from django.conf import settings
from django.http import Http404, HttpRequest

from dossier.models import Article, Passage
from polls.models import Question

# A primary key has 64 bits in every database: what has so many digits is one in any case.
KEY_DIGITS = 18


def primary_key(text: str) -> int:
    """The primary key that a request names; 0, which no row has, for what cannot be one."""
    named = text.isascii() and text.isdigit() and len(text) <= KEY_DIGITS
    return int(text) if named else 0


def in_newsroom(request: HttpRequest, permission: str) -> bool:
    """Whether a signed-in member of the newsroom with this permission asks.

    Without a session cookie nobody is signed in: readers cost no session and no query.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return request.user.has_perm(permission)


def reachable_article(request: HttpRequest, slug: str) -> Article:
    """The article at this address; a draft only for those who may preview it. Raises Http404."""
    article = Article.objects.select_related("policy").filter(slug=slug).first()
    if article is None or not (
        article.is_published or in_newsroom(request, "dossier.preview_article")
    ):
        raise Http404
    return article


def reachable_question(request: HttpRequest, dossier: str, slug: str) -> Question:
    """The question at this address, withdrawn ones included (its page says so). Raises Http404."""
    article = reachable_article(request, dossier)
    question = Question.objects.filter(article=article, slug=slug).first()
    if question is None or (
        question.status == Question.Status.DRAFT
        and not in_newsroom(request, "dossier.preview_article")
    ):
        raise Http404
    question.article = article
    return question


def reachable_passage(request: HttpRequest, dossier: str, slug: str) -> Passage:
    """The passage of the article at this address. Raises Http404."""
    article = reachable_article(request, dossier)
    passage = Passage.objects.filter(article=article, slug=slug).first()
    if passage is None:
        raise Http404
    passage.article = article
    return passage
