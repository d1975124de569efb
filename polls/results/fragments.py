"""A result as everybody sees it: rendered once a version and language, then kept in the cache.

A fragment holds nothing of the reader, so that whoever may see a result gets the same one. Its
digest names everything that it is made of: a change of any makes another fragment, and old ones
are left to expire. The cache only saves work: while it fails, fragments are rendered anew.
"""

import logging
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from time import monotonic

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from redis.exceptions import RedisError

from dossier import metrics
from dossier.shelf import Shelf
from polls import kinds
from polls.kinds import Result
from polls.models import Choice, Question
from polls.results import passes, written
from polls.results import tally as tallies

# Long enough for a crowd on one version, short enough for a new release of the templates.
KEPT = timedelta(minutes=1)
# After a failure the cache is left alone for so many seconds: no page waits for it every time.
REST = 30.0

# What this process has rendered or fetched itself: nearer than any cache.
shelf: Shelf[SafeString] = Shelf(8 * 2**20)

_log = logging.getLogger(__name__)
_resting_until = 0.0


@dataclass(frozen=True)
class Fragment:
    """The public result of a question at one version, for one place on a page."""

    question: Question
    choices: Sequence[Choice]
    state: Question.State
    version: int
    slot: str = ""

    @property
    def dom_id(self) -> str:
        return dom_id(self.question, self.slot)

    @property
    def pass_code(self) -> str:
        """What lets the page that shows the fragment be told what moves in it."""
        return passes.for_readers(self.question.pk)

    @property
    def name(self) -> Hashable:
        """Everything that the fragment is made of."""
        asked = self.question
        question = (asked.pk, asked.edition, asked.updated_at, self.state, self.version)
        place = (asked.article.slug, asked.slug, get_language(), self.slot)
        return question, place

    @cached_property
    def digest(self) -> str:
        """What stands for everything that the fragment is made of: 32 hexadecimal digits."""
        return sha256(repr(self.name).encode()).hexdigest()[:32]

    @property
    def etag(self) -> str:
        return f'"{self.digest}"'

    def html(self, result: Callable[[], Result]) -> SafeString:
        """The fragment: the one that is kept, or made of the result, worked out only then."""
        name = self.name
        kept = shelf.get(name)
        if kept is not None:
            metrics.note_hit("fragments")
            return kept
        metrics.cache_misses.labels("fragments").inc()
        kept = self._html_of_cache(result)
        shelf.put(name, kept, size=2 * len(kept) + 500)
        return kept

    def _html_of_cache(self, result: Callable[[], Result]) -> SafeString:
        key = f"result:{self.digest}"
        kept: SafeString | None = with_cache(lambda: cache.get(key))
        if kept is not None:
            metrics.note_hit("shared")
            return kept
        metrics.cache_misses.labels("shared").inc()
        html = render(self, result())
        with_cache(lambda: cache.set(key, html, timeout=KEPT.total_seconds()))
        return html

    def work_out(self) -> Result:
        """The result from the counters as they stand; one query."""
        read = written.joined(tallies.read([self.question]), [(self.question, self.choices)])
        kind = kinds.of(self.question)
        return kind.result(
            question=self.question, choices=self.choices, tally=read[self.question.pk]
        )


def newest(question: Question, *, slot: str = "", now: datetime) -> Fragment:
    """The fragment of the question's newest version; two queries, none over ballots."""
    return Fragment(
        question=question,
        choices=list(Choice.objects.published().filter(question=question)),
        state=question.state(now=now),
        version=tallies.version_of(question),
        slot=slot,
    )


def dom_id(question: Question, slot: str) -> str:
    """The id of a question's card in one of its places on a page."""
    return f"question-{question.pk}" + (f"-{slot}" if slot else "")


def render(fragment: Fragment, result: Result) -> SafeString:
    """The fragment of a result, from the result alone: no query is made."""
    metrics.fragments_rendered.inc()
    context = {
        "dom_id": fragment.dom_id,
        "fragment": fragment,
        "kind_template": f"polls/kinds/{fragment.question.kind}/result.html",
        "result": result,
    }
    return render_to_string("polls/_result.html", context)


def with_cache[Value](use: Callable[[], Value]) -> Value | None:
    """What the cache answers; None when it does not, which is logged once a rest."""
    global _resting_until
    if monotonic() < _resting_until:
        return None
    try:
        return use()
    except (RedisError, OSError):
        _resting_until = monotonic() + REST
        _log.exception("The cache does not answer: results are rendered without it for a while.")
        return None
