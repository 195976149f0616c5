"""Following a body's texture: what to compare with an earlier picture, and where its points went.

The core names a reference picture by its time and says which parts of it show the body; an adapter takes that picture,
finds points in it, and says in later pictures where they are now. Image frame: px, x right, y down.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coach.core.landmarks import FloatArray
from coach.core.small_arrays import lengths_of


@dataclass(frozen=True, slots=True)
class Limbs:
    """A shape made of rounded strips: all that is within a strip's radius of its middle line.

    Attributes:
        ends_px: (N, 2, 2) both ends of each middle line, image px.
        radius_px: (N,) px.
    """

    ends_px: FloatArray
    radius_px: FloatArray

    def covers(self, points_px: FloatArray) -> NDArray[np.bool_]:
        """(M,) which of the (M, 2) image px lie within the shape; NaN lies outside."""
        start_px, line_px = self.ends_px[:, 0], self.ends_px[:, 1] - self.ends_px[:, 0]
        from_start_px = points_px[:, None] - start_px
        length2 = np.maximum((line_px**2).sum(axis=1), 1e-9)
        part = np.clip((from_start_px * line_px).sum(axis=2) / length2, 0.0, 1.0)
        gap_px = lengths_of(from_start_px - part[:, :, None] * line_px)
        return np.asarray((gap_px < self.radius_px).any(axis=1), dtype=bool)


@dataclass(frozen=True, slots=True)
class FollowRequest:
    """Compare this picture with a reference.

    Attributes:
        reference_s: when the reference picture was taken; a time that is new to the adapter makes this picture the one.
        body: where to find points in a new reference.
        hidden: what lies in front of the body in a new reference.
        guess: (2, 3) affine map, px: about where points of the reference are now.
    """

    reference_s: float
    body: Limbs
    hidden: Limbs
    guess: FloatArray


@dataclass(frozen=True, slots=True)
class FollowAnswer:
    """Where the points of a reference picture are now.

    Attributes:
        reference_s: when the reference picture was taken, s.
        from_px: (N, 2) the points in the reference picture.
        to_px: (N, 2) the same points now; NaN where the picture looks like none of them any more.
        grain_px: how fine the comparison was: the size of one of its own pixels, px.
    """

    reference_s: float
    from_px: FloatArray
    to_px: FloatArray
    grain_px: float
