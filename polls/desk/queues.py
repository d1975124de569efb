"""The moderators' queues: what waits in each, how much and for how long, and for which dossier."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dossier.models import Article
from polls.access import primary_key
from polls.models import Question
from polls.moderation import appeals, queue

type Texts = QuerySet[Any]

# Where a text of each sort says what its queue can be narrowed to.
_COMMENT = {"dossier": "article", "question": "question", "language": "language"}
_ON_A_QUESTION = {"dossier": "question__article", "question": "question"}
_WORDS = _ON_A_QUESTION | {"language": "language"}


@dataclass(frozen=True)
class Queue:
    """Texts that are looked at in one order."""

    name: str
    label: str | Promise
    texts: Callable[[datetime], Texts]
    since: Min
    """Since when the first of them has waited."""
    paths: dict[str, str]
    waits: bool = True
    """Whether somebody waits for what is in it."""
    page: str = "admin:moderation"
    """Where it is looked at."""


_OPEN_FLAGS = Q(flags__settled_at__isnull=True)
QUEUES: Sequence[Queue] = (
    Queue("waiting", _("Waiting"), lambda _: queue.waiting(), Min("posted_at"), _COMMENT),
    Queue(
        "flagged",
        _("Flagged"),
        lambda _: queue.flagged(),
        Min("flags__flagged_at", filter=_OPEN_FLAGS),
        _COMMENT,
    ),
    Queue("held", _("Held by a rule"), lambda _: queue.held(), Min("posted_at"), _COMMENT),
    Queue(
        "recent",
        _("Recently published"),
        lambda now: queue.recent(now=now),
        Min("published_at"),
        _COMMENT,
        waits=False,
    ),
    Queue(
        "appeals",
        _("Appeals"),
        lambda _: appeals.waiting(),
        Min("made_at"),
        {name: f"comment__{path}" for name, path in _COMMENT.items()},
        page="admin:appeals",
    ),
    Queue(
        "statements",
        _("Statements"),
        lambda _: queue.waiting_statements(),
        Min("proposed_at"),
        _ON_A_QUESTION,
    ),
    Queue(
        "words",
        _("Words for “other”"),
        lambda _: queue.waiting_write_ins(),
        Min("written_at"),
        _WORDS,
    ),
)
_BY_NAME = {one.name: one for one in QUEUES if one.page == "admin:moderation"}


def named(name: str) -> Queue:
    """The queue of this name; the first for a name that none has."""
    return _BY_NAME.get(name, QUEUES[0])


@dataclass(frozen=True)
class Narrowing:
    """What the queues are narrowed to: a dossier, a question, a language, each if any."""

    dossier: int = 0
    question: int = 0
    language: str = ""

    @classmethod
    def asked(cls, query: QueryDict) -> "Narrowing":
        language = query.get("language", "")
        return cls(
            dossier=primary_key(query.get("dossier", "")),
            question=primary_key(query.get("question", "")),
            language=language if language in dict(settings.LANGUAGES) else "",
        )

    @property
    def is_any(self) -> bool:
        return bool(self.dossier or self.question or self.language)

    def of(self, asked: Queue, *, now: datetime) -> Texts:
        """What stands in the queue, narrowed by what its texts say of themselves."""
        wanted = {
            path: getattr(self, name) for name, path in asked.paths.items() if getattr(self, name)
        }
        return asked.texts(now).filter(**wanted)

    def dossiers(self) -> QuerySet[Article]:
        """Those to choose from, the newest first."""
        dossiers: QuerySet[Article] = Article.objects.order_by("-pk")
        return dossiers

    def questions(self) -> QuerySet[Question]:
        """The questions of the chosen dossier."""
        questions: QuerySet[Question] = Question.objects.filter(article=self.dossier)
        return questions.order_by("position", "pk")


@dataclass(frozen=True)
class Tab:
    """A queue among the others."""

    queue: Queue
    count: int
    oldest_at: datetime | None
    is_current: bool


def tabs(narrowing: Narrowing, *, current: str, now: datetime) -> list[Tab]:
    """Every queue with how much stands in it and since when; a query each."""
    return [_tab(one, narrowing, current=current, now=now) for one in QUEUES]


def _tab(one: Queue, narrowing: Narrowing, *, current: str, now: datetime) -> Tab:
    texts = narrowing.of(one, now=now).order_by()
    figures = texts.aggregate(count=Count("pk", distinct=True), oldest=one.since)
    return Tab(
        queue=one,
        count=figures["count"],
        oldest_at=figures["oldest"] if one.waits else None,
        is_current=one.name == current,
    )
