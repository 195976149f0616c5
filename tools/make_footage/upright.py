"""How the giver stands, kneels or sits: feet first, then the trunk above them, then the hands."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from tools.make_footage.body import Body, Pose
from tools.make_footage.landmarks import SIDES, sole, suffix
from tools.make_footage.limbs import arm_length, curl_fingers, leg_length, set_arm, set_hand, set_leg
from tools.make_footage.rotate import about, frame, unit

Array = NDArray[np.float64]
_SPINE = ("spine05", "spine04", "spine03", "spine02", "spine01")
_NECK = ("neck01", "neck02", "neck03", "head")


@dataclass(frozen=True)
class Foot:
    """Where a sole is.

    Attributes:
        middle: (3,) m, under the middle of the sole (half-way from heel to toe), where it touches.
        heading: of heel to toe, rad from +X.
        normal: (3,) of what it stands on.
        pitch: rad, toes down (the heel lifted) about the ball of the foot; negative: toes up about the heel.
    """

    middle: Array
    heading: float
    normal: Array = field(default_factory=lambda: np.array([0.0, 0, 1]))
    pitch: float = 0.0


@dataclass(frozen=True)
class Hand:
    """What a hand does.

    Attributes:
        kind: hang, out (for balance), hip, hold (a rail), flat (on a wall), press (downwards), knee, up.
        point: (3,) m, what it holds or presses on.
        way: (3,) direction of the rail, or out of the wall.
        swing: (3,) small offset of a free hand.
    """

    kind: str = "hang"
    point: Array | None = None
    way: Array | None = None
    swing: Array = field(default_factory=lambda: np.zeros(3))


@dataclass(frozen=True)
class Upright:
    """A stance. Angles in rad.

    Attributes:
        feet: left, right.
        facing: of the pelvis, from +X.
        pelvis: (2,) m, where the hips are above the ground; None: above the feet.
        bend: 0 as straight as the feet allow, 1 deep squat.
        hips_m: height of the hips, if it is given.
        lean: of the trunk forward; side: to the right; twist: of the chest to the left.
        hands: left, right.
        look: of the head down; look_side: to the left.
        knees_out: how far the knees point outwards.
        poles: (3,) where each knee points, if that is given.
        noise: seed of small noise.
    """

    feet: tuple[Foot, Foot]
    facing: float
    pelvis: Array | None = None
    bend: float = 0.0
    hips_m: float | None = None
    lean: float = 0.05
    side: float = 0.0
    twist: float = 0.0
    hands: tuple[Hand, Hand] = (Hand(), Hand())
    look: float = 0.5
    look_side: float = 0.0
    knees_out: float = 0.15
    poles: tuple[Array, Array] | None = None
    noise: int = 0

    def now(self, **changes: object) -> Upright:
        """The same with some things changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


def foot_turn(body: Body, side: str, foot: Foot) -> Array:
    """(3, 3) rotation of the foot bone from rest."""
    rest = sole(body, side)
    ahead = np.array([np.cos(foot.heading), np.sin(foot.heading), 0.0])
    ahead = unit(ahead - foot.normal * (foot.normal @ ahead))
    turn = frame(ahead, foot.normal) @ frame(rest.forward, [0, 0, 1]).T
    across = np.cross(foot.normal, ahead)
    return about(across, foot.pitch) @ turn


def ankle_of(body: Body, side: str, foot: Foot) -> tuple[Array, Array]:
    """(3,) where the ankle must be, and (3, 3) the foot's turn, for a sole to be there."""
    rest = sole(body, side)
    heel, toe = body.vertices[rest.heel], body.vertices[rest.toe]
    middle = (heel + toe) / 2
    middle[2] = rest.bottom_m
    level = foot_turn(body, side, Foot(foot.middle, foot.heading, foot.normal))
    turn = foot_turn(body, side, foot)
    ball_at = middle + rest.forward * 0.22 * np.linalg.norm(toe - heel)
    if foot.pitch < 0:
        ball_at = middle - rest.forward * 0.4 * np.linalg.norm(toe - heel)
    pivot = foot.middle + level @ (ball_at - middle)
    return pivot + turn @ (body.head("foot" + suffix(side)) - ball_at), turn


