"""The second part: how each result came to be, with the dossier's revisions on the line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossier.models import Article, Revision
from polls.insight import tracks
from polls.insight.asked import Asked, everything, shown
from polls.insight.tracks import Track
from polls.kinds import wording
from polls.models import Choice, Question
from polls.results import ledger
from polls.results.ledger import Period
from polls.statistics import charts, lines

# A plane's upper edge is one of these shares: small ones have room to be told apart, and half of it
# is a round number.
EDGES = (0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True)
class Mark:
    """A revision of the dossier, on the line of a question."""

    number: int
    """Which mark of the line it is, from 1."""
    made_at: datetime
    revision: Revision
    x: str
    """In hundredths of the plane."""
    anchor: str
    """On which side of its line the number stands, so that none leaves the plane."""

    @property
    def note(self) -> str:
        """What was corrected, in words; empty for a change that readers are not told of."""
        return self.revision.note or ""


@dataclass(frozen=True)
class Row:
    """A period in the tables."""

    when: str
    voters: str
    """Who had answered by its end."""
    answers: str
    """How many answers were given in it, those confirmed among them."""
    so_far: Sequence[str]
    given: Sequence[str]


@dataclass(frozen=True)
class Line:
    """How one question's result came to be."""

    question: Question
    told: Sequence[Period]
    tracks: Sequence[Track]
    marks: Sequence[Mark]
    choices: Sequence[Choice]

    @cached_property
    def drawn(self) -> Sequence[tuple[int, Track]]:
        """The tracks that are drawn, each with its number from 1, which gives it its dashes."""
        return list(enumerate(tracks.drawn(self.tracks), start=1))

    @cached_property
    def top(self) -> float:
        """The share at the plane's upper edge; the lower one is always nought."""
        shares = [point.share or 0 for _number, one in self.drawn for point in one.so_far]
        return next(edge for edge in EDGES if max(shares) <= edge)

    @property
    def scale(self) -> Sequence[str]:
        """What the plane's upper edge, its middle and its lower edge stand for."""
        return [wording.percent(share) for share in (self.top, self.top / 2, 0)]

    @property
    def paths(self) -> Sequence[tuple[int, Track, str]]:
        """The tracks that are drawn, each with its number and its line on the plane."""
        return [(number, one, self._path(one)) for number, one in self.drawn]

    def _path(self, track: Track) -> str:
        shares = [point.share for point in track.so_far]
        return lines.path([None if share is None else share / self.top for share in shares])

    @property
    def legend(self) -> Sequence[tuple[int, Track]]:
        """The tracks that are drawn, as their lines end one below the other."""
        return sorted(self.drawn, key=lambda numbered: -(numbered[1].now.share or 0))

    @property
    def is_drawn(self) -> bool:
        """Whether there is a line: more than one period with ten voters at its end."""
        return sum(point.share is not None for point in self.tracks[0].so_far) > 1

    @property
    def leaves_out(self) -> int:
        return len(self.tracks) - len(self.drawn)

    @property
    def columns(self) -> Sequence[charts.Column]:
        """How many answers each period brought."""
        return charts.histogram([_answers(one) for one in self.told])

    @property
    def busiest(self) -> str:
        return wording.whole(max(_answers(one) for one in self.told))

    @property
    def unit(self) -> str:
        return self.told[0].unit

    @property
    def first(self) -> date:
        return self.told[0].start

    @property
    def last(self) -> date:
        return self.told[-1].start

    @property
    def spots(self) -> Sequence[charts.Spot]:
        """What the lines show at the end of each period, told where a pointer rests on it."""
        return charts.spots([self._told(place, one) for place, one in enumerate(self.told)])

    @property
    def rows(self) -> Sequence[Row]:
        return [self._row(place, one) for place, one in enumerate(self.told)]

    @property
    def sentence(self) -> str:
        """What the line shows, in words."""
        voters = ngettext(
            "%(voters)s reader has answered", "%(voters)s readers have answered", self._voters
        ) % {"voters": wording.whole(self._voters)}
        since = _("%(voters)s since %(day)s.") % {"voters": voters, "day": _day(self.first)}
        return wording.Said(f"{since} {self._movement}".strip(), self.choices)

    @property
    def _voters(self) -> int:
        return self.told[-1].so_far.voters

    @property
    def _movement(self) -> str:
        """How the largest share moved from where it is first told; empty where it is not."""
        if not self.is_drawn:
            return ""
        foremost = max(self.tracks, key=lambda one: one.now.share or 0)
        known = [place for place, point in enumerate(foremost.so_far) if point.share is not None]
        first, now = foremost.so_far[known[0]], foremost.now
        told = {
            "label": foremost.told,
            "first": first.text,
            "now": now.text,
            "day": _day(self.told[known[0]].start),
        }
        if first.text == now.text:
            return _("%(label)s: %(now)s on %(day)s, and the same now.") % told
        return _("%(label)s: %(first)s on %(day)s, %(now)s now.") % told

    def _told(self, place: int, period: Period) -> str:
        figures = [f"{one.so_far[place].text} {one.label}" for _number, one in self.legend]
        return wording.Said("\n".join([_when(period), *figures]), self.choices)

    def _row(self, place: int, period: Period) -> Row:
        return Row(
            when=_when(period),
            voters=wording.whole(period.so_far.voters),
            answers=wording.whole(_answers(period)),
            so_far=[track.so_far[place].text for track in self.tracks],
            given=[track.given[place].text for track in self.tracks],
        )


@dataclass(frozen=True)
class History:
    """The lines of a dossier's questions; of those that nobody has answered there is none."""

    lines: Sequence[Line]


def part(article: Article, now: datetime) -> History | None:
    """What everybody may see; None where nothing has been answered."""
    return _history(article, shown(article, now=now))


def for_newsroom(article: Article, now: datetime) -> History | None:
    """Every question's line."""
    return _history(article, everything(article, now=now))


def _history(article: Article, asked: Sequence[Asked]) -> History | None:
    told = ledger.periods([one.question for one in asked])
    answered = [(one, told[one.question.pk]) for one in asked if told[one.question.pk]]
    if not answered:
        return None
    revisions = list(Revision.objects.filter(article=article, number__gt=1).order_by("number"))
    return History([line_of(one, periods, revisions) for one, periods in answered])


def line_of(asked: Asked, told: Sequence[Period], revisions: Sequence[Revision]) -> Line:
    """The question's line over its periods."""
    followed = tracks.tracks_of(asked, [one.so_far for one in told], [one.given for one in told])
    return Line(asked.question, told, followed, _marks(told, revisions), asked.choices)


def _marks(told: Sequence[Period], revisions: Sequence[Revision]) -> list[Mark]:
    """Those of the revisions that came between the first answer and the latest."""
    placed = [(ledger.period_of(told, one.made_at), one) for one in revisions]
    within = [(place, one) for place, one in placed if place is not None]
    return [
        Mark(
            number=number,
            made_at=one.made_at,
            revision=one,
            x=lines.place_of(place, len(told)),
            anchor="end" if 2 * place > len(told) else "start",
        )
        for number, (place, one) in enumerate(within, start=1)
    ]


def _answers(period: Period) -> int:
    return period.given.voters + period.given.abstentions


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _when(period: Period) -> str:
    if period.unit == "month":
        return date_format(period.start, "YEAR_MONTH_FORMAT")
    if period.unit == "week":
        return _("week of %(day)s") % {"day": _day(period.start)}
    return _day(period.start)
