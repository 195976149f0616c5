"""The outline of a body from above, head to seat: the ground that the back maps are drawn on."""

from __future__ import annotations

import numpy as np

from coach.core.landmarks import FloatArray

ZONE_EDGES_ALONG = (0.0, 0.4, 0.7, 1.0)  # findings.Zone
TORSO_OF_MOST_CM = 48.0  # drawn while the torso's length is not known
HALF_WIDTH_OF_TORSO = 0.44  # drawn half breadth of the shoulders, of the torso's length

# The right half, head first: x in half shoulder breadths, y in torso lengths from the shoulder line.
_RIGHT_HALF = np.array(
    [
        *([0.0, -0.36], [0.14, -0.35], [0.22, -0.28], [0.23, -0.20], [0.17, -0.10], [0.18, -0.055]),
        *([0.55, -0.04], [0.85, 0.0], [0.99, 0.08], [0.97, 0.22], [0.86, 0.40], [0.77, 0.58], [0.75, 0.72]),
        *([0.82, 0.90], [0.90, 1.04], [0.92, 1.16]),
    ]
)


def body_outline_cm(torso_cm: float) -> FloatArray:
    """A drawn body, not a measured one: (N, 2) closed outline in the back frame, cm."""
    right = _RIGHT_HALF * np.array([HALF_WIDTH_OF_TORSO * torso_cm, torso_cm])
    return np.vstack([right, right[::-1] * np.array([-1.0, 1.0])])
