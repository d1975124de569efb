"""Which statement to ask next: the one from whose answer most is learnt.

The metric by which Polis routes statements to participants (the Computational Democracy Project,
polis, math/src/polismath/math/conversation.clj, ``importance-metric`` and ``priority-metric``;
pca.clj, ``pca-project-cmnts``; described by Small et al. 2021, § on comment routing).
"""

import numpy as np
from numpy.typing import ArrayLike

from polls.statistics.groups.mapping import OpinionMap
from polls.statistics.groups.votes import Floats

_NEW = 8
"""How many times over a statement counts that nobody has voted on."""
_HALVES = 5
"""After so many votes half of that advantage is left."""


def extremity(drawn: OpinionMap) -> Floats:
    """How far out each of the map's statements takes whoever agrees with it and says nothing else.

    ``E = √M · |1 - mean| · ‖loading‖``, the length of such a participant's place on the map of M
    statements; a place for each of ``drawn.statements``.
    """
    lengths = np.linalg.norm(drawn.loadings, axis=1)
    far: Floats = np.sqrt(len(drawn.statements)) * np.abs(1 - drawn.means) * lengths
    return far


def priority(agree: ArrayLike, passed: ArrayLike, seen: ArrayLike, far: ArrayLike) -> Floats:
    """How much it matters that the next participant answers, for each statement; above 0.

    Of S who saw it A agreed and P passed, and E is its extremity:
    ``((1 - (P + 1) / (S + 2)) · (E + 1) · (A + 1) / (S + 2) · (1 + 8 · 2^(-S / 5)))²``.
    What many pass over is not worth asking; what takes its voters far tells groups apart; what is
    agreed with may unite; and the last factor lets new statements rise.
    """
    votes = np.asarray(seen)
    willing = 1 - (np.asarray(passed) + 1) / (votes + 2)
    agreeing = (np.asarray(agree) + 1) / (votes + 2)
    new = 1 + _NEW * 2.0 ** (-votes / _HALVES)
    weight: Floats = np.square(willing * (np.asarray(far) + 1) * agreeing * new)
    return weight
