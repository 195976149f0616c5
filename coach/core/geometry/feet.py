"""The giver's feet from frame to frame: what each stands on, and where on the back.

A foot that stands does not slide: contact is decided from the foot's speed in the picture, with hysteresis, and from
where it would be if it stood on the back; while it stands, its place is the running median of its frames.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Annotated

import numpy as np

from coach.core.geometry.footprint import footprint, giver_heading, knee_print, sole_outline_cm
from coach.core.geometry.scene import CM_PER_M, Scene
from coach.core.landmarks import SIDES, FloatArray, Landmark, Pose, Side
from coach.core.sight import Contact, FootSight, Technique
from coach.core.thresholds import Threshold

_MEMORY_S = 0.5
_KNEE_RADIUS_CM = 5.0


@dataclass(frozen=True, slots=True)
class FeetParams:
    """Thresholds of contact."""

    lift_cm_s: Annotated[
        float, Threshold("cm/s", 5.0, 100.0, "technique.md D6: a step of 12 cm in under 1 s moves at 20 to 40 cm/s")
    ] = 16.0
    rest_cm_s: Annotated[
        float, Threshold("cm/s", 2.0, 60.0, "jitter of a standing foot's landmarks, 90th percentile, docs/accuracy.md")
    ] = 10.0
    window_s: Annotated[
        float, Threshold("s", 0.05, 0.5, "two windows of this length are compared: that is the lag")
    ] = 0.25
    landing_window_s: Annotated[
        float, Threshold("s", 0.02, 0.3, "a stamp lasts 0.2 s; the speed that the rules judge must not smooth it away")
    ] = 0.085
    stand_s: Annotated[
        float, Threshold("s", 0.1, 5.0, "a standing foot's place is the median of this long; longer outlives a step")
    ] = 1.0
    back_half_width_cm: Annotated[
        float, Threshold("cm", 15.0, 40.0, "half the width of a back and half a sole: beyond it a foot is not on it")
    ] = 26.0
    neck_reach: Annotated[
        float, Threshold("torso lengths", 0.1, 1.0, "head and neck: a foot there is on the receiver, and off zone")
    ] = 0.45
    legs_reach: Annotated[
        float,
        Threshold("torso lengths", 0.1, 1.5, "buttocks and thighs: a foot there is on the receiver, and off zone"),
    ] = 0.45
    heading_s: Annotated[float, Threshold("s", 0.1, 5.0, "people on a back turn slowly")] = 1.0


@dataclass(frozen=True, slots=True)
class FootSample:
    """One look at a foot: the mean of ankle, heel and toe in the image, px."""

    t_s: float
    middle_px: FloatArray


@dataclass(frozen=True, slots=True)
class StandSample:
    """Where a standing foot's centre was in one frame, back frame, cm."""

    t_s: float
    centre_cm: FloatArray


@dataclass(frozen=True, slots=True)
class FootState:
    """One foot's memory.

    Attributes:
        samples: the last half second, oldest first.
        moving: the foot is under way.
        contact: newest contact.
        stand: the places of this stand's newest frames, oldest first.
    """

    samples: tuple[FootSample, ...] = ()
    moving: bool = False
    contact: Contact = Contact.UNKNOWN
    stand: tuple[StandSample, ...] = ()


@dataclass(frozen=True, slots=True)
class FeetState:
    """Both feet (left, right) and the direction that the giver faces, as a slowly turning vector."""

    feet: tuple[FootState, FootState] = field(default_factory=lambda: (FootState(), FootState()))
    heading: FloatArray = field(default_factory=lambda: np.full(2, np.nan))
    t_s: float = float("nan")


def update_feet(
    params: FeetParams,
    state: FeetState,
    scene: Scene | None,
    scene_sigma_cm: float,
    giver: Pose | None,
    technique: Technique,
    t_s: float,
) -> tuple[FeetState, tuple[FootSight, FootSight]]:
    """Fold one frame in.

    Args:
        params: thresholds.
        state: memory of both feet.
        scene: the measured scene, None while unknown.
        scene_sigma_cm: what the scene itself adds to a foot's sigma.
        giver: landmarks measured in this frame, image px; None if not seen.
        technique: a kneeling giver is judged by the knees.
        t_s: now.
    """
    if giver is None or scene is None:
        return FeetState(), (unseen_foot(Side.LEFT), unseen_foot(Side.RIGHT))
    heading = _turn(params, state, giver_heading(scene, giver), t_s)
    unit = heading / max(float(np.linalg.norm(heading)), 1e-9)
    steps = [
        _update_foot(
            params, state.feet[k], state.feet[1 - k], scene, scene_sigma_cm, giver, SIDES[k], unit, technique, t_s
        )
        for k in range(2)
    ]
    return FeetState((steps[0][0], steps[1][0]), heading, t_s), (steps[0][1], steps[1][1])


def unseen_foot(side: Side) -> FootSight:
    """A foot of which nothing is known."""
    nothing = np.full((1, 2), np.nan)
    nan = float("nan")
    return FootSight(side, Contact.UNKNOWN, nothing, nothing, np.full(2, np.nan), nan, nan, nan, nan, nan)


