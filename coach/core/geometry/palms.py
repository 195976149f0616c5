"""Where a hand of a seated or kneeling giver presses, in the back frame (technique.md P3, D1).

A palm that the picture shows over the back is taken to lie on it; one that hovers over it is not told from one that
presses. A palm near the giver's own lap may rest there as well, and one that is hardly seen is guessed: both are
unknown.
"""

from __future__ import annotations

import math

import numpy as np
import shapely

from coach.core.geometry.feet import unseen_foot
from coach.core.geometry.footprint import round_outline_cm, spread_cm2
from coach.core.geometry.over_back import PALM_ABOVE_SKIN_M, over_back
from coach.core.geometry.scene import CM_PER_M, Scene
from coach.core.geometry.view_quality import ViewQuality
from coach.core.landmarks import SIDES, FloatArray, Landmark, Pose, Side
from coach.core.sight import Contact, FootSight

PALM_RADIUS_CM = 4.0  # ISO 7250: an adult hand is 7.5 to 8.5 cm broad at the knuckles
# The palm is the mean of wrist and two knuckles. In c09 (head end, 470 looks at one giver) it is 3.2 px off across the
# picture and 2.2 px along it (rms), which is 1.9 and 1.3 cm at the hands' distance: the larger one, in every direction.
_LOOK_SIGMA_M = 0.02
_HEIGHT_SIGMA_M = 0.02  # a flat hand or one on its heel; in c09 3.7 cm above the skin instead of 3
_LAP_M = 0.10  # half a thigh's breadth: a hand on the thigh, or hanging beside it, is seen this near to it
_CLEARLY_SEEN = 0.5  # of 1; below it MediaPipe guesses (c08: 10 to 50 px off)
_LAP = (Landmark.LEFT_HIP, Landmark.RIGHT_HIP, Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE)


def place_palm(scene: Scene, view: ViewQuality, giver: Pose, side: Side) -> FootSight:
    """One palm as if it lay on the back.

    Args:
        scene: the measured scene.
        view: its uncertainty.
        giver: landmarks measured in this frame, image px.
        side: the giver's own.

    Returns:
        Contact `BACK` with place and sigma (cm, back frame); `AIR` where it is not over the back; `UNKNOWN` where it is
        not seen (all NaN), or may rest in the giver's own lap as well (its centre alone is told).
    """
    row = SIDES.index(side)
    parts = [Landmark.LEFT_WRIST + row, Landmark.LEFT_PINKY + row, Landmark.LEFT_INDEX + row]
    palm_px = giver.xy_px[parts].mean(axis=0)
    places_cm = scene.back_from_image(palm_px + np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]), PALM_ABOVE_SKIN_M)
    seen = float(giver.visibility[parts].min()) >= _CLEARLY_SEEN
    if not (seen and np.isfinite(places_cm).all()):
        return unseen_foot(side)
    centre_cm = places_cm[0]
    if not over_back(scene, palm_px):
        return _elsewhere(side, Contact.AIR, centre_cm)
    px_per_m = _px_per_m(scene, centre_cm)
    if not _lap_px(giver, palm_px) > _LAP_M * px_per_m:
        return _elsewhere(side, Contact.UNKNOWN, centre_cm)
    higher_cm = scene.back_from_image(palm_px[None], PALM_ABOVE_SKIN_M + _HEIGHT_SIGMA_M)[0] - centre_cm
    look_cm2 = spread_cm2(places_cm, np.eye(2) * (_LOOK_SIGMA_M * px_per_m) ** 2) + np.outer(higher_cm, higher_cm)
    torso_cm = scene.torso_m * CM_PER_M
    outline_cm = round_outline_cm(centre_cm, PALM_RADIUS_CM)
    return FootSight(
        side=side,
        contact=Contact.BACK,
        footprint_back_cm=outline_cm,
        footprint_px=scene.image_from_back(outline_cm, PALM_ABOVE_SKIN_M),
        centre_back_cm=centre_cm,
        offset_cm=float(centre_cm[0]),
        gap_cm=max(abs(float(centre_cm[0])) - PALM_RADIUS_CM, 0.0),
        along=float(centre_cm[1] / torso_cm),
        sigma_cm=math.hypot(math.sqrt(look_cm2[0, 0]), view.scene_sigma_cm),
        speed_cm_s=math.nan,
        along_sigma=math.hypot(math.sqrt(look_cm2[1, 1]), view.scene_along_sigma_cm) / torso_cm,
    )


def elsewhere(side: Side) -> FootSight:
    """A palm that is known not to press on the back, wherever it is."""
    return _elsewhere(side, Contact.AIR, np.full(2, np.nan))


def _elsewhere(side: Side, contact: Contact, centre_cm: FloatArray) -> FootSight:
    nothing, nan = np.full((1, 2), np.nan), math.nan
    return FootSight(side, contact, nothing, nothing, centre_cm, nan, nan, nan, nan, nan)


def _px_per_m(scene: Scene, centre_cm: FloatArray) -> float:
    """Size of a metre at the palm's distance, px."""
    place_m = scene.scene_from_back(centre_cm[None], PALM_ABOVE_SKIN_M)
    return float(scene.camera.focal_px / scene.camera.depth_m(place_m)[0])


def _lap_px(giver: Pose, palm_px: FloatArray) -> float:
    """How far the palm is from the giver's thighs and what lies between them, px; NaN where they are not known."""
    corners_px = giver.xy_px[list(_LAP)]
    if not np.isfinite(corners_px).all():
        return math.nan
    return float(shapely.MultiPoint(corners_px).convex_hull.distance(shapely.Point(palm_px)))
