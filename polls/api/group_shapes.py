"""The shapes of opinion groups."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

type Side = Literal["agree", "disagree"]


class Participant(BaseModel):
    """Somebody who answered, under a name that leads to nobody, and is another on each question."""

    id: str
    group: int | None = Field(description="null for whoever answered too few statements")
    x: float
    y: float


class ImportedParticipant(Participant):
    external_id: str = Field(description="their number in the conversation that was imported")


class Statement(BaseModel):
    id: str = Field(description="the statement’s slug: its choice in the tally")
    text: str


class Imported(BaseModel):
    external_id: str = Field(description="its number in the conversation that was imported")


class Stand(Statement):
    """That a group, or all of them together, take a side on a statement."""

    side: Side
    count: int = Field(description="how many take that side")
    seen: int = Field(description="of how many who agree, disagree or pass")
    share: float | None = Field(description="count / seen")
    low: float = Field(description="lower 95 % limit of the share (Wilson)")
    high: float = Field(description="upper 95 % limit of the share (Wilson)")
    likely: float = Field(description="(count + 1) / (seen + 2), which what follows is made of")
    z: float = Field(description="z-score of that share against one half")
    weight: float = Field(description="what the list is ordered by")


class ImportedStand(Imported, Stand):
    pass


class GroupStand(Stand):
    """What tells a group from all others."""

    others_count: int
    others_seen: int
    ratio: float = Field(description="likely, over that of all other groups")
    z_apart: float = Field(description="z-score of the difference to all other groups")


class ImportedGroupStand(Imported, GroupStand):
    pass


class Group(BaseModel):
    group: int = Field(description="its name: kept from one computation to the next, with gaps")
    size: int
    representative: list[ImportedGroupStand | GroupStand] = Field(
        description="the most telling first, 5 at most"
    )


class Says(BaseModel):
    group: int
    agree: int
    disagree: int
    passed: int = Field(serialization_alias="pass")


class Across(Statement):
    """What each group says of a statement."""

    group_aware_consensus: float = Field(
        description="how likely all groups agree: the product of (agree + 1) / (seen + 2)"
    )
    groups: list[Says]


class ImportedAcross(Imported, Across):
    pass


class Groups(BaseModel):
    """The opinion groups of a question’s participants."""

    dossier: str
    question: str
    k: int = Field(description="how many groups there are; fewer than asked for where there is "
                   "nobody to be put apart")  # fmt: skip
    forced: bool = Field(description="whether their number was asked for, or is the best one")
    few: bool = Field(description="fewer than 10 participants: nobody’s place is told")
    version: int = Field(description="that of the result which they were computed from")
    computed_at: datetime | None
    participants: list[ImportedParticipant | Participant]
    groups: list[Group]
    consensus: list[ImportedStand | Stand] = Field(
        description="what most of all groups together agree with, then what most disagree with"
    )
    statements: list[ImportedAcross | Across] = Field(
        description="each with what every group says of it"
    )