def hips(body: Body, how: Upright) -> tuple[Array, Array]:
    """(3,) m, the middle between the hip joints, and (3, 3) the pelvis' turn: as high as the feet allow, or as told."""
    level = about([0, 0, 1], how.facing + np.pi / 2)  # at rest the body faces -y
    turn = about(level[:, 1], -0.15 * how.side) @ about(level[:, 0], 0.4 * how.lean) @ level
    ankles = [ankle_of(body, side, foot)[0] for side, foot in zip(SIDES, how.feet, strict=True)]
    place = how.pelvis
    if place is None:
        place = np.mean([ankle[:2] for ankle in ankles], axis=0) - level[:2, 1] * 0.05
    if how.hips_m is not None:
        return np.array([*place, how.hips_m]), turn
    joints = [body.head("upperleg01" + suffix(side)) for side in SIDES]
    tops = []
    for side, ankle, joint in zip(SIDES, ankles, joints, strict=True):
        off = turn @ (joint - (joints[0] + joints[1]) / 2)
        length = sum(leg_length(body, suffix(side)))
        far = np.hypot(*(place + off[:2] - ankle[:2]))
        reach = length * (0.99 - 0.42 * how.bend)
        tops.append(ankle[2] + np.sqrt(max(reach**2 - far**2, (0.3 * length) ** 2)) - off[2])
    return np.array([*place, min(tops)]), turn


def stand(body: Body, how: Upright) -> Pose:
    """The pose."""
    chance = np.random.default_rng(how.noise)
    pose = Pose()
    level = about([0, 0, 1], how.facing + np.pi / 2)
    ankles = [ankle_of(body, side, foot) for side, foot in zip(SIDES, how.feet, strict=True)]
    middle, pose.world["root"] = hips(body, how)
    rest = (body.head("upperleg01.L") + body.head("upperleg01.R")) / 2 - body.head("root")
    root = middle - pose.world["root"] @ rest
    pose.root = root
    for bone in _SPINE:
        pose.local[bone] = (
            about([1, 0, 0], 0.6 * how.lean / 5)
            @ about([0, 1, 0], -0.85 * how.side / 5)
            @ about([0, 0, 1], how.twist / 5)
        )
    for number, bone in enumerate(_NECK):
        share = 0.4 if number == 3 else 0.2
        down = how.look * share
        pose.local[bone] = about([1, 0, 0], down) @ about([0, 0, 1], how.look_side * share)
    ahead = -level[:, 1]
    joints, _ = body.bones(pose)
    for row, side in enumerate(SIDES):
        mark = suffix(side)
        out = level[:, 0] * (1 if row == 0 else -1)
        way = np.array([np.cos(how.feet[row].heading), np.sin(how.feet[row].heading), 0.0])
        pole = unit(ahead * 0.6 + way * 0.6 + out * how.knees_out + [0, 0, 0.05])
        if how.poles is not None:
            pole = how.poles[row]
        ankle, turn = ankles[row]
        set_leg(body, pose, mark, joints[body.row("upperleg01" + mark)], ankle, pole)
        pose.world["foot" + mark] = turn
        _toes(body, pose, side, how.feet[row], turn)
    for row, side in enumerate(SIDES):
        _arm(body, pose, side, how.hands[row], level, chance)
    return pose


def _toes(body: Body, pose: Pose, side: str, foot: Foot, turn: Array) -> None:
    if foot.pitch <= 0.02:
        return
    across = turn.T @ np.cross(foot.normal, [np.cos(foot.heading), np.sin(foot.heading), 0.0])
    for bone in body.data.bones:
        if bone.startswith("toe") and bone.endswith("-1" + suffix(side)):
            pose.local[bone] = about(across, -min(foot.pitch, 0.9))


