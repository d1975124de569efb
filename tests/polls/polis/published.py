"""What Polis has published of a conversation, and what we hold of it, each in the same shape."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from pathlib import Path

import numpy as np
from django.conf import settings

from polls import polis
from polls.models import BallotRevision, Mark, Question
from polls.statistics.groups import UNGROUPED, Counts, Groups, Votes, find, group_aware_consensus

FOLDER = settings.BASE_DIR.parent / "shared" / "polis"
CONVERSATIONS = (
    "15-per-hour-seattle",
    "bg2050-volunteers",
    "canadian-electoral-reform",
    "scoop-hivemind.taxes",
)

# What the index must reach; for the others, that it stays far above chance.
LEAST_AGREEMENT = {
    "15-per-hour-seattle": 0.6,
    "bg2050-volunteers": 0.5,
    "canadian-electoral-reform": 0.85,
    "scoop-hivemind.taxes": 0.85,
}


@dataclass(frozen=True)
class Told:
    """A conversation's numbers; participants and comments as Polis numbers them."""

    cells: Mapping[tuple[str, str], int]
    """(participant, comment) → the latest vote."""
    totals: Mapping[str, tuple[int, int, int]]
    """participant → how many comments they voted on, agree and disagree with."""
    every_vote: Mapping[str, tuple[int, int]]
    """comment → how often anybody ever agreed and disagreed."""


def told_by(folder: Path) -> Told:
    """What the exported tables say."""
    participants = _rows(folder / "participants-votes.csv")
    return Told(
        cells={
            (row["participant"], comment): int(vote)
            for row in participants
            for comment, vote in row.items()
            if comment.isdigit() and vote
        },
        totals={
            row["participant"]: (int(row["n-votes"]), int(row["n-agree"]), int(row["n-disagree"]))
            for row in participants
        },
        every_vote={
            row["comment-id"]: (int(row["agrees"]), int(row["disagrees"]))
            for row in _rows(folder / "comments.csv")
        },
    )


def held_of(question: Question) -> Told:
    """What our ballots and their revisions say."""
    marks = Mark.objects.filter(question=question)
    cells = {
        (participant, comment): vote
        for participant, comment, vote in marks.values_list(
            "voter__external_id", "choice__external_id", "value"
        )
    }
    says = Counter((participant, vote) for (participant, _comment), vote in cells.items())
    names = dict(question.choices.values_list("pk", "external_id"))
    ever: Counter[tuple[str, int]] = Counter()
    for given in BallotRevision.objects.filter(question=question).values_list("marks", flat=True):
        ever.update((names[choice], value) for choice, value in given)
    return Told(
        cells=cells,
        totals={
            who: (sum(says[who, vote] for vote in (1, 0, -1)), says[who, 1], says[who, -1])
            for who, _vote in says
        },
        every_vote={comment: (ever[comment, 1], ever[comment, -1]) for comment in names.values()},
    )


def groups_in(folder: Path) -> dict[str, int]:
    """The published group of each participant who is in one."""
    rows = _rows(folder / "participants-votes.csv")
    return {row["participant"]: int(row["group-id"]) for row in rows if row["group-id"]}


def consensus_in(folder: Path) -> dict[str, float]:
    """The published group-informed consensus by comment; nothing where none is published."""
    told = "group-informed-consensus"
    rows = _rows(folder / "comments.csv")
    return {row["comment-id"]: float(row[told]) for row in rows if row.get(told)}


def moderated_in(folder: Path) -> dict[str, int]:
    """The published decision on each comment."""
    return {row["comment-id"]: int(row["moderated"]) for row in _rows(folder / "comments.csv")}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Found:
    """Our groups of a conversation, as many as are published if that is forced."""

    groups: Groups
    agreement: float
    """The adjusted Rand index over everybody whose group is published; whoever has none of ours,
    for want of votes, counts as put with those who have none either."""


def find_in(folder: Path, *, forced: bool = True) -> Found:
    """The groups that we find in the conversation as it is read from its files."""
    conversation, told = polis.read(folder), groups_in(folder)
    rejected = [comment.number for comment in conversation.comments if comment.moderated < 0]
    k = len(set(told.values())) if forced else None
    groups = find(votes_in(conversation), rejected=rejected, k=k)
    ours = dict(zip(map(str, groups.participants.tolist()), groups.labels.tolist(), strict=True))
    return Found(groups, adjusted_rand([ours[who] for who in told], list(told.values())))


def consensus_found_in(folder: Path) -> dict[str, float]:
    """Our group-aware consensus by comment, of the groups as they are published."""
    votes, told = votes_in(polis.read(folder)), groups_in(folder)
    labels = np.array([told.get(str(who), UNGROUPED) for who in votes.participants.tolist()])
    counts = Counts.of(votes, labels, k=max(told.values()) + 1)
    comments = map(str, votes.statements.tolist())
    return dict(zip(comments, group_aware_consensus(counts).tolist(), strict=True))


def votes_in(conversation: polis.Conversation) -> Votes:
    """The latest votes, under the numbers that Polis has for participants and comments."""
    cast = conversation.votes
    return Votes.gather(
        [vote.participant for vote in cast],
        [vote.comment for vote in cast],
        [vote.value for vote in cast],
        [vote.cast_at.timestamp() for vote in cast],
    )


def adjusted_rand(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """How far two ways to group the same things agree: 1 if they are the same, 0 as by chance.

    L. Hubert and P. Arabie, “Comparing Partitions”, Journal of Classification 2 (1985),
    pp. 193–218: pairs put together by both, against what is expected of groups of such sizes.
    """
    both, ones, others = (
        sum(comb(count, 2) for count in Counter(labels).values())
        for labels in (zip(first, second, strict=True), first, second)
    )
    expected = ones * others / max(1, comb(len(first), 2))
    most = (ones + others) / 2
    return (both - expected) / (most - expected) if most != expected else 1.0
