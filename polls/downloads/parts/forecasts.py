"""Forecasts: how each moved, how good it was, and how well all of the site were calibrated."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polls.downloads import plots
from polls.downloads.excerpts import Excerpt, Named, Value, fraction
from polls.forecasting.scoring import Scores
from polls.insight.forecasts import Forecast, Forecasts
from polls.kinds import wording
from polls.results.pictures import sheet
from polls.results.pictures.drawing import ACCENT, BAND, INK, MARGIN, SOFT, Drawing
from polls.results.pictures.planes import Plane
from polls.statistics.courses import HEIGHT

COURSE = ("at", "forecasts", "lower", "median", "upper", "kept_back")
SCORES = ("score", "of", "value")
CALIBRATION = (
    "low",
    "high",
    "said",
    "happened",
    "happened_low",
    "happened_high",
    "forecasts",
    "questions",
)
_COURSE, _SQUARE = 220, 400


def excerpts(said: Forecasts) -> Iterator[Excerpt]:
    """Of each question its course and, once it is resolved, its scores; then the calibration."""
    for forecast in said.forecasts:
        if forecast.rows:
            yield _course(forecast)
        if forecast.scores:
            yield _scores(forecast, forecast.scores)
    if said.calibration:
        yield _calibration(said)


def _course(forecast: Forecast) -> Excerpt:
    title, question = _("The forecasts over time"), forecast.question
    newest = forecast.resolution
    return Excerpt(
        part="forecasts",
        name=question.slug,
        title=title,
        heading=str(question.prompt),
        questions=[Named.of(question)],
        told=_moved(forecast),
        respondents=forecast.moments[-1].forecasters,
        columns=COURSE,
        figures=[
            (
                datetime.fromtimestamp(one.at, UTC).isoformat(timespec="seconds"),
                one.forecasters,
                one.lower,
                one.median,
                one.upper,
                bool(one.forecasters) and one.lower is None,
            )
            for one in forecast.moments
        ],
        summary={
            "outcome": newest.outcome if newest else None,
            "happened_at": newest.happened_at.isoformat() if newest else None,
        },
        chart=_course_drawn(forecast, title),
    )


def _moved(forecast: Forecast) -> str:
    first, newest = forecast.rows[0], forecast.rows[-1]
    return _(
        "The median forecast went from %(before)s on %(start)s to %(after)s, by %(forecasters)s "
        "in the end."
    ) % {
        "before": first.median,
        "start": date_format(localtime(first.at), "DATE_FORMAT"),
        "after": newest.median,
        "forecasters": newest.forecasters,
    }


def _course_drawn(forecast: Forecast, title: str) -> Drawing:
    on = sheet.begun(str(forecast.question.prompt), _moved(forecast), above=title)
    on.space(12)
    field = plots.plane(on, height=_COURSE, down=HEIGHT)
    plots.grid(on, field, [wording.percentage(percent) for percent in (100, 50, 0)])
    if forecast.drawing.band:
        on.area(field.path(forecast.drawing.band), colour=BAND)
    on.line(field.path(forecast.drawing.line), width=2.5, rounded=True)
    on.y = field.bottom
    ends = [forecast.rows[place].at for place in (0, -1)]
    plots.axis(on, field, *(date_format(localtime(one), "SHORT_DATE_FORMAT") for one in ends))
    plots.legend(on, _("Median"), line=True, colour=INK)
    if forecast.drawing.band:
        plots.legend(on, _("Middle half"), colour=BAND)
    return on


def _scores(forecast: Forecast, scores: Scores) -> Excerpt:
    readers, question = len(scores.readers), forecast.question
    figures: list[tuple[Value, ...]] = [
        ("brier", "crowd", fraction(scores.crowd)),
        ("brier", "average", fraction(scores.average)),
        ("logarithmic", "mean", fraction(scores.logarithmic)),
    ]
    told = ngettext(
        "%(readers)s reader is scored. Brier scores: the crowd’s median %(crowd)s, the average "
        "forecaster %(average)s (0 is best; always saying 50%% gives 0.25). Mean logarithmic "
        "score: %(logarithmic)s.",
        "%(readers)s readers are scored. Brier scores: the crowd’s median %(crowd)s, the average "
        "forecaster %(average)s (0 is best; always saying 50%% gives 0.25). Mean logarithmic "
        "score: %(logarithmic)s.",
        readers,
    )
    return Excerpt(
        part="scores",
        name=question.slug,
        title=_("How good the forecasts were"),
        heading=str(question.prompt),
        questions=[Named.of(question)],
        told=told
        % {
            "readers": wording.whole(readers),
            "crowd": wording.hundredths(scores.crowd),
            "average": wording.hundredths(scores.average),
            "logarithmic": wording.hundredths(scores.logarithmic),
        },
        respondents=readers,
        columns=SCORES,
        figures=figures,
        summary={"happened": scores.happened},
    )


def _calibration(said: Forecasts) -> Excerpt:
    title = _("What was said, and how often it happened")
    return Excerpt(
        part="calibration",
        name="",
        title=title,
        heading=_("Does what readers give 70%% happen in 70%% of cases?") % {},
        questions=[],
        told=_calibrated(said),
        respondents=sum(point.bin.forecasts for point in said.calibration),
        columns=CALIBRATION,
        figures=[
            (
                *(fraction(end) for end in (one.low, one.high, one.said, one.happened)),
                *(fraction(end) for end in (one.interval.low, one.interval.high)),
                one.forecasts,
                one.questions,
            )
            for one in (point.bin for point in said.calibration)
        ],
        summary={"resolved": said.resolved},
        of_whom=_("Forecasts of readers who chose to make them: not a sample of the public."),
        chart=None if said.few else _calibration_drawn(said, title),
    )


def _calibrated(said: Forecasts) -> str:
    told = {"resolved": wording.whole(said.resolved)}
    if said.few:
        return (
            ngettext(
                "One forecast of this site is resolved so far: it cannot tell yet how well readers "
                "are calibrated.",
                "%(resolved)s forecasts of this site are resolved so far: they cannot tell yet how "
                "well readers are calibrated.",
                said.resolved,
            )
            % told
        )
    return (
        _(
            "Over the %(resolved)s forecasts of this site that are resolved. The whiskers count "
            "questions, not readers: forecasts of one question share its outcome."
        )
        % told
    )


def _calibration_drawn(said: Forecasts, title: str) -> Drawing:
    heading = _("Does what readers give 70%% happen in 70%% of cases?") % {}
    on = sheet.begun(heading, _calibrated(said), above=title)
    on.space(20)
    square = Plane(x=MARGIN + plots.SCALE, y=on.y, width=_SQUARE, height=_SQUARE)
    on.line(square.path("M0,0H100V100H0ZM50,0V100M0,50H100"), colour=SOFT, width=0.8)
    on.line(square.path("M0,100L100,0"), colour=SOFT, width=1.5, dashes="6 4")
    for point in said.calibration:
        place = point.place
        on.line(square.path(f"M{place.x},{place.low}V{place.high}"), width=2)
        on.dot(x=square.at_x(place.x), y=square.at_y(place.y), radius=6, colour=ACCENT)
    for percent in (0, 50, 100):
        words = wording.percentage(percent)
        y = square.bottom - percent * _SQUARE / 100 + 5
        on.text(words, x=square.x - 10, y=y, size=13, colour=SOFT, anchor="end")
    on.y = square.bottom
    plots.axis(on, square, *(wording.percentage(percent) for percent in (0, 50, 100)))
    explained = _(
        "From left to right what was said, from 0 to 100%%; from the bottom up how often it "
        "happened. On the dashed line both are the same."
    )
    plots.note(on, explained % {})
    return on
