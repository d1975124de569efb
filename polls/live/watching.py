"""Finding out what has moved, and making it ready once for everybody whom a process serves.

One statement a look tells how far all watched dossiers have come, however many questions and
readers there are; only what moved is read and rendered. Windows that open and close by the clock
move questions too, without a trace in the database.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import inf
from typing import Any

from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import get_language

from dossier import metrics
from polls.discussion import counters
from polls.live.marks import Mark
from polls.live.papers import Papers
from polls.live.pieces import Piece, comments_told, make
from polls.results import tally as tallies
from polls.results import written

_STANDING = """
    SELECT article.slug, article.id, COALESCE(discussion.version, 0),
        question.id, question.edition, COALESCE(turnout.version, 0), turnout.changed_at
    FROM dossier_article article
    LEFT JOIN polls_discussion discussion ON discussion.article_id = article.id
    LEFT JOIN polls_question question
        ON question.article_id = article.id AND question.status <> 'draft'
    LEFT JOIN polls_turnout turnout ON turnout.question_id = question.id
    WHERE article.status = 'published' AND article.slug IN (AMONG)
"""


@dataclass(frozen=True, slots=True)
class Row:
    """How far a question has come in the database."""

    edition: int
    version: int
    changed_at: datetime | None


@dataclass
class Standing:
    """How far a dossier has come in the database."""

    article: int
    discussion: int
    rows: dict[int, Row] = field(default_factory=dict)


@dataclass
class News:
    """A dossier as it was found at a look."""

    article: int
    marks: dict[int, Mark]
    moved: frozenset[int]
    """The questions that were otherwise at the look before."""
    discussed: bool
    """Whether comments on the dossier itself or its passages have come or gone since."""
    changed_at: datetime | None
    """When the newest of what moved came in."""
    pieces: dict[str, dict[int, Piece]] = field(default_factory=dict)
    """What was made ready, by language and question."""
    comments: dict[str, dict[str, Any]] = field(default_factory=dict)
    """How many comments there are on the dossier itself and its passages, by language; if moved."""


type Wanted = Mapping[str, Mapping[str, Collection[int] | None]]
"""By dossier and language: the questions to be made ready in any case, beside what moves; None for
all of them."""


class Watcher:
    """Looks at dossiers and remembers how it found them; for one thread at a time."""

    def __init__(self) -> None:
        self._before: dict[str, News] = {}
        self._discussions: dict[str, int] = {}
        self._papers = Papers()

    def look(self, wanted: Wanted) -> dict[str, News]:
        """What has moved in each dossier since the last look; what is not published is left out.

        A dossier that was not looked at the last time has not moved. Raises Django's database
        errors; what moved meanwhile has then moved at the next look.
        """
        metrics.watch_queries.inc()
        found = standing(wanted)
        now = timezone.now()
        news = {slug: self._compared(slug, one, now=now) for slug, one in found.items()}
        self._make_ready(news, wanted, found, now=now)
        self._before = news
        self._discussions = {slug: one.discussion for slug, one in found.items()}
        self._papers.keep_only(pk for one in found.values() for pk in one.rows)
        return news

    def next_turn(self) -> float:
        """Seconds until a question that was looked at opens or closes by the clock."""
        now = timezone.now()
        turns = [
            (turn - now).total_seconds()
            for paper in list(self._papers.values())
            for turn in (paper.question.opens_at, paper.question.closes_at)
            if turn and turn > now
        ]
        return min(turns, default=inf)

    def _compared(self, slug: str, found: Standing, *, now: datetime) -> News:
        self._papers.bring({pk: row.edition for pk, row in found.rows.items()})
        marks = {
            pk: Mark(row.version, self._papers[pk].question.state(now=now).value[0])
            for pk, row in found.rows.items()
            if pk in self._papers
        }
        if slug not in self._before:
            return News(found.article, marks, frozenset(), discussed=False, changed_at=None)
        before = self._before[slug].marks
        moved = frozenset(pk for pk, mark in marks.items() if before.get(pk) != mark)
        return News(
            found.article,
            marks,
            moved,
            discussed=self._discussions[slug] != found.discussion,
            changed_at=max((at for pk in moved if (at := _moment(found.rows[pk]))), default=None),
        )

    def _make_ready(
        self,
        news: Mapping[str, News],
        wanted: Wanted,
        found: Mapping[str, Standing],
        *,
        now: datetime,
    ) -> None:
        """Make the pieces that are needed: three statements for all of them, or none."""
        needed = {
            (slug, language): one.marks.keys()
            if asked is None
            else (one.moved | set(asked)) & one.marks.keys()
            for slug, one in news.items()
            for language, asked in wanted[slug].items()
        }
        papers = [self._papers[pk] for pk in {pk for some in needed.values() for pk in some}]
        questions = [paper.question for paper in papers]
        read = written.joined(
            tallies.read(questions), [(paper.question, paper.choices) for paper in papers]
        )
        comments = counters.published_counts(questions) if questions else {}
        for (slug, language), some in needed.items():
            one = news[slug]
            with translation.override(language):
                one.pieces[language] = {
                    pk: make(
                        self._papers[pk],
                        read[pk],
                        comments=comments[pk],
                        mark=one.marks[pk],
                        now=now,
                    )
                    for pk in some
                }
                if one.discussed:
                    one.comments[language] = comments_told(found[slug].article)


def pulse_of(dossier: str) -> dict[str, Any] | None:
    """All that everybody may know of a dossier's questions, in the active language.

    And how many comments there are on it and its passages. None where there is no such dossier.
    """
    language = get_language()
    news = Watcher().look({dossier: {language: None}}).get(dossier)
    if news is None:
        return None
    return {
        "questions": [piece.parts for _pk, piece in sorted(news.pieces[language].items())],
        "discussion": comments_told(news.article),
    }


def standing(slugs: Collection[str]) -> dict[str, Standing]:
    """How far the published dossiers among these have come; one statement."""
    if not slugs:
        return {}
    with connection.cursor() as cursor:
        among = ", ".join(["%s"] * len(slugs))
        cursor.execute(_STANDING.replace("AMONG", among), list(slugs))
        rows = cursor.fetchall()
    found: dict[str, Standing] = {}
    for slug, article, discussion, question, edition, version, changed_at in rows:
        one = found.setdefault(slug, Standing(article, discussion))
        if question is not None:
            one.rows[question] = Row(edition, version, changed_at)
    return found


def _moment(row: Row) -> datetime | None:
    """When the row changed last; SQLite keeps moments in UTC without saying so."""
    moment = row.changed_at
    return moment.replace(tzinfo=UTC) if moment and timezone.is_naive(moment) else moment
