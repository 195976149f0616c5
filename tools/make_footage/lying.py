"""How the receiver lies: prone, head towards +Y, the right side at +X."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tools.make_footage.body import Body, Pose
from tools.make_footage.limbs import arm_length, curl_fingers, leg_length, set_arm, set_hand, set_leg
from tools.make_footage.rotate import about, unit

Array = NDArray[np.float64]
_PRONE = np.array([[-1.0, 0, 0], [0, 0, 1], [0, 1, 0]])
SPINE = ("spine05", "spine04", "spine03", "spine02", "spine01")
NECK = ("neck01", "neck02", "neck03", "head")
HEAD = ("head", "jaw", "special", "oculi", "risorius", "temporalis")
ARMS = ("along", "along_out", "cactus", "overhead", "folded", "wide", "one_up", "one_folded")
_HALVES = {"one_up": ("overhead", "along"), "one_folded": ("folded", "along")}


@dataclass(frozen=True)
class Lying:
    """What can vary. Angles in degrees, lengths in metres.

    Attributes:
        ground_m: height of the mat's top.
        pillow_m: how much higher the head lies.
        arms: one of ARMS.
        flip: swap what the two arms do.
        head_turn: towards the right, +-90.
        bend: of the spine to the right.
        twist: of the chest about the spine.
        spread: of each leg (left, right).
        knee: bend of each knee, the shin rising.
        turn: of the whole body about the vertical.
        shift: (2,) of the pelvis.
        lift_head: how far the head is lifted.
        raise_arm: 0 to 1, of the left (first) or right arm.
        sink_m: how much deeper the chest sinks in than the hips.
        breath_m: how much the trunk has risen.
        seed: of small noise in the joints.
    """

    ground_m: float = 0.05
    pillow_m: float = 0.0
    arms: str = "along"
    flip: bool = False
    head_turn: float = 60.0
    bend: float = 0.0
    twist: float = 0.0
    spread: tuple[float, float] = (8.0, 8.0)
    knee: tuple[float, float] = (0.0, 0.0)
    turn: float = 0.0
    shift: tuple[float, float] = (0.0, 0.0)
    lift_head: float = 0.0
    raise_arm: tuple[float, float] = (0.0, 0.0)
    sink_m: float = 0.02
    breath_m: float = 0.0
    seed: int = 0

    def now(self, **changes: object) -> Lying:
        """The same with some things changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


def lie(body: Body, how: Lying) -> Pose:
    """The pose of a prone body whose trunk rests on the ground."""
    chance = np.random.default_rng(how.seed)
    pose = Pose()
    for bone in SPINE:
        side, twist = np.radians(how.bend) / 5, np.radians(how.twist) / 5
        pose.local[bone] = about([0, 1, 0], -side) @ about([0, 0, 1], twist)
    settle_trunk(body, pose, how)
    _lay_legs(body, pose, how, chance)
    _lay_arms(body, pose, how, chance)
    _lay_head(body, pose, how)
    for finger in ("finger", "toe"):
        for row, bone in enumerate(body.data.bones):
            if bone.startswith(finger) and bone not in pose.local and row:
                pose.local[bone] = about([1, 0, 0], float(chance.normal(0, 0.06)))
    turn_all(pose, how)
    return pose


def settle_trunk(body: Body, pose: Pose, how: Lying, roll: float = 0.0) -> None:
    """Pitch and height so that chest and thighs' tops both rest on the ground, rolled from prone by some degrees."""
    hip_z, shoulder_z = body.head("upperleg01.L")[2], body.head("upperarm01.L")[2]
    part = (body.vertices[:, 2] - hip_z) / (shoulder_z - hip_z)
    trunk = body.weight("upperarm", "lowerarm", "wrist", "finger", "metacarpal") < 0.05
    chest = np.flatnonzero(trunk & (part > 0.5) & (part < 0.95))
    hips = np.flatnonzero(trunk & (part > -0.3) & (part < 0.25))
    pitch = 0.0
    for _ in range(4):
        pose.world["root"] = about([1, 0, 0], pitch) @ about([0, 1, 0], np.radians(roll)) @ _PRONE
        joints, turns = body.bones(pose)
        low_chest = body.skin(joints, turns, chest)
        low_hips = body.skin(joints, turns, hips)
        a, b = np.quantile(low_chest[:, 2], 0.05), np.quantile(low_hips[:, 2], 0.05)
        gap = float(low_chest[:, 1].mean() - low_hips[:, 1].mean())
        pitch -= float(np.arctan2(a - b + how.sink_m, gap))
    pose.root = np.array([0.0, 0.0, how.ground_m - 0.004 - b + how.breath_m])


