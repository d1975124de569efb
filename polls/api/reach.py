"""What the API may reach: published dossiers and their published questions, and no draft ever."""

from django.http import Http404
from django.utils.translation import gettext as _

from dossier.models import Article
from polls.models import Question


def published_dossier(slug: str) -> Article:
    """The published dossier at this address. Raises Http404."""
    article = Article.objects.filter(slug=slug, status=Article.Status.PUBLISHED).first()
    if article is None:
        raise Http404(_("There is no published dossier at this address."))
    return article


def published_question(dossier: str, slug: str) -> Question:
    """The published question at this address, with its dossier; one query. Raises Http404."""
    question: Question | None = (
        Question.objects.shown()
        .select_related("article")
        .filter(article__slug=dossier, article__status=Article.Status.PUBLISHED, slug=slug)
        .first()
    )
    if question is None:
        raise Http404(_("There is no published question at this address."))
    return question
