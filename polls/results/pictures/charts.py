"""The chart of each kind of result, the same as on pages."""

from functools import singledispatch

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polls.kinds import Result, Row, wording
from polls.kinds.forecast import ForecastResult
from polls.kinds.quiz import QuizResult
from polls.kinds.ranking import RankingResult
from polls.kinds.scale import ScaleResult
from polls.kinds.statements import StatementsResult, StatementTally
from polls.results.pictures.drawing import (
    ACCENT,
    BAND,
    BAR,
    CHOICES,
    INK,
    INNER,
    LEADING,
    LINE,
    MARGIN,
    RIGHT,
    SOFT,
    TONES,
    Drawing,
)
from polls.statistics.charts import length

# So many rows make a picture that can still be read: files of figures hold them all.
MOST = 20
VALUES = 170  # the width that is kept for figures to the right of a label
KEY = 100  # and to the left of what a colour stands for
COLUMNS = 200  # the height of a histogram


@singledispatch
def draw(result: Result, on: Drawing) -> None:
    """Draw the result's chart where the sheet has come to."""
    for place, row in enumerate(result.rows[:MOST]):
        colour = CHOICES[place % len(CHOICES)] if len(result.rows) <= len(CHOICES) else ACCENT
        _bar(on, row.label, row, few=result.few, colour=colour)
    rest(on, len(result.rows))
    if not result.few:
        on.space(6)
        on.paragraph(_meaning(result), size=12, colour=SOFT)


@draw.register
def _scale(result: ScaleResult, on: Drawing) -> None:
    drawn = result.diverging
    reach = -float(drawn.view_box.split()[0])
    unit = INNER / (2 * reach)
    on.space(16)
    for piece in drawn.pieces:
        x = MARGIN + (reach + float(piece.x)) * unit
        width = float(piece.width) * unit
        on.rect(x=x, y=on.y, width=width, height=2 * BAR, colour=TONES[piece.tone])
    middle = length(MARGIN + INNER / 2)
    on.line(f"M{middle},{length(on.y - 5)}V{length(on.y + 2 * BAR + 5)}", halo=True)
    on.space(2 * BAR + 10)
    for row, tone in result.points:
        key(on, row.label, row.votes if result.few else row.percent, colour=TONES[tone])


@draw.register
def _ranking(result: RankingResult, on: Drawing) -> None:
    for one in result.standings[:MOST]:
        tied = f" ({_('tied')})" if one.tied else ""
        value = one.in_points if result.few else one.percent
        labelled(on, f"{one.place}. {one.choice.label}{tied}", value)
        on.rect(x=MARGIN, y=on.y, width=INNER * one.share, height=BAR, colour=ACCENT)
        on.space(BAR + 6)
    rest(on, len(result.standings))
    on.space(6)
    if result.few:
        on.paragraph(_("The bars are Borda points."), size=12, colour=SOFT)
    else:
        told = _("The bars are Borda points, as a share of all that could be won.")
        on.paragraph(told, size=12, colour=SOFT)


@draw.register
def _forecast(result: ForecastResult, on: Drawing) -> None:
    on.space(20)
    top, bottom = on.y, on.y + COLUMNS
    most, step = max(one.count for one in result.bins), INNER / len(result.bins)
    if not result.few and result.lower is not None and result.upper is not None:
        x, width = MARGIN + INNER * result.lower / 100, INNER * (result.upper - result.lower) / 100
        on.rect(x=x, y=top, width=width, height=COLUMNS, colour=BAND)
    for place, one in enumerate(result.bins):
        height = COLUMNS * one.count / most if most else 0
        x = MARGIN + place * step + 2
        on.rect(x=x, y=bottom - height, width=step - 4, height=height, colour=ACCENT)
    median = length(MARGIN + INNER * (result.median or 0) / 100)
    on.line(f"M{median},{length(top - 6)}V{length(bottom)}", width=2.5, halo=True)
    on.line(f"M{MARGIN},{length(bottom)}H{RIGHT}", colour=LINE)
    for percent, anchor in (
        (0, "start"),
        (25, "middle"),
        (50, "middle"),
        (75, "middle"),
        (100, "end"),
    ):
        x = MARGIN + INNER * percent / 100
        said = wording.percentage(percent)
        on.text(said, x=x, y=bottom + 18, size=13, colour=SOFT, anchor=anchor)
    on.y = bottom + 24
    key(on, _("Median"), result.in_percent, colour=INK)
    if not result.few:
        key(on, _("Middle half"), result.middle_half, colour=BAND)


