"""NumPy's mean, median and norm at the price that a few numbers deserve.

A moment of a session asks for more than two hundred of them, of two to sixty rows each, and NumPy's own functions take
far longer to find out what they were given than to compute it. These take plain float64 arrays, over the first axis,
and answer the same number to the last bit, so that recordings and clips are judged as they were.
"""

from __future__ import annotations

import math

import numpy as np

from coach.core.landmarks import FloatArray


def mean_of(rows: FloatArray) -> FloatArray:
    """`np.mean(rows, axis=0)` of (N, …), N > 0: (…); of (N,) numbers it is one number. NaN passes through."""
    return np.add.reduce(rows, axis=0) / len(rows)


def median_of(rows: FloatArray) -> FloatArray:
    """`np.median(rows, axis=0)` of (N, …), N > 0: (…); of (N,) numbers it is one number. A NaN among them gives NaN."""
    ranked = rows.copy()
    ranked.sort(axis=0)  # NaN comes last
    half = len(ranked) // 2
    middle = ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2
    return np.where(np.isnan(ranked[-1]), np.nan, middle + 0.0)  # NumPy's own sum begins at 0.0: -0.0 comes out as 0.0


def length_of(vector: FloatArray) -> float:
    """`np.linalg.norm(vector)` of (N,). NaN passes through."""
    return math.sqrt(vector.dot(vector))


def lengths_of(vectors: FloatArray) -> FloatArray:
    """`np.linalg.norm(vectors, axis=-1)` of (…, N): (…). NaN passes through."""
    return np.sqrt(np.add.reduce(vectors * vectors, axis=-1))
