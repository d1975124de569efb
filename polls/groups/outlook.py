"""What is told of a question's groups: each group, each statement across them, and the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from polls.kinds import wording
from polls.models import Choice
from polls.statistics.groups.standing import likely_share
from polls.statistics.intervals import wilson

FEWEST = 10
"""Of fewer participants no groups are shown: a place on the map would tell what one said."""
FOREMOST = 5
"""How many statements are put forward of a sort."""
CLEARLY = 0.3
"""What a statement's shares in two groups must differ by for it to divide them."""
WIDELY = 0.6
"""Group-aware consensus from which a statement is put forward as agreed on across groups."""
_COLOURS = 8


@dataclass(frozen=True)
class Counted:
    """So many of those who saw a statement took a side on it."""

    count: int
    seen: int

    @property
    def share(self) -> float | None:
        return self.count / self.seen if self.seen else None

    @property
    def limits(self) -> tuple[float, float]:
        return wilson(self.count, self.seen)

    @property
    def percent(self) -> str:
        return wording.percent(self.share) if self.share is not None else "–"

    @property
    def interval(self) -> str:
        return wording.interval(*self.limits)


@dataclass(frozen=True)
class Stand:
    """That a group, or all together, take a side on a statement."""

    choice: Choice
    side: int
    """1 agree, -1 disagree."""
    own: Counted
    others: Counted
    """The other groups; nobody where all are meant."""
    kept: Mapping[str, float]
    """Its ratio, z-scores and weight (polls/statistics/groups/standing.py)."""


@dataclass(frozen=True)
class Group:
    """One group under its name, which is also its colour and its shape."""

    name: int
    size: int
    share: float
    telling: Sequence[Stand]

    @property
    def letter(self) -> str:
        return letter_of(self.name)

    @property
    def tone(self) -> str:
        return tone_of(self.name)

    @property
    def readers(self) -> str:
        return wording.whole(self.size)

    @property
    def percent(self) -> str:
        return wording.percent(self.share)


@dataclass(frozen=True)
class Across:
    """What each group says of one statement."""

    choice: Choice
    aware: float
    """Group-aware consensus: how likely all groups agree."""
    groups: Sequence[tuple[int, Counted, Counted]]
    """Each group's name, with those who agree and those who disagree."""

    @cached_property
    def apart(self) -> float:
        """How far the groups that agree most and least lie apart, by their likely shares."""
        shares = [float(likely_share(agree.count, agree.seen)) for _name, agree, _no in self.groups]
        return max(shares) - min(shares) if shares else 0.0

    @property
    def named(self) -> list[tuple[str, str, Counted, Counted]]:
        """As ``groups``, by the group's letter and tone."""
        return [(letter_of(name), tone_of(name), yes, no) for name, yes, no in self.groups]

    @property
    def counted(self) -> list[tuple[int, int, int]]:
        """How many of each group agree, disagree and pass."""
        return [
            (yes.count, no.count, yes.seen - yes.count - no.count) for _name, yes, no in self.groups
        ]


@dataclass(frozen=True)
class Outlook:
    """The groups of a question's participants and what they hold."""

    participants: int
    version: int
    made_at: datetime | None
    groups: Sequence[Group]
    consensus: Sequence[Stand]
    statements: Sequence[Across]

    @property
    def k(self) -> int:
        return len(self.groups)

    @property
    def few(self) -> bool:
        return self.participants < FEWEST

    @property
    def of_few(self) -> Outlook:
        """The same without any group: what may be told of few participants."""
        return replace(self, groups=[], consensus=[], statements=[])

    @property
    def grouped(self) -> int:
        return sum(group.size for group in self.groups)

    @property
    def ungrouped(self) -> int:
        return self.participants - self.grouped

    @property
    def divisive(self) -> list[Across]:
        """The statements on which groups lie furthest apart."""
        apart = [one for one in self.statements if one.apart >= CLEARLY]
        return sorted(apart, key=lambda one: -one.apart)[:FOREMOST]

    @property
    def bridging(self) -> list[Across]:
        """The statements that most probably all groups agree with; nothing to bridge in one."""
        if self.k < 2:
            return []
        wide = [one for one in self.statements if self._aware(one) >= WIDELY]
        return sorted(wide, key=lambda one: -one.aware)[:FOREMOST]

    def _aware(self, one: Across) -> float:
        """Group-aware consensus as a share, whatever the number of groups: its k-th root."""
        return float(one.aware ** (1 / self.k))


def letter_of(name: int) -> str:
    return chr(ord("A") + name)


def tone_of(name: int) -> str:
    """The class that lends a group its colour."""
    return f"choice-{name % _COLOURS + 1}"
