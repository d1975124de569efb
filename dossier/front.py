"""The home page put together: the published dossiers, each with the question it leads with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, OuterRef, Q, Subquery, When

from dossier.models import Article
from polls.models import Question

# What a reader can answer at once: a quiz comes after reading, an open question wants an argument.
_LEADING = Question.objects.shown().exclude(
    kind__in=[Question.Kind.QUIZ, Question.Kind.OPEN, Question.Kind.STATEMENTS]
)
_FIRST = Case(When(place=Question.Place.BEFORE, then=0), default=1)


@dataclass(frozen=True)
class Teaser:
    """A dossier on the home page."""

    article: Article
    questions: int
    """How many it asks."""
    lead: Question | None
    """The question that stands before its article, or else its first; None where it has none."""
    state: Question.State | None
    votes: int
    """How many ballots the leading question counts."""


def teasers(*, now: datetime) -> Sequence[Teaser]:
    """Every published dossier, the newest first; two queries."""
    mine = _LEADING.filter(article=OuterRef("pk")).order_by(_FIRST, "position", "pk")
    shown = Q(questions__status=Question.Status.PUBLISHED)
    articles = list(
        Article.objects.published()
        .newest_first()
        .annotate(
            questions_count=Count("questions", filter=shown), lead=Subquery(mine.values("pk")[:1])
        )
    )
    leads = (
        Question.objects.select_related("turnout")
        .filter(pk__in=[article.lead for article in articles if article.lead])
        .in_bulk()
    )
    return [_teaser(article, leads.get(article.lead), now=now) for article in articles]


def _teaser(article: Any, lead: Question | None, *, now: datetime) -> Teaser:
    if lead:
        lead.article = article
    turnout = getattr(lead, "turnout", None)
    return Teaser(
        article=article,
        questions=article.questions_count,
        lead=lead,
        state=lead.state(now=now) if lead else None,
        votes=turnout.voters if turnout else 0,
    )
