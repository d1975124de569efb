"""A dossier's page without what is any reader's own: made once for all, with gaps for the rest.

Kept for as long as the microcache keeps pages, and made anew from then on (docs/decisions/0015).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from threading import Lock
from time import monotonic
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from dossier import metrics
from dossier.caching import RENEWED_FROM
from dossier.models import Article, Revision
from dossier.page import context_of
from dossier.requests import Request
from dossier.shelf import Shelf
from dossier.templatetags.gaps import Gaps, taken_apart
from polls import dealing
from polls.faces import Public
from polls.models import Question
from polls.voting.papers import Paper

OVERHEAD = 100_000  # bytes of a frame beside its html, at most: its questions with their choices


class Gap(NamedTuple):
    """A place for something of the reader's own: what, and of which question in which place."""

    what: str
    question: int = 0
    slot: str = ""

    @classmethod
    def named(cls, name: str) -> "Gap":
        what, question, slot = f"{name}::".split(":")[:3]
        return cls(what, int(question or 0), slot)


@dataclass(frozen=True)
class Frame:
    """The page of a published dossier with gaps, in one language and under one address."""

    article: Article
    pieces: Sequence[bytes | Gap]
    discussion: bytes
    """The discussion for whoever takes no part in it."""
    public: Mapping[int, Public]
    """What everybody finds of the dossier's questions, by their keys and in their order."""
    made_at: float

    @cached_property
    def cards(self) -> Sequence[Gap]:
        """The gaps for the questions' cards."""
        return [gap for gap in self.pieces if isinstance(gap, Gap) and gap.what == "card"]

    @cached_property
    def questions(self) -> Sequence[Question]:
        return [one.paper.question for one in self.public.values()]

    @cached_property
    def quiz(self) -> Sequence[Question]:
        return [one for one in self.questions if one.kind == Question.Kind.QUIZ]


shelf: Shelf[Frame] = Shelf(16 * 2**20)
_making = Lock()


def frame_of(request: Request, dossier: str, *, now: datetime) -> Frame | None:
    """The frame of the dossier at this address; None unless it is published.

    Made anew towards the end of its age: by one request, while others take it as it is.
    """
    name = (request.scheme, request.get_host(), dossier, get_language())
    kept, oldest = shelf.get(name), settings.MICROCACHE_MS / 1000
    age = monotonic() - kept.made_at if kept else oldest
    if age < oldest * RENEWED_FROM or not _making.acquire(blocking=age >= oldest):
        metrics.note_hit("frames")  # young enough, or another request is at it
        return kept
    try:
        newest = shelf.get(name)
        if newest is kept:
            newest = _made(request, dossier, now=now)
            if newest:
                shelf.put(name, newest, size=_size(newest))
        return newest
    finally:
        _making.release()


def _size(frame: Frame) -> int:
    texts = [piece for piece in frame.pieces if isinstance(piece, bytes)]
    return sum(map(len, texts)) + len(frame.discussion) + OVERHEAD


def _made(request: Request, dossier: str, *, now: datetime) -> Frame | None:
    made_at = monotonic()
    metrics.cache_misses.labels("frames").inc()
    article = Article.objects.published().select_related("policy").filter(slug=dossier).first()
    if article is None:
        return None
    questions = Question.objects.filter(article=article).shown()
    dealt = dealing.deal(questions, voter=None, newsroom=False, now=now, back="dossier")
    gaps = Gaps(held=frozenset({"discussion"}))
    context = context_of(article, dealt, voter=None, now=now) | {"gaps": gaps}
    pieces = taken_apart(render_to_string("dossier/article.html", context, request))
    corrections = Revision.objects.filter(article=article).corrections()
    newest = corrections.order_by("-number").first()
    return Frame(
        article=article,
        pieces=[Gap.named(one) if turn % 2 else one.encode() for turn, one in enumerate(pieces)],
        discussion=gaps.held["discussion"].encode(),
        public={
            card.question.pk: Public(
                Paper(card.question, card.choices), comments=card.comments, correction=newest
            )
            for card in dealt
        },
        made_at=made_at,
    )
