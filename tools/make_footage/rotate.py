"""Rotations as 3x3 matrices."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def unit(vector: ArrayLike) -> Array:
    """The same direction, length 1."""
    vector = np.asarray(vector, dtype=float)
    return vector / max(float(np.linalg.norm(vector)), 1e-9)


def about(axis: ArrayLike, angle_rad: float) -> Array:
    """(3, 3) rotation about an axis, right-handed."""
    x, y, z = unit(axis)
    K = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle_rad) * K + (1 - np.cos(angle_rad)) * K @ K


def frame(first: ArrayLike, second: ArrayLike) -> Array:
    """(3, 3) columns: `first`, what of `second` is square to it, and their cross product."""
    one = unit(first)
    two = np.asarray(second, dtype=float)
    two = unit(two - one * (two @ one))
    return np.column_stack([one, two, np.cross(one, two)])


def turn_between(start: Array, end: Array, part: float) -> Array:
    """(3, 3) the rotation a part of the way from one to the other."""
    step = end @ start.T
    angle = float(np.arccos(np.clip((np.trace(step) - 1) / 2, -1, 1)))
    axis = np.array([step[2, 1] - step[1, 2], step[0, 2] - step[2, 0], step[1, 0] - step[0, 1]])
    if angle < 1e-6 or np.linalg.norm(axis) < 1e-9:
        return start
    return about(axis, angle * part) @ start


def up(height: float) -> Array:
    """(3,) straight up."""
    return np.array([0.0, 0.0, height])
