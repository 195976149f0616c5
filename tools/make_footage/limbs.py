"""Arms and legs reach a point: two bones, bent in the plane of a pole."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tools.make_footage.body import Body, Pose
from tools.make_footage.rotate import about, frame, unit

Array = NDArray[np.float64]
_REACH = 0.995  # of the limb's length: never quite straight


def bend(start: Array, end: ArrayLike, first_m: float, second_m: float, pole: ArrayLike) -> tuple[Array, Array]:
    """(3,) the joint in the middle, and (3,) the end that is reached, of a chain towards a point."""
    way = np.asarray(end, dtype=float) - start
    full = first_m + second_m
    length = float(np.clip(np.linalg.norm(way), abs(first_m - second_m) * 1.05 + 1e-3, full * _REACH))
    along = unit(way)
    side = np.asarray(pole, dtype=float)
    side = unit(side - along * (side @ along))
    a = (first_m**2 - second_m**2 + length**2) / (2 * length)
    out = np.sqrt(max(first_m**2 - a**2, 0.0))
    return start + along * a + side * out, start + along * length


def leg_length(body: Body, mark: str) -> tuple[float, float]:
    """Thigh and shin, m."""
    hip, knee, ankle = (body.head(bone + mark) for bone in ("upperleg01", "lowerleg01", "foot"))
    return float(np.linalg.norm(knee - hip)), float(np.linalg.norm(ankle - knee))


def arm_length(body: Body, mark: str) -> tuple[float, float]:
    """Upper arm and forearm, m."""
    shoulder, elbow, wrist = (body.head(bone + mark) for bone in ("upperarm01", "lowerarm01", "wrist"))
    return float(np.linalg.norm(elbow - shoulder)), float(np.linalg.norm(wrist - elbow))


def set_leg(body: Body, pose: Pose, mark: str, hip: Array, ankle: ArrayLike, pole: ArrayLike) -> Array:
    """Bend a leg towards an ankle; returns where the ankle came to. `pole`: where the knee points."""
    thigh, shin = leg_length(body, mark)
    knee, reached = bend(hip, ankle, thigh, shin, pole)
    rest = [body.head(bone + mark) for bone in ("upperleg01", "lowerleg01", "foot")]
    hinge = np.cross(pole, unit(reached - hip))
    for row, bone in enumerate(("upperleg01", "lowerleg01")):
        now = (knee - hip, reached - knee)[row]
        turn = frame(now, hinge) @ frame(rest[row + 1] - rest[row], [1, 0, 0]).T
        pose.world[bone + mark] = turn
    return reached


def set_arm(body: Body, pose: Pose, mark: str, shoulder: Array, wrist: ArrayLike, pole: ArrayLike) -> Array:
    """Bend an arm towards a wrist; returns where the wrist came to. `pole`: where the elbow points."""
    upper, fore = arm_length(body, mark)
    elbow, reached = bend(shoulder, wrist, upper, fore, pole)
    rest = [body.head(bone + mark) for bone in ("upperarm01", "lowerarm01", "wrist")]
    rest_hinge = np.cross(rest[1] - rest[0], rest[2] - rest[1])
    hinge = np.cross(pole, unit(reached - shoulder))
    for row, bone in enumerate(("upperarm01", "lowerarm01")):
        now = (elbow - shoulder, reached - elbow)[row]
        pose.world[bone + mark] = frame(now, hinge) @ frame(rest[row + 1] - rest[row], rest_hinge).T
    pose.world.pop("wrist" + mark, None)
    pose.world.pop("lowerarm02" + mark, None)
    return reached


def set_hand(body: Body, pose: Pose, mark: str, fingers: ArrayLike, palm: ArrayLike) -> None:
    """Turn a hand so that its fingers and its palm point somewhere, the forearm going half the way."""
    wrist, middle = body.head("wrist" + mark), body.head("finger3-1" + mark)
    across = body.head("finger5-1" + mark) - body.head("finger2-1" + mark)
    rest_palm = np.cross(middle - wrist, across) * (1 if mark == ".R" else -1)
    turn = frame(fingers, palm) @ frame(middle - wrist, rest_palm).T
    fore = pose.world["lowerarm01" + mark]
    along = unit(fore @ (wrist - body.head("lowerarm01" + mark)))
    twist = _twist(turn @ fore.T, along)
    pose.world["lowerarm02" + mark] = about(along, 0.5 * float(np.clip(twist, -2.4, 2.4))) @ fore
    pose.world["wrist" + mark] = turn


def _twist(turn: Array, axis: Array) -> float:
    """How much of a rotation is about an axis, rad."""
    scalar = np.sqrt(max(1 + np.trace(turn), 1e-9)) / 2
    vector = np.array([turn[2, 1] - turn[1, 2], turn[0, 2] - turn[2, 0], turn[1, 0] - turn[0, 1]]) / (4 * scalar)
    angle = 2 * np.arctan2(vector @ axis, scalar)
    return float((angle + np.pi) % (2 * np.pi) - np.pi)


def curl_fingers(body: Body, pose: Pose, mark: str, angle_rad: float) -> None:
    """Bend every finger joint by the same angle towards the palm."""
    wrist, middle = body.head("wrist" + mark), body.head("finger3-1" + mark)
    across = unit(body.head("finger5-1" + mark) - body.head("finger2-1" + mark))
    inwards = np.cross(middle - wrist, across) * (1 if mark == ".R" else -1)
    axis = np.cross(middle - wrist, inwards)
    for finger in "2345":
        for joint in "123":
            pose.local[f"finger{finger}-{joint}{mark}"] = about(axis, angle_rad)
    for joint in "23":
        pose.local[f"finger1-{joint}{mark}"] = about(axis, 0.5 * angle_rad)
