"""How pages name the pictures that stand for them elsewhere."""

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dossier.models import Article
from polls.cards import Card
from polls.models import Question
from polls.sharing.pictures import DRAWING, Named, path_of, shows_result

register = template.Library()

_PICTURED = {Question.State.OPEN, Question.State.CLOSED, Question.State.SCHEDULED}


@register.filter
def told_to_all(card: Card) -> bool:
    """Whether everybody sees the card's result, so that a reader may say so where it is shared."""
    return shows_result(card.question, now=timezone.now())


@register.simple_tag
def picture_of(card: Card) -> Named | None:
    """The picture of a question's page, if everybody can reach that."""
    question, now = card.question, timezone.now()
    if card.state not in _PICTURED or not question.article.is_published:
        return None
    alt = question.prompt
    if shows_result(question, now=now) and card.result:
        alt = f"{question.prompt} {card.result.sentence}"
    return Named(path_of(question, version=card.tally.version, now=now), alt)


@register.simple_tag
def picture_of_article(article: Article) -> Named | None:
    """The picture of a dossier's page, if everybody can reach that."""
    if not article.is_published:
        return None
    path = reverse("polls:article_picture", args=[article.slug])
    return Named(
        f"{path}?v={DRAWING}.{article.revision}", _("Dossier: %(title)s") % {"title": article.title}
    )


@register.simple_tag
def picture_of_site() -> Named:
    """The picture of the home page."""
    alt = _("Articles as dossiers, and their questions put to you")
    return Named(f"{reverse('polls:site_picture')}?v={DRAWING}", alt)
