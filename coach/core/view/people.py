"""The two skeletons, each in a style of its own."""

from __future__ import annotations

import numpy as np

from coach.core.landmarks import FloatArray, Landmark
from coach.core.sight import PersonSight, Seen
from coach.core.view.shapes import Shape, Spot, Stroke, Style

JOINT_RADIUS_UNITS = 1.9

_L = Landmark
_LIMBS: tuple[tuple[Landmark, ...], ...] = (
    (_L.LEFT_SHOULDER, _L.LEFT_ELBOW, _L.LEFT_WRIST),
    (_L.RIGHT_SHOULDER, _L.RIGHT_ELBOW, _L.RIGHT_WRIST),
    (_L.LEFT_HIP, _L.LEFT_KNEE, _L.LEFT_ANKLE, _L.LEFT_FOOT_INDEX),
    (_L.RIGHT_HIP, _L.RIGHT_KNEE, _L.RIGHT_ANKLE, _L.RIGHT_FOOT_INDEX),
)
_TORSO = (_L.LEFT_SHOULDER, _L.RIGHT_SHOULDER, _L.RIGHT_HIP, _L.LEFT_HIP, _L.LEFT_SHOULDER)
_JOINTS = (
    *(_L.LEFT_SHOULDER, _L.RIGHT_SHOULDER, _L.LEFT_ELBOW, _L.RIGHT_ELBOW, _L.LEFT_WRIST, _L.RIGHT_WRIST),
    *(_L.LEFT_HIP, _L.RIGHT_HIP, _L.LEFT_KNEE, _L.RIGHT_KNEE, _L.LEFT_ANKLE, _L.RIGHT_ANKLE),
)


def receiver_shapes(person: PersonSight, unit_px: float) -> list[Shape]:
    """The receiver's skeleton; nothing when lost."""
    return _skeleton(person, unit_px, Style.RECEIVER, Style.RECEIVER_HELD)


def giver_shapes(person: PersonSight, unit_px: float) -> list[Shape]:
    """The giver's skeleton; nothing when lost."""
    return _skeleton(person, unit_px, Style.GIVER, Style.GIVER_HELD)


def _skeleton(person: PersonSight, unit_px: float, measured: Style, held: Style) -> list[Shape]:
    if person.seen is Seen.LOST:
        return []
    style = measured if person.seen is Seen.MEASURED else held
    xy_px = person.pose.xy_px
    lines = [Stroke(style, xy_px[list(chain)]) for chain in (_TORSO, *_LIMBS)]
    neck_to_head = Stroke(style, np.vstack([_middle(xy_px, _L.LEFT_SHOULDER, _L.RIGHT_SHOULDER), _head(xy_px)]))
    joints = [Spot(style, xy_px[joint], JOINT_RADIUS_UNITS * unit_px) for joint in _JOINTS]
    return [*lines, neck_to_head, *joints]


def _middle(xy_px: FloatArray, one: Landmark, other: Landmark) -> FloatArray:
    return (xy_px[one] + xy_px[other]) / 2


def _head(xy_px: FloatArray) -> FloatArray:
    """The middle of the head, from the ears if known, else the nose."""
    ears = _middle(xy_px, _L.LEFT_EAR, _L.RIGHT_EAR)
    return ears if bool(np.isfinite(ears).all()) else xy_px[_L.NOSE]
