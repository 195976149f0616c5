"""Random stances of the giver on, over and beside the receiver."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.make_footage.back import Back
from tools.make_footage.body import Body, Posed
from tools.make_footage.landmarks import SIDES, sole, suffix
from tools.make_footage.limbs import arm_length, leg_length
from tools.make_footage.room import Mat
from tools.make_footage.rotate import unit, up
from tools.make_footage.supports import Support
from tools.make_footage.upright import Foot, Hand, Upright, stand

Array = NDArray[np.float64]
KINDS = ("both", "air", "step_up", "floor", "half_squat", "knees", "seated")
NOWHERE = Foot(np.zeros(3), 0.0)
SHARES = (0.36, 0.19, 0.1, 0.12, 0.1, 0.065, 0.065)
_DEEPEST_M = 0.015  # that a sole sinks in
_FIRM_SINK_M = (-0.003, 0.006)
_LEGS_FROM = 1.32  # long_frac from which on a foot stands on the legs


@dataclass(frozen=True)
class Stance:
    """What the giver does, and what the ground truth calls it."""

    upright: Upright
    states: tuple[str, str]
    technique: str


def sole_points(body: Body, side: str, foot: Foot) -> Array:
    """(n, 2) m, where a level sole would be seen from above."""
    one = sole(body, side)
    heel, toe = body.vertices[one.heel], body.vertices[one.toe]
    points = body.vertices[one.rows][::3] - (heel + toe) / 2
    c, s = one.forward[:2]
    along, across = points[:, 0] * c + points[:, 1] * s, -points[:, 0] * s + points[:, 1] * c
    h = np.array([np.cos(foot.heading), np.sin(foot.heading)])
    return foot.middle[:2] + along[:, None] * h + across[:, None] * [-h[1], h[0]]


def set_down(body: Body, side: str, foot: Foot, back: Back, sink_m: float) -> Foot:
    """The same foot resting on the skin; into soft skin it sinks by `sink_m`, firm skin carries it higher."""
    carried = 0.8
    if back.firm:
        softness = sink_m / _DEEPEST_M
        carried, sink_m = 1 - 0.15 * softness, _FIRM_SINK_M[0] * (1 - softness) + _FIRM_SINK_M[1] * softness
    z, normal = back.surface.rest(sole_points(body, side, foot), 0.34, carried)
    return Foot(np.array([*foot.middle[:2], z - sink_m]), foot.heading, normal, foot.pitch)


def state_of(back: Back, foot: Foot) -> str:
    """What a foot that is set down on the body, or misses it, stands on."""
    if back.surface.height(foot.middle[:2])[0] < back.surface.ground_m + 0.02:
        return "on_floor"
    return "on_legs" if back.long_frac(foot.middle) > _LEGS_FROM else "on_back"


def choose(kind: str, body: Body, back: Back, mat: Mat, chance: np.random.Generator) -> Stance:
    """A stance of one of KINDS."""
    spine_way = float(np.arctan2(back.head_way[1], back.head_way[0]))
    turn = chance.choice(["head", "feet", "side", "any"], p=[0.45, 0.22, 0.18, 0.15])
    facing = spine_way + chance.normal(0, 0.12)
    if turn == "feet":
        facing += np.pi
    elif turn == "side":
        facing += chance.choice([-1, 1]) * np.pi / 2 + chance.normal(0, 0.2)
    elif turn == "any":
        facing = chance.uniform(-np.pi, np.pi)
    if kind == "knees":
        return kneel(body, back, facing if turn == "head" else spine_way + chance.normal(0, 0.1), chance)
    if kind == "seated":
        return sit(body, back, spine_way + chance.normal(0, 0.1), mat, chance)
    if kind == "floor":
        return choose_beside(mat, chance)
    feet = list(_on_back(body, back, facing, chance))
    states = [state_of(back, foot) for foot in feet]
    moved = int(chance.integers(2))
    if kind == "air":
        feet[moved] = _lifted(feet[moved], chance)
        states[moved] = "in_air"
    if kind == "step_up":
        feet[moved], states[moved] = _outside(feet[1 - moved], feet[moved], facing, moved, back, mat, chance)
    squat = kind == "half_squat"
    bend = float(chance.uniform(0.35, 1.0)) if squat else float(abs(chance.normal(0.03, 0.06)))
    lean = float(
        chance.uniform(0.15, 0.9) if squat else abs(chance.normal(0.08, 0.12)) + (0.5 * (chance.random() < 0.1))
    )
    steady = 1 - moved if kind in ("air", "step_up") else None
    pelvis = _pelvis(feet, facing, lean, squat, steady, chance)
    upright = Upright(
        (feet[0], feet[1]),
        facing + chance.normal(0, 0.06),
        pelvis,
        bend,
        lean=lean,
        side=float(chance.normal(0, 0.07)),
        twist=float(chance.normal(0, 0.15)),
        look=float(chance.uniform(0.0, 0.9)),
        look_side=float(chance.normal(0, 0.25)),
        knees_out=float(chance.uniform(0.05, 0.5)),
        noise=int(chance.integers(1 << 30)),
    )
    return Stance(upright, (states[0], states[1]), "half_squat" if squat else "standing")


def _outside(
    standing: Foot, moved: Foot, facing: float, row: int, back: Back, mat: Mat, chance: np.random.Generator
) -> tuple[Foot, str]:
    """The foot that comes from the floor beside the body, or is on its way; if that is too far, it stays."""
    out = facing + (np.pi / 2 if row == 0 else -np.pi / 2)
    way = np.array([np.cos(out), np.sin(out)])
    around = np.array([-0.09, 0.0, 0.09])[:, None] * way
    spot = standing.middle[:2] + 0.1 * way
    while back.surface.height(spot + around).max() > back.surface.ground_m + 0.01:
        spot = spot + 0.02 * way
    spot = spot + way * chance.uniform(0.0, 0.1)
    away = standing.middle[:2] - spot
    if np.hypot(*away) > 0.62:
        return moved, state_of(back, moved)
    heading = moved.heading + chance.normal(0, 0.2)
    level = mat.top(spot)
    if chance.random() < 0.5:
        rise = float(chance.uniform(0.03, 0.3))
        pitch = float(chance.uniform(0, 0.8))
        return Foot(np.array([*(spot + away * min(0.5, rise)), level + rise]), heading, pitch=pitch), "in_air"
    return Foot(np.array([*spot, level]), heading), "on_floor"


def _pelvis(
    feet: list[Foot], facing: float, lean: float, squat: bool, steady: int | None, chance: np.random.Generator
) -> Array:
    ahead = np.array([np.cos(facing), np.sin(facing)])
    middle = (feet[0].middle + feet[1].middle)[:2] / 2
    if steady is not None:
        middle = 0.7 * feet[steady].middle[:2] + 0.3 * middle
    return middle + ahead * (-0.05 - 0.16 * lean - (0.08 if squat else 0)) + chance.normal(0, 0.02, 2)


def _on_back(body: Body, back: Back, facing: float, chance: np.random.Generator) -> tuple[Foot, Foot]:
    """Both feet on the body; beside the spine, on it, or anywhere."""
    spine_way = np.arctan2(back.head_way[1], back.head_way[0])
    along_face = np.cos(facing - spine_way)
    low, high = (-0.3, 1.45) if chance.random() < 0.15 else (0.05, 1.0)
    base = chance.uniform(low, high)
    torso = np.linalg.norm((back.torso[0] + back.torso[1] - back.torso[2] - back.torso[3])[:2]) / 2
    sink = chance.uniform(0.004, _DEEPEST_M, 2)
    for _ in range(30):
        laterals = np.zeros(2)
        fracs = base + chance.normal(0, 0.13, 2)
        if abs(along_face) > 0.6:
            sign = -1.0 if along_face > 0 else 1.0  # the left foot is on the receiver's left when facing the head
            laterals[:] = [sign, -sign] * np.abs(chance.normal(0.095, 0.018, 2))
            draw = chance.random()
            if draw < 0.34:  # one foot near the spine or on it
                near = int(chance.integers(2))
                laterals[near] = (-sign if near else sign) * chance.uniform(-0.03, 0.07)
            elif draw < 0.5:
                laterals[:] = chance.uniform(-0.15, 0.15, 2)
        else:
            half = chance.uniform(0.07, 0.16) / torso
            order = (
                1.0 if np.sin(facing - spine_way) > 0 else -1.0
            )  # facing the receiver's left: left foot nearer the hips
            fracs = base + np.array([order, -order]) * half
            laterals[:] = chance.normal(0, 0.05, 2) + chance.normal(0, 0.02)
        places = np.array([back.place(f, m) for f, m in zip(fracs, laterals, strict=True)])
        apart = places[0] - places[1]
        left_way = np.array([-np.sin(facing), np.cos(facing)])
        if apart @ left_way > 0.095 and np.linalg.norm(apart) < 0.55:
            break
    splay = chance.normal(0.08, 0.12, 2)
    feet = []
    for row, side in enumerate(SIDES):
        heading = facing + (1 if row == 0 else -1) * splay[row]
        feet.append(set_down(body, side, Foot(np.array([*places[row], 0.0]), heading), back, float(sink[row])))
    return feet[0], feet[1]


def _lifted(foot: Foot, chance: np.random.Generator) -> Foot:
    ahead = np.array([np.cos(foot.heading), np.sin(foot.heading)])
    if chance.random() < 0.35:  # the heel first, the ball still close
        return Foot(foot.middle + up(chance.uniform(0.004, 0.03)), foot.heading, foot.normal, chance.uniform(0.25, 0.9))
    rise = float(chance.uniform(0.03, 0.16) if chance.random() < 0.8 else chance.uniform(0.16, 0.4))
    to = foot.middle + np.array([*(ahead * chance.uniform(-0.12, 0.12)), rise])
    return Foot(to, foot.heading + chance.normal(0, 0.1), pitch=float(chance.normal(0.25, 0.3)))


def choose_beside(mat: Mat, chance: np.random.Generator) -> Stance:
    """Standing or walking on the floor."""
    side = chance.choice([-1, 1])
    middle = np.array([side * chance.uniform(0.5, 1.15), chance.uniform(-1.3, 1.2), 0.0])
    if chance.random() < 0.15:
        middle = np.array([chance.normal(0, 0.3), chance.choice([-1, 1]) * chance.uniform(1.35, 1.7), 0.0])
    if mat.height_m > 0.2:  # beside a bed, not on it
        while mat.top(middle) or mat.top(middle - [0.15 * np.sign(middle[0]), 0, 0]):
            middle *= 1.05
    facing = chance.uniform(-np.pi, np.pi)
    ahead, left = np.array([np.cos(facing), np.sin(facing), 0]), np.array([-np.sin(facing), np.cos(facing), 0])
    walks = chance.random() < 0.45
    stride = chance.uniform(0.1, 0.35) * chance.choice([-1, 1]) if walks else chance.normal(0, 0.03)
    apart = chance.uniform(0.06, 0.16)
    feet = [
        Foot(middle + left * s * apart + ahead * s * stride, facing + s * chance.normal(0.12, 0.1)) for s in (1, -1)
    ]
    states = ["on_floor", "on_floor"]
    if walks and chance.random() < 0.6:
        rear = 0 if stride < 0 else 1
        if chance.random() < 0.5:
            feet[rear] = Foot(feet[rear].middle, feet[rear].heading, pitch=float(chance.uniform(0.2, 0.8)))
        else:
            rise = up(chance.uniform(0.03, 0.12))
            feet[rear] = Foot(feet[rear].middle + rise, feet[rear].heading, pitch=float(chance.normal(0.2, 0.3)))
            states[rear] = "in_air"
    lean = float(abs(chance.normal(0.05, 0.1)))
    upright = Upright(
        (feet[0], feet[1]), facing, bend=float(abs(chance.normal(0.02, 0.05))), lean=lean,
        twist=float(chance.normal(0, 0.15)), look=float(chance.uniform(-0.1, 0.8)),
        look_side=float(chance.normal(0, 0.3)), noise=int(chance.integers(1 << 30)),
    )  # fmt: skip
    return Stance(upright, (states[0], states[1]), "standing")


def kneel(body: Body, back: Back, facing: float, chance: np.random.Generator) -> Stance:
    """Knees beside the spine, shins towards the receiver's legs."""
    frac = chance.uniform(0.35, 0.95)
    fold = chance.uniform(0.0, 1.0)  # 0: thighs upright, 1: sitting on the heels
    ahead = np.array([np.cos(facing), np.sin(facing), 0.0])
    feet, poles, hips = [], [], []
    for row, side in enumerate(SIDES):
        sign = -1.0 if row == 0 else 1.0
        thigh, shin = leg_length(body, suffix(side))
        place = back.place(frac + chance.normal(0, 0.06), sign * abs(chance.normal(0.105, 0.02)))
        knee = np.array([*place, back.surface.height([place])[0] + 0.034 * body.height_m])
        ankle = knee - ahead * shin
        ankle[2] = back.surface.height([ankle[:2]])[0] + 0.035 * body.height_m
        ankle = knee + unit(ankle - knee) * shin
        one = sole(body, side)
        reach = body.vertices[one.heel] - body.head("foot" + suffix(side))
        heading = facing + np.pi
        middle = ankle - ahead * 0.06 * body.height_m + [0, 0, abs(reach[2]) * 0.75]
        middle[2] = max(middle[2], back.surface.height([middle[:2]])[0] + 0.045 * body.height_m)
        feet.append(Foot(middle, heading, unit(np.array([0, 0, -1.0]) + 0.25 * ahead), 0.0))
        tilt = 0.1 + 0.9 * fold
        hips.append(knee + thigh * (np.array([0, 0, 1.0]) * np.cos(tilt) - ahead * np.sin(tilt)))
        poles.append(ahead + np.array([0, 0, -1.0]))
    hip = (hips[0] + hips[1]) / 2
    lean = float(chance.uniform(0.05, 0.7))
    upright = Upright(
        (feet[0], feet[1]), facing, hip[:2], hips_m=float(hip[2]), lean=lean, twist=float(chance.normal(0, 0.1)),
        look=float(chance.uniform(0, 0.8)), poles=(poles[0], poles[1]), noise=int(chance.integers(1 << 30)),
    )  # fmt: skip
    states = ["on_legs" if back.long_frac(foot.middle) > 1.2 else "in_air" for foot in feet]
    return Stance(upright, (states[0], states[1]), "knees")