@draw.register
def _quiz(result: QuizResult, on: Drawing) -> None:
    if result.right:
        _bar(on, _("Answered right"), result.right, few=result.few, colour=ACCENT)


@draw.register
def _statements(result: StatementsResult, on: Drawing) -> None:
    parts = [(_("What unites"), result.unites), (_("What divides"), result.divides)]
    named = any(rows for _name, rows in parts)
    others = _("The other statements") if named else ""
    left = MOST
    for name, rows in [*parts, (others, result.others)]:
        if rows[:left] and name:
            on.space(14)
            on.paragraph(name, bold=True)
        for row in rows[:left]:
            _statement(on, row)
        left -= len(rows[:left])
    rest(on, len(result.unites) + len(result.divides) + len(result.others))


def _statement(on: Drawing, row: StatementTally) -> None:
    on.space(8)
    on.paragraph(row.choice.label, most=4)
    on.space(8)
    if not row.answered:
        on.paragraph(_("No answer yet"), size=13, colour=SOFT)
        return
    for piece in row.pieces:
        x, width = MARGIN + INNER * float(piece.x) / 100, INNER * float(piece.width) / 100
        on.rect(x=x, y=on.y, width=width, height=BAR, colour=TONES[piece.tone])
    on.space(BAR)
    sides = ((_("Agree"), row.agree), (_("Disagree"), row.disagree), (_("Pass"), row.passed))
    told = [f"{name} {one.votes if row.few else one.percent}" for name, one in sides]
    count = {"answered": wording.whole(row.answered)}
    told.append(ngettext("%(answered)s answer", "%(answered)s answers", row.answered) % count)
    on.paragraph(" · ".join(told), size=13, colour=SOFT)


def _bar(on: Drawing, label: str, row: Row, *, few: bool, colour: str) -> None:
    """A share with its interval; a bare count where few voted."""
    labelled(on, label, row.votes if few else f"{row.percent} · {row.votes}")
    on.rect(x=MARGIN, y=on.y, width=INNER * row.share, height=BAR, colour=colour)
    on.line(f"M{MARGIN},{length(on.y + BAR + 0.5)}H{RIGHT}", colour=LINE, width=1)
    if not few:
        low, high = (length(MARGIN + INNER * end) for end in (row.low, row.high))
        top, middle, end = (length(on.y + part * BAR) for part in (0.2, 0.5, 0.8))
        on.line(f"M{low},{middle}H{high}M{low},{top}V{end}M{high},{top}V{end}", halo=True)
    on.space(BAR + 6)


def labelled(on: Drawing, label: str, value: str) -> None:
    """What a bar below is of, with its figure."""
    on.space(8)
    first = on.y + 15 * LEADING
    on.paragraph(label, width=INNER - VALUES, most=4)
    on.text(value, x=RIGHT, y=max(first, on.y), bold=True, anchor="end")
    on.space(8)


def key(on: Drawing, label: str, value: str, *, colour: str) -> None:
    """What a colour of the chart stands for, with its figure."""
    on.space(5)
    first = on.y + 15 * LEADING
    on.rect(x=MARGIN, y=first - 12, width=14, height=14, colour=colour)
    on.text(value, x=MARGIN + KEY - 12, y=first, bold=True, anchor="end")
    on.paragraph(label, x=MARGIN + KEY, width=INNER - KEY, most=2)


def _meaning(result: Result) -> str:
    """What the lines on the bars are."""
    # the very texts of the templates, which write a percent sign twice
    told = (
        _(
            "The lines show 95%% intervals that hold for all answers at once: how far chance "
            "alone may have moved the shares."
        )
        if result.together
        else _("The lines show the 95%% interval: how far chance alone may have moved a share.")
    )
    return told % {}


def rest(on: Drawing, rows: int) -> None:
    """How many rows are drawn, where that is not all."""
    if rows > MOST:
        told = {"shown": wording.whole(MOST), "all": wording.whole(rows)}
        on.space(10)
        on.paragraph(_("%(shown)s of %(all)s are shown.") % told, size=13, colour=SOFT)