def _update_foot(
    params: FeetParams,
    state: FootState,
    other: FootState,
    scene: Scene,
    scene_sigma_cm: float,
    giver: Pose,
    side: Side,
    heading: FloatArray,
    technique: Technique,
    t_s: float,
) -> tuple[FootState, FootSight]:
    kneeling = technique is Technique.KNEELING
    middle_px = _middle_px(giver, side, kneeling)
    samples = (*(s for s in state.samples if s.t_s > t_s - _MEMORY_S), FootSample(t_s, middle_px))
    look = (
        knee_print(scene, giver, side, scene_sigma_cm)
        if kneeling
        else footprint(scene, giver, side, heading, scene_sigma_cm)
    )
    cm_per_px = _cm_per_px(scene, look.centre_cm)
    slow_cm_s = _speed(samples, params.window_s) * cm_per_px
    fast_cm_s = _speed(samples, params.landing_window_s) * cm_per_px
    moving = slow_cm_s > (params.rest_cm_s if state.moving else params.lift_cm_s)
    on_receiver = _within_receiver(params, scene, look.centre_cm)
    contact = _contact(moving, on_receiver, state.contact, other.contact, bool(np.isfinite(slow_cm_s)))
    kept = (sample for sample in state.stand if sample.t_s > t_s - params.stand_s)
    stand = (*kept, StandSample(t_s, look.centre_cm)) if contact is Contact.BACK else ()
    state = FootState(samples, moving, contact, stand)
    if contact is not Contact.BACK:
        sight = replace(unseen_foot(side), contact=contact, speed_cm_s=fast_cm_s, centre_back_cm=look.centre_cm)
        return state, sight
    centre_cm = np.median([sample.centre_cm for sample in stand], axis=0)
    outline_cm = _disc_cm(centre_cm) if kneeling else sole_outline_cm(centre_cm, heading)
    across_cm = outline_cm[:, 0]
    gap_cm = 0.0 if across_cm.min() <= 0 <= across_cm.max() else float(np.abs(across_cm).min())
    return state, FootSight(
        side=side,
        contact=contact,
        footprint_back_cm=outline_cm,
        footprint_px=scene.image_from_back(outline_cm, scene.sole_height_m),
        centre_back_cm=centre_cm,
        offset_cm=float(centre_cm[0]),
        gap_cm=gap_cm,
        along=float(centre_cm[1] / (scene.torso_m * CM_PER_M)),
        sigma_cm=look.sigma_cm,
        speed_cm_s=fast_cm_s,
    )


def _contact(moving: bool, on_receiver: bool, before: Contact, other: Contact, known: bool) -> Contact:
    """A resting foot stands on what is under it; a moving one is in the air if either foot was on the back."""
    if not known:
        return Contact.UNKNOWN
    if not moving:
        return Contact.BACK if on_receiver else Contact.FLOOR
    if Contact.BACK in (before, other) or before is Contact.AIR:
        return Contact.AIR
    return Contact.AIR if on_receiver else Contact.FLOOR


def _within_receiver(params: FeetParams, scene: Scene, centre_cm: FloatArray) -> bool:
    along = centre_cm[1] / (scene.torso_m * CM_PER_M)
    return bool(abs(centre_cm[0]) <= params.back_half_width_cm and -params.neck_reach <= along <= 1 + params.legs_reach)


def _speed(samples: tuple[FootSample, ...], window_s: float) -> float:
    """Speed between the means of the newest window and of the one before it, px/s; NaN until both hold a sample."""
    now_s = samples[-1].t_s
    new = [s for s in samples if s.t_s > now_s - window_s + 1e-6]
    old = [s for s in samples if now_s - 2 * window_s + 1e-6 < s.t_s <= now_s - window_s + 1e-6]
    if not old:
        return float("nan")
    run_s = np.mean([s.t_s for s in new]) - np.mean([s.t_s for s in old])
    step_px = np.mean([s.middle_px for s in new], axis=0) - np.mean([s.middle_px for s in old], axis=0)
    return float(np.linalg.norm(step_px) / run_s)


def _middle_px(giver: Pose, side: Side, kneeling: bool) -> FloatArray:
    row = SIDES.index(side)
    if kneeling:
        return giver.xy_px[Landmark.LEFT_KNEE + row]
    rows = [Landmark.LEFT_ANKLE + row, Landmark.LEFT_HEEL + row, Landmark.LEFT_FOOT_INDEX + row]
    return giver.xy_px[rows].mean(axis=0)


def _cm_per_px(scene: Scene, centre_cm: FloatArray) -> float:
    """Size of a pixel at the foot's distance, cm."""
    place_m = scene.scene_from_back(centre_cm[None], scene.sole_height_m)
    return float(scene.camera.depth_m(place_m)[0] * CM_PER_M / scene.camera.focal_px)


def _turn(params: FeetParams, state: FeetState, heading: FloatArray, t_s: float) -> FloatArray:
    """Exponential mean of the heading with the time constant `heading_s`; NaN looks are skipped."""
    if not np.isfinite(heading).all():
        return state.heading
    if not np.isfinite(state.heading).all():
        return heading
    weight = 1 - np.exp(-(t_s - state.t_s) / params.heading_s)
    return state.heading + weight * (heading - state.heading)


def _disc_cm(centre_cm: FloatArray) -> FloatArray:
    turns = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    return centre_cm + _KNEE_RADIUS_CM * np.column_stack([np.cos(turns), np.sin(turns)])
