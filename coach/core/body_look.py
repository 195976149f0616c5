"""A closer look at one body: whom a region is looked at for, and what the networks of our own say of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from coach.core.landmarks import FloatArray, Landmark, Pose

# The landmarks that the network places itself; the others (face, fingers) follow the nearest of these.
BODY_LANDMARKS = (
    Landmark.LEFT_SHOULDER,
    Landmark.RIGHT_SHOULDER,
    Landmark.LEFT_ELBOW,
    Landmark.RIGHT_ELBOW,
    Landmark.LEFT_WRIST,
    Landmark.RIGHT_WRIST,
    Landmark.LEFT_HIP,
    Landmark.RIGHT_HIP,
    Landmark.LEFT_KNEE,
    Landmark.RIGHT_KNEE,
    Landmark.LEFT_ANKLE,
    Landmark.RIGHT_ANKLE,
    Landmark.LEFT_HEEL,
    Landmark.RIGHT_HEEL,
    Landmark.LEFT_FOOT_INDEX,
    Landmark.RIGHT_FOOT_INDEX,
    Landmark.NOSE,
)


TRUSTED = 0.5  # from this belief on the network is taken by its word


class Role(StrEnum):
    """Whom a region is looked at for."""

    LYING = "lying"
    UPRIGHT = "upright"
    GIVER = "giver"  # the upright one, who may kneel or sit


class SpinePoint(IntEnum):
    """Rows of the spine points of a lying body, on the skin of the untrodden back."""

    NECK = 0  # the seventh neck vertebra
    MIDDLE = 1  # half way
    SACRUM = 2


@dataclass(frozen=True, slots=True)
class BodyAnswer:
    """What the network for lying people says about one region.

    Attributes:
        trust: 0..1, its belief that the region shows a lying person, head towards the region's "up", as a whole.
        sigma_px: (33,) one standard deviation of each landmark, px; NaN for those that it does not place.
        spine_px: (3, 2) image px, rows as in `SpinePoint`.
        spine_sigma_px: (3,) one standard deviation of each, px.
        on_side: 0..1, another network's belief that the body lies on its side; NaN = not asked.
    """

    trust: float
    sigma_px: FloatArray
    spine_px: FloatArray
    spine_sigma_px: FloatArray
    on_side: float = math.nan


@dataclass(frozen=True, slots=True)
class FoldedAnswer:
    """What the network for the person on top, who may kneel or sit, says about one region.

    Attributes:
        trust: 0..1, its belief that the region shows the person on top, upright in it, as a whole.
        kneels, sits: 0..1, its beliefs how they do.
        pose: its landmarks in the image frame, px; those that it does not place follow the nearest that it does.
        sigma_px: (33,) one standard deviation of each, px; NaN for those that it does not place.
    """

    trust: float
    kneels: float
    sits: float
    pose: Pose
    sigma_px: FloatArray