def sit(body: Body, back: Back, facing: float, mat: Mat, chance: np.random.Generator) -> Stance:
    """On the buttocks, feet beside the body or on the back."""
    seat = back.place(float(chance.uniform(1.0, 1.3)), float(chance.normal(0, 0.02)))
    hips_m = float(back.surface.height([seat])[0]) + 0.052 * body.height_m
    ahead = np.array([np.cos(facing), np.sin(facing)])
    left = np.array([-ahead[1], ahead[0]])
    press = chance.random() < 0.3
    feet, states, poles = [], [], []
    for row, side in enumerate(SIDES):
        sign = 1 if row == 0 else -1
        if press:
            place = back.place(float(chance.uniform(-0.05, 0.4)), -sign * abs(float(chance.normal(0.09, 0.02))))
            feet.append(set_down(body, side, Foot(np.array([*place, 0]), facing), back, 0.006))
            states.append("on_back")
        else:
            wide = chance.uniform(0.3, 0.46)
            at = seat + ahead * chance.uniform(0.05, 0.4) + sign * left * wide
            feet.append(Foot(np.array([*at, mat.top(at)]), facing + sign * chance.uniform(0, 0.6)))
            states.append("on_floor")
        poles.append(np.array([*(ahead * 0.4 + sign * left * chance.uniform(0.2, 0.7)), 0.9]))
    upright = Upright(
        (feet[0], feet[1]), facing, seat, hips_m=hips_m, lean=float(chance.uniform(0.1, 0.8)),
        look=float(chance.uniform(0.1, 0.9)),
        poles=(poles[0], poles[1]), twist=float(chance.normal(0, 0.1)), noise=int(chance.integers(1 << 30)),
    )  # fmt: skip
    return Stance(upright, (states[0], states[1]), "seated")


