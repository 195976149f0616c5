"""When the picture shows the room and the receiver without the giver, so that eyes can learn that backdrop."""

from __future__ import annotations

import numpy as np

from coach.core.area import Box
from coach.core.backdrop_look import BackdropRequest
from coach.core.landmarks import FloatArray, Landmark, Pose
from coach.core.people.regions import extent_px, is_whole

_TORSO = np.array([Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP, Landmark.RIGHT_HIP])
_LIMBS = np.array(
    [
        (Landmark.LEFT_HIP, Landmark.LEFT_KNEE),
        (Landmark.RIGHT_HIP, Landmark.RIGHT_KNEE),
        (Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE),
        (Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE),
        (Landmark.LEFT_SHOULDER, Landmark.LEFT_ELBOW),
        (Landmark.RIGHT_SHOULDER, Landmark.RIGHT_ELBOW),
    ]
)
_ROOM = 0.35  # of the giver's extent: hair, sleeves, the way of one frame, and a leg that was not seen
_GONE_AFTER_S = 5.0  # a giver who was lost is still there; one who is gone that long has left


def plan_backdrop(giver: Pose | None, followed_s: float, t_s: float) -> BackdropRequest:
    """What the eyes shall learn of the picture at `t_s`.

    Args:
        giver: as of the frame before; None = not followed.
        followed_s: when the giver was last followed; -inf = never.
        t_s: the time, s.
    """
    if giver is None or not is_whole(giver):
        return BackdropRequest(t_s, None, learns=t_s - followed_s > _GONE_AFTER_S)
    room_px = _ROOM * extent_px(giver)
    left, top = giver.xy_px.min(axis=0) - room_px
    right, bottom = giver.xy_px.max(axis=0) + room_px
    box = Box(float(left), float(top), float(right - left), float(bottom - top))
    return BackdropRequest(t_s, box, body_px=_body_px(giver))


def _body_px(giver: Pose) -> FloatArray:
    """(21, 2) image px: a grid over the torso, between shoulders and hips, and two points on each thigh, shank, arm."""
    corners = giver.xy_px[_TORSO].reshape(2, 2, 2)  # rows shoulders and hips, columns left and right
    parts = np.array([0.2, 0.5, 0.8])
    sides = corners[:, None, 0] + parts[:, None] * (corners[:, None, 1] - corners[:, None, 0])
    torso = (sides[0][None] + parts[:, None, None] * (sides[1] - sides[0])[None]).reshape(-1, 2)
    ends = giver.xy_px[_LIMBS]
    limbs = [ends[:, 0] + part * (ends[:, 1] - ends[:, 0]) for part in (0.35, 0.65)]
    return np.vstack([torso, *limbs])
