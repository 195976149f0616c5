"""Where a standing foot is, in the back frame, from the landmarks of one picture.

The ankle, heel and toe landmarks are taken down to the back's surface along their own rays, each at its own height; the
sole's centre follows from them and from the direction that the giver faces. Back frame: cm, +x the receiver's right, +y
towards the hips.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.core.geometry.scene import Scene
from coach.core.landmarks import SIDES, FloatArray, Landmark, Pose, Side

# A bare foot (body height 1.65 m; Drillis and Contini: foot length 0.152 of height, ankle 0.039 above the sole).
SOLE_LENGTH_CM = 22.0
SOLE_WIDTH_CM = 8.4
_ANKLE_ABOVE_SOLE_M = 0.06
_HEEL_ABOVE_SOLE_M = 0.01
# From the landmark forward to the sole's centre.
_ANKLE_TO_CENTRE_CM = 7.5
_HEEL_TO_CENTRE_CM = 12.0
# The network sets ankle and heel too far outwards on a foot that stands on a body, from every side (the median over
# rendered stills from all around, docs/accuracy.md).
_OUTWARD_BIAS_CM = 1.5
# How far a landmark of the lower leg is off across and along the line of sight's ground track: one standard deviation
# that frames share, cm at the foot's distance.
_ACROSS_VIEW_CM = 1.8
_ANKLE_WEIGHT = 0.5  # against the heel


@dataclass(frozen=True, slots=True)
class Footprint:
    """One look at a foot, as if it stood on the back.

    Attributes:
        centre_cm: (2,) the sole's centre in the back frame.
        sigma_cm: one standard deviation of the centre's x that averaging over frames cannot buy.
    """

    centre_cm: FloatArray
    sigma_cm: float


def footprint(scene: Scene, giver: Pose, side: Side, heading: FloatArray, scene_sigma_cm: float) -> Footprint:
    """Place one foot.

    Args:
        scene: the measured scene.
        giver: landmarks, image px.
        side: the giver's own left or right.
        heading: (2,) unit vector in the back frame that the toes point along.
        scene_sigma_cm: one standard deviation that the scene itself adds.
    """
    row = SIDES.index(side)
    ankle = _on_back(scene, giver, Landmark.LEFT_ANKLE + row, _ANKLE_ABOVE_SOLE_M)
    heel = _on_back(scene, giver, Landmark.LEFT_HEEL + row, _HEEL_ABOVE_SOLE_M)
    from_ankle = ankle + _ANKLE_TO_CENTRE_CM * heading
    from_heel = heel + _HEEL_TO_CENTRE_CM * heading
    centre = _ANKLE_WEIGHT * from_ankle + (1 - _ANKLE_WEIGHT) * from_heel
    centre = centre - _OUTWARD_BIAS_CM * outward(side, heading)
    return Footprint(centre, float(np.hypot(landmark_sigma_cm(scene, centre), scene_sigma_cm)))


def outward(side: Side, heading: FloatArray) -> FloatArray:
    """(2,) unit vector in the back frame from the giver's middle to that side.

    The back frame is seen from above with x to the right and y down the page, so a right hand lies at (-y, x) of the
    heading.
    """
    right = np.array([-heading[1], heading[0]])
    return right if side is Side.RIGHT else -right


def landmark_sigma_cm(scene: Scene, centre_cm: FloatArray) -> float:
    """One standard deviation of x that a landmark's error in the picture makes on the back, cm.

    Across the line of sight it is the landmark's own; along its ground track it is stretched by 1 / sin(elevation).
    """
    scene_m = scene.scene_from_back(centre_cm[None], scene.sole_height_m)[0]
    sight = scene_m - scene.camera.eye_m
    away = np.hypot(sight[0], sight[1])
    sin_elevation = max(0.1, -sight[2] / max(float(np.hypot(away, sight[2])), 1e-6))
    ahead = np.array([sight[0], sight[1]]) / max(float(away), 1e-6)
    lateral = scene.right_direction()
    along_sight = float(ahead @ lateral)
    across_sight = float(np.sqrt(max(0.0, 1 - along_sight**2)))
    return _ACROSS_VIEW_CM * float(np.hypot(across_sight, along_sight / sin_elevation))


def sole_outline_cm(centre_cm: FloatArray, heading: FloatArray) -> FloatArray:
    """(12, 2) outline of a sole about its centre, back frame, cm. NaN centre gives NaN."""
    turns = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    # A superellipse: rounder than a rectangle, fuller than an ellipse.
    along = SOLE_LENGTH_CM / 2 * np.sign(np.cos(turns)) * np.abs(np.cos(turns)) ** 0.6
    across = SOLE_WIDTH_CM / 2 * np.sign(np.sin(turns)) * np.abs(np.sin(turns)) ** 0.6
    return centre_cm + along[:, None] * heading + across[:, None] * np.array([-heading[1], heading[0]])


def _on_back(scene: Scene, giver: Pose, row: int, above_sole_m: float) -> FloatArray:
    return scene.back_from_image(giver.xy_px[row : row + 1], scene.sole_height_m + above_sole_m)[0]


def knee_print(scene: Scene, giver: Pose, side: Side, scene_sigma_cm: float) -> Footprint:
    """As `footprint`, for a knee that kneels on the back."""
    row = Landmark.LEFT_KNEE + SIDES.index(side)
    centre = _on_back(scene, giver, row, 0.05)
    return Footprint(centre, float(np.hypot(landmark_sigma_cm(scene, centre), scene_sigma_cm)))


def giver_heading(scene: Scene, giver: Pose) -> FloatArray:
    """(2,) vector in the back frame, cm, that the giver's feet point along; NaN if unseen.

    From the middle of both heels to the middle of both toes: the network sets hidden toes outwards, on each foot to its
    own side, so the middle is much surer than one foot's direction.
    """
    height_m = scene.sole_height_m + _HEEL_ABOVE_SOLE_M
    heels = scene.back_from_image(giver.xy_px[[Landmark.LEFT_HEEL, Landmark.RIGHT_HEEL]], height_m)
    toes = scene.back_from_image(giver.xy_px[[Landmark.LEFT_FOOT_INDEX, Landmark.RIGHT_FOOT_INDEX]], height_m)
    return toes.mean(axis=0) - heels.mean(axis=0)
