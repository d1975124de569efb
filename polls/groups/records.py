"""Groups as the database keeps them: the map to project on, and a summary to tell.

A summary holds, by the statements' primary keys:
``groups``: [{name, size, representative: [standing, …]}, …], ``consensus``: [standing, …],
``statements``: [[key, group-aware consensus, [agree, …], [disagree, …], [seen, …]], …] with a
number for each group, ``silhouettes``: {k: …}. A standing is a Standing's fields.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from polls.statistics.groups import (
    Counts,
    Former,
    Groups,
    OpinionMap,
    Votes,
    consensus,
    group_aware_consensus,
    representative,
)

type Json = dict[str, Any]

_DECIMALS = 12


def map_of(groups: Groups) -> Json:
    """What places other voters on the same map, and finds their group."""
    drawn = groups.map
    return {
        "statements": drawn.statements.tolist(),
        "kept": drawn.kept.tolist(),
        "means": drawn.means.round(_DECIMALS).tolist(),
        "loadings": drawn.loadings.round(_DECIMALS).tolist(),
        "centres": groups.centres.round(_DECIMALS).tolist(),
        "names": groups.names,
    }


def map_in(kept: Json) -> OpinionMap:
    """The map that ``map_of`` kept."""
    return OpinionMap(
        statements=np.array(kept["statements"], dtype=np.int64),
        kept=np.array(kept["kept"], dtype=bool),
        means=np.array(kept["means"], dtype=np.float64),
        loadings=np.array(kept["loadings"], dtype=np.float64).reshape(-1, 2),
    )


def former_in(kept: Json, names: dict[int, int]) -> Former | None:
    """The former run, whose participants had these groups; None where there was none."""
    return Former(map=map_in(kept), names=names) if kept else None


def summary_of(votes: Votes, groups: Groups, *, unseen: Sequence[int]) -> Json:
    """What is told of the groups; nothing of the statements ``unseen``, which nobody is asked."""
    counts = Counts.of(votes, groups.labels, k=groups.k)
    telling = representative(counts, rejected=unseen)
    told = zip(groups.names, groups.sizes.tolist(), telling, strict=True)
    return {
        "groups": [
            {"name": name, "size": size, "representative": [asdict(one) for one in standings]}
            for name, size, standings in told
        ],
        "consensus": [asdict(one) for one in consensus(counts, rejected=unseen)]
        if groups.k
        else [],
        "statements": _statements(counts, unseen),
        "silhouettes": {str(k): value for k, value in groups.silhouettes.items()},
    }


def _statements(counts: Counts, unseen: Sequence[int]) -> list[list[Any]]:
    if not len(counts.agree):
        return []
    aware = group_aware_consensus(counts)
    columns = zip(
        counts.statements.tolist(),
        aware.tolist(),
        counts.agree.T.tolist(),
        counts.disagree.T.tolist(),
        counts.seen.T.tolist(),
        strict=True,
    )
    hidden = set(unseen)
    return [list(row) for row in columns if row[0] not in hidden]
