"""Orders from pairwise preferences: who is preferred to whom on how many ballots."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations


@dataclass(frozen=True)
class Schulze[Candidate: Hashable]:
    """The outcome of the Schulze method."""

    layers: Sequence[Sequence[Candidate]]
    """The candidates from first to last; those in one layer do not beat one another."""
    paths: Mapping[tuple[Candidate, Candidate], int]
    """The strength of the strongest path from one candidate to another; 0 for none."""

    @property
    def winners(self) -> Sequence[Candidate]:
        """Whom nobody beats: one, or several that tie."""
        return self.layers[0] if self.layers else ()


def schulze[Candidate: Hashable](
    candidates: Sequence[Candidate], preferences: Mapping[tuple[Candidate, Candidate], int]
) -> Schulze[Candidate]:
    """The Schulze order of the candidates; ``preferences[a, b]`` ballots put a before b.

    A path is as strong as its weakest link; a link from a to b is a duel that a wins, as strong as
    the number of ballots for a (“winning votes”). a beats b if its strongest path to b is stronger
    than b's to a; this relation is transitive. M. Schulze, “A new monotonic, clone-independent,
    reversal symmetric, and Condorcet-consistent single-winner election method”, Social Choice and
    Welfare 36 (2011), pp. 267–303, § 2.2 and 2.3 (the widest paths by Floyd and Warshall). Takes
    time in the cube of the number of candidates.
    """
    paths = {
        (a, b): preferences.get((a, b), 0)
        if preferences.get((a, b), 0) > preferences.get((b, a), 0)
        else 0
        for a, b in permutations(candidates, 2)
    }
    for via in candidates:
        for a, b in permutations(candidates, 2):
            if via not in (a, b):
                paths[a, b] = max(paths[a, b], min(paths[a, via], paths[via, b]))
    return Schulze(layers=_layers(candidates, paths), paths=paths)


def _layers[Candidate: Hashable](
    candidates: Sequence[Candidate], paths: Mapping[tuple[Candidate, Candidate], int]
) -> list[list[Candidate]]:
    """Whom nobody beats, then whom nobody else beats, and so on; beating has no cycles."""
    layers, left = [], list(candidates)
    while left:
        unbeaten = [a for a in left if all(paths[a, b] >= paths[b, a] for b in left if b != a)]
        layers.append(unbeaten)
        left = [a for a in left if a not in unbeaten]
    return layers


def borda[Candidate: Hashable](
    candidates: Sequence[Candidate],
    preferences: Mapping[tuple[Candidate, Candidate], int],
    voters: int,
) -> dict[Candidate, float]:
    """Each candidate's Borda points: one for each other one it is put before on a ballot.

    A ballot that puts neither before the other gives half a point to both, so that a ballot always
    gives ``n (n - 1) / 2`` points in all: the count of J.-C. de Borda (1781) with ties averaged,
    which equals ``Σ (voters + preferences[a, b] - preferences[b, a]) / 2`` over all others.
    """
    return {
        a: sum(
            voters + preferences.get((a, b), 0) - preferences.get((b, a), 0)
            for b in candidates
            if b != a
        )
        / 2
        for a in candidates
    }
