"""How far the knees are bent, in the picture or in space, and how far the network errs about it in this view."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.core.landmarks import FloatArray, Landmark
from coach.core.small_arrays import lengths_of

_HIPS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
_KNEES = [Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE]
_ANKLES = [Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE]
_UPRIGHT_DEG = 160.0  # a relaxed knee is within 20 degrees of straight
_LEARN_S, _FORGET_S = 1.0, 10.0  # a mean over this long tells; it is over the last looks that add up to so much
_GAP_S = 0.25  # what one look counts for at most


@dataclass(frozen=True, slots=True)
class UprightKnees:
    """What the network makes of the straighter knee in space while the giver walks upright on the floor.

    Attributes:
        mean_deg: the mean angle; NaN before the first look.
        seen_s: how long that has been seen.
        t_s: when it was seen last.
    """

    mean_deg: float = float("nan")
    seen_s: float = 0.0
    t_s: float = float("-inf")

    def corrected_deg(self, in_space_deg: float) -> float:
        """An angle in space with what the network bends an upright giver's knees by in this view taken away."""
        if self.seen_s < _LEARN_S:
            return in_space_deg
        return in_space_deg + max(0.0, _UPRIGHT_DEG - self.mean_deg)


def update_upright(state: UprightKnees, in_space_deg: float, t_s: float) -> UprightKnees:
    """Fold one look at an upright giver in; NaN changes nothing."""
    if np.isnan(in_space_deg):
        return state
    dt_s = min(t_s - state.t_s, _GAP_S)
    if np.isnan(state.mean_deg):
        return UprightKnees(in_space_deg, 0.0, t_s)
    seen_s = min(state.seen_s + dt_s, _FORGET_S)
    return UprightKnees(state.mean_deg + (in_space_deg - state.mean_deg) * dt_s / max(seen_s, dt_s), seen_s, t_s)


def straighter_knee_deg(landmarks: FloatArray) -> float:
    """Angle between thigh and shank of the straighter leg, degrees; 180 = straight. A step bends the other one.

    Args:
        landmarks: (33 or more, D) places of a body in a plane or in space, any unit; NaN gives NaN.
    """
    thigh, shank = landmarks[_HIPS] - landmarks[_KNEES], landmarks[_ANKLES] - landmarks[_KNEES]
    lengths = lengths_of(thigh) * lengths_of(shank)
    cos = (thigh * shank).sum(axis=1) / np.maximum(lengths, 1e-9)
    return float(np.degrees(np.arccos(np.clip(cos, -1.0, 1.0))).max())
