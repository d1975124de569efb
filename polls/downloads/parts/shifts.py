"""Before and after reading: a row for each answer before and each after, and the flow."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from polls.downloads import plots
from polls.downloads.excerpts import Excerpt, Named, Value
from polls.insight.shifts import Pairs, Shift, Shifts
from polls.results.pictures import sheet
from polls.results.pictures.drawing import INNER, MARGIN, Drawing, colour_of
from polls.results.pictures.planes import Plane
from polls.statistics import pairing
from polls.statistics.flows import NODE

COLUMNS = ("before", "before_label", "after", "after_label", "count")
_HEIGHT = 280
_STAYED, _CHANGED = 0.28, 0.6


def excerpts(said: Shifts) -> Iterator[Excerpt]:
    """One a question; of several choices, one a choice."""
    for pairs in said.questions:
        for shift in pairs.shifts:
            title = _("Before and after reading")
            yield Excerpt(
                part="shifts",
                name=shift.variable.name,
                title=title,
                heading=shift.variable.label,
                questions=[Named.of(pairs.question)],
                told=f"{shift.sentence} {shift.trial}".strip(),
                respondents=shift.voters,
                columns=COLUMNS,
                figures=list(_figures(shift)),
                summary=_summary(pairs, shift),
                chart=_drawn(shift, title),
            )


def _figures(shift: Shift) -> Iterator[tuple[Value, ...]]:
    for place, before in enumerate(shift.levels):
        for other, after in enumerate(shift.levels):
            count = int(shift.table[place, other])
            yield before.code, before.label, after.code, after.label, count


def _summary(pairs: Pairs, shift: Shift) -> dict[str, object]:
    found = shift.found
    return {
        "gross_change": pairing.gross_change(shift.table),
        "net_change": pairing.net_change(shift.table),
        "method": found.method.value if found else None,
        "p": found.p if found else None,
        "not_compared": list(pairs.once),
    }


def _drawn(shift: Shift, title: str) -> Drawing:
    on = sheet.begun(shift.variable.label, shift.sentence, above=title)
    whole = Plane(x=MARGIN, y=on.y, width=INNER, height=_HEIGHT)
    plots.axis(on, whole, _("Before reading"), _("After reading"))
    on.space(6)
    flow = Plane(x=MARGIN, y=on.y, width=INNER, height=_HEIGHT)
    for band, level in shift.bands:
        opacity = _STAYED if band.source == band.target else _CHANGED
        on.area(flow.path(band.path), colour=colour_of(level.tone), opacity=opacity)
    for node, level, _share in (*shift.left, *shift.right):
        on.rect(
            x=flow.at_x(node.x),
            y=flow.at_y(node.y),
            width=flow.wide(NODE),
            height=flow.high(node.height),
            colour=colour_of(level.tone),
        )
    for node, _level, share in shift.left:
        said = f"{node.number} · {share}"
        on.text(said, x=flow.at_x(5), y=flow.at_y(node.middle) + 5, bold=True, halo=True)
    for node, _level, share in shift.right:
        said, x, y = f"{share} · {node.number}", flow.at_x(95), flow.at_y(node.middle) + 5
        on.text(said, x=x, y=y, bold=True, halo=True, anchor="end")
    on.y = flow.bottom + 8
    for number, side in enumerate(shift.sides, start=1):
        value = f"{side.before} → {side.after}"
        colour = colour_of(side.level.tone)
        plots.legend(on, side.level.label, value, colour=colour, number=str(number))
    for said in (shift.trial, _("So few votes are given as counts, not as shares.")):
        if said and (said == shift.trial or shift.few):
            plots.note(on, said)
    return on
