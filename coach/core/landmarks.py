"""The 33 BlazePose landmarks of one person, and their names.

Left and right are the person's own. Image frame: pixels from the top left corner, x to the right, y down.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

LANDMARK_COUNT = 33


class Landmark(IntEnum):
    """Rows of a BlazePose array (MediaPipe's own order)."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32


class Side(StrEnum):
    """A person's own left or right."""

    LEFT = "left"
    RIGHT = "right"


SIDES = (Side.LEFT, Side.RIGHT)

# The landmark of the other side for each landmark: what a left/right flip does to an array.
MIRROR = np.array(
    [
        0,
        4,
        5,
        6,
        1,
        2,
        3,
        8,
        7,
        10,
        9,
        12,
        11,
        14,
        13,
        16,
        15,
        18,
        17,
        20,
        19,
        22,
        21,
        24,
        23,
        26,
        25,
        28,
        27,
        30,
        29,
        32,
        31,
    ]
)


@dataclass(frozen=True, slots=True)
class Pose:
    """One person's landmarks in one picture.

    Attributes:
        xy_px: (33, 2) float64, image frame, px. NaN = unknown.
        visibility: (33,) float64, 0..1, the network's own belief that the landmark is not hidden. NaN = unknown.
    """

    xy_px: FloatArray
    visibility: FloatArray

    def flipped(self) -> Pose:
        """The same points with left and right exchanged."""
        return Pose(self.xy_px[MIRROR], self.visibility[MIRROR])


def no_pose() -> Pose:
    """A pose of which nothing is known: all NaN, visibility 0."""
    return Pose(np.full((LANDMARK_COUNT, 2), np.nan), np.zeros(LANDMARK_COUNT))
