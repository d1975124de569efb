"""The leading eigenvectors of a symmetric matrix, without the many that nobody asked for."""

import numpy as np

from polls.statistics.groups.votes import Floats

_SEED = 1901
_TOGETHER = 32
"""Vectors that are iterated at once: the more, the less it matters how close eigenvalues lie."""
_ROUNDS = 500
_EXACT = 1e-11


def leading(matrix: Floats, count: int) -> Floats:
    """The eigenvectors of the greatest eigenvalues, greatest first, as columns of length 1.

    A column is 0 where the matrix has no such direction: its eigenvalue is 0, or it has fewer.
    The matrix has no negative eigenvalue. Orthogonal iteration with Rayleigh and Ritz's values
    from a start that is always the same (G. H. Golub and C. F. Van Loan, Matrix Computations,
    4th ed. 2013, § 8.2.4), until ``|A v - λ v|`` is 10⁻¹¹ of the greatest eigenvalue.
    """
    size = len(matrix)
    found = np.zeros((size, count))
    scale = np.abs(matrix).max(initial=0)
    if not scale:
        return found
    start = np.random.default_rng(_SEED).standard_normal((size, min(size, _TOGETHER)))
    basis = np.linalg.qr(start).Q
    for _ in range(_ROUNDS):
        carried = matrix @ basis
        values, turn = np.linalg.eigh(basis.T @ carried)
        turn, values = turn[:, ::-1], values[::-1]
        basis, carried = basis @ turn, carried @ turn
        rest = carried[:, :count] - basis[:, :count] * values[:count]
        if np.linalg.norm(rest, axis=0).max() <= _EXACT * values[0]:
            break
        basis = np.linalg.qr(carried).Q
    there = values[:count] > _EXACT * size * values[0]
    found[:, : len(there)] = basis[:, :count] * there
    return found
