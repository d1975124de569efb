"""Two questions beside one another: a row a cell, those kept back told as such, and the mosaic."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from polls.downloads import plots
from polls.downloads.excerpts import Excerpt, Named, Value, fraction
from polls.insight.crossing import Crossing
from polls.insight.crosstable import CrossTable
from polls.insight.variables import Level, Variable
from polls.kinds.base import FEW_VOTERS
from polls.results.pictures import sheet
from polls.results.pictures.drawing import INNER, MARGIN, TINT, Drawing, colour_of
from polls.results.pictures.planes import Plane
from polls.statistics.disclosure import LEAST

COLUMNS = ("row", "row_label", "column", "column_label", "count", "share", "kept_back")
NONE, ALL = "(no-answer)", "(all)"
_HEIGHT, _NUMBERS = 320, 36


def excerpt(crossing: Crossing) -> Excerpt:
    """The table of two variables."""
    told, (rows, columns) = CrossTable(crossing), (crossing.rows, crossing.columns)
    title = _("Two questions beside one another")
    return Excerpt(
        part="cross",
        name="",
        title=title,
        heading=f"{rows.label} × {columns.label}",
        questions=[Named.of(rows.question), Named.of(columns.question)],
        told=f"{told.sentence} {told.trial}".strip(),
        respondents=crossing.both,
        columns=COLUMNS,
        figures=[*_cells(crossing), *_totals(crossing)],
        summary=_summary(told),
        query=urlencode({"a": rows.name, "b": columns.name}),
        chart=_drawn(told, title) if told.strips else None,
    )


def _levels(variable: Variable) -> list[tuple[str, str]]:
    """The codes and words of the levels; those who did not answer come last."""
    levels = [(level.code, level.label) for level in variable.levels]
    return [*levels, (NONE, _("did not answer"))]


def _cells(crossing: Crossing) -> Iterator[tuple[Value, ...]]:
    """All but those who answered neither, whom nobody has counted."""
    rows, columns = _levels(crossing.rows), _levels(crossing.columns)
    for place, row in enumerate(rows):
        whole = crossing.answered_both(place) if place < len(rows) - 1 else None
        for other, column in enumerate(columns):
            if (row[0], column[0]) == (NONE, NONE):
                continue
            count = crossing.shown(place, other)
            told = count is not None and column[0] != NONE and whole and whole >= FEW_VOTERS
            share = fraction((count or 0) / whole) if told and whole else None
            yield *row, *column, count, share, count is None


def _totals(crossing: Crossing) -> Iterator[tuple[Value, ...]]:
    """What all rows and columns add up to; they are the public results of both questions."""
    every = (ALL, _("All"))
    for row, total in zip(_levels(crossing.rows), crossing.table.sum(axis=1), strict=True):
        yield *row, *every, int(total), None, False
    for column, total in zip(_levels(crossing.columns), crossing.table.sum(axis=0), strict=True):
        yield *every, *column, int(total), None, False


def _summary(told: CrossTable) -> dict[str, object]:
    crossing, strength, found = told.crossing, told.crossing.strength, told.crossing.independence
    return {
        "rows": {"name": crossing.rows.name, "label": crossing.rows.label},
        "columns": {"name": crossing.columns.name, "label": crossing.columns.label},
        "answered_both": crossing.both,
        "least": LEAST,
        "keeps_back": told.keeps_back,
        "cramers_v": strength.value if strength else None,
        "low": strength.interval.low if strength else None,
        "high": strength.interval.high if strength else None,
        "method": None if found is None else "fisher" if found.exact else "chi2",
        "p": found.p if found else None,
        "rough": told.is_rough,
        "notes": list(told.notes),
    }


def _drawn(told: CrossTable, title: str) -> Drawing:
    rows, columns = told.crossing.rows, told.crossing.columns
    on = sheet.begun(f"{rows.label} × {columns.label}", told.sentence, above=title)
    on.space(6)
    mosaic = Plane(x=MARGIN + _NUMBERS, y=on.y, width=INNER - _NUMBERS, height=_HEIGHT)
    for strip, _row, _voters, tiles in told.strips:
        for tile, tone, percent in tiles:
            kept_back = tile.place is None
            on.rect(
                x=mosaic.at_x(tile.x),
                y=mosaic.at_y(tile.y),
                width=max(0, mosaic.wide(tile.width) - 1.5),
                height=mosaic.high(tile.height),
                colour=TINT if kept_back else colour_of(tone),
                dashed=kept_back,
            )
            if tile.roomy and percent:
                x, y = (mosaic.at_x(tile.middle[0]), mosaic.at_y(tile.middle[1]) + 5)
                on.text(percent, x=x, y=y, bold=True, halo=True, anchor="middle")
        if strip.roomy:
            y = mosaic.at_y(strip.middle) + 5
            on.text(str(strip.number), x=MARGIN, y=y, bold=True)
    on.y = mosaic.bottom
    plots.part(on, rows.label)
    for strip, row, voters, _tiles in told.strips:
        plots.legend(on, row.label, voters, number=str(strip.number))
    plots.part(on, columns.label)
    _colours(on, told.columns, keeps_back=told.keeps_back)
    for said in (told.trial, *told.notes, _("A link is no cause.")):
        plots.note(on, said)
    return on


def _colours(on: Drawing, levels: Sequence[Level], *, keeps_back: bool) -> None:
    for level in levels:
        plots.legend(on, level.label, colour=colour_of(level.tone))
    if keeps_back:
        plots.legend(on, _("kept back"), colour=TINT, dashed=True)
