"""The surface of an untrodden prone back: hollow at the waist, round across.

Body frame (m), as in `lying_body`. Heights are above z = 0, the mean of shoulder and hip joints.

Source: 248 bodies of a CC0 mesh (docs/accuracy.md). Between neck, middle and sacrum the skin over the spine does not
run straight: it bulges at the shoulder blades and is hollow at the waist (lordosis), by parts of the torso length that
stray by 0.01 to 0.02 only. Across, a back falls off by 1.5 % of the torso length at 10 cm and 5 % at 13. A cylinder
that does so is too round for its far side to be read in a low view, where rays graze it: this one is flatter. Feet are
placed on a surface of their own (`sole_surface`).
"""

from __future__ import annotations

import numpy as np

from coach.core.geometry.lying_body import BodyShape, spine_points_m
from coach.core.landmarks import FloatArray

# Along the body from the hip line, and how far the skin lies above the line through neck, middle and sacrum; both as
# fractions of the torso length.
_BEND_ALONG = (0.066, 0.15, 0.28, 0.40, 0.52, 0.62, 0.75, 0.87, 1.12)
_BEND = (0.0, -0.018, -0.040, -0.045, -0.032, 0.0, 0.012, 0.024, 0.0)
_RADIUS = 3.0  # of the torso length
_EDGE = 0.35  # of the torso length: farther from the spine there is no back any more


def surface_m(shape: BodyShape, torso_m: float, places_m: FloatArray) -> FloatArray:
    """Height of the skin.

    Args:
        shape: proportions of the body.
        torso_m: shoulder line to hip line, m.
        places_m: (N, 2) body frame, m: to the right of the spine, and from the hip line towards the head. Beyond neck
            and sacrum, and beyond the body's sides, the height stays as it is there.

    Returns:
        (N,) m; NaN where a place is NaN.
    """
    spine_m = spine_points_m(shape, torso_m)[::-1]
    along_m = places_m[:, 1]
    over_spine_m = np.interp(along_m, spine_m[:, 1], spine_m[:, 2])
    over_spine_m = over_spine_m + torso_m * np.interp(along_m / torso_m, _BEND_ALONG, _BEND)
    aside_m = np.clip(places_m[:, 0], -_EDGE * torso_m, _EDGE * torso_m)
    return over_spine_m - aside_m**2 / (2 * _RADIUS * torso_m)
