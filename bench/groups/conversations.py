"""A conversation beside its own export: votes to the last one, and the groups of both."""

import time
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.core.management import call_command

from bench.table import DASH
from polls.models import Question
from polls.results.recount import recount
from tests.polls.polis import published

HEADINGS = (
    "conversation",
    "votes",
    "cells",
    "totals",
    "comments",
    "counters",
    "consensus off by",
    "published groups",
    "our groups",
    "adjusted Rand",
    "best k",
    "cpu s",
)


@dataclass(frozen=True)
class Compared:
    """One line of the table; ``wrong`` are how many of how many differ."""

    name: str
    votes: int
    wrong: Sequence[tuple[int, int]]
    """Of the cells and the totals of participants-votes.csv, of the counts of comments.csv, and
    of the counters beside a recount."""
    consensus: float | None
    """The greatest difference; None where none is published."""
    published: Sequence[int]
    ours: Sequence[int]
    """How many are in each group."""
    agreement: float
    best: int
    """How many groups are found where their number is not given."""
    seconds: float

    @property
    def exact(self) -> bool:
        return not any(wrong for wrong, _of in self.wrong)

    @property
    def cells(self) -> tuple[str, ...]:
        return (
            self.name,
            f"{self.votes:,}",
            *(f"{wrong:,} of {of:,} wrong" for wrong, of in self.wrong),
            DASH if self.consensus is None else f"{self.consensus:.0e}",
            " + ".join(map(str, self.published)),
            " + ".join(map(str, self.ours)),
            f"{self.agreement:.3f}",
            str(self.best),
            f"{self.seconds:.2f}",
        )


def folders(asked: Sequence[Path]) -> list[Path]:
    return list(asked) or [published.FOLDER / name for name in published.CONVERSATIONS]


def compare(folder: Path) -> Compared:
    """Import the folder's conversation and look for whatever is not as published."""
    slug = f"conversation-{Question.objects.count() + 1}"
    call_command("import_polis", folder, slug=slug)
    question = Question.objects.get(article__slug=slug)
    told, held = published.told_by(folder), published.held_of(question)
    started = time.process_time()
    found = published.find_in(folder)
    seconds = time.process_time() - started
    return Compared(
        name=folder.name,
        votes=sum(question.ballots.values_list("revision", flat=True)),
        wrong=[
            _differing(told.cells, held.cells),
            _differing(told.totals, held.totals),
            _differing(told.every_vote, held.every_vote),
            (len(recount(question)), question.tallies.count()),
        ],
        consensus=_consensus(folder),
        published=_sizes(published.groups_in(folder).values()),
        ours=sorted(found.groups.sizes.tolist(), reverse=True),
        agreement=found.agreement,
        best=published.find_in(folder, forced=False).groups.k,
        seconds=seconds,
    )


def _differing[Key: Hashable, Value](
    told: Mapping[Key, Value], held: Mapping[Key, Value]
) -> tuple[int, int]:
    """How many entries differ or are missing, of how many."""
    keys = told.keys() | held.keys()
    return sum(told.get(key) != held.get(key) for key in keys), len(keys)


def _consensus(folder: Path) -> float | None:
    told, found = published.consensus_in(folder), published.consensus_found_in(folder)
    return max((abs(found[comment] - value) for comment, value in told.items()), default=None)


def _sizes(labels: Iterable[int]) -> list[int]:
    return sorted(np.bincount(list(labels)).tolist(), reverse=True)


def render(compared: Sequence[Compared]) -> str:
    """The lines below their headings, in columns as wide as they need."""
    lines = [HEADINGS, *(one.cells for one in compared)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
