"""A crossing as it is shown: its table, its mosaic, and what both say."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polls.insight.crossing import Crossing
from polls.insight.variables import Level
from polls.kinds import wording
from polls.kinds.base import FEW_VOTERS
from polls.statistics.association import Strength
from polls.statistics.disclosure import LEAST
from polls.statistics.mosaic import Strip, Tile, mosaic

# Cramér's V from which a link is called so; J. Cohen, Statistical Power Analysis for the Behavioral
# Sciences, 2nd ed. (1988), § 7.2, for tables of which one side has two levels.
WEAK, MIDDLING, STRONG = 0.1, 0.3, 0.5


@dataclass(frozen=True)
class Cell:
    """A count of the table, with its share of the row's voters who answered both."""

    votes: str
    """Empty where it is kept back."""
    percent: str
    """Empty where it is kept back, or of too few."""


@dataclass(frozen=True)
class Row:
    label: str
    cells: Sequence[Cell]
    alone: Cell
    """Those who did not answer the other question."""
    total: str


@dataclass(frozen=True)
class CrossTable:
    """What a crossing says, in words and figures."""

    crossing: Crossing

    @property
    def least(self) -> int:
        return LEAST

    @property
    def columns(self) -> Sequence[Level]:
        return self.crossing.column_levels

    @cached_property
    def body(self) -> Sequence[Row]:
        """The rows of the table."""
        return [
            self._row(place, level.label) for place, level in enumerate(self.crossing.row_levels)
        ]

    @property
    def alone(self) -> Row:
        """Those who answered the columns' question alone."""
        return self._row(-1, "")

    @property
    def totals(self) -> Sequence[str]:
        return [wording.whole(int(count)) for count in self.crossing.table.sum(axis=0)]

    @property
    def both(self) -> str:
        return wording.whole(self.crossing.both)

    @property
    def keeps_back(self) -> bool:
        return bool(self.crossing.hidden.any())

    @property
    def notes(self) -> Sequence[str]:
        """How levels were made of answers, each once."""
        notes = [self.crossing.rows.note, self.crossing.columns.note]
        return list(dict.fromkeys(note for note in notes if note))

    @cached_property
    def strips(self) -> Sequence[tuple[Strip, Row, str, Sequence[tuple[Tile, str, str]]]]:
        """The mosaic: each row with its voters, its tiles with class of colour and share.

        Rows of which it is not told how many answered both are left out.
        """
        crossing, width = self.crossing, len(self.columns)
        rows = [
            (
                crossing.answered_both(place) or 0,
                [crossing.shown(place, column) for column in range(width)],
            )
            for place in range(len(crossing.row_levels))
        ]
        return [
            (
                strip,
                self.body[strip.place],
                wording.whole(rows[strip.place][0]),
                self._tiles(strip),
            )
            for strip in mosaic(rows)
        ]

    @property
    def left_out(self) -> int:
        """How many rows the mosaic leaves out although somebody is in them."""
        told = [self.crossing.answered_both(place) for place in range(len(self.body))]
        return sum(count is None for count in told)

    @property
    def sentence(self) -> str:
        """How strong the link is, in words and figures."""
        strength = self.crossing.strength
        answered = ngettext(
            "%(both)s reader answered both questions.",
            "%(both)s readers answered both questions.",
            self.crossing.both,
        ) % {"both": self.both}
        if strength is None:
            alike = _("All of them gave the same answer to one of the questions.")
            return f"{answered} {alike}"
        told = {
            "v": wording.hundredths(strength.value),
            "low": wording.hundredths(strength.interval.low),
            "high": wording.hundredths(strength.interval.high),
        }
        figures = _("Cramér’s V %(v)s, 95%% interval %(low)s to %(high)s, on a scale from 0 to 1")
        return f"{answered} {_in_words(strength)} ({figures % told})."

    @property
    def trial(self) -> str:
        """How far chance alone explains the link."""
        found = self.crossing.independence
        if found is None:
            return ""
        method = (
            _("Fisher’s exact test")
            if found.exact
            else f"χ²({found.degrees}) = {wording.decimal(found.statistic)}"
        )
        told = {"p": wording.chance(found.p), "method": method}
        return (
            _(
                "If the answers had nothing to do with one another, they would differ at least so "
                "much in %(p)s of cases (%(method)s)."
            )
            % told
        )

    @property
    def is_rough(self) -> bool:
        """Whether expected counts are too small for what is told of chance."""
        found = self.crossing.independence
        return found is not None and found.rough

    def _row(self, place: int, label: str) -> Row:
        crossing = self.crossing
        both = crossing.answered_both(place) if place >= 0 else None
        cells = [
            self._cell(crossing.shown(place, column), both) for column in range(len(self.columns))
        ]
        return Row(
            label=label,
            cells=cells,
            alone=self._cell(crossing.shown(place, -1), None),
            total=wording.whole(int(crossing.table[place].sum())),
        )

    def _cell(self, count: int | None, total: int | None) -> Cell:
        if count is None:
            return Cell("", "")
        told = total is not None and total >= FEW_VOTERS
        return Cell(wording.whole(count), wording.percent(count / total) if told and total else "")

    def _tiles(self, strip: Strip) -> list[tuple[Tile, str, str]]:
        told = []
        for tile in strip.tiles:
            if tile.place is None:
                told.append((tile, "kept-back", ""))
            else:
                cell = self.body[strip.place].cells[tile.place]
                told.append((tile, self.columns[tile.place].tone, cell.percent))
        return told


def _in_words(strength: Strength) -> str:
    """How strong the link is; whether there is one is not sure where the interval begins at 0."""
    if strength.value < WEAK and strength.interval.high < MIDDLING:
        return _("Their answers have next to nothing to do with one another")
    if strength.interval.low == 0:
        return _("Whether their answers are linked is not sure")
    if strength.value < MIDDLING:
        return _("Their answers are weakly linked")
    if strength.value < STRONG:
        return _("Their answers are clearly linked")
    return _("Their answers are strongly linked")
