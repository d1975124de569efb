"""How many minds a passage or a comment has changed: readers, each once, whatever they changed.

Under three readers nothing is said, and not towards which side unless three or more went to each
side that anybody went to: nobody is to be found in a number.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from polls.kinds import wording
from polls.models import MindChange, Side
from polls.sides.camps import Camps

FEWEST = 3


@dataclass(frozen=True)
class Influence:
    """How many readers say that one thing changed their minds, never under three."""

    minds: int
    towards: Mapping[Side, int] = field(default_factory=dict)
    """By the side that gained; empty where that would tell of too few."""

    @property
    def number(self) -> str:
        return wording.whole(self.minds)

    def sides(self, camps: Camps | None) -> list[tuple[str, str]]:
        """How many went towards which side, in the choices' words; those for neither are left out.

        Each as (words, number).
        """
        if camps is None:
            return []
        return [
            (camps.words(side), wording.whole(self.towards[side]))
            for side in (Side.FOR, Side.AGAINST)
            if self.towards.get(side)
        ]


def by_comment(comments: Iterable[int]) -> Mapping[int, Influence]:
    """The influence of comments, by their keys; one query, and none for no comments."""
    keys = list(comments)
    if not keys:
        return {}
    return of("comment", MindChange.objects.filter(comment__in=keys))


def by_passage(passages: Iterable[int]) -> Mapping[int, Influence]:
    """The influence of passages over all questions, by their keys; one query, none for none."""
    keys = list(passages)
    if not keys:
        return {}
    return of("passage", MindChange.objects.filter(passage__in=keys))


def of(thing: str, changes: "QuerySet[MindChange]") -> dict[int, Influence]:
    """The influence of each "comment", "passage" or "question" among some changes, by its key."""
    person = Coalesce("voter__merged_into_id", "voter_id")
    rows = changes.order_by().values_list(f"{thing}_id", person, "direction").distinct()
    told: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for key, reader, direction in rows:
        if key is not None:
            told[key].add((reader, direction))
    counted = {key: influence(readers) for key, readers in told.items()}
    return {key: found for key, found in counted.items() if found}


def influence(told: Iterable[tuple[int, int]]) -> Influence | None:
    """What may be said of (reader, direction) pairs; None for too few readers."""
    readers: dict[Side, set[int]] = defaultdict(set)
    for reader, direction in told:
        readers[Side(direction)].add(reader)
    everybody = set().union(*readers.values())
    if len(everybody) < FEWEST:
        return None
    towards = {side: len(those) for side, those in readers.items()}
    if min(towards.values()) < FEWEST:
        towards = {}
    return Influence(minds=len(everybody), towards=towards)
