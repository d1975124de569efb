"""How forecasts moved, how they turned out, and how good they were."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dossier.models import Article
from polls.forecasting import holding
from polls.forecasting.holding import Moment
from polls.forecasting.outcomes import scores_of
from polls.forecasting.scoring import Scores, known_at, last_forecasts
from polls.insight.asked import Asked, everything, shown
from polls.kinds import wording
from polls.kinds.base import FEW_VOTERS
from polls.models import Question, Resolution
from polls.statistics import charts, courses
from polls.statistics.scoring import Bin, calibration

ROWS = 7
SPOTS = 40  # moments of which a drawing tells more than the table
FEWEST = 5  # resolved questions, before their calibration is drawn


@dataclass(frozen=True)
class Row:
    """The forecasts that stood at a moment, as text."""

    at: datetime
    forecasters: str
    median: str
    middle_half: str


@dataclass(frozen=True)
class Forecast:
    """One forecast from its first answer to its outcome."""

    question: Question
    moments: Sequence[Moment]
    """What stood, at moments evenly apart; of under ten forecasts no quartiles."""
    rows: Sequence[Row]
    drawing: courses.Course
    few: bool
    resolution: Resolution | None
    scores: Scores | None

    @property
    def dom_id(self) -> str:
        return f"forecast-{self.question.pk}"

    @property
    def spots(self) -> Sequence[charts.Spot]:
        """What stood, told where a pointer rests on the course: finer than the table."""
        size = min(SPOTS, len(self.moments))
        places = [(2 * at + 1) * (len(self.moments) - 1) // (2 * size) for at in range(size)]
        return charts.spots([_in_words(self.moments[place]) for place in places])


@dataclass(frozen=True)
class Point:
    """One bin of the calibration curve: where it is drawn, and what is said of it."""

    bin: Bin
    place: courses.Place

    @property
    def said(self) -> str:
        return wording.percent(self.bin.said)

    @property
    def happened(self) -> str:
        return wording.percent(self.bin.happened)

    @property
    def interval(self) -> str:
        return wording.interval(self.bin.interval.low, self.bin.interval.high)


@dataclass(frozen=True)
class Forecasts:
    """The dossier's forecasts, and the calibration of all resolved ones of the site."""

    forecasts: Sequence[Forecast]
    calibration: Sequence[Point]
    resolved: int
    """How many questions of the site the calibration is of."""

    @property
    def few(self) -> bool:
        """Whether so few are resolved that a drawing would tell nothing."""
        return self.resolved < FEWEST


def part(article: Article, now: datetime) -> Forecasts | None:
    return _forecasts(shown(article, now=now), now=now)


def for_newsroom(article: Article, now: datetime) -> Forecasts | None:
    return _forecasts(everything(article, now=now), now=now)


def version(article: Article) -> Hashable:
    """The newest outcome of the site: calibration is of all."""
    return Resolution.objects.order_by("-pk").values_list("pk", flat=True).first()


def _forecasts(asked: Sequence[Asked], *, now: datetime) -> Forecasts | None:
    told = [
        _forecast(one, now=now)
        for one in asked
        if one.question.kind == Question.Kind.FORECAST and one.tally.voters
    ]
    if not told:
        return None
    given = [row for question, newest in _resolved() for row in last_forecasts(question, newest)]
    points = [Point(one, courses.place(one)) for one in calibration(given)]
    return Forecasts(told, points, resolved=len({question for question, *_rest in given}))


def _forecast(one: Asked, *, now: datetime) -> Forecast:
    question = one.question
    newest = question.resolutions.first() if question.outcome else None
    until = known_at(question, newest) if newest else min(question.closes_at or now, now)
    stood = holding.course(holding.turns(question, until=until), until=until)
    moments = [_told(moment) for moment in stood]
    few = max((moment.forecasters for moment in moments), default=0) < FEW_VOTERS
    steps = sorted({round(step * (len(moments) - 1) / (ROWS - 1)) for step in range(ROWS)})
    return Forecast(
        question=question,
        moments=moments,
        rows=[_row(moments[step]) for step in steps if moments[step].forecasters],
        drawing=courses.course(moments),
        few=few,
        resolution=newest,
        scores=scores_of(question, newest) if newest else None,
    )


def _told(moment: Moment) -> Moment:
    """The moment without its quartiles where they would be of too few."""
    if moment.forecasters >= FEW_VOTERS:
        return moment
    return replace(moment, lower=None, upper=None)


def _row(moment: Moment) -> Row:
    return Row(
        at=datetime.fromtimestamp(moment.at, UTC),
        forecasters=wording.whole(moment.forecasters),
        median=wording.percentage(moment.median or 0),
        middle_half=""
        if moment.lower is None or moment.upper is None
        else wording.span(moment.lower, moment.upper),
    )


def _in_words(moment: Moment) -> str:
    row = _row(moment)
    told = [date_format(localtime(row.at), "DATE_FORMAT")]
    if moment.forecasters:
        told.append(f"{_('Median')} {row.median}")
    if row.middle_half:
        told.append(f"{_('Middle half')} {row.middle_half}")
    return "\n".join(told)


def _resolved() -> list[tuple[Question, Resolution]]:
    """The site's resolved forecasts, in published dossiers, with what holds of them."""
    questions = (
        Question.objects.shown()
        .filter(outcome__in=[Question.Outcome.YES, Question.Outcome.NO])
        .filter(article__status=Article.Status.PUBLISHED)
        .exclude(results=Question.Results.STAFF)
        .prefetch_related("resolutions")
    )
    return [(question, question.resolutions.all()[0]) for question in questions]
