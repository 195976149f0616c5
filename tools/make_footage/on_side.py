"""How somebody lies on the side: legs drawn up, arms before the body, the head on a pillow, an arm or the mat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.make_footage.body import Body, Pose
from tools.make_footage.limbs import arm_length, curl_fingers, leg_length, set_arm, set_hand, set_leg
from tools.make_footage.lying import HEAD, NECK, SPINE, Lying, settle_trunk, turn_all
from tools.make_footage.rotate import about, unit

Array = NDArray[np.float64]
_TOWARDS_HEAD, _UP = np.array([0.0, 1.0, 0.0]), np.array([0.0, 0.0, 1.0])


@dataclass(frozen=True)
class OnSide:
    """What can vary beside `Lying`'s ground, pillow, turn and shift. Angles in degrees; (lower limb, upper limb).

    Attributes:
        roll: of the trunk from prone, about its long axis: 90 = on the right side, -90 = on the left.
        curl: of the spine forwards.
        hip, knee: bend.
        arms: lower: under_head, forward, folded; upper: on_mat, on_hip, folded.
        apart_m: how far the upper leg's knee and ankle lie above the mat.
        reach: (4,) how much farther the wrists lie, forwards and towards the head, parts of the arm.
        seed: of small noise in the joints.
    """

    roll: float
    curl: float
    hip: tuple[float, float]
    knee: tuple[float, float]
    arms: tuple[str, str]
    apart_m: tuple[float, float]
    reach: tuple[float, float, float, float]
    seed: int


def how_on_side(chance: np.random.Generator) -> OnSide:
    """A posture of one who rests on the side: about as often stretched as curled up."""
    drawn_up = float(chance.uniform(0, 1))
    hip = 75 * drawn_up + chance.normal(0, 8, 2) + [0.0, chance.uniform(-10, 25)]
    knee = 15 + 80 * drawn_up + chance.normal(0, 12, 2)
    return OnSide(
        roll=float(chance.choice([-1, 1]) * chance.normal(90, 8)),
        curl=float(np.clip(chance.normal(12, 10) + 15 * drawn_up, -5, 45)),
        hip=(float(np.clip(hip[0], -5, 95)), float(np.clip(hip[1], -5, 105))),
        knee=(float(np.clip(knee[0], 5, 120)), float(np.clip(knee[1], 5, 120))),
        arms=(
            str(chance.choice(["under_head", "forward", "folded"])),
            str(chance.choice(["on_mat", "on_hip", "folded"], p=[0.45, 0.3, 0.25])),
        ),
        apart_m=(float(chance.uniform(0.09, 0.2)), float(chance.uniform(0.07, 0.16))),
        reach=tuple(float(value) for value in chance.normal(0, 0.06, 4)),
        seed=int(chance.integers(1 << 30)),
    )


def lie_on_side(body: Body, how: Lying, side: OnSide) -> Pose:
    """The pose of a body whose lower shoulder and hip rest on the ground."""
    chance = np.random.default_rng(side.seed)
    pose = Pose()
    for bone in SPINE:
        pose.local[bone] = about([1, 0, 0], np.radians(side.curl) / len(SPINE))
    settle_trunk(body, pose, how, side.roll)
    front = about([0, 1, 0], np.radians(side.roll)) @ np.array([0.0, 0.0, -1.0])
    front = unit(front * [1, 0, 0])
    marks = (".R", ".L") if side.roll > 0 else (".L", ".R")
    for row, mark in enumerate(marks):
        _lay_leg(body, pose, how, side, row, mark, front)
        pose.local["foot" + mark] = about([1, 0, 0], np.radians(20 + chance.normal(0, 12)))
    for row, mark in enumerate(marks):
        _lay_arm(body, pose, how, side, row, mark, front)
        curl_fingers(body, pose, mark, float(abs(chance.normal(0.3, 0.15))))
    _lay_head(body, pose, how, side)
    turn_all(pose, how)
    return pose


def _lay_leg(body: Body, pose: Pose, how: Lying, side: OnSide, row: int, mark: str, front: Array) -> None:
    joints, _ = body.bones(pose)
    hip = joints[body.row("upperleg01" + mark)]
    thigh, shin = leg_length(body, mark)
    first, second = np.radians(side.hip[row]), np.radians(side.hip[row] - side.knee[row])
    knee = hip + thigh * (np.sin(first) * front - np.cos(first) * _TOWARDS_HEAD)
    ankle = knee + shin * (np.sin(second) * front - np.cos(second) * _TOWARDS_HEAD)
    low = how.ground_m + np.array([0.034, 0.026]) * body.height_m
    knee[2], ankle[2] = low + (np.array(side.apart_m) if row else 0.0)
    set_leg(body, pose, mark, hip, ankle, unit(knee - hip) + 0.2 * front)


def _lay_arm(body: Body, pose: Pose, how: Lying, side: OnSide, row: int, mark: str, front: Array) -> None:
    joints, _ = body.bones(pose)
    shoulder = joints[body.row("upperarm01" + mark)]
    whole = sum(arm_length(body, mark))
    kind = side.arms[row]
    forwards, headwards = {
        "under_head": (0.2, 0.45),
        "forward": (0.85, 0.15),
        "on_mat": (0.55, -0.05),
        "on_hip": (0.08, -0.9),
        "folded": (0.42, 0.2),
    }[kind]
    forwards, headwards = np.array([forwards, headwards]) + side.reach[2 * row : 2 * row + 2]
    wrist = shoulder + whole * (forwards * front + headwards * _TOWARDS_HEAD)
    flat = how.ground_m + 0.024 * body.height_m
    wrist[2] = {"on_hip": shoulder[2] - 0.03, "folded": flat + 0.08 * row}.get(kind, flat)
    elbow = {"on_hip": 0.4 * _UP - 0.6 * front}.get(kind, front - 0.6 * _TOWARDS_HEAD + 0.25 * row * _UP)
    set_arm(body, pose, mark, shoulder, wrist, elbow)
    fingers = {"on_hip": -_TOWARDS_HEAD, "folded": front + _TOWARDS_HEAD}.get(kind, front + 0.3 * _TOWARDS_HEAD)
    set_hand(body, pose, mark, fingers, -_UP if kind != "under_head" else _UP)


def _lay_head(body: Body, pose: Pose, how: Lying, side: OnSide) -> None:
    """Bend the neck sideways until the head rests on what is under it."""
    head = np.flatnonzero(body.weight(*HEAD) > 0.7)
    down = -1.0 if side.roll > 0 else 1.0
    least, most = -0.3, 0.8
    for _ in range(9):
        bend = (least + most) / 2
        pose.local[NECK[0]] = about([0, 1, 0], down * bend) @ about([1, 0, 0], np.radians(side.curl) / 3)
        joints, turns = body.bones(pose)
        if np.quantile(body.skin(joints, turns, head)[:, 2], 0.01) < how.ground_m + how.pillow_m - 0.012:
            most = bend
        else:
            least = bend