def _lay_legs(body: Body, pose: Pose, how: Lying, chance: np.random.Generator) -> None:
    joints, _ = body.bones(pose)
    for row, mark in enumerate((".L", ".R")):
        out = (-1 if mark == ".L" else 1) * np.radians(how.spread[row] + chance.normal(0, 1))
        hip = joints[body.row("upperleg01" + mark)]
        thigh, shin = leg_length(body, mark)
        way = np.array([np.sin(out), -np.cos(out), 0.0])
        rise = np.radians(how.knee[row])
        knee_z = how.ground_m + 0.025 * body.height_m
        drop = np.clip((hip[2] - knee_z) / thigh, 0, 0.5)
        knee = hip + thigh * (way * np.sqrt(1 - drop**2) - [0, 0, drop])
        ankle = knee + shin * (way * np.cos(rise) + [0, 0, np.sin(rise)])
        if rise < 0.2:
            ankle[2] = how.ground_m + 0.046 * body.height_m
        set_leg(body, pose, mark, hip, ankle, unit([np.sin(out) * 0.6, 0, -1.0]))
        point = np.radians(62 + chance.normal(0, 6) - 20 * min(1.0, rise))
        roll = np.radians(chance.normal(0, 12)) + (0.25 if mark == ".R" else -0.25) * chance.uniform(-1, 1.6)
        pose.local["foot" + mark] = about([0, 0, 1], roll) @ about([1, 0, 0], point)


def _lay_arms(body: Body, pose: Pose, how: Lying, chance: np.random.Generator) -> None:
    left, right = _HALVES.get(how.arms, (how.arms, how.arms))
    kinds = (right, left) if how.flip else (left, right)
    for row, mark in enumerate((".L", ".R")):
        side = -1.0 if mark == ".L" else 1.0
        rise = {"overhead": 30, "folded": 22, "cactus": 10, "wide": 6}.get(kinds[row], -4)
        pose.local["clavicle" + mark] = about([0, 1, 0], np.radians(-rise * side * -1))
        joints, _ = body.bones(pose)
        shoulder = joints[body.row("upperarm01" + mark)]
        upper, fore = arm_length(body, mark)
        whole = upper + fore
        flat = how.ground_m + 0.022 * body.height_m
        n = chance.normal(0, 1, 4) * [0.03, 0.03, 0.1, 0.1]
        reach = {
            "along": (0.32 * whole, -0.88 * whole),
            "along_out": (0.55 * whole, -0.72 * whole),
            "cactus": (0.62 * whole, 0.42 * whole),
            "overhead": (0.02 * whole, 0.93 * whole),
            "folded": (-0.13 * whole, 0.4 * whole),
            "wide": (0.93 * whole, 0.1 * whole),
        }[kinds[row]]
        wrist = np.array([shoulder[0] + side * reach[0] + n[0], shoulder[1] + reach[1] + n[1], flat])
        pole = {"along": (1.0, 0.1, 0.25), "along_out": (0.8, 0.5, 0.3), "cactus": (0.7, -0.9, 0.0)}
        pole |= {"overhead": (1.0, -0.1, 0.0), "folded": (1.0, 0.1, 0.0), "wide": (0.2, -1.0, 0.1)}
        px, py, pz = pole[kinds[row]]
        elbow_way = np.array([side * px, py, pz])
        palm_down = kinds[row] not in ("along",) or chance.random() < 0.35
        fingers = {"along": (0.1, -1, 0), "along_out": (0.3, -1, 0), "cactus": (0.1, 1, 0), "overhead": (0.1, 1, 0)}
        fingers |= {"folded": (-1, 0.15, 0), "wide": (1, 0.3, 0)}
        fx, fy, fz = fingers[kinds[row]]
        up = how.raise_arm[row]
        if up > 0:
            high = shoulder + np.array([side * 0.45 * whole, 0.25 * whole, 0.62 * whole])
            wrist = wrist + (high - wrist) * up
            elbow_way = elbow_way + np.array([side * 0.6, 0, 0]) * up
        set_arm(body, pose, mark, shoulder, wrist, elbow_way)
        aim = np.array([side * fx + n[2], fy + n[3], fz + 0.5 * up])
        set_hand(body, pose, mark, aim, [0, 0.0, -1.0 if palm_down else 1.0])
        curl_fingers(body, pose, mark, float(abs(chance.normal(0.12 if palm_down else 0.35, 0.1))))


def _lay_head(body: Body, pose: Pose, how: Lying) -> None:
    """Turn the head, then bend the neck until the face rests on mat or pillow."""
    head = np.flatnonzero(body.weight(*HEAD) > 0.7)
    ground = how.ground_m + how.pillow_m
    turn = np.radians(how.head_turn)
    low, high = -0.9, 0.9
    for _ in range(9):
        bend = (low + high) / 2
        _set_neck(pose, turn, bend)
        joints, turns = body.bones(pose)
        if np.quantile(body.skin(joints, turns, head)[:, 2], 0.01) < ground - 0.012:
            low = bend
        else:
            high = bend
    _set_neck(pose, turn, bend + np.radians(how.lift_head))


def _set_neck(pose: Pose, turn: float, bend: float) -> None:
    for bone in NECK:  # bent in the chest's axes, the head turned most
        share = (0.55 if bone == "head" else 0.15) * turn
        pose.local[bone] = about([0, 0, 1], -share)
    above = about([1, 0, 0], -bend)
    pose.local["neck01"] = above @ pose.local["neck01"]


def turn_all(pose: Pose, how: Lying) -> None:
    """Turn the whole body about the vertical, and shift it."""
    spin = about([0, 0, 1], np.radians(how.turn))
    for bone, turn in pose.world.items():
        pose.world[bone] = spin @ turn
    pose.root = spin @ pose.root + np.array([how.shift[0], how.shift[1], 0.0])
