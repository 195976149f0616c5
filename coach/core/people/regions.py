"""Regions to look at, derived from landmarks, and distances between two poses. Image frame, px."""

from __future__ import annotations

import numpy as np

from coach.core.area import Box
from coach.core.landmarks import FloatArray, Landmark, Pose
from coach.core.look import Region
from coach.core.small_arrays import length_of, lengths_of, mean_of

# The landmarks that place a body: both shoulders, hips, knees, ankles.
KEY = np.array(
    [
        Landmark.LEFT_SHOULDER,
        Landmark.RIGHT_SHOULDER,
        Landmark.LEFT_HIP,
        Landmark.RIGHT_HIP,
        Landmark.LEFT_KNEE,
        Landmark.RIGHT_KNEE,
        Landmark.LEFT_ANKLE,
        Landmark.RIGHT_ANKLE,
    ]
)
# MediaPipe's rule for the next region: about the middle of the hips, as far as the farthest landmark and a quarter.
# While the other body is not played down, a tenth more shows less of it and is right more often (docs/accuracy.md).
_HIP_REGION_SCALE = 1.25
_NARROW_SCALE = 1.1
# A lying body is seen foreshortened, so the middle of the hips is far from the middle of the body: the box does better.
_BODY_REGION_SCALE = 1.3


def shoulders_middle(xy_px: FloatArray) -> FloatArray:
    """(2,) middle of the shoulder line of a (33, 2) pose."""
    return (xy_px[Landmark.LEFT_SHOULDER] + xy_px[Landmark.RIGHT_SHOULDER]) / 2


def hips_middle(xy_px: FloatArray) -> FloatArray:
    """(2,) middle of the hip line of a (33, 2) pose."""
    return (xy_px[Landmark.LEFT_HIP] + xy_px[Landmark.RIGHT_HIP]) / 2


def ankles_middle(xy_px: FloatArray) -> FloatArray:
    """(2,) middle of the ankles of a (33, 2) pose."""
    return (xy_px[Landmark.LEFT_ANKLE] + xy_px[Landmark.RIGHT_ANKLE]) / 2


def up_rad(xy_px: FloatArray) -> float:
    """Direction from hips to shoulders: 0 = up in the picture, positive = clockwise."""
    up = shoulders_middle(xy_px) - hips_middle(xy_px)
    return float(np.arctan2(up[0], -up[1]))


def trunk_px(xy_px: FloatArray) -> float:
    """From the hips' middle to the shoulders' middle of a (33, 2) pose, px."""
    return length_of(shoulders_middle(xy_px) - hips_middle(xy_px))


def extent_px(pose: Pose) -> float:
    """Diagonal of the box around all landmarks, px; NaN if one is unknown."""
    return length_of(np.ptp(pose.xy_px, axis=0))


def hips_reach_px(pose: Pose) -> float:
    """How far the farthest landmark is from the middle of the hips, px."""
    return float(lengths_of(pose.xy_px - hips_middle(pose.xy_px)).max())


def hip_region(pose: Pose, reach_px: float = 0.0, narrow: bool = True) -> Region:
    """The square that an upright person is tracked in.

    `reach_px`: the body reaches that far at least; `narrow`: another body is near and not played down.
    """
    middle = hips_middle(pose.xy_px)
    radius = max(hips_reach_px(pose), reach_px)
    scale = _NARROW_SCALE if narrow else _HIP_REGION_SCALE
    return Region(float(middle[0]), float(middle[1]), 2 * radius * scale, up_rad(pose.xy_px))


def body_axis(xy_px: FloatArray) -> FloatArray:
    """(2,) from the ankles' middle to the shoulders' middle of a (33, 2) pose, px.

    A lying person is straight, and from an end the torso alone is too short in the picture to tell its direction.
    """
    return shoulders_middle(xy_px) - ankles_middle(xy_px)


def body_region(pose: Pose) -> Region:
    """The square that a lying person is looked at in: about the middle of the body's own box, turned with the body."""
    axis = body_axis(pose.xy_px)
    turn = float(np.arctan2(axis[0], -axis[1]))
    along = np.array([np.sin(turn), -np.cos(turn)])
    across = np.array([np.cos(turn), np.sin(turn)])
    lengths, widths = pose.xy_px @ along, pose.xy_px @ across
    middle = (lengths.max() + lengths.min()) / 2 * along + (widths.max() + widths.min()) / 2 * across
    size = max(np.ptp(lengths), np.ptp(widths)) * _BODY_REGION_SCALE
    return Region(float(middle[0]), float(middle[1]), float(size), turn)


def turned(region: Region, by_rad: float, scale: float = 1.0) -> Region:
    """The same place, turned and scaled: a second opinion on the same body."""
    return Region(region.x_px, region.y_px, region.size_px * scale, region.up_rad + by_rad)


def distance(pose: Pose, other: Pose) -> float:
    """Mean distance of the key landmarks as a fraction of the other's extent; NaN if one is unknown."""
    return float(mean_of(lengths_of(pose.xy_px[KEY] - other.xy_px[KEY])) / extent_px(other))


def distance_either_way(pose: Pose, other: Pose) -> float:
    """As `distance`, whichever of the two left/right readings is nearer."""
    return min(distance(pose, other), distance(pose.flipped(), other))


def is_whole(pose: Pose) -> bool:
    """True if every landmark has a place and the body has a size."""
    return bool(np.isfinite(pose.xy_px).all()) and extent_px(pose) > 1.0


def box_region(box: Box, up: float) -> Region:
    """The square around a box, for a body whose head points `up` (rad, 0 = up in the picture, positive = clockwise)."""
    size = max(box.width, box.height) * _BODY_REGION_SCALE
    return Region(box.x + box.width / 2, box.y + box.height / 2, size, up)


def inside(xy_px: FloatArray, box: Box) -> bool:
    """Is a point inside a box?"""
    return bool(box.x <= xy_px[0] <= box.x + box.width and box.y <= xy_px[1] <= box.y + box.height)


def nearest_reading(pose: Pose, other: Pose) -> Pose:
    """The pose or its left/right mirror, whichever is nearer to the other."""
    return pose if distance(pose, other) <= distance(pose.flipped(), other) else pose.flipped()
