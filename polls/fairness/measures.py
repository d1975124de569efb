"""Comparing groups: how many were refused, how many flagged, how long they waited.

Each group is compared with all others together. Shares by Fisher's exact test, corrected after Holm
for as many groups as there are, and with Newcombe's interval of the difference; waiting times by
the test of Kruskal and Wallis over all groups at once (polls/statistics/comparing.py).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polls.fairness.cases import Case
from polls.fairness.groups import DIVISIONS, LEAST, Division, Group
from polls.kinds import wording
from polls.statistics import charts
from polls.statistics.charts import Bar
from polls.statistics.comparing import Difference, fisher, holm, kruskal_wallis, newcombe
from polls.statistics.intervals import Interval, wilson
from polls.statistics.quantiles import median_places

SIGNIFICANT = 0.05


@dataclass(frozen=True)
class ShareRow:
    """One group's share, compared with that of all others."""

    label: str
    count: int
    total: int
    interval: Interval
    others_count: int
    others_total: int
    apart: Difference
    p: float
    """Corrected for the number of groups."""

    @property
    def share(self) -> float:
        return self.count / self.total

    @property
    def others_share(self) -> float:
        return self.others_count / self.others_total

    @property
    def differs(self) -> bool:
        return self.p < SIGNIFICANT

    @property
    def bar(self) -> Bar:
        return charts.bar(self.share, *self.interval)

    @property
    def in_words(self) -> dict[str, str]:
        return {
            "group": self.label,
            "count": wording.whole(self.count),
            "total": wording.whole(self.total),
            "share": wording.percent(self.share),
            "interval": wording.interval(*self.interval),
            "others": wording.percent(self.others_share),
            "apart": _("%(low)s to %(high)s points")
            % {"low": _points(self.apart.low), "high": _points(self.apart.high)},
            "p": probability(self.p),
        }


@dataclass(frozen=True)
class TimeRow:
    """One group's waiting times."""

    label: str
    total: int
    median: timedelta
    low: timedelta | None
    """Between here and ``high`` lies the median with 95 %; None for too few."""
    high: timedelta | None

    @property
    def in_words(self) -> dict[str, str]:
        known = self.low is not None and self.high is not None
        return {
            "total": wording.whole(self.total),
            "median": duration(self.median),
            "interval": f"{duration(self.low)} – {duration(self.high)}" if known else "–",  # type: ignore[arg-type]
        }


@dataclass(frozen=True)
class Table[Row]:
    """One measure over the groups of one division; without rows where there is too little."""

    division: Division
    rows: Sequence[Row]
    findings: Sequence[str]
    """What can be said of it, a sentence each."""


@dataclass(frozen=True)
class Share:
    """Something that happens to a comment or not."""

    name: str
    title: str | Promise
    question: str | Promise
    of: Callable[[Case], bool | None]


SHARES = (
    Share(
        "refused",
        gettext_lazy("Refused"),
        gettext_lazy("Of the comments that a person decided on, how many were refused at first."),
        lambda case: case.is_refused,
    ),
    Share(
        "flagged",
        gettext_lazy("Flagged by readers"),
        gettext_lazy("Of the comments that were ever published, how many any reader flagged."),
        lambda case: case.is_flagged,
    ),
)


def shares(measure: Share, cases: Iterable[Case]) -> list[Table[ShareRow]]:
    """The measure over every division. Nobody flags as a moderator: that one is left out there."""
    known = [case for case in cases if measure.of(case) is not None]
    return [
        _share_table(division, division.divide(known), measure)
        for division in DIVISIONS
        if (measure.name, division.name) != ("flagged", "moderator")
    ]


def times(cases: Iterable[Case]) -> list[Table[TimeRow]]:
    """How long comments waited for a person, over every division."""
    waited = [case for case in cases if case.waited is not None]
    return [_time_table(division, division.divide(waited)) for division in DIVISIONS]


def _share_table(division: Division, groups: Sequence[Group], measure: Share) -> Table[ShareRow]:
    compared = [
        (
            _count(group.cases, measure),
            len(group.cases),
            _count(group.others, measure),
            len(group.others),
        )
        for group in groups
    ]
    corrected = _corrected([fisher(*counts) for counts in compared], groups)
    rows = [
        ShareRow(group.label, *counts[:2], wilson(*counts[:2]), *counts[2:], newcombe(*counts), p)
        for group, counts, p in zip(groups, compared, corrected, strict=True)
    ]
    return Table(division, rows, _share_findings(rows))


def _count(cases: Sequence[Case], measure: Share) -> int:
    return sum(measure.of(case) is True for case in cases)


def _corrected(probabilities: Sequence[float], groups: Sequence[Group]) -> list[float]:
    """Two groups that are one another's others make one comparison."""
    if len(groups) == 2 and len(groups[0].cases) == len(groups[1].others):
        return list(probabilities)
    return holm(probabilities)


def _share_findings(rows: Sequence[ShareRow]) -> list[str]:
    if not rows:
        return [too_few()]
    # of two groups, what is said of the one is said of the other
    told = [max(rows, key=lambda row: row.share)] if _are_one_another_s(rows) else rows
    said = [
        _(
            "%(group)s: %(share)s, the others %(others)s. The difference, %(apart)s, is more than "
            "chance would explain (%(p)s)."
        )
        % row.in_words
        for row in told
        if row.differs
    ]
    return said or [_("No group differs from the others by more than chance would explain.")]


def _are_one_another_s(rows: Sequence[ShareRow]) -> bool:
    return len(rows) == 2 and rows[0].total == rows[1].others_total


def _time_table(division: Division, groups: Sequence[Group]) -> Table[TimeRow]:
    rows = [_time_row(group) for group in groups]
    if len(groups) < 2 or division.name == "rule":
        # rules overlap: there is no test over all of them at once
        said = [] if rows else [too_few()]
        return Table(division, rows, said)
    p = kruskal_wallis([_seconds(group.cases) for group in groups])
    if p < SIGNIFICANT:
        told = _("The waiting times differ by more than chance would explain (%(p)s).")
    else:
        told = _("The waiting times do not differ by more than chance would explain (%(p)s).")
    return Table(division, rows, [told % {"p": probability(p)}])


def _time_row(group: Group) -> TimeRow:
    seconds = sorted(_seconds(group.cases))
    count, places = len(seconds), median_places(len(seconds))
    middle = (seconds[(count - 1) // 2] + seconds[count // 2]) / 2
    low, high = (timedelta(seconds=seconds[place]) for place in places) if places else (None, None)
    return TimeRow(group.label, count, timedelta(seconds=middle), low, high)


def _seconds(cases: Iterable[Case]) -> list[float]:
    return [case.waited.total_seconds() for case in cases if case.waited is not None]


def too_few() -> str:
    return _("Too few comments to compare: a group has %(least)d or more, and there are two.") % {
        "least": LEAST
    }


def probability(p: float) -> str:
    """“p = 0.012”, as it is written in the reader's language."""
    if p < 0.001:
        return "p < " + str(number_format(0.001, 3))
    return "p = " + str(number_format(p, 3))


def duration(time: timedelta) -> str:
    """A waiting time in the unit that suits it: minutes, hours or days."""
    minutes = time / timedelta(minutes=1)
    if minutes < 100:
        return _("%(number)s min") % {"number": wording.whole(round(minutes))}
    if minutes < 48 * 60:
        return _("%(number)s h") % {"number": wording.decimal(minutes / 60)}
    return _("%(number)s days") % {"number": wording.decimal(minutes / 60 / 24)}


def _points(difference: float) -> str:
    return wording.signed(round(100 * difference))
