"""The 33 points of a posed body, as the shared footage defines them, and the soles of its feet."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import ConvexHull

from tools.make_footage.body import Body, Posed

Array = NDArray[np.float64]
SIDES = ("left", "right")
NAMES = [
    "nose",
    "left_eye_inner",
    "left_eye",
    "left_eye_outer",
    "right_eye_inner",
    "right_eye",
    "right_eye_outer",
    "left_ear",
    "right_ear",
    "mouth_left",
    "mouth_right",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_pinky",
    "right_pinky",
    "left_index",
    "right_index",
    "left_thumb",
    "right_thumb",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_heel",
    "right_heel",
    "left_foot_index",
    "right_foot_index",
]
# Vertices of MakeHuman's base mesh that lie on the shared footage's points (aligned head by head: 2 to 4 mm).
_FACE = (294, 7824, 7774, 7805, 1132, 1082, 1113, 12044, 5445, 10373, 3705)
_JOINTS = ("upperarm01", "lowerarm01", "wrist", "finger5-1", "finger2-1", "finger1-2")
_LEG_JOINTS = ("upperleg01", "lowerleg01", "foot")
_SOLE_CUT = 0.0075  # of the body's height: so far above the lowest skin a vertex still belongs to the sole


def suffix(side: str) -> str:
    """The rig's name of a side."""
    return ".L" if side == "left" else ".R"


def landmarks(body: Body, posed: Posed) -> Array:
    """(33, 3) m in the world."""
    points = [posed.vertices[row] for row in _face_rows(body)]
    for group in (_JOINTS, _LEG_JOINTS):
        points += [posed.joints[body.row(bone + suffix(side))] for bone in group for side in SIDES]
    soles = [sole(body, side) for side in SIDES]
    points += [posed.vertices[one.heel] for one in soles]
    points += [posed.vertices[one.toe] for one in soles]
    return np.array(points)


@lru_cache(maxsize=16)
def _face_rows(body: Body) -> list[int]:
    base = {int(number): row for row, number in enumerate(body.data.base_vertex)}
    return [base[number] for number in _FACE]


class Sole:
    """A foot's sole at rest.

    Attributes:
        rows: vertices of the sole.
        heel: row of the rearmost vertex of the heel.
        toe: row of the big toe's tip.
        forward: (3,) direction from heel to toe, level.
        bottom_m: z of the lowest skin.
    """

    def __init__(self, body: Body, side: str) -> None:
        mark = suffix(side)
        foot = [row for row, bone in enumerate(body.data.bones) if bone.startswith(("foot", "toe")) and mark in bone]
        rows = np.flatnonzero(body.data.weights[:, foot].sum(axis=1) > 0.9)
        z = body.vertices[rows, 2]
        self.bottom_m = float(z.min())
        self.rows = rows[z < self.bottom_m + _SOLE_CUT * body.height_m]
        low = rows[z < self.bottom_m + 0.016 * body.height_m]
        self.heel = int(low[body.vertices[low, 1].argmax()])
        big = rows[body.data.weights[rows, body.row("toe1-2" + mark)] > 0.5]
        big = big[body.vertices[big, 2] < self.bottom_m + 0.009 * body.height_m]
        self.toe = int(big[body.vertices[big, 1].argmin()])
        forward = body.vertices[self.toe] - body.vertices[self.heel]
        forward[2] = 0
        self.forward = forward / np.linalg.norm(forward)


@lru_cache(maxsize=16)
def sole(body: Body, side: str) -> Sole:
    """A body's sole."""
    return Sole(body, side)


def outline(body: Body, posed: Posed, side: str) -> tuple[Array, Array]:
    """(P, 3) m, the sole's outline in the world, counter-clockwise from above, and (3,) the middle of its area."""
    points = posed.vertices[sole(body, side).rows]
    hull = points[ConvexHull(points[:, :2]).vertices]
    x, y = hull[:, 0], hull[:, 1]
    cross = x * np.roll(y, -1) - np.roll(x, -1) * y
    area = cross.sum() / 2
    middle = np.array([((v + np.roll(v, -1)) * cross).sum() / (6 * area) for v in (x, y)])
    return hull, np.append(middle, hull[:, 2].mean())
