"""Which side of a prone body is which.

Seen from above, a prone person's right lies clockwise of the direction from hips to head. The camera is above the mat,
so this holds in the picture too, and it is surer than the network, which guesses when it sees no face.
"""

from __future__ import annotations

import numpy as np

from coach.core.landmarks import Landmark, Pose
from coach.core.people.regions import body_axis


def as_prone(pose: Pose) -> Pose:
    """The pose, with left and right exchanged if the network took the body for a supine one. NaN passes through."""
    xy = pose.xy_px
    up = body_axis(xy)
    clockwise = np.array([-up[1], up[0]])
    to_right = xy[Landmark.RIGHT_SHOULDER] - xy[Landmark.LEFT_SHOULDER] + xy[Landmark.RIGHT_HIP] - xy[Landmark.LEFT_HIP]
    return pose.flipped() if float(to_right @ clockwise) < 0 else pose
