"""What a result comes to, drawn large enough to be read in passing; figures are text beside it."""

from collections.abc import Sequence
from functools import singledispatch

from django.utils.translation import gettext as _

from polls.kinds import Result, wording
from polls.kinds.forecast import ForecastResult
from polls.kinds.quiz import QuizResult
from polls.kinds.ranking import RankingResult
from polls.kinds.scale import ScaleResult
from polls.kinds.statements import StatementsResult
from polls.results.pictures.drawing import ACCENT, CHOICES, INK, SOFT, TONES
from polls.sharing.canvas import INNER, MARGIN, PAPER, RIGHT, TRACK, Canvas
from polls.sharing.lettering import SANS, SERIF, STRONG

ROW, BAR = 58, 12
POINTS = 7  # a scale of more is told by its ends
BIG = 132

type Line = tuple[str, str, float, str]
"""A label, its figure, its share of the width, and its colour."""


@singledispatch
def draw(result: Result, on: Canvas) -> None:
    """Draw the result where the canvas has come to, in the height that is left."""
    coloured = len(result.rows) <= len(CHOICES)
    rows = sorted(enumerate(result.rows), key=lambda one: -one[1].count)
    _bars(
        on,
        [
            (
                row.label,
                row.votes if result.few else row.percent,
                row.share,
                CHOICES[place] if coloured else ACCENT,
            )
            for place, row in rows
        ],
    )


@draw.register
def _ranking(result: RankingResult, on: Canvas) -> None:
    """The order alone: what the points mean takes more words than there is room for."""
    _bars(
        on,
        [
            (
                f"{one.place}. {one.choice.label}",
                "",
                one.share,
                ACCENT,
            )
            for one in result.standings
        ],
    )


@draw.register
def _scale(result: ScaleResult, on: Canvas) -> None:
    drawn = result.diverging
    reach = -float(drawn.view_box.split()[0])
    unit = INNER / (2 * reach)
    top = on.y + 24
    height = min(84.0, on.left - 150)
    on.rect(x=MARGIN, y=top, width=INNER, height=height, colour=TRACK)
    for piece in drawn.pieces:
        x, width = MARGIN + (reach + float(piece.x)) * unit, float(piece.width) * unit
        on.rect(x=x, y=top, width=width - 2, height=height, colour=TONES[piece.tone])
    on.rect(x=MARGIN + INNER / 2 - 2, y=top - 9, width=4, height=height + 18, colour=INK)
    on.y = top + height + 26
    points = list(result.points)
    if len(points) > POINTS:
        on.lines(result.sentence, size=30, most=2)
        return
    column = INNER / len(points)
    for place, (row, tone) in enumerate(points):
        x, room = MARGIN + place * column, column - 20
        on.rect(x=x, y=on.y, width=room, height=6, colour=TONES[tone])
        figure = row.votes if result.few else row.percent
        on.text(figure, x=x, y=on.y + 44, size=34, face=STRONG)
        for down, line in enumerate(SANS.lines(row.label, size=21, width=room, most=2)):
            on.text(line, x=x, y=on.y + 74 + 25 * down, size=21, colour=SOFT)


@draw.register
def _forecast(result: ForecastResult, on: Canvas) -> None:
    _big(on, result.in_percent, _("Median"))
    left, top = MARGIN + 360, on.y + 30
    bottom = on.y + on.left - 64
    most, step = max(one.count for one in result.bins), (RIGHT - left) / len(result.bins)
    for place, one in enumerate(result.bins):
        height = (bottom - top) * one.count / most if most else 0
        x = left + place * step
        on.rect(x=x + 3, y=bottom - height, width=step - 6, height=height, colour=ACCENT)
    on.rect(x=left, y=bottom, width=RIGHT - left, height=2, colour=INK)
    middle = left + (RIGHT - left) * (result.median or 0) / 100
    on.rect(x=middle - 5, y=top - 14, width=10, height=bottom - top + 14, colour=PAPER)
    on.rect(x=middle - 2, y=top - 14, width=4, height=bottom - top + 14, colour=INK)
    for percent, anchor in ((0, "start"), (50, "middle"), (100, "end")):
        said = wording.percentage(percent)
        x = left + (RIGHT - left) * percent / 100
        on.text(said, x=x, y=bottom + 34, size=24, colour=SOFT, anchor=anchor)


@draw.register
def _quiz(result: QuizResult, on: Canvas) -> None:
    if result.right:
        right = result.right
        _big(on, right.votes if result.few else right.percent, _("Answered right"))


@draw.register
def _statements(result: StatementsResult, on: Canvas) -> None:
    on.y += 16
    on.lines(result.sentence, size=32, most=5, face=STRONG)


def _big(on: Canvas, figure: str, said: str) -> None:
    middle = on.y + on.left / 2
    on.text(figure, x=MARGIN, y=middle + 30, size=BIG, face=SERIF, colour=ACCENT)
    on.text(said, x=MARGIN, y=middle + 78, size=30, colour=SOFT)


def _bars(on: Canvas, lines: Sequence[Line]) -> None:
    on.y += 14
    fits = int(on.left // ROW)
    shown = lines if len(lines) <= fits else lines[: max(1, int((on.left - 40) // ROW))]
    for label, figure, share, colour in shown:
        told = SANS.lines(label, size=27, width=INNER - 190, most=1)
        on.text(told[0] if told else "", x=MARGIN, y=on.y + 28, size=27)
        if figure:
            on.text(figure, x=RIGHT, y=on.y + 29, size=29, face=STRONG, anchor="end")
        on.rect(x=MARGIN, y=on.y + 38, width=INNER, height=BAR, colour=TRACK)
        on.rect(x=MARGIN, y=on.y + 38, width=INNER * share, height=BAR, colour=colour)
        on.y += ROW
    on.more(len(lines) - len(shown))
