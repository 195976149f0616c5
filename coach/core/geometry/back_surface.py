"""The surface of an untrodden prone back: hollow at the waist, round across.

Body frame (m), as in `lying_body`. Heights are above z = 0, the mean of shoulder and hip joints.

Source: 248 bodies of a CC0 mesh (docs/accuracy.md). Between neck, middle and sacrum the skin over the spine does not
run straight: it bulges at the shoulder blades and is hollow at the waist (lordosis), by parts of the torso length that
stray by 0.01 to 0.02 only. Across, a back falls off by 1.5 % of the torso length at 10 cm and 5 % at 13. A cylinder
that does so is too round for its far side to be read in a low view, where rays graze it: this one is flatter. Feet are
placed on a surface of their own (`sole_surface`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.core.geometry.lying_body import BodyShape, spine_points_m
from coach.core.landmarks import FloatArray

# Along the body from the hip line, and how far the skin lies above the line through neck, middle and sacrum; both as
# fractions of the torso length.
_BEND_ALONG = np.array([0.066, 0.15, 0.28, 0.40, 0.52, 0.62, 0.75, 0.87, 1.12])
_BEND = np.array([0.0, -0.018, -0.040, -0.045, -0.032, 0.0, 0.012, 0.024, 0.0])
_RADIUS = 3.0  # of the torso length
_EDGE = 0.35  # of the torso length: farther from the spine there is no back any more


@dataclass(frozen=True, slots=True)
class BackSurface:
    """The skin of one back.

    Attributes:
        torso_m: shoulder line to hip line, m.
        along_m: (3,) sacrum, middle and neck along the body from the hip line, m.
        over_spine_m: (3,) height of the skin there, m.
    """

    torso_m: float
    along_m: FloatArray
    over_spine_m: FloatArray

    def height_m(self, places_m: FloatArray) -> FloatArray:
        """Height of the skin.

        Args:
            places_m: (N, 2) body frame, m: to the right of the spine, and from the hip line towards the head. Beyond
                neck and sacrum, and beyond the body's sides, the height stays as it is there.

        Returns:
            (N,) m; NaN where a place is NaN.
        """
        edge_m = _EDGE * self.torso_m
        aside_m = np.minimum(np.maximum(places_m[:, 0], -edge_m), edge_m)
        return self.spine_height_m(places_m[:, 1]) - aside_m**2 / (2 * _RADIUS * self.torso_m)

    def spine_height_m(self, along_m: FloatArray) -> FloatArray:
        """(N,) height of the skin over the spine at (N,) places along the body from the hip line, m."""
        straight_m = np.interp(along_m, self.along_m, self.over_spine_m)
        return straight_m + self.torso_m * np.interp(along_m / self.torso_m, _BEND_ALONG, _BEND)


def back_surface(shape: BodyShape, torso_m: float) -> BackSurface:
    """The skin of a back of these proportions, shoulder line to hip line `torso_m`, m."""
    spine_m = spine_points_m(shape, torso_m)[::-1]
    return BackSurface(torso_m, spine_m[:, 1].copy(), spine_m[:, 2].copy())
