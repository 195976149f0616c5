"""Where a standing foot is, in the back frame, from one closer look at it.

The sole's middle and the toe and heel are taken down to the back's surface along their own rays. The look's own
uncertainty and the scene's go along. Back frame: cm, +x the receiver's right, +y towards the hips.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.core.foot_look import FootAnswer, FootPoint
from coach.core.geometry.scene import Scene
from coach.core.geometry.sole_surface import meet_sole
from coach.core.landmarks import SIDES, FloatArray, Landmark, Pose, Side
from coach.core.people.regions import extent_px
from coach.core.small_arrays import mean_of

# A bare sole (Drillis and Contini: foot length 0.152 of body height without the toes' overhang, breadth 0.055; 1.65 m).
SOLE_LENGTH_CM = 22.0
SOLE_WIDTH_CM = 8.4
_KNEE_RADIUS_CM = 5.0
_KNEE_ABOVE_BACK_M = 0.05  # the joint over the skin that kneels
_KNEE_HEIGHT_SIGMA_M = 0.018  # spread of it over the spine's skin, 26 kneeling knees of unseen rendered stills
# How honest the folded network's own sigma of a knee is, error over sigma along an axis, rms: 1.05 on 26 knees of
# unseen rendered stills, 1.6 on c08, whose scenes are of another make (468 looks at one giver, mostly a steady bias).
_KNEE_SIGMA_FACTOR = 1.5
# Without a belief of that network the knees are MediaPipe's, which it places on the body below: of the giver's extent,
# 68 % of those 26 knees are within 0.062, which is 1.5 standard deviations along an axis.
_MEDIAPIPE_KNEE_SIGMA = 0.041
# What scene and sole's height leave open across the back, over what is computed for it from one look at the receiver
# (a clip has many; that this is why has not been measured). On 106 stands of 15 drawn clips that no network has learnt
# 0.8 is most likely, with half a log likelihood less at 0.7 and at 0.9 (0051).
MANY_LOOKS = 0.85
# The same for the look at the foot, whose network was told the spread of single looks. The error in the picture of 175
# stands in 19 drawn clips that no network has learnt is 0.71 (rms) of what it says; from clip to clip that goes from
# 0.3 to 1.2, so that not all of it is taken off (0052).
STAND_OF_LOOK = 0.8
_SHAPE_POINTS = 12
_TURNS = np.linspace(0, 2 * np.pi, _SHAPE_POINTS, endpoint=False)
_ROUND = np.column_stack([np.cos(_TURNS), np.sin(_TURNS)])
# A superellipse: rounder than a rectangle, fuller than an ellipse.
_SOLE_ALONG_CM = (SOLE_LENGTH_CM / 2 * np.sign(_ROUND[:, 0]) * np.abs(_ROUND[:, 0]) ** 0.6)[:, None]
_SOLE_ACROSS_CM = (SOLE_WIDTH_CM / 2 * np.sign(_ROUND[:, 1]) * np.abs(_ROUND[:, 1]) ** 0.6)[:, None]
_NARROWER = np.array([MANY_LOOKS, 1.0])
_STANDS = np.array([STAND_OF_LOOK, 1.0])
_NEIGHBOURS_PX = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])


@dataclass(frozen=True, slots=True)
class Placement:
    """One look at a foot or knee, as if it stood on the back.

    Attributes:
        centre_cm: (2,) the footprint's centre in the back frame. NaN if its ray does not meet the back's plane.
        covariance_cm2: (2, 2) of the centre, cm², from the look and the sole's unknown height.
    """

    centre_cm: FloatArray
    covariance_cm2: FloatArray


def place_sole(scene: Scene, answer: FootAnswer) -> Placement:
    """Place the middle of the sole on the back's surface."""
    places = meet_sole(scene, answer.points_px[FootPoint.SOLE] + _NEIGHBOURS_PX)
    look_cm2 = spread_cm2(places.centre_cm, answer.covariance_px2[FootPoint.SOLE]) * np.outer(_STANDS, _STANDS)
    height_cm2 = places.covariance_cm2[0] * np.outer(_NARROWER, _NARROWER)
    return Placement(places.centre_cm[0], look_cm2 + height_cm2)