def take_hold(
    body: Body, stance: Stance, support: Support, back: Back | None, chance: np.random.Generator
) -> tuple[Stance, dict[str, dict[str, object]]]:
    """Give the hands something to do; returns also the ground truth of the hands, to be checked by `check_hands`."""
    how = stance.upright
    joints, _ = body.bones(stand(body, how))
    ahead = np.array([np.cos(how.facing), np.sin(how.facing), 0.0])
    hands, words = [], []
    low = float(chance.uniform(-1, 1))
    both = chance.random() < 0.75
    wanted = chance.random() < 0.85
    style = str(chance.choice(["hang", "out", "hip", "front", "mixed"], p=[0.35, 0.3, 0.12, 0.08, 0.15]))
    for row, side in enumerate(SIDES):
        shoulder = joints[body.row("upperarm01" + suffix(side))]
        reach = sum(arm_length(body, suffix(side))) + 0.04 * body.height_m
        hand = support.grip(shoulder, reach * 0.98, ahead, low) if wanted else None
        left_way = np.array([-ahead[1], ahead[0], 0])
        if hand is not None and support.kind not in ("ceil", "none"):
            towards = (hand.point[:2] - joints[0][:2]) @ left_way[:2] * (1 if row == 0 else -1)
            facing_it = abs(left_way[0]) < 0.5
            if not facing_it and towards < 0:
                hand = None
            if facing_it and support.kind == "stick" and row:
                hand = None
        if hand is not None and support.kind == "ceil" and not both and row == 0:
            hand = None
        if hand is None and stance.technique in ("seated", "knees") and back is not None and chance.random() < 0.6:
            frac = chance.uniform(0.1, 0.75)
            place = back.place(float(frac), (-1 if row == 0 else 1) * float(chance.uniform(0.05, 0.12)))
            point = np.array([*place, back.surface.height([place])[0]])
            if np.linalg.norm(point - shoulder) < reach:
                hand = Hand("press", point)
        if hand is None:
            kind = style if style != "mixed" else str(chance.choice(["hang", "out", "hip", "front"]))
            hand = Hand(kind, swing=chance.normal(0, 0.05, 3))
        hands.append(hand)
    for hand in hands:
        word: dict[str, object] = {"on_support": False}
        if hand.kind in ("hold", "flat") and hand.point is not None:
            word = {"on_support": True, "support": support.kind, "point3d": np.round(hand.point, 4).tolist()}
        if stance.technique == "seated" or hand.kind == "press":
            word["on_back"] = hand.kind == "press"
        words.append(word)
    changed = Stance(how.now(hands=(hands[0], hands[1])), stance.states, stance.technique)
    return changed, dict(zip(SIDES, words, strict=True))


def check_hands(body: Body, posed: Posed, hands: dict[str, dict[str, object]]) -> None:
    """Say how far each hand is from what it holds; too far is not held."""
    for side in SIDES:
        point = hands[side].get("point3d")
        if point is None:
            continue
        middle = posed.joints[body.row("finger3-1" + suffix(side))]
        wrist = posed.joints[body.row("wrist" + suffix(side))]
        off = min(float(np.linalg.norm(end - np.array(point))) for end in (middle, (middle + wrist) / 2, wrist))
        hands[side]["reach_err_m"] = round(max(0.0, off - 0.05), 3)
        hands[side]["on_support"] = off < 0.1
