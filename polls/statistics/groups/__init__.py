"""Opinion groups: who answers statements alike, what sets each group apart, what all agree on.

The method is the one that wiki-surveys of the Polis kind publish: C. T. Small, M. Bjorkegren,
T. Erkkilä, L. Shaw and C. Megill, “Polis: Scaling Deliberation by Mapping High Dimensional Opinion
Spaces”, RECERCA 26 (2021), no. 2, doi:10.6035/recerca.5516. Each module tells its part of it and
what else it draws on; docs/decisions/0020-opinion-groups.md says what was chosen where the
publications leave it open.

    votes = Votes.gather(participants, statements, values)
    groups = find(votes, rejected=[…])
    counts = Counts.of(votes, groups.labels, k=groups.k)
    representative(counts), consensus(counts), group_aware_consensus(counts)
"""

from polls.statistics.groups.asking import extremity, priority
from polls.statistics.groups.finding import MOST_GROUPS, UNGROUPED, Former, Groups, find
from polls.statistics.groups.mapping import OpinionMap
from polls.statistics.groups.standing import (
    Counts,
    Standing,
    consensus,
    group_aware_consensus,
    representative,
)
from polls.statistics.groups.votes import Votes

__all__ = [
    "MOST_GROUPS",
    "UNGROUPED",
    "Counts",
    "Former",
    "Groups",
    "OpinionMap",
    "Standing",
    "Votes",
    "consensus",
    "extremity",
    "find",
    "group_aware_consensus",
    "priority",
    "representative",
]