def place_knee(scene: Scene, giver: Pose, side: Side, sigma_px: float = float("nan")) -> Placement:
    """As `place_sole`, for a knee that kneels on the back, from the giver's landmarks.

    Args:
        scene: the measured scene.
        giver: landmarks, image px.
        side: the giver's own.
        sigma_px: what the network for folded legs believes its error along an axis to be; NaN = it was not asked.
    """
    knee_px = giver.xy_px[Landmark.LEFT_KNEE + SIDES.index(side)]
    spread_px = _KNEE_SIGMA_FACTOR * sigma_px if np.isfinite(sigma_px) else _MEDIAPIPE_KNEE_SIGMA * extent_px(giver)
    height_m = scene.sole_height_m + _KNEE_ABOVE_BACK_M
    look = _place(scene, knee_px, np.eye(2) * spread_px**2, height_m)
    higher_cm = scene.back_from_image(knee_px[None], height_m + _KNEE_HEIGHT_SIGMA_M)[0] - look.centre_cm
    return Placement(look.centre_cm, look.covariance_cm2 + np.outer(higher_cm, higher_cm))


def ground_places_cm(scene: Scene, points_px: FloatArray, *, kneeling: bool) -> FloatArray:
    """(N, 2) back frame, cm, of (N, 2) image px of soles' middles, or of knees that kneel. NaN passes through."""
    if kneeling:
        return scene.back_from_image(points_px, scene.sole_height_m + _KNEE_ABOVE_BACK_M)
    return meet_sole(scene, points_px).centre_cm


def pointing_cm(scene: Scene, answers: tuple[FootAnswer, ...]) -> FloatArray:
    """(2,) vector in the back frame, cm, that the feet point along: from the heels' middle to the toes' middle.

    NaN if there is no look. Taken over both feet, because people on a back set them nearly parallel.
    """
    if not answers:
        return np.full(2, np.nan)
    ends_px = np.array([answer.points_px[[FootPoint.HEEL, FootPoint.TOE]] for answer in answers])
    heels_cm = scene.back_from_image(ends_px[:, 0], scene.sole_height_m)
    toes_cm = scene.back_from_image(ends_px[:, 1], scene.sole_height_m)
    return mean_of(toes_cm - heels_cm)


def sole_outline_cm(centre_cm: FloatArray, heading: FloatArray) -> FloatArray:
    """(12, 2) outline of a sole about its centre, back frame, cm; `heading` is a unit vector. NaN gives NaN."""
    return centre_cm + _SOLE_ALONG_CM * heading + _SOLE_ACROSS_CM * np.array([-heading[1], heading[0]])


def knee_outline_cm(centre_cm: FloatArray) -> FloatArray:
    """(12, 2) outline of a kneeling knee about its centre, back frame, cm."""
    return round_outline_cm(centre_cm, _KNEE_RADIUS_CM)


def round_outline_cm(centre_cm: FloatArray, radius_cm: float) -> FloatArray:
    """(12, 2) outline of something round about its centre, back frame, cm."""
    return centre_cm + radius_cm * _ROUND


def _place(scene: Scene, point_px: FloatArray, covariance_px2: FloatArray, height_m: float) -> Placement:
    places_cm = scene.back_from_image(point_px + _NEIGHBOURS_PX, height_m)
    return Placement(places_cm[0], spread_cm2(places_cm, covariance_px2))


def spread_cm2(places_cm: FloatArray, covariance_px2: FloatArray) -> FloatArray:
    """(2, 2) how the picture's error spreads on the back, from the places of a point and its two neighbours."""
    spread = (places_cm[1:] - places_cm[0]).T
    return spread @ covariance_px2 @ spread.T
