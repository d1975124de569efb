"""Where one reader stands among the groups, from their own votes and the map as it is kept.

Nothing is computed anew: the reader is laid on the map that the last run drew, so that the place
follows each vote at once. None of this is ever part of what others are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from polls.groups import records
from polls.groups.drawing import Drawing, draw, sample
from polls.groups.outlook import Group, Outlook, letter_of, tone_of
from polls.groups.placing import kept_places
from polls.groups.reading import told_by
from polls.kinds import Marks, wording
from polls.models import Choice, OpinionRun, Question
from polls.statistics.groups import Votes
from polls.statistics.groups.clustering import nearest
from polls.statistics.groups.finding import ENOUGH_VOTES
from polls.statistics.groups.votes import Floats


@dataclass(frozen=True)
class Agreement:
    """How often a group is of the reader's opinion."""

    group: Group
    share: float
    """Of the group's answers to what the reader takes a side on, those on the same side."""

    @property
    def percent(self) -> str:
        return wording.percent(self.share)

    @property
    def width(self) -> str:
        return f"{100 * self.share:.1f}"

    @property
    def mark(self) -> str:
        return sample(self.group.name)


@dataclass(frozen=True)
class Whereabouts:
    """The reader on the map."""

    outlook: Outlook
    drawing: Drawing
    group: int | None
    """The group whose middle is nearest; none before the reader has voted enough."""
    missing: int
    """How many more statements to answer until there is one."""
    agreements: Sequence[Agreement]
    """Most first; none before the reader has taken a side."""

    @property
    def letter(self) -> str:
        return "" if self.group is None else letter_of(self.group)

    @property
    def tone(self) -> str:
        return "" if self.group is None else tone_of(self.group)


def whereabouts(question: Question, choices: Sequence[Choice], marks: Marks) -> Whereabouts | None:
    """Where whoever gave these marks stands; None before there are groups to stand among."""
    run = OpinionRun.objects.filter(question=question, version__gt=0).first()
    if run is None or not marks:
        return None
    outlook = told_by(
        run.summary,
        choices,
        participants=run.participants,
        version=run.version,
        made_at=run.made_at,
    )
    if outlook.few or not outlook.groups:
        return None
    said = sorted(marks.items())
    votes = Votes.gather([0] * len(said), [one for one, _ in said], [value for _, value in said])
    drawn = records.map_in(run.map)
    here = drawn.place(votes)[0]
    missing = max(0, min(ENOUGH_VOTES, len(drawn.statements)) - len(said))
    return Whereabouts(
        outlook=outlook,
        drawing=draw(kept_places(question), me=(float(here[0]), float(here[1]))),
        group=None if missing else _nearest(run.map, here),
        missing=missing,
        agreements=_agreements(outlook, marks),
    )


def _nearest(kept: records.Json, here: Floats) -> int:
    centres = np.array(kept["centres"], dtype=np.float64)
    place = int(nearest(here[None], centres)[0])
    name: int = kept["names"][place]
    return name


def _agreements(outlook: Outlook, marks: Marks) -> list[Agreement]:
    """``Σ same side / Σ seen`` over the statements on which the reader takes a side, by group."""
    same = dict.fromkeys((group.name for group in outlook.groups), 0)
    seen = dict(same)
    for statement in outlook.statements:
        side = marks.get(statement.choice.pk, 0)
        for name, agree, disagree in statement.groups if side else ():
            same[name] += agree.count if side > 0 else disagree.count
            seen[name] += agree.seen
    told = [
        Agreement(group, same[group.name] / seen[group.name])
        for group in outlook.groups
        if seen[group.name]
    ]
    return sorted(told, key=lambda one: -one.share)
