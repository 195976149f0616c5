"""A closer look at one foot: where to look, and what was seen there.

The core names a square around a foot, the foot network (an adapter) answers. Image frame: px, x right, y down.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from coach.core.landmarks import SIDES, FloatArray, Landmark, Pose, Side
from coach.core.small_arrays import length_of, lengths_of, mean_of

# The square's edge as a part of the giver's size in the picture: the foot, the other one beside it and half the shank.
_EDGE_OF_SIZE = 0.9
# Trunk, shank and shoulder line as parts of one size, so that a view from above shortens at most some of them.
_SHANK_TO_SIZE = 1.2
_SHOULDERS_TO_SIZE = 1.3


class FootPoint(IntEnum):
    """Rows of a foot answer's points."""

    ANKLE = 0  # the joint's centre
    HEEL = 1  # the skin at the back of the heel
    TOE = 2  # the tip of the big toe
    SOLE = 3  # the middle of the sole's outline


@dataclass(frozen=True, slots=True)
class FootRegion:
    """One foot to look at.

    Attributes:
        side: the giver's own left or right.
        x_px, y_px: the square's centre.
        size_px: the square's edge.
        points_px: (8, 2) what the pose says: middle of the shank, ankle, heel and toe of this foot, then of the other.
    """

    side: Side
    x_px: float
    y_px: float
    size_px: float
    points_px: FloatArray


@dataclass(frozen=True, slots=True)
class FootAnswer:
    """What the foot network says about one foot.

    Attributes:
        side: the giver's own left or right.
        points_px: (4, 2) image px, rows as in `FootPoint`.
        covariance_px2: (4, 2, 2) of each point, px²; one look's own error, which frames of one stand share in part.
        on_back, in_air, on_floor: probabilities, together 1.
    """

    side: Side
    points_px: FloatArray
    covariance_px2: FloatArray
    on_back: float
    in_air: float
    on_floor: float


def foot_region(giver: Pose, side: Side) -> FootRegion | None:
    """The square to look at, from the newest pose (mostly that of the frame before); None if the pose has holes."""
    own, other = _leg_px(giver, side), _leg_px(giver, SIDES[1 - SIDES.index(side)])
    centre = mean_of(own[1:])
    size_px = _EDGE_OF_SIZE * _body_size_px(giver)
    if not (np.isfinite(own).all() and np.isfinite(other).all() and np.isfinite(size_px) and size_px > 1):
        return None
    return FootRegion(side, float(centre[0]), float(centre[1]), size_px, np.vstack([own, other]))


def _leg_px(giver: Pose, side: Side) -> FloatArray:
    """(4, 2) middle of the shank, ankle, heel, toe."""
    row = SIDES.index(side)
    knee, ankle, heel, toe = (
        giver.xy_px[landmark + row]
        for landmark in (Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE, Landmark.LEFT_HEEL, Landmark.LEFT_FOOT_INDEX)
    )
    return np.array([(knee + ankle) / 2, ankle, heel, toe])


def _body_size_px(giver: Pose) -> float:
    """About the trunk's length, px, however the giver is seen."""
    xy_px = giver.xy_px
    shoulders = xy_px[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]]
    hips = xy_px[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]]
    shanks = xy_px[[Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE]] - xy_px[[Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE]]
    trunk_px = length_of(mean_of(shoulders) - mean_of(hips))
    shank_px = mean_of(lengths_of(shanks))
    shoulders_px = length_of(shoulders[0] - shoulders[1])
    return float(max(trunk_px, _SHANK_TO_SIZE * shank_px, _SHOULDERS_TO_SIZE * shoulders_px))
