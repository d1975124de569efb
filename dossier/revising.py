"""When what readers read changes: the one place that publishes a dossier and numbers its revisions.

Nothing counts before a dossier is first published; that is its revision 1. From then on each save
that changes what readers read is a revision, while the dossier is taken back to draft as well, for
it may return. Questions are not part of it: they have editions of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, Model
from modeltranslation.utils import build_localized_fieldname, get_translation_fields

from dossier.models import Actor, Article, Claim, Event, Figure, Passage, Rebuttal, Revision

type Notes = Mapping[str, str]
"""What was corrected, in words for readers, by language; empty for a silent correction."""

type Reading = Sequence[Sequence[tuple[Any, ...]]]
"""What readers read of a dossier, to be compared with what they read later."""


def _texts(*names: str) -> tuple[str, ...]:
    return tuple(column for name in names for column in get_translation_fields(name))


# What the pages show of each part; addresses and positions matter only by the order they give.
SHOWN: Sequence[tuple[type[Model], str, tuple[str, ...]]] = (
    (
        Article,
        "pk",
        (*_texts("title", "byline", "standfirst", "source"), "source_url", "dated"),
    ),
    (Passage, "article", _texts("heading", "body")),
    (Actor, "article", _texts("name", "role", "note")),
    (Claim, "article", _texts("maker__name", "text")),
    (Rebuttal, "claim__article", _texts("claim__text", "maker__name", "text")),
    (Event, "article", ("date", *_texts("when", "text"))),
    (Figure, "article", ("value", "bound", "series", *_texts("label", "unit", "note"))),
)
_ORDER: Mapping[type[Model], Sequence[str]] = {
    Rebuttal: ("claim__position", "claim", "position", "pk"),
}


def reading(article: Article) -> Reading | None:
    """What readers read of the article as the database has it; None before it is published.

    One query a kind of part.
    """
    if article.pk is None or article.published_at is None:
        return None
    parts = []
    for model, owner, columns in SHOWN:
        order: Any = _ORDER.get(model, model._meta.ordering)
        rows: Any = model._default_manager.filter(**{owner: article.pk}).order_by(*order)
        # A text that is missing and an empty one read the same.
        parts.append([tuple(value or "" for value in row) for row in rows.values_list(*columns)])
    return parts


@transaction.atomic
def publish(*, article: Article, editor: User | None = None, now: datetime) -> None:
    """Show the dossier to everyone; the first time is its revision 1 and stays its date."""
    article.status = Article.Status.PUBLISHED
    article.published_at = article.published_at or now
    article.save(update_fields=["status", "published_at", "updated_at"])
    if not article.revisions.exists():
        revise(article=article, editor=editor, now=article.published_at)


def revise_if_changed(
    *,
    article: Article,
    before: Reading | None,
    note: Notes | None = None,
    editor: User | None = None,
    now: datetime,
) -> Revision | None:
    """Add a revision if readers now read something else than ``before``, or are told a note.

    A note by itself is enough: an earlier silent correction may need its words. None before the
    dossier is published.
    """
    after = reading(article)
    told = any((note or {}).values())
    if after is None or (after == before and not told):
        return None
    return revise(article=article, note=note, editor=editor, now=now)


@transaction.atomic
def revise(
    *, article: Article, note: Notes | None = None, editor: User | None = None, now: datetime
) -> Revision:
    """Add the article's next revision; ballots cast from now on remember it."""
    Article.objects.hold(article.pk)
    newest = article.revisions.aggregate(newest=Max("number"))["newest"] or 0
    words = {build_localized_fieldname("note", code): text for code, text in (note or {}).items()}
    revision: Revision = article.revisions.create(
        number=newest + 1, made_at=now, editor=editor, **words
    )
    article.revision = revision.number
    Article.objects.filter(pk=article.pk).update(revision=revision.number)
    return revision