def _arm(body: Body, pose: Pose, side: str, hand: Hand, level: Array, chance: np.random.Generator) -> None:
    mark, out = suffix(side), level[:, 0] * (1 if side == "left" else -1)
    ahead, up = -level[:, 1], np.array([0.0, 0, 1])
    upper, fore = arm_length(body, mark)
    whole = upper + fore
    if hand.kind in ("hold", "flat", "up") and hand.point is not None:
        joints, _ = body.bones(pose)
        above = hand.point[2] - joints[body.row("upperarm01" + mark)][2]
        rise = np.clip(above / whole, 0, 1) * 0.5
        pose.local["clavicle" + mark] = about([0, 1, 0], -rise if side == "left" else rise)
    joints, _ = body.bones(pose)
    shoulder = joints[body.row("upperarm01" + mark)]
    free = {
        "hang": 0.16 * out + 0.06 * ahead - 0.94 * up,
        "out": 0.72 * out + 0.2 * ahead - 0.42 * up,
        "hip": 0.10 * out - 0.02 * ahead - 0.62 * up,
        "front": 0.05 * out + 0.55 * ahead - 0.45 * up,
    }
    palm = -out
    pole = 0.5 * out - 0.8 * ahead
    if hand.kind in free:
        wrist = shoulder + free[hand.kind] * whole + hand.swing
        if hand.kind == "hip":
            wrist = joints[body.row("upperleg01" + mark)] + 0.075 * out + 0.10 * body.height_m * up + 0.02 * ahead
            pole = 0.9 * out - 0.35 * ahead
        if hand.kind == "out":
            pole, palm = -0.5 * up - 0.8 * ahead, -up
        set_arm(body, pose, mark, shoulder, wrist, pole)
        curl_fingers(body, pose, mark, float(abs(chance.normal(0.2, 0.12))))
        if hand.kind == "hip":
            set_hand(body, pose, mark, unit(0.6 * ahead - out * 0.2 - 0.4 * up), -out)
        return
    assert hand.point is not None
    way = hand.way if hand.way is not None else np.array([0.0, 1, 0])
    to = unit(hand.point - shoulder)
    palm_m = 0.05 * body.height_m
    if hand.kind == "flat":
        fingers = unit(0.9 * up + 0.3 * to - way * (way @ to) * 0.3)
        palm = -way
        wrist = hand.point - fingers * palm_m + way * 0.025
        pole = -0.8 * up - 0.4 * ahead + 0.3 * out
        curl = 0.05
    elif hand.kind in ("press", "knee"):
        fingers = unit(to * [1, 1, 0] + 1e-3 + 0.4 * ahead)
        palm = -up
        wrist = hand.point - fingers * palm_m * 0.6 + up * 0.03
        pole = 0.8 * out - 0.5 * ahead
        curl = 0.1
    else:
        across = unit(np.cross(way, to))
        side_way = across if across @ (out + ahead) > 0 else -across
        palm = unit(to)
        fingers = unit(side_way * 0.4 + to * 0.9) if abs(to @ up) < 0.75 else unit(to + 0.35 * ahead)
        palm = unit(np.cross(fingers, way)) * (1 if np.cross(fingers, way) @ (to + 0.3 * ahead - 0.6 * up) > 0 else -1)
        wrist = hand.point - fingers * palm_m * 0.95 - palm * 0.028
        pole = -0.7 * up - 0.5 * ahead + 0.4 * out if to @ up < 0.5 else 0.8 * out + 0.5 * ahead
        curl = 0.85
    set_arm(body, pose, mark, shoulder, wrist, pole)
    set_hand(body, pose, mark, fingers, palm)
    curl_fingers(body, pose, mark, curl)
