"""The small-array functions answer what NumPy answers, to the last bit."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from coach.core.small_arrays import length_of, lengths_of, mean_of, median_of

_NUMBERS = st.one_of(st.just(np.nan), st.floats(-1e6, 1e6))
_ROWS = st.tuples(st.integers(1, 70), st.integers(1, 4)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=_NUMBERS)
)


@given(_ROWS)
@example(np.array([[-0.0]]))
@example(np.array([[-0.0], [-0.0]]))
def test_means_and_medians_are_numpys_own_to_the_last_bit(rows):
    np.testing.assert_array_equal(mean_of(rows), np.mean(rows, axis=0))
    np.testing.assert_array_equal(median_of(rows), np.median(rows, axis=0))
    column = rows[:, 0].copy()
    assert float(mean_of(column)).hex() == float(np.mean(column)).hex()
    assert float(median_of(column)).hex() == float(np.median(column)).hex()


@given(_ROWS)
def test_lengths_are_numpys_own_to_the_last_bit(rows):
    np.testing.assert_array_equal(lengths_of(rows), np.linalg.norm(rows, axis=1))
    assert [length_of(row) for row in rows if np.isfinite(row).all()] == [
        float(np.linalg.norm(row)) for row in rows if np.isfinite(row).all()
    ]


def test_the_median_leaves_what_it_was_given_as_it_was():
    rows = np.array([3.0, 1.0, 2.0])
    assert median_of(rows) == 2.0
    assert list(rows) == [3.0, 1.0, 2.0]
