"""Which entries a pack has, and which columns of which model they fill.

A *fact* is the same in every language and stands in dossier.toml; a *text* stands in
texts.<language>.toml under the entry's slug; a *link* names another entry by its slug.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.db import models

from dossier.models import Actor, Claim, Event, Figure, Passage, Rebuttal
from polls.models import Choice, Question

ARTICLE_FACTS = ("source_language", "dated", "source_url", "status")
ARTICLE_TEXTS = ("title", "byline", "source")


@dataclass(frozen=True)
class Section:
    """A list of entries in dossier.toml, one row of ``model`` each, in their order."""

    name: str
    model: type[models.Model]
    owner: str
    """The foreign key to what the entries belong to: the article, or the entry above."""
    facts: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    """Foreign keys by the section whose entries they name."""
    peers: tuple[str, ...] = ()
    """Foreign keys to other entries of the same list, wherever they stand in it."""
    parts: tuple["Section", ...] = ()
    """Lists within each entry."""
    markdown: str = ""
    """A text that is long enough for a file of its own: <name>/<slug>.<language>.md."""
    bare_text: bool = False
    """Whether the only text stands under the slug itself rather than in a table."""
    defaults: Mapping[str, Any] = field(default_factory=dict)
    """What a fact is when it is left out, where that is not the column's own default."""

    def default(self, fact: str) -> Any:
        return default_of(self.model, fact) if fact not in self.defaults else self.defaults[fact]


def column_of(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    return cast("models.Field[Any, Any]", model._meta.get_field(name))


def default_of(model: type[models.Model], name: str) -> Any:
    """What a column holds when nothing is said of it."""
    return column_of(model, name).get_default()


SECTIONS = (
    Section("passages", Passage, "article", texts=("heading",), markdown="body"),
    Section("actors", Actor, "article", facts=("nature",), texts=("name", "role", "note")),
    Section(
        "events",
        Event,
        "article",
        facts=("date",),
        texts=("when", "text"),
        links={"passage": "passages"},
    ),
    Section(
        "figures",
        Figure,
        "article",
        facts=("value", "bound", "series"),
        texts=("label", "unit", "note"),
        links={"passage": "passages"},
    ),
    Section(
        "claims",
        Claim,
        "article",
        texts=("text",),
        links={"maker": "actors", "passage": "passages"},
        parts=(
            Section("rebuttals", Rebuttal, "claim", texts=("text",), links={"maker": "actors"}),
        ),
    ),
    Section(
        "questions",
        Question,
        "article",
        facts=(
            "kind",
            "place",
            "ask_again",
            "results",
            "min_choices",
            "max_choices",
            "order",
            "allows_abstention",
            "allows_peek",
            "asks_guess",
            "status",
            "opens_at",
            "closes_at",
        ),
        texts=("prompt", "help", "explanation"),
        links={"passage": "passages"},
        peers=("forecast",),
        defaults={"status": Question.Status.PUBLISHED.value},
        parts=(
            Section(
                "choices",
                Choice,
                "question",
                facts=("role", "correct", "side"),
                texts=("label",),
                bare_text=True,
            ),
        ),
    ),
)
