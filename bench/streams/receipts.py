"""From the acknowledgement of each ballot to its receipt by each reader."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.streams.crowd import Told

_LONGEST = 60_000  # ms


@dataclass(frozen=True)
class Delays:
    """Milliseconds between a ballot's acknowledgement and its receipt, of each ballot by each."""

    p50: float
    p99: float
    receipts: int
    uninformed: int
    """Readers who have not been told of the last ballot."""


def delays(acknowledged_at: Sequence[float], told: Sequence[Told], *, version: int) -> Delays:
    """Compare the moments of the ballots that followed a version with those of what was received.

    The nth ballot to be acknowledged is taken for the one that raised the version to its nth
    successor. That can only exchange two that were on their way at the same time. A reader
    receives with a version all ballots since the one received before.
    """
    ballots = np.asarray(acknowledged_at)
    counts = np.zeros(_LONGEST + 1, dtype=np.int64)
    uninformed = 0
    for crowd in told:
        before, after, at, late = _steps(crowd, first=version, last=version + len(ballots))
        uninformed += late
        order = np.lexsort((after, before))
        before, after, at = before[order], after[order], at[order]
        edges = np.flatnonzero(np.diff(before) | np.diff(after)) + 1
        for some in np.split(np.arange(len(at)), edges):
            if len(some):
                span = ballots[before[some[0]] - version : after[some[0]] - version]
                passed = (at[some][:, None] - span[None, :]).ravel() * 1000
                rounded = np.clip(np.ceil(passed), 0, _LONGEST).astype(np.int64)
                counts += np.bincount(rounded, minlength=_LONGEST + 1)
    shares = np.cumsum(counts) / max(int(counts.sum()), 1)
    p50, p99 = (float(np.searchsorted(shares, share)) for share in (0.5, 0.99))
    return Delays(p50, p99, sum(len(one.times) for one in told), uninformed)


type Steps = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], int]


def _steps(told: Told, *, first: int, last: int) -> Steps:
    """Each step from a version to a later one, with its moment; who did not come to the last."""
    who, versions = np.asarray(told.who), np.clip(np.asarray(told.versions), first, last)
    times = np.asarray(told.times)
    order = np.lexsort((times, who))
    who, versions, times = who[order], versions[order], times[order]
    is_first = np.diff(who, prepend=-1) != 0
    before = np.where(is_first, first, np.roll(versions, 1))
    informed = len(set(who[versions == last].tolist()))
    steps = versions > before
    return before[steps], versions[steps], times[steps], told.wanted - informed
