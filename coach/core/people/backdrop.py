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
_LINES = np.array(
    [
        *_LIMBS,
        (Landmark.LEFT_ANKLE, Landmark.LEFT_FOOT_INDEX),
        (Landmark.RIGHT_ANKLE, Landmark.RIGHT_FOOT_INDEX),
        (Landmark.LEFT_ANKLE, Landmark.LEFT_HEEL),
        (Landmark.RIGHT_ANKLE, Landmark.RIGHT_HEEL),
        (Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST),
        (Landmark.RIGHT_ELBOW, Landmark.RIGHT_WRIST),
        (Landmark.LEFT_WRIST, Landmark.LEFT_INDEX),
        (Landmark.RIGHT_WRIST, Landmark.RIGHT_INDEX),
        (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER),
        (Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
        (Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP),
        (Landmark.RIGHT_SHOULDER, Landmark.RIGHT_HIP),
        (Landmark.LEFT_SHOULDER, Landmark.RIGHT_HIP),
        (Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP),
        (Landmark.LEFT_SHOULDER, Landmark.NOSE),
        (Landmark.RIGHT_SHOULDER, Landmark.NOSE),
        (Landmark.LEFT_EAR, Landmark.RIGHT_EAR),
    ]
)
# Of the giver's extent, which is about their height: half of a chest's or a hip's depth is 0.08 at most (DIN 33402-2),
# of a head 0.07; the rest is for clothes and for what a landmark errs.
_LIMB = 0.1
_FASTEST_PER_S = 1.5  # of the extent: a fast step, 2.5 m/s
_ROOM = 0.35  # of the giver's extent: hair, sleeves, the way of one frame, and a leg that was not seen
_GONE_AFTER_S = 5.0  # a giver who was lost is still there; one who is gone that long has left


def plan_backdrop(
    giver: Pose | None,
    followed_s: float,
    t_s: float,
    *,
    folded: bool = False,
    unseen_s: float = 0.0,
    searching: bool = False,
    just_found: bool = False,
) -> BackdropRequest:
    """What the eyes shall learn of the picture at `t_s`.

    Args:
        giver: as of the frame before; None = not followed.
        followed_s: when the giver was last followed; -inf = never.
        t_s: the time, s.
        folded: the giver kneels or sits; where their legs are is then not known well enough to learn right beside them.
        unseen_s: how long looks at the giver have failed: as far as they may have gone since, nothing is learnt.
        searching: nobody has been looked for yet, so that a giver may be there unseen.
        just_found: the receiver was not known to lie there before: they may have just lain down.
    """
    if giver is None or not is_whole(giver):
        gone = is_gone(followed_s, t_s)
        return BackdropRequest(t_s, None, learns=not searching and gone, anew=just_found and gone)
    giver_px = extent_px(giver)
    room_px = _ROOM * giver_px
    left, top = giver.xy_px.min(axis=0) - room_px
    right, bottom = giver.xy_px.max(axis=0) + room_px
    box = Box(float(left), float(top), float(right - left), float(bottom - top))
    limbs_px = None if folded else giver.xy_px[_LINES]
    limb_px = (_LIMB + _FASTEST_PER_S * unseen_s) * giver_px
    return BackdropRequest(t_s, box, body_px=_body_px(giver), limbs_px=limbs_px, limb_px=limb_px)


def is_gone(followed_s: float, t_s: float) -> bool:
    """Has nobody been followed for so long that a giver, if there was one, has left? `followed_s` as in the plan."""
    return t_s - followed_s > _GONE_AFTER_S


def _body_px(giver: Pose) -> FloatArray:
    """(21, 2) image px: a grid over the torso, between shoulders and hips, and two points on each thigh, shank, arm."""
    corners = giver.xy_px[_TORSO].reshape(2, 2, 2)  # rows shoulders and hips, columns left and right
    parts = np.array([0.2, 0.5, 0.8])
    sides = corners[:, None, 0] + parts[:, None] * (corners[:, None, 1] - corners[:, None, 0])
    torso = (sides[0][None] + parts[:, None, None] * (sides[1] - sides[0])[None]).reshape(-1, 2)
    ends = giver.xy_px[_LIMBS]
    limbs = [ends[:, 0] + part * (ends[:, 1] - ends[:, 0]) for part in (0.35, 0.65)]
    return np.vstack([torso, *limbs])
