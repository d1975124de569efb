"""Before and after reading: where the answers of those who gave two went.

Only voters who answered in both places are compared, each with themselves. What moved between the
two answers lies between the top and the end of the article, and need not be its doing.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from numpy.typing import NDArray

from dossier.models import Article
from polls.insight.asked import Asked, everything, shown
from polls.insight.variables import NONE, Level, Variable, variables_of
from polls.kinds import wording
from polls.kinds.base import FEW_VOTERS
from polls.models import Question
from polls.results import twice
from polls.results.twice import Stated, Twice
from polls.statistics import flows, pairing


@dataclass(frozen=True)
class Side:
    """An answer, before and after: how many gave it."""

    level: Level
    before: str
    after: str
    gain: str
    """By how many it grew, with its sign."""


@dataclass(frozen=True)
class Shift:
    """What voters answered before reading (rows) and after (columns), over the same answers."""

    variable: Variable
    levels: Sequence[Level]
    table: NDArray[np.int64]

    @property
    def voters(self) -> int:
        return int(self.table.sum())

    @property
    def turnout(self) -> str:
        return wording.whole(self.voters)

    @property
    def few(self) -> bool:
        return self.voters < FEW_VOTERS

    @cached_property
    def flow(self) -> flows.Flow:
        return flows.flow(self.table)

    @property
    def left(self) -> Sequence[tuple[flows.Node, Level, str]]:
        """The answers before, each where it stands, with its share."""
        return self._placed(self.flow.left, self.table.sum(axis=1))

    @property
    def right(self) -> Sequence[tuple[flows.Node, Level, str]]:
        return self._placed(self.flow.right, self.table.sum(axis=0))

    @property
    def bands(self) -> Sequence[tuple[flows.Band, Level]]:
        """What flows, in the colour of the answer it comes from; those who stayed come first."""
        ordered = sorted(self.flow.bands, key=lambda band: band.source != band.target)
        return [(band, self.levels[band.source]) for band in ordered]

    @property
    def sides(self) -> Sequence[Side]:
        before, after = self.table.sum(axis=1), self.table.sum(axis=0)
        return [
            Side(
                level=level,
                before=self._told(int(before[place])),
                after=self._told(int(after[place])),
                gain=wording.signed(int(after[place] - before[place])),
            )
            for place, level in enumerate(self.levels)
        ]

    @property
    def rows(self) -> Sequence[tuple[Level, Sequence[tuple[str, bool]], str]]:
        """Each answer before, how many of its voters gave which answer after, and all of them."""
        return [
            (
                level,
                [
                    (wording.whole(int(count)), place == other)
                    for other, count in enumerate(self.table[place])
                ],
                wording.whole(int(self.table[place].sum())),
            )
            for place, level in enumerate(self.levels)
        ]

    @property
    def totals(self) -> Sequence[str]:
        return [wording.whole(int(count)) for count in self.table.sum(axis=0)]

    @property
    def sentence(self) -> str:
        """How many changed, and by how much all of them together moved."""
        gross, net = pairing.gross_change(self.table), pairing.net_change(self.table)
        told = {
            "voters": wording.whole(self.voters),
            "gross": self._told(gross),
            "net": self._told(net),
        }
        answered = (
            ngettext(
                "%(voters)s reader answered before and after reading.",
                "%(voters)s readers answered before and after reading.",
                self.voters,
            )
            % told
        )
        if not gross:
            unchanged = _("Nobody changed the answer.")  # xgettext reads no f-strings
            return f"{answered} {unchanged}"
        changed = _(
            "%(gross)s changed the answer (gross change); as a whole the answers moved by "
            "%(net)s (net change)."
        )
        return f"{answered} {changed % told}"

    @cached_property
    def found(self) -> pairing.Symmetry | None:
        """How far chance alone explains that changes ran one way; None under ten."""
        return None if self.few else pairing.symmetry(self.table)

    @property
    def trial(self) -> str:
        """Whether changes ran one way, as far as chance can be told apart; empty under ten."""
        found = self.found
        if found is None:
            return ""
        return _(
            "If changes ran either way with even chances, they would be at least so one-sided in "
            "%(p)s of cases (%(method)s)."
        ) % {"p": wording.chance(found.p), "method": _METHODS[found.method]()}

    def _placed(
        self, nodes: Sequence[flows.Node], counts: NDArray[np.int64]
    ) -> list[tuple[flows.Node, Level, str]]:
        return [
            (node, self.levels[node.place], self._told(int(counts[node.place]))) for node in nodes
        ]

    def _told(self, count: int) -> str:
        return wording.whole(count) if self.few else wording.percent(count / self.voters)


@dataclass(frozen=True)
class Pairs:
    """A question asked twice: its shifts, one or one a choice, and who answered only once."""

    question: Question
    shifts: Sequence[Shift]
    once: Sequence[str]
    """Who did not answer twice, in words."""


@dataclass(frozen=True)
class Shifts:
    questions: Sequence[Pairs]


def part(article: Article, now: datetime) -> Shifts | None:
    """What everybody may see; None where no question that was asked twice has been answered."""
    return _shifts(shown(article, now=now))


def for_newsroom(article: Article, now: datetime) -> Shifts | None:
    """Every question that was asked twice."""
    return _shifts(everything(article, now=now))


def _shifts(asked: Sequence[Asked]) -> Shifts | None:
    again = [one for one in asked if one.question.ask_again and variables_of(one)]
    if not again:
        return None
    told = twice.of_questions([one.question for one in again])
    pairs = [_pairs(one, told[one.question.pk]) for one in again]
    answered = [one for one in pairs if one.shifts or one.once]
    return Shifts(answered) if answered else None


def _pairs(asked: Asked, told: Twice) -> Pairs:
    shifts = [_shift(variable, told.both) for variable in variables_of(asked)] if told.both else []
    return Pairs(asked.question, [one for one in shifts if one.voters], _once(told))


def _shift(variable: Variable, both: Counter[tuple[Stated, Stated]]) -> Shift:
    """The table of one variable; “no opinion” is an answer in it, where anybody gave it."""
    levels = [*variable.levels, Level(_("No opinion"), "tone-mid", "(no-opinion)")]
    table = np.zeros((len(levels), len(levels)), dtype=np.int64)
    for (before, after), voters in both.items():
        row, column = (
            len(levels) - 1 if said.abstains else variable.of_answer(dict(said.marks))
            for said in (before, after)
        )
        if NONE not in {row, column}:
            table[row, column] += voters
    if not table[-1].any() and not table[:, -1].any():
        return Shift(variable, levels[:-1], table[:-1, :-1])
    return Shift(variable, levels, table)


def _once(told: Twice) -> list[str]:
    """Who did not answer twice; nothing of those that there are none of."""
    words = [
        (told.before_only, _("answered before reading and not after")),
        (told.after_only, _("answered after reading and not before")),
        (told.withdrawn, _("took the answer back after reading")),
        (told.elsewhere, _("gave an answer elsewhere, which tells nothing of reading")),
    ]
    return [f"{wording.whole(count)} {said}" for count, said in words if count]


_METHODS = {
    pairing.Method.EXACT: lambda: _("McNemar’s test, exact"),
    pairing.Method.MCNEMAR: lambda: _("McNemar’s test"),
    pairing.Method.BOWKER: lambda: _("Bowker’s test of symmetry"),
    pairing.Method.SIMULATED: lambda: _("Bowker’s test of symmetry, by simulation"),
}
