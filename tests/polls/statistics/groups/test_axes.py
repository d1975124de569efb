"""Leading eigenvectors, against SciPy's."""

import numpy as np
import pytest
import scipy.linalg
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from polls.statistics.groups.axes import leading


def scatter(*, size: int, rows: int, seed: int) -> NDArray[np.float64]:
    """A matrix without negative eigenvalues, of whole numbers so that some coincide."""
    votes = np.random.default_rng(seed).integers(-1, 2, size=(rows, size)).astype(float)
    return np.asarray(votes.T @ votes)


@settings(deadline=None)
@given(st.integers(1, 90), st.integers(0, 40), st.integers(0, 2**32 - 1))
def test_they_span_the_greatest_variance(size: int, rows: int, seed: int) -> None:
    matrix = scatter(size=size, rows=rows, seed=seed)
    values = scipy.linalg.eigvalsh(matrix)[::-1][:2]
    found = leading(matrix, 2)
    explained = [column @ matrix @ column for column in found.T]
    scale = max(values.max(), 1)
    assert explained[: len(values)] == pytest.approx(values, abs=1e-8 * scale)
    for value, column in zip(explained, found.T, strict=True):
        assert matrix @ column == pytest.approx(value * column, abs=1e-6 * scale)
        assert np.linalg.norm(column) == pytest.approx(float(value > 1e-6))
    assert found[:, 0] @ found[:, 1] == pytest.approx(0, abs=1e-9)


def test_apart_enough_they_are_the_library_s() -> None:
    matrix = np.diag(np.arange(1.0, 60)) + 0.1
    _values, vectors = scipy.linalg.eigh(matrix, subset_by_index=[57, 58])
    assert np.abs(leading(matrix, 2)) == pytest.approx(np.abs(vectors[:, ::-1]), abs=1e-8)


def test_nothing_varies_along_nothing() -> None:
    assert leading(np.zeros((3, 3)), 2).tolist() == [[0, 0]] * 3
    assert leading(np.zeros((0, 0)), 2).shape == (0, 2)


def test_a_single_direction_leaves_the_second_axis_empty() -> None:
    found = leading(np.ones((4, 4)), 2)
    assert np.abs(found[:, 0]) == pytest.approx([0.5] * 4)
    assert found[:, 1].tolist() == [0] * 4
