"""What parts say, worked out once for all readers, and not more often than can be afforded.

Parts count whole ballot boxes. One is kept under the versions of all questions of its dossier, and
is good as long as they stand; where votes come in without end, it is made anew only once it is as
old as twenty times what it took to make: at most a twentieth of one processor goes into it, however
many vote and however many read. What opens or closes a result is not waited for: an edit, a closing
or a new rule makes another name, under which nothing is kept yet.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from threading import Lock
from time import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from dossier import metrics
from dossier.models import Article
from dossier.shelf import Shelf
from polls.insight.parts import Part
from polls.models import Question, Turnout
from polls.results.fragments import with_cache

SPARING = 20  # times what it took to make: so long a part may be older than the votes
OLDEST = 600.0  # seconds, for what no version tells of
OVERHEAD = 1000  # bytes of what is kept beside its html


@dataclass(frozen=True)
class Name:
    """What a part is made of: what must be exact, and what may be a moment old."""

    exact: Hashable
    versions: Hashable

    @property
    def key(self) -> str:
        """What stands for the exact part in the shared cache."""
        return f"part:{sha256(repr(self.exact).encode()).hexdigest()[:32]}"


@dataclass(frozen=True)
class Kept[What]:
    """What a part says, as html or in figures, and of when that is."""

    what: What
    versions: Hashable
    made_at: float
    """Seconds since the epoch: machines share it."""
    took: float
    """Seconds."""

    def is_good(self, versions: Hashable, *, at_least: float = 0) -> bool:
        """Whether it may still be shown; where pages are kept for no moment, nor is it.

        ``at_least`` are seconds for which it is, whatever votes come in.
        """
        moment, age = settings.MICROCACHE_MS / 1000, time() - self.made_at
        if not moment:
            return False
        if self.versions == versions:
            return age < OLDEST
        return age < max(moment, SPARING * self.took, at_least)


shelf: Shelf[Kept[Any]] = Shelf(16 * 2**20)
_making: dict[Hashable, Lock] = {}


def standing(article: Article, *, now: datetime) -> tuple[Hashable, Hashable]:
    """How far the dossier's questions have come: exactly, and by how many votes; one query."""
    questions = Question.objects.filter(article=article).select_related("turnout")
    asked = list(questions.order_by("position", "pk"))
    exact = tuple(
        (one.pk, one.edition, one.updated_at, one.results, one.state(now=now)) for one in asked
    )
    return exact, tuple(_version(one) for one in asked)


def _size_of_text(text: Any) -> int:
    return 2 * len(text)


def _version(question: Question) -> int:
    try:
        return question.turnout.version
    except Turnout.DoesNotExist:
        return 0


def html_of(
    part: Part, article: Article, come: tuple[Hashable, Hashable], *, now: datetime
) -> SafeString:
    """The part as everybody sees it; ``come`` is how far the questions have come (``standing``)."""
    return kept(name_of(part, article, come), lambda: _render(part, article, now=now))


def name_of(
    part: Part, article: Article, come: tuple[Hashable, Hashable], *, what: str = "html"
) -> Name:
    """What the part is made of in the language of the moment: its html, or ``what`` else."""
    about = (what, part.slug, get_language(), article.pk, article.slug, article.updated_at)
    return Name(exact=(about, come[0]), versions=(come[1], part.version(article)))


def kept[What](
    name: Name,
    make: Callable[[], What],
    *,
    size: Callable[[What], int] = _size_of_text,
    at_least: float = 0,
) -> What:
    """What is kept under the name and good; else made, by one request while others take the old.

    ``size`` is in bytes, of text unless it is given; ``at_least`` as in ``Kept.is_good``.
    """
    found: Kept[What] | None = shelf.get(name.exact)
    if found and found.is_good(name.versions, at_least=at_least):
        metrics.note_hit("insight")
        return found.what
    making = _making.setdefault(name.exact, Lock())
    if not making.acquire(blocking=found is None) and found:
        return found.what
    try:
        newest: Kept[What] | None = shelf.get(name.exact) or with_cache(lambda: cache.get(name.key))
        if newest is None or not newest.is_good(name.versions, at_least=at_least):
            newest = _made(name, make)
        shelf.put(name.exact, newest, size=size(newest.what) + OVERHEAD)
        return newest.what
    finally:
        making.release()
        _making.pop(name.exact, None)


def _made[What](name: Name, make: Callable[[], What]) -> Kept[What]:
    metrics.cache_misses.labels("insight").inc()
    began = time()
    what = make()
    new = Kept(what=what, versions=name.versions, made_at=began, took=time() - began)
    with_cache(lambda: cache.set(name.key, new, timeout=OLDEST))
    return new


def _render(part: Part, article: Article, *, now: datetime) -> SafeString:
    said = part.work_out(article, now)
    if said is None:
        return SafeString()
    return rendered(part, article, said)


def rendered(part: Part, article: Article, said: object, *, files: str = "") -> SafeString:
    """What a part has to say, under its own template; ``files`` is below which address its figures
    are files, the readers' unless another is given."""
    context = {
        "part": said,
        "part_id": part.slug,
        "article": article,
        "files": files or reverse("polls:insight", args=[article.slug]),
    }
    return render_to_string(part.template, context)
