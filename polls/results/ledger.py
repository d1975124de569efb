"""How a question's counters came to be: its ballots' revisions, one period after another.

What each revision gave is laid over what its ballot said before, as when it was cast; so the last
period says what the counters say. Takes time in the number of revisions, seconds for a million:
never for each reader's request (polls/insight/keeping.py).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from json import loads
from typing import Any, NamedTuple

from django.db.models import Func, IntegerField, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from polls import kinds
from polls.kinds import Answer, TallyRead
from polls.models import BallotRevision, Question

# No more periods than can be told apart on a phone: days, else weeks, else months.
MOST_PERIODS = 45
QUARTER = 900  # seconds: where there are zones at all, they part days at quarters of an hour

AT_ONCE = 20_000  # revisions


class Quarter(Func):
    """How many quarters of an hour a moment lies after the epoch; a whole number."""

    output_field = IntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "CAST(floor(extract(epoch FROM %(expressions)s) / 900) AS integer)"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "(CAST(strftime('%%%%s', %(expressions)s) AS integer) / 900)"
        return self.as_sql(compiler, connection, template=template, **context)


class Said(NamedTuple):
    """What a ballot says at a moment."""

    marks: tuple[tuple[int, int], ...] = ()
    abstains: bool = False


type Revision = tuple[int, int, date, Said]
"""A question, a voter, the day, and what was given."""


class Step(NamedTuple):
    """From what a ballot said when a day began to what it said when the day ended."""

    day: date
    before: Said
    after: Said


@dataclass(frozen=True)
class Period:
    """A day, a week or a month in which a question took answers, or none."""

    start: date
    unit: str
    """"day", "week" or "month"."""
    so_far: TallyRead
    """The counters as they stood at its end."""
    given: TallyRead
    """The answers given or confirmed in it: each voter's last one of each of its days."""


@dataclass
class _Counters:
    voters: int = 0
    abstentions: int = 0
    counts: Counter[tuple[int, int]] = field(default_factory=Counter)
    pairs: Counter[tuple[int, int]] = field(default_factory=Counter)

    def add(self, question: Question, said: Said, times: int) -> None:
        """Count so many ballots that say this; fewer than none takes them out again."""
        self.voters += times * bool(said.marks)
        self.abstentions += times * said.abstains
        for cell in said.marks:
            self.counts[cell] += times
        for pair in kinds.of(question).pairs(dict(said.marks)):
            self.pairs[pair] += times

    def read(self) -> TallyRead:
        return TallyRead(
            voters=self.voters,
            abstentions=self.abstentions,
            counts={cell: count for cell, count in self.counts.items() if count},
            pairs={pair: count for pair, count in self.pairs.items() if count},
        )


def periods(questions: Sequence[Question]) -> dict[int, list[Period]]:
    """The questions' periods, each from its first answer to its latest, by their primary keys.

    None without answers. One query.
    """
    asked = {question.pk: question for question in questions}
    told: dict[int, list[Period]] = {pk: [] for pk in asked}
    for pk, revisions in groupby(_revisions(asked), key=lambda row: row[0]):
        told[pk] = _periods(asked[pk], Counter(_steps(asked[pk], revisions)))
    return told


def _periods(question: Question, steps: Mapping[Step, int]) -> list[Period]:
    """The periods that these steps make, each taken so many times; at least one."""
    days = [step.day for step in steps]
    unit = _unit(min(days), max(days))
    by_start: dict[date, list[tuple[Step, int]]] = defaultdict(list)
    for step, times in steps.items():
        by_start[_start(step.day, unit)].append((step, times))
    told, so_far = [], _Counters()
    for start in _starts(min(by_start), max(by_start), unit):
        given = _Counters()
        for (_day, before, after), times in by_start.get(start, ()):
            so_far.add(question, before, -times)
            so_far.add(question, after, times)
            given.add(question, after, times)
        told.append(Period(start, unit, so_far=so_far.read(), given=given.read()))
    return told


def period_of(told: Sequence[Period], moment: datetime) -> int | None:
    """The place of the period in which a moment lies; None before the first or after the last."""
    if not told:
        return None
    start = _start(timezone.localtime(moment).date(), told[0].unit)
    return next((place for place, one in enumerate(told) if one.start == start), None)


def _steps(question: Question, revisions: Iterable[Revision]) -> Iterator[Step]:
    """What each day changed of each ballot; a day on which one was confirmed changes nothing."""
    kind, merged = kinds.of(question), dict[tuple[Said, Said], Said]()

    def laid_over(said: Said, given: Said) -> Said:
        if not given.marks:
            return given
        found = merged.get((said, given))
        if found is None:
            answer = kind.merge(_answer(said), _answer(given))
            found = merged[said, given] = Said(tuple(sorted(answer.marks.items())), answer.abstains)
        return found

    for _voter, of_voter in groupby(revisions, key=lambda row: row[1]):
        said = Said()
        for day, of_day in groupby(of_voter, key=lambda row: row[2]):
            before = said
            for *_where, given in of_day:
                said = laid_over(said, given)
            yield Step(day, before, said)


def _answer(said: Said) -> Answer:
    return Answer(marks=dict(said.marks), abstains=said.abstains)


def _revisions(questions: Iterable[int]) -> Iterator[Revision]:
    """Every revision of the questions, voter after voter, in their order."""
    rows = (
        BallotRevision.objects.filter(question__in=questions)
        .order_by("question", "voter", "number")
        .annotate(quarter=Quarter("made_at"), written=Cast("marks", TextField()))
        .values_list("question_id", "voter_id", "quarter", "written", "abstains")
    )
    days, given = dict[int, date](), dict[tuple[str, bool], Said]()
    for question, voter, quarter, written, abstains in rows.iterator(chunk_size=AT_ONCE):
        if quarter not in days:
            days[quarter] = _day(quarter)
        if (written, abstains) not in given:
            pairs = sorted((choice, value) for choice, value in loads(written))
            given[written, abstains] = Said(tuple(pairs), abstains)
        yield question, voter, days[quarter], given[written, abstains]


def _day(quarter: int) -> date:
    """The site's date at a quarter of an hour since the epoch."""
    return timezone.localtime(datetime.fromtimestamp(quarter * QUARTER, UTC)).date()


def _unit(first: date, last: date) -> str:
    days = (last - first).days + 1
    if days <= MOST_PERIODS:
        return "day"
    return "week" if days <= 7 * MOST_PERIODS else "month"


def _start(day: date, unit: str) -> date:
    """The first day of the period in which a day lies; weeks begin on Monday."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day


def _starts(first: date, last: date, unit: str) -> Iterable[date]:
    """The first days of all periods, those without answers among them."""
    start = first
    while start <= last:
        yield start
        start = _start(start + timedelta(days={"day": 1, "week": 7, "month": 31}[unit]), unit)
