"""How the giver works on the back, read from the legs (technique.md P1 to P3).

Only vertical parts of the body are compared with each other, so that most of the camera's pitch cancels out, and what a
straight body's parts would look like in this view takes the rest; the knees' own angle, of the straighter leg because a
step bends the other one, tells a half squat that is seen from the side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from coach.core.geometry.lying_body import DEFAULT_HEIGHT_M
from coach.core.geometry.scene import CM_PER_M, Scene
from coach.core.landmarks import FloatArray, Landmark, Pose
from coach.core.sight import Technique
from coach.core.thresholds import Threshold

# Shoulders, hips, knees, ankles of an upright body over the soles, of its height: Drillis and Contini (1966).
_STICK = (0.818, 0.53, 0.285, 0.039)
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
    """The technique in force, and the one that would replace it, with the time it has lasted since (NaN = no such)."""

    now: Technique = Technique.UNKNOWN
    next: Technique = Technique.UNKNOWN
    since_s: float = float("nan")


def update_technique(
    params: TechniqueParams,
    state: TechniqueState,
    giver: Pose | None,
    scene: Scene | None,
    t_s: float,
    told: Technique | None = None,
) -> TechniqueState:
    """Fold one frame in; a new technique must last `settle_s` unless nothing was known before.

    Args:
        params: thresholds.
        state: the technique so far.
        giver: landmarks measured in this frame, image px; None = not seen.
        scene: the measured scene; None = unknown.
        t_s: the time, s.
        told: what the network for folded legs makes of them (`folded`); None = they are not folded.
    """
    seen = Technique.UNKNOWN
    if giver is not None:
        seen = _read(params, giver, leg_parts(scene)) if told is None else told
    if seen is state.now:
        return TechniqueState(state.now)
    if state.now is Technique.UNKNOWN:
        return TechniqueState(seen)
    if seen is not state.next or np.isnan(state.since_s):
        return TechniqueState(state.now, seen, t_s)
    return TechniqueState(seen) if t_s - state.since_s >= params.settle_s else state


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
    thigh, shank = (knee - hip) / (hip - shoulder), (ankle - knee) / (hip - shoulder)
    if not np.isfinite([thigh, shank]).all() or min(thigh, shank) <= 0:
        return 1.0, 1.0
    looks = np.clip([thigh * level[0] / level[1], shank * level[0] / level[2]], *_LOOKS)
    return float(looks[0]), float(looks[1])


def _read(params: TechniqueParams, giver: Pose, parts: tuple[float, float]) -> Technique:
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
    squat = thigh / parts[0] + shank / parts[1] < params.squat_drop or _straighter_knee_deg(xy) < params.squat_knee_deg
    return Technique.HALF_SQUAT if squat else Technique.STANDING


def _straighter_knee_deg(xy_px: FloatArray) -> float:
    """Angle between thigh and shank in the picture, degrees; 180 = straight; the larger of both legs."""
    thigh = xy_px[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]] - xy_px[[Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE]]
    shank = xy_px[[Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE]] - xy_px[[Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE]]
    lengths = np.linalg.norm(thigh, axis=1) * np.linalg.norm(shank, axis=1)
    cos = (thigh * shank).sum(axis=1) / np.maximum(lengths, 1e-9)
    return float(np.degrees(np.arccos(np.clip(cos, -1.0, 1.0))).max())


def _middle_y(xy_px: FloatArray, left: Landmark) -> float:
    return float(xy_px[left : left + 2, 1].mean())
