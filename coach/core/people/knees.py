"""How far the knees are bent, in the picture or in space."""

from __future__ import annotations

import numpy as np

from coach.core.landmarks import FloatArray, Landmark
from coach.core.small_arrays import lengths_of

_HIPS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
_KNEES = [Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE]
_ANKLES = [Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE]


def straighter_knee_deg(landmarks: FloatArray) -> float:
    """Angle between thigh and shank of the straighter leg, degrees; 180 = straight. A step bends the other one.

    Args:
        landmarks: (33 or more, D) places of a body in a plane or in space, any unit; NaN gives NaN.
    """
    thigh, shank = landmarks[_HIPS] - landmarks[_KNEES], landmarks[_ANKLES] - landmarks[_KNEES]
    lengths = lengths_of(thigh) * lengths_of(shank)
    cos = (thigh * shank).sum(axis=1) / np.maximum(lengths, 1e-9)
    return float(np.degrees(np.arccos(np.clip(cos, -1.0, 1.0))).max())
