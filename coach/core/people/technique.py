"""How the giver works on the back, read from the legs (technique.md P1 to P3).

Only vertical parts of the body are compared with each other, so that most of the camera's pitch cancels out, and what a
straight body's parts would look like in this view takes the rest; the knees' own angle, of the straighter leg because a
step bends the other one, tells a half squat that is seen from the side.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated

import numpy as np

from coach.core.geometry.lying_body import DEFAULT_HEIGHT_M
from coach.core.geometry.scene import CM_PER_M, Scene
from coach.core.landmarks import FloatArray, Landmark, Pose
from coach.core.people.knees import UprightKnees, straighter_knee_deg, update_upright
from coach.core.sight import Technique
from coach.core.thresholds import Threshold
from coach.core.values import replace

# Shoulders, hips, knees, ankles of an upright body over the soles, of its height: Drillis and Contini (1966).
_STICK = (0.818, 0.53, 0.285, 0.039)
_BENT = {Technique.HALF_SQUAT, Technique.KNEELING, Technique.SEATED}
_ON_FEET = {Technique.STANDING, Technique.HALF_SQUAT}
_LOOKS = (0.4, 1.0)  # steeper views tell nothing of legs
_LEG_SOURCE = "Drillis and Contini: thigh and shank are each 0.85 of the trunk, "


@dataclass(frozen=True, slots=True)
class TechniqueParams:
    """Thresholds in trunk lengths (shoulder line to hip line)."""

    squat_drop: Annotated[
        float,
        Threshold("trunk lengths", 0.6, 1.7, _LEG_SOURCE + "so straight legs drop 1.7 and bent knees of 90° 0.85"),
    ] = 1.05
    squat_knee_deg: Annotated[
        float,
        Threshold("degrees", 90.0, 175.0, "a relaxed standing knee is within 20° of straight; a half squat is not"),
    ] = 158.0
    kneeling_drop: Annotated[
        float, Threshold("trunk lengths", 0.1, 0.8, _LEG_SOURCE + "and a kneeling shank lies flat")
    ] = 0.4
    seated_drop: Annotated[
        float, Threshold("trunk lengths", 0.1, 0.8, _LEG_SOURCE + "and a seated person's hips are as low as the knees")
    ] = 0.3
    settle_s: Annotated[float, Threshold("s", 0.0, 3.0, "a step bends one knee for under a second")] = 0.8


@dataclass(frozen=True, slots=True)
class TechniqueState:
    """The technique in force, and the one that would replace it, with the time its kind has lasted (NaN = none).

    `upright`: what the network makes of the giver's knees in this view while they walk on the floor.
    """

    now: Technique = Technique.UNKNOWN
    next: Technique = Technique.UNKNOWN
    since_s: float = float("nan")
    upright: UprightKnees = field(default_factory=UprightKnees)


def update_technique(
    params: TechniqueParams,
    state: TechniqueState,
    giver: Pose | None,
    scene: Scene | None,
    t_s: float,
    told: Technique | None = None,
    knee_deg: float = float("nan"),
    *,
    stepping: bool = False,
    off_back: bool = False,
) -> TechniqueState:
    """Fold one frame in; a new technique must last `settle_s` unless nothing was known before.

    Standing and half squat are one kind as against folded legs: who gets up from the knees need not settle on one of
    the two before the knees are given up.

    Args:
        params: thresholds.
        state: the technique so far.
        giver: landmarks measured in this frame, image px; None = not seen.
        scene: the measured scene; None = unknown.
        t_s: the time, s.
        told: what the network for folded legs makes of them (`folded`); None = they are not folded.
        knee_deg: angle of the straighter knee as the landmark network has it in space, degrees; NaN = unknown.
        stepping: a foot is on the floor: knees that bend deeply are those of a step, and tell of no technique.
        off_back: no foot is on the back either: who looks upright in the picture walks, and is so.
    """
    seen = Technique.UNKNOWN
    if giver is not None and told is not None:
        seen = told
    elif giver is not None:
        parts = leg_parts(scene)
        if stepping and off_back and _read(params, giver, parts, float("nan")) is Technique.STANDING:
            state = replace(state, upright=update_upright(state.upright, knee_deg, t_s))
        seen = _read(params, giver, parts, state.upright.corrected_deg(knee_deg))
    if stepping and told is None and seen in _BENT:
        return state
    if seen is state.now:
        return replace(state, next=Technique.UNKNOWN, since_s=float("nan"))
    if state.now is Technique.UNKNOWN:
        return TechniqueState(seen, upright=state.upright)
    if np.isnan(state.since_s) or not (seen is state.next or {seen, state.next} == _ON_FEET):
        return replace(state, next=seen, since_s=t_s)
    if t_s - state.since_s >= params.settle_s:
        return TechniqueState(seen, upright=state.upright)
    return replace(state, next=seen)


@lru_cache(maxsize=4)
def leg_parts(scene: Scene | None) -> tuple[float, float]:
    """How long straight thighs and shanks look from above beside their length: (thigh, shank), 1 = as from the side.

    From above the near trunk is large and the far legs are small. A stick of an upright body's proportions is stood on
    the middle of the back and projected; without a scene the view is taken to be level.
    """
    if scene is None:
        return 1.0, 1.0
    middle_cm = np.array([[0.0, 0.5 * scene.torso_m * CM_PER_M]])
    base_m = scene.scene_from_back(middle_cm, scene.sole_height_m)[0]
    stick_m = base_m + DEFAULT_HEIGHT_M * np.array(_STICK)[:, None] * np.array([0.0, 0.0, 1.0])
    shoulder, hip, knee, ankle = scene.camera.project(stick_m)[:, 1]
    level = np.diff(_STICK)
    with np.errstate(divide="ignore", invalid="ignore"):  # from straight above they are one point
        thigh, shank = (knee - hip) / (hip - shoulder), (ankle - knee) / (hip - shoulder)
    if not np.isfinite([thigh, shank]).all() or min(thigh, shank) <= 0:
        return 1.0, 1.0
    looks = np.clip([thigh * level[0] / level[1], shank * level[0] / level[2]], *_LOOKS)
    return float(looks[0]), float(looks[1])


def _read(params: TechniqueParams, giver: Pose, parts: tuple[float, float], knee_deg: float) -> Technique:
    xy = giver.xy_px
    shoulder, hip = _middle_y(xy, Landmark.LEFT_SHOULDER), _middle_y(xy, Landmark.LEFT_HIP)
    knee, ankle = _middle_y(xy, Landmark.LEFT_KNEE), _middle_y(xy, Landmark.LEFT_ANKLE)
    trunk = hip - shoulder
    if not np.isfinite([trunk, knee, ankle]).all() or trunk <= 0:
        return Technique.UNKNOWN
    thigh, shank = (knee - hip) / trunk, (ankle - knee) / trunk
    if thigh / parts[0] < params.seated_drop:
        return Technique.SEATED
    if shank < params.kneeling_drop:
        return Technique.KNEELING
    squat = thigh / parts[0] + shank / parts[1] < params.squat_drop or _knee_deg(xy, knee_deg) < params.squat_knee_deg
    return Technique.HALF_SQUAT if squat else Technique.STANDING


def _knee_deg(xy_px: FloatArray, in_space_deg: float) -> float:
    """The straighter knee's angle, degrees, from the picture's plane and from the network's idea of depth.

    A knee that bends towards the camera looks straight in the picture, and the network shrinks what it cannot see
    towards a usual stance: each alone misses squats that the other sees (docs/decisions/0031). From some views it bends
    straight knees by 20 degrees and more, which shows while the giver walks up (0046).
    """
    in_picture_deg = straighter_knee_deg(xy_px)
    return in_picture_deg if np.isnan(in_space_deg) else (in_picture_deg + in_space_deg) / 2


def _middle_y(xy_px: FloatArray, left: Landmark) -> float:
    return float((xy_px[left, 1] + xy_px[left + 1, 1]) / 2)
