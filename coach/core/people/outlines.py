"""Where two bodies show in the picture, as rounded strips along their limbs."""

from __future__ import annotations

import numpy as np

from coach.core.follow_look import Limbs
from coach.core.geometry.lying_body import TEMPLATE_JOINTS, template_joints_m
from coach.core.geometry.scene import Scene
from coach.core.landmarks import FloatArray, Landmark, Pose

# Half widths in m. The receiver's reach the outline, whose corners are often all that plain clothes show. Arms and head
# are left out: they move while the body lies still (technique.md D7).
_LYING = (
    (Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP, 0.09),
    (Landmark.RIGHT_SHOULDER, Landmark.RIGHT_HIP, 0.09),
    (Landmark.LEFT_SHOULDER, Landmark.RIGHT_HIP, 0.09),
    (Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP, 0.09),
    (Landmark.LEFT_HIP, Landmark.RIGHT_HIP, 0.11),
    (Landmark.LEFT_HIP, Landmark.LEFT_KNEE, 0.085),
    (Landmark.RIGHT_HIP, Landmark.RIGHT_KNEE, 0.085),
    (Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE, 0.065),
    (Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE, 0.065),
)
# The giver's are generous: the pose is off by some cm, clothes hang, and the feet cast a shadow and press dents.
_UPRIGHT = (
    (Landmark.LEFT_EAR, Landmark.RIGHT_EAR, 0.18),
    (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, 0.16),
    (Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP, 0.16),
    (Landmark.RIGHT_SHOULDER, Landmark.RIGHT_HIP, 0.16),
    (Landmark.LEFT_HIP, Landmark.RIGHT_HIP, 0.18),
    (Landmark.LEFT_HIP, Landmark.LEFT_KNEE, 0.12),
    (Landmark.RIGHT_HIP, Landmark.RIGHT_KNEE, 0.12),
    (Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE, 0.11),
    (Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE, 0.11),
    (Landmark.LEFT_HEEL, Landmark.LEFT_FOOT_INDEX, 0.13),
    (Landmark.RIGHT_HEEL, Landmark.RIGHT_FOOT_INDEX, 0.13),
    (Landmark.LEFT_SHOULDER, Landmark.LEFT_ELBOW, 0.10),
    (Landmark.RIGHT_SHOULDER, Landmark.RIGHT_ELBOW, 0.10),
    (Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST, 0.10),
    (Landmark.RIGHT_ELBOW, Landmark.RIGHT_WRIST, 0.10),
    (Landmark.LEFT_WRIST, Landmark.LEFT_INDEX, 0.11),
    (Landmark.RIGHT_WRIST, Landmark.RIGHT_INDEX, 0.11),
)
_LYING_ENDS = np.array([(TEMPLATE_JOINTS.index(start), TEMPLATE_JOINTS.index(end)) for start, end, _ in _LYING])
_LYING_HALF_M = np.array([half for _, _, half in _LYING])
_UPRIGHT_ENDS = np.array([(start, end) for start, end, _ in _UPRIGHT])
_UPRIGHT_HALF_M = np.array([half for _, _, half in _UPRIGHT])


def lying_limbs(scene: Scene) -> Limbs:
    """Trunk, hips and legs of a lying body as the camera sees them."""
    joints_m = scene.scene_from_body(template_joints_m(scene.shape, scene.torso_m))
    joints_px, depth_m = scene.camera.project(joints_m), np.maximum(scene.camera.depth_m(joints_m), 0.1)
    radius_px = _LYING_HALF_M * scene.camera.focal_px / depth_m[_LYING_ENDS].mean(axis=1)
    return Limbs(joints_px[_LYING_ENDS], radius_px)


def lying_limbs_at(lying_px: FloatArray, px_per_m: float, room_m: float) -> Limbs:
    """Trunk, hips and legs of a lying body whose (33, 2) landmarks are known in the picture, with so much room."""
    ends = np.array([(start, end) for start, end, _ in _LYING])
    half_m = np.array([half for _, _, half in _LYING])
    return Limbs(lying_px[ends], (half_m + room_m) * px_per_m)


def upright_limbs(giver: Pose | None, px_per_m: float) -> Limbs:
    """All of a giver, with a margin; nothing if absent. A limb with an unknown end covers nothing."""
    if giver is None:
        return Limbs(np.empty((0, 2, 2)), np.empty(0))
    ends_px = giver.xy_px[_UPRIGHT_ENDS]
    known = np.isfinite(ends_px).all(axis=(1, 2))
    return Limbs(ends_px[known], (_UPRIGHT_HALF_M * px_per_m)[known])


def giver_limbs(giver: Pose | None, radius_px: float) -> Limbs:
    """All of a giver, each limb as wide as `radius_px` to either side; nothing if absent."""
    limbs = upright_limbs(giver, 1.0)
    return Limbs(limbs.ends_px, np.full(len(limbs.radius_px), radius_px))
