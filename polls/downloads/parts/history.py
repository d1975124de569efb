"""How a result came to be: a row a period and answer, and its lines."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from polls.downloads import plots
from polls.downloads.excerpts import Excerpt, Named, Value, fraction
from polls.insight.history import History, Line
from polls.results.pictures import sheet
from polls.results.pictures.drawing import DASHES, LINE, RIGHT, SOFT, Drawing, colour_of
from polls.results.pictures.planes import Plane

COLUMNS = (
    "period",
    "unit",
    "voters",
    "answers_given",
    "answer",
    "label",
    "count",
    "share",
    "given",
    "given_share",
)
_HEIGHT, _COLUMNS = 220, 44


def excerpts(said: History) -> Iterator[Excerpt]:
    """One a question."""
    for line in said.lines:
        title = _("How the result came to be")
        yield Excerpt(
            part="history",
            name=line.question.slug,
            title=title,
            heading=str(line.question.prompt),
            questions=[Named.of(line.question)],
            told=line.sentence,
            respondents=line.told[-1].so_far.voters,
            columns=COLUMNS,
            figures=list(_figures(line)),
            summary={
                "unit": line.unit,
                "revisions": [
                    {"number": one.number, "made_at": one.made_at.isoformat(), "note": one.note}
                    for one in line.marks
                ],
            },
            chart=_drawn(line, title) if line.is_drawn else None,
        )


def _figures(line: Line) -> Iterator[tuple[Value, ...]]:
    for place, period in enumerate(line.told):
        answers = period.given.voters + period.given.abstentions
        about = (period.start.isoformat(), period.unit, period.so_far.voters, answers)
        for track in line.tracks:
            so_far, given = track.so_far[place], track.given[place]
            yield (
                *about,
                track.code,
                track.label,
                so_far.votes,
                fraction(so_far.share),
                given.votes,
                fraction(given.share),
            )


def _drawn(line: Line, title: str) -> Drawing:
    on = sheet.begun(str(line.question.prompt), line.sentence, above=title)
    on.space(16)
    lines = plots.plane(on, height=_HEIGHT)
    plots.grid(on, lines, line.scale)
    for mark in line.marks:
        along = lines.path(f"M{mark.x},0V100")
        on.line(along, colour=SOFT, width=1.25, dashes="2 4")
        x, y = lines.at_x(mark.x), lines.y - 5
        on.text(str(mark.number), x=x, y=y, size=13, colour=SOFT, anchor=mark.anchor)
    for number, track, path in line.paths:
        on.line(
            lines.path(path),
            colour=colour_of(track.tone),
            width=2.5,
            dashes=DASHES[number - 1],
            rounded=True,
        )
    on.y = lines.bottom + 22
    _answers(on, line)
    on.space(6)
    for number, track in line.legend:
        colour, dashes = colour_of(track.tone), DASHES[number - 1]
        plots.legend(on, track.label, track.now.text, line=True, colour=colour, dashes=dashes)
    for mark in line.marks:
        day = date_format(mark.made_at, "DATE_FORMAT")
        told = {"day": day, "note": mark.note}
        words = _("%(day)s: %(note)s") if mark.note else _("%(day)s: the dossier was changed")
        plots.legend(on, words % told, number=str(mark.number))
    return on


def _answers(on: Drawing, line: Line) -> None:
    """How many answers each period brought, below the lines."""
    below: Plane = plots.plane(on, height=_COLUMNS, down=40)
    for column in line.columns:
        on.rect(
            x=below.at_x(column.x),
            y=below.at_y(column.y),
            width=below.wide(column.width),
            height=below.high(column.height),
            colour=LINE,
        )
    on.text(line.busiest, x=RIGHT, y=below.y + 11, size=13, colour=SOFT, anchor="end")
    on.y = below.bottom
    first, last = (date_format(day, "SHORT_DATE_FORMAT") for day in (line.first, line.last))
    plots.axis(on, below, first, _("Columns: answers given"), last)
