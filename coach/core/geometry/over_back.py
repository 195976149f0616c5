"""What of the giver is over the receiver's back: a palm at work, a seat on the buttocks, knees astride the spine.

A picture tells along which ray a point lies; it is taken to be where that ray meets the back. A hand that hovers over
the back is not told from one that touches it.
"""

from __future__ import annotations

import numpy as np

from coach.core.geometry.scene import CM_PER_M, Scene
from coach.core.landmarks import FloatArray, Landmark, Pose

PALM_ABOVE_SKIN_M = 0.03  # the joints of a hand that lies flat
_HIPS_ABOVE_SEAT_M = 0.09  # Drillis and Contini: the hip joint of who sits, over the seat
_PALM_OUT_CM, _PALM_ALONG = 18.0, (-0.1, 1.2)  # half a back's breadth; from the neck's root to the buttocks
_SEAT_OUT_CM, _SEAT_ALONG = 25.0, (0.5, 2.0)  # hip joints that a look places 10 cm aside are still over the body
_BESIDE_OUT_CM = 35.0  # a thigh's length is 40 cm: who kneels beside, facing the back, sits farther out than this


def over_back(scene: Scene, palm_px: FloatArray) -> bool:
    """Is a palm over the receiver's back, as seen from the camera? NaN = no."""
    across_cm, along_cm = scene.back_from_image(palm_px[None], PALM_ABOVE_SKIN_M)[0]
    along = along_cm / (scene.torso_m * CM_PER_M)
    return bool(abs(across_cm) <= _PALM_OUT_CM and _PALM_ALONG[0] <= along <= _PALM_ALONG[1])


def sits_on(scene: Scene, giver: Pose) -> bool | None:
    """Is a seated giver's seat on the receiver's buttocks or thighs? None = it cannot be told.

    Source: technique.md P3. Who kneels beside the receiver on the heels looks seated as well.
    """
    hips_px = giver.xy_px[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=0)
    across_cm, along_cm = scene.back_from_image(hips_px[None], _HIPS_ABOVE_SEAT_M)[0]
    along = along_cm / (scene.torso_m * CM_PER_M)
    if not np.isfinite([across_cm, along]).all():
        return None
    if abs(across_cm) <= _SEAT_OUT_CM and _SEAT_ALONG[0] <= along <= _SEAT_ALONG[1]:
        return True
    return False if abs(across_cm) > _BESIDE_OUT_CM else None


def kneels_beside(left_cm: FloatArray, right_cm: FloatArray) -> bool:
    """Do two knees belong to somebody who faces the body from beside it?

    Who kneels on the back has a knee on either side of the spine: the knees lie apart across it; who kneels beside has
    them apart along it. A difference of two places at one height does not depend on that height, and hardly on the
    view.

    Args:
        left_cm: (2,) back frame, cm, as if the knee were on the back. NaN = unknown, which is not beside.
        right_cm: the same of the other one.
    """
    across_cm, along_cm = np.abs(left_cm - right_cm)
    return bool(along_cm > across_cm)
