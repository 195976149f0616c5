"""The prone receiver as a template of joints: few numbers, each with a mean and a spread from anthropometry.

Body frame (m): right-handed. Origin in the middle of the hip line, +x to the receiver's right, +y towards the head,
z up out of the back; z = 0 is the mean height of shoulder and hip joints.

Source of the means: segment lengths as fractions of body height after Drillis and Contini (in Winter, Biomechanics
and Motor Control of Human Movement, table 4.1): trunk 0.288, thigh 0.245, shank 0.246, at 1.65 m. Widths are between
joint centres, so narrower than between the bones' outer points. Heights: a prone body rests on chest, thighs, knees and
the backs of the feet, so that the knees' centres lie lowest; numbers from 248 bodies of a CC0 mesh (docs/accuracy.md).
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from coach.core.landmarks import FloatArray, Landmark

TRUNK_OF_HEIGHT = 0.288
DEFAULT_HEIGHT_M = 1.65
DEFAULT_TORSO_M = TRUNK_OF_HEIGHT * DEFAULT_HEIGHT_M

# The joints that the template places, in the order of its rows.
TEMPLATE_JOINTS = (
    Landmark.LEFT_SHOULDER,
    Landmark.RIGHT_SHOULDER,
    Landmark.LEFT_HIP,
    Landmark.RIGHT_HIP,
    Landmark.LEFT_KNEE,
    Landmark.RIGHT_KNEE,
    Landmark.LEFT_ANKLE,
    Landmark.RIGHT_ANKLE,
    Landmark.LEFT_EAR,
    Landmark.RIGHT_EAR,
)
_EAR_HALF_WIDTH = 0.16  # of the torso length
_SHORTEST_SEGMENT = 0.1  # of the torso length: keeps the square roots real while a fit wanders


@dataclass(frozen=True, slots=True)
class BodyShape:
    """Proportions of one lying body; lengths are fractions of the torso length, so 1 = shoulder line to hip line.

    The defaults are the means; `SPREAD` holds one standard deviation of each.
    """

    shoulder_width: float = 0.75
    hip_width: float = 0.43
    thigh: float = 0.85
    shank: float = 0.88
    knees_apart: float = 0.54
    ankles_apart: float = 0.56
    shoulder_drop: float = 0.02  # shoulders below the mean of shoulders and hips
    knee_drop: float = 0.15
    ankle_drop: float = 0.075
    head_reach: float = 0.40  # ears beyond the shoulder line
    shoulder_skew: float = 0.0  # left shoulder further up than the middle
    hip_skew: float = 0.0
    legs_swing: float = 0.0  # both ankles to the receiver's right
    neck_skin: float = 0.12  # skin over the 7th neck vertebra above the shoulder joints
    middle_skin: float = 0.16  # skin over the middle of the spine above z = 0
    sacrum_skin: float = 0.16  # skin over the sacrum above the hip joints


SPREAD = BodyShape(
    shoulder_width=0.085,
    hip_width=0.042,
    thigh=0.064,
    shank=0.064,
    knees_apart=0.13,
    ankles_apart=0.19,
    shoulder_drop=0.047,
    knee_drop=0.05,
    ankle_drop=0.05,
    head_reach=0.13,
    shoulder_skew=0.042,
    hip_skew=0.021,
    legs_swing=0.1,
    neck_skin=0.03,
    middle_skin=0.04,
    sacrum_skin=0.03,
)
SHAPE_NAMES = tuple(field.name for field in fields(BodyShape))


def shape_vector(shape: BodyShape) -> FloatArray:
    """(13,) the numbers of a shape in the order of `SHAPE_NAMES`."""
    return np.array([getattr(shape, name) for name in SHAPE_NAMES])


def template_joints_m(shape: BodyShape, torso_m: float) -> FloatArray:
    """Place the template's joints.

    Args:
        shape: proportions.
        torso_m: shoulder line to hip line, m.

    Returns:
        (10, 3) float64, body frame, m; rows as in `TEMPLATE_JOINTS`.
    """
    s = shape
    knee_x, ankle_x = s.knees_apart / 2, s.ankles_apart / 2
    knee_y = -_leg_run(s.thigh, knee_x - s.hip_width / 2, s.knee_drop + s.shoulder_drop)
    ankle_y = knee_y - _leg_run(s.shank, ankle_x - knee_x, s.knee_drop - s.ankle_drop)
    return torso_m * np.array(
        [
            [-s.shoulder_width / 2, 1 + s.shoulder_skew, -s.shoulder_drop],
            [s.shoulder_width / 2, 1 - s.shoulder_skew, -s.shoulder_drop],
            [-s.hip_width / 2, s.hip_skew, s.shoulder_drop],
            [s.hip_width / 2, -s.hip_skew, s.shoulder_drop],
            [s.legs_swing / 2 - knee_x, knee_y, -s.knee_drop],
            [s.legs_swing / 2 + knee_x, knee_y, -s.knee_drop],
            [s.legs_swing - ankle_x, ankle_y, -s.ankle_drop],
            [s.legs_swing + ankle_x, ankle_y, -s.ankle_drop],
            [-_EAR_HALF_WIDTH, 1 + s.head_reach, -s.shoulder_drop],
            [_EAR_HALF_WIDTH, 1 + s.head_reach, -s.shoulder_drop],
        ]
    )


# Neck, middle and sacrum along the body from the hip line, as fractions of the torso length (source as above).
SPINE_ALONG = (1.12, 0.59, 0.066)


def spine_points_m(shape: BodyShape, torso_m: float) -> FloatArray:
    """(3, 3) body frame, m: neck, middle and sacrum on the skin of the untrodden back."""
    above = (shape.neck_skin - shape.shoulder_drop, shape.middle_skin, shape.sacrum_skin + shape.shoulder_drop)
    return torso_m * np.array([(0.0, along, skin) for along, skin in zip(SPINE_ALONG, above, strict=True)])


def _leg_run(length: float, sideways: float, drop: float) -> float:
    """How far a leg segment reaches along the body, given how far it goes sideways and down."""
    return float(np.sqrt(max(length**2 - sideways**2 - drop**2, _SHORTEST_SEGMENT**2)))
