"""Where each participant lies: as kept, or as just computed."""

from typing import NamedTuple

from polls.models import OpinionPlace, Question
from polls.statistics.groups import UNGROUPED, Groups


class Place(NamedTuple):
    """A participant's place on the map."""

    voter: int
    group: int | None
    """The group's name; none for want of votes."""
    x: float
    y: float


def placed(groups: Groups) -> list[Place]:
    """Everybody's place in these groups, in an order that tells nothing of who they are."""
    rows = zip(
        groups.participants.tolist(), groups.positions.tolist(), groups.labels.tolist(), strict=True
    )
    return [
        Place(voter, None if label == UNGROUPED else groups.names[label], x, y)
        for voter, (x, y), label in rows
    ]


def kept_places(question: Question) -> list[Place]:
    """Everybody's place as it is kept; one query."""
    kept = OpinionPlace.objects.filter(question=question).order_by("voter_id")
    rows = kept.values_list("voter_id", "group", "x", "y")
    return [Place(*row) for row in rows]
