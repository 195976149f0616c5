"""The giver's feet from frame to frame: what each stands on, and where on the back.

A foot that stands does not slide: contact is decided from the foot's speed in the picture, with hysteresis, from where
it would be if it stood on the back, and from what the foot network takes the ground for. While it stands, its place is
the median of its newest frames.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

import numpy as np

from coach.core.foot_look import FootAnswer, FootPoint
from coach.core.geometry.camera import Camera
from coach.core.geometry.foot_speed import FootSample, fall_speed_cm_s, speed_cm_s
from coach.core.geometry.footprint import (
    ground_places_cm,
    knee_outline_cm,
    place_knee,
    place_sole,
    pointing_cm,
    sole_outline_cm,
)
from coach.core.geometry.over_back import kneels_beside
from coach.core.geometry.scene import CM_PER_M, Scene
from coach.core.geometry.sole_surface import sole_above_skin_m
from coach.core.geometry.view_quality import ViewQuality
from coach.core.landmarks import SIDES, FloatArray, Landmark, Pose, Side
from coach.core.sight import Contact, FootSight
from coach.core.small_arrays import length_of, mean_of, median_of
from coach.core.thresholds import Threshold
from coach.core.values import replace

_MEMORY_S = 0.5
_SURELY = 2.0  # standard deviations
_LEAST_CM2 = 1e-4  # no look is that good; keeps the mean defined


@dataclass(frozen=True, slots=True)
class FeetParams:
    """Thresholds of contact."""

    lift_cm_s: Annotated[
        float,
        Threshold(
            "cm/s", 1.0, 100.0, "a standing foot seems to move by under 3.5 cm/s 99 times in 100 where it is seen"
        ),
    ] = 5.0
    lift_sigmas: Annotated[
        float,
        Threshold(
            "standard deviations",
            0.0,
            4.0,
            "of two looks' error most is shared: a standing foot seems to move by 0.1 of it (median), 0.5 (97 times in "
            "100), one in the air by more than 0.9 (3 times in 4), docs/accuracy.md",
        ),
    ] = 0.6
    doubt_cm_s: Annotated[
        float,
        Threshold(
            "cm/s",
            3.0,
            100.0,
            "technique.md D6: a step of 12 cm in under 1 s moves at 20 to 40 cm/s; what seems to move at half of that "
            "and may as well stand is unknown",
        ),
    ] = 10.0
    rest_cm_s: Annotated[
        float, Threshold("cm/s", 0.5, 60.0, "below lift_cm_s, so that noise at the edge does not toggle contact")
    ] = 3.5
    rest_sigmas: Annotated[
        float, Threshold("standard deviations", 0.0, 4.0, "below lift_sigmas, for the same reason")
    ] = 0.4
    rest_most_cm_s: Annotated[
        float,
        Threshold("cm/s", 2.0, 60.0, "faster, a foot has not landed, however badly it is seen: below doubt_cm_s"),
    ] = 7.0
    window_s: Annotated[
        float, Threshold("s", 0.05, 0.5, "two windows of this length are compared: that is the lag")
    ] = 0.17
    landing_window_s: Annotated[
        float, Threshold("s", 0.02, 0.3, "a stamp lasts 0.2 s; the speed that the rules judge must not smooth it away")
    ] = 0.085
    jump_cm_s: Annotated[
        float,
        Threshold("cm/s", 100.0, 1000.0, "a stamp reaches 130 cm/s; faster, the look has jumped to another place"),
    ] = 250.0
    stand_s: Annotated[
        float, Threshold("s", 0.1, 5.0, "a standing foot's place is the median of this long; longer outlives a step")
    ] = 1.0
    floor_share: Annotated[
        float, Threshold("probability", 0.3, 1.0, "mean over the stand: the network takes the ground for the floor")
    ] = 0.6
    back_half_width_cm: Annotated[
        float,
        Threshold("cm", 15.0, 40.0, "half of a broad chest (37 cm): a sole with its middle beyond has no hold"),
    ] = 18.5
    neck_reach: Annotated[
        float, Threshold("torso lengths", 0.1, 1.0, "head and neck: a foot there is on the receiver, and off zone")
    ] = 0.45
    legs_reach: Annotated[
        float, Threshold("torso lengths", 0.1, 1.5, "buttocks and thighs: a foot there is on the receiver, off zone")
    ] = 0.45
    heading_s: Annotated[float, Threshold("s", 0.1, 5.0, "people on a back turn slowly")] = 1.0


@dataclass(frozen=True, slots=True)
class FootState:
    """One foot's memory.

    Attributes:
        samples: the last moments, oldest first.
        moving: the foot is under way.
        contact: newest contact.
        rests_since_s: when it last came to rest.
    """

    samples: tuple[FootSample, ...] = ()
    moving: bool = False
    contact: Contact = Contact.UNKNOWN
    rests_since_s: float = float("nan")


@dataclass(frozen=True, slots=True)
class FeetState:
    """Both feet (left, right), the direction that the giver faces, as a slowly turning vector, and feet or knees.

    `camera`: of the scene that the feet's places were found with; None = no scene yet.
    """

    feet: tuple[FootState, FootState] = field(default_factory=lambda: (FootState(), FootState()))
    heading: FloatArray = field(default_factory=lambda: np.full(2, np.nan))
    t_s: float = float("nan")
    kneeling: bool = False
    camera: Camera | None = None


@dataclass(frozen=True, slots=True)
class FeetLook:
    """What one frame shows of the feet.

    Attributes:
        scene: the measured scene.
        view: its uncertainty.
        giver: landmarks measured in this frame, image px.
        answers: the closer looks, one per foot.
        kneeling: the giver is judged by the knees.
        knee_sigma_px: one standard deviation of a knee along an axis, px, as the network for folded legs believes;
            NaN = it was not asked.
    """

    scene: Scene
    view: ViewQuality
    giver: Pose
    answers: tuple[FootAnswer, ...]
    kneeling: bool
    knee_sigma_px: float = float("nan")


def update_feet(
    params: FeetParams, state: FeetState, look: FeetLook | None, t_s: float
) -> tuple[FeetState, tuple[FootSight, FootSight]]:
    """Fold one frame in; `look` is None while giver or scene are unknown."""
    if look is None:
        return FeetState(), (unseen_foot(Side.LEFT), unseen_foot(Side.RIGHT))
    if look.kneeling is not state.kneeling:  # from the soles to the knees is no step
        state = replace(state, feet=(FootState(), FootState()))
    if look.scene.camera is not state.camera:  # the scene was fitted anew; a body that shifts keeps its camera
        state = replace(state, feet=(_placed_anew(state.feet[0], look), _placed_anew(state.feet[1], look)))
    heading = _turn(params, state, pointing_cm(look.scene, look.answers), t_s)
    unit = heading / max(length_of(heading), 1e-9)
    left, left_sight = _update_foot(params, state.feet[0], state.feet[1], look, Side.LEFT, unit, t_s)
    right, right_sight = _update_foot(params, state.feet[1], left, look, Side.RIGHT, unit, t_s)
    return FeetState((left, right), heading, t_s, look.kneeling, look.scene.camera), (left_sight, right_sight)


def unseen_foot(side: Side) -> FootSight:
    """A foot of which nothing is known."""
    nothing = np.full((1, 2), np.nan)
    nan = float("nan")
    return FootSight(side, Contact.UNKNOWN, nothing, nothing, np.full(2, np.nan), nan, nan, nan, nan, nan, nan)


def _update_foot(
    params: FeetParams,
    state: FootState,
    other: FootState,
    look: FeetLook,
    side: Side,
    heading: FloatArray,
    t_s: float,
) -> tuple[FootState, FootSight]:
    answer = next((a for a in look.answers if a.side is side), None)
    if answer is None and not look.kneeling:
        return FootState(), unseen_foot(side)
    sample = _sample(look, answer, side, t_s)
    if not (np.isfinite(sample.centre_cm).all() and np.isfinite(sample.middle_px).all()):
        return FootState(), unseen_foot(side)
    samples = (*(s for s in state.samples if s.t_s > t_s - max(params.stand_s, _MEMORY_S)), sample)
    slow_cm_s, slow_sigma_cm_s = speed_cm_s(look.scene, samples, params.window_s)
    fall_cm_s, fall_sigma_cm_s = fall_speed_cm_s(look.scene, samples, params.landing_window_s)
    if fall_cm_s > params.jump_cm_s:
        fall_cm_s = float("nan")
    moving, doubtful = _under_way(params, state.moving, slow_cm_s, slow_sigma_cm_s)
    since_s = t_s if state.moving or np.isnan(state.rests_since_s) else state.rests_since_s
    stand = [s for s in samples if s.t_s >= since_s]
    beside = look.kneeling and _kneels_beside(look, samples, other.samples, side)
    ground = Contact.FLOOR if beside else _ground(params, look, sample, stand, other.contact)
    contact = _contact(
        moving, ground, state.contact, other.contact, known=bool(np.isfinite(slow_cm_s) and not doubtful)
    )
    after = FootState(samples, moving, contact, since_s)
    if contact is not Contact.BACK:
        elsewhere = replace(unseen_foot(side), contact=contact, centre_back_cm=sample.centre_cm)
        return after, replace(elsewhere, speed_cm_s=fall_cm_s, speed_sigma_cm_s=fall_sigma_cm_s)
    centre_cm = median_of(np.array([s.centre_cm for s in stand]))
    outline_cm = knee_outline_cm(centre_cm) if look.kneeling else sole_outline_cm(centre_cm, heading)
    standing = _standing(look, side, centre_cm, outline_cm, _stand_sigma_cm(stand))
    return after, replace(standing, speed_cm_s=fall_cm_s, speed_sigma_cm_s=fall_sigma_cm_s)


def _stand_sigma_cm(stand: list[FootSample]) -> FloatArray:
    """(2,) what a stand's looks leave open, cm: they share their error, so they are no better than the good ones.

    A look with NaN tells nothing; NaN if none tells anything.
    """
    told = 1 / np.maximum(np.array([sample.variance_cm2 for sample in stand]), _LEAST_CM2)
    each = mean_of(np.where(np.isnan(told), 0.0, told))
    return np.sqrt(1 / np.where(each > 0, each, np.nan))


def _placed_anew(state: FootState, look: FeetLook) -> FootState:
    """The same foot in a better scene: where it stood is read from the picture again."""
    if not state.samples:
        return state
    grounds_px = np.array([sample.ground_px for sample in state.samples])
    centres_cm = ground_places_cm(look.scene, grounds_px, kneeling=look.kneeling)
    placed = zip(state.samples, centres_cm, strict=True)
    return replace(state, samples=tuple(replace(sample, centre_cm=centre_cm) for sample, centre_cm in placed))


def _under_way(params: FeetParams, was_moving: bool, speed_cm_s: float, sigma_cm_s: float) -> tuple[bool, bool]:
    """Is a foot of this speed under way, and may it as well stand? NaN = neither; a sigma of 0 = not told."""
    if was_moving:
        return speed_cm_s > _limit(params.rest_cm_s, params.rest_sigmas, sigma_cm_s, params.rest_most_cm_s), False
    seems = speed_cm_s > _limit(params.lift_cm_s, params.lift_sigmas, sigma_cm_s, params.doubt_cm_s)
    doubtful = seems and params.doubt_cm_s < sigma_cm_s and speed_cm_s < sigma_cm_s
    return seems and not doubtful, doubtful


def _limit(least_cm_s: float, sigmas: float, sigma_cm_s: float, most_cm_s: float) -> float:
    return min(max(least_cm_s, sigmas * sigma_cm_s), most_cm_s) if sigma_cm_s > 0 else most_cm_s


def _standing(
    look: FeetLook,
    side: Side,
    centre_cm: FloatArray,
    outline_cm: FloatArray,
    look_cm: FloatArray,
) -> FootSight:
    scene, view = look.scene, look.view
    across_cm = outline_cm[:, 0]
    gap_cm = 0.0 if across_cm.min() <= 0 <= across_cm.max() else float(np.abs(across_cm).min())
    torso_cm = scene.torso_m * CM_PER_M
    return FootSight(
        side=side,
        contact=Contact.BACK,
        footprint_back_cm=outline_cm,
        footprint_px=scene.image_from_back(outline_cm, sole_above_skin_m(scene, centre_cm)),
        centre_back_cm=centre_cm,
        offset_cm=float(centre_cm[0]),
        gap_cm=gap_cm,
        along=float(centre_cm[1] / torso_cm),
        sigma_cm=_together(look_cm[0], view.scene_sigma_cm),
        along_sigma=_together(look_cm[1], view.scene_along_sigma_cm) / torso_cm,
        speed_cm_s=float("nan"),
    )


def _kneels_beside(look: FeetLook, samples: tuple[FootSample, ...], others: tuple[FootSample, ...], side: Side) -> bool:
    """By the medians of both knees' newest places; before the other one has any, by this look."""
    own_cm = median_of(np.array([s.centre_cm for s in samples]))
    other_side = Side.RIGHT if side is Side.LEFT else Side.LEFT
    other_cm = place_knee(look.scene, look.giver, other_side).centre_cm
    if others:
        other_cm = median_of(np.array([s.centre_cm for s in others]))
    return kneels_beside(own_cm, other_cm)


def _together(*spreads: float) -> float:
    """One standard deviation from independent ones."""
    return length_of(np.array(spreads))


def _sample(look: FeetLook, answer: FootAnswer | None, side: Side, t_s: float) -> FootSample:
    if look.kneeling or answer is None:
        place = place_knee(look.scene, look.giver, side, look.knee_sigma_px)
        knee_px = look.giver.xy_px[Landmark.LEFT_KNEE + SIDES.index(side)]
        variance_cm2 = np.diag(place.covariance_cm2)
        return FootSample(t_s, knee_px, place.centre_cm, 0.0, 0.0, knee_px, variance_cm2)
    place = place_sole(look.scene, answer)
    sigma_px = float(np.sqrt(np.trace(mean_of(answer.covariance_px2)) / 2))
    sole_px, variance_cm2 = answer.points_px[FootPoint.SOLE], np.diag(place.covariance_cm2)
    middle_px = mean_of(answer.points_px)
    return FootSample(t_s, middle_px, place.centre_cm, answer.on_floor, sigma_px, sole_px, variance_cm2)


def _contact(moving: bool, ground: Contact, before: Contact, other: Contact, *, known: bool) -> Contact:
    """A resting foot stands on what is under it; a moving one is in the air if either foot was on the back."""
    if not known:
        return Contact.UNKNOWN
    if not moving:
        return ground
    if Contact.BACK in (before, other) or before is Contact.AIR:
        return Contact.AIR
    return Contact.AIR if ground is Contact.BACK else ground


def _ground(params: FeetParams, look: FeetLook, sample: FootSample, stand: list[FootSample], other: Contact) -> Contact:
    """What is under a foot that rests: back, floor or not known; by the network, and by where it would be on the back.

    A sole has no hold beyond the back's edge, which a low camera tells badly: by as much as the scene's standard
    deviation farther out it is taken to be on the back. One that is hidden behind a leg or a hip seems to be beside the
    receiver when it is not: as far out as looks and scene may err, only the network's word is taken for the floor.
    Beside the legs the floor is near their height. Who has the other foot on the floor steps down there: not known.
    """
    if not look.kneeling and float(mean_of(np.array([s.floor for s in stand]))) >= params.floor_share:
        return Contact.FLOOR
    scene_cm = np.array([look.view.scene_sigma_cm, look.view.scene_along_sigma_cm])
    if _within_receiver(params, look, sample.centre_cm, scene_cm):
        by_the_legs = other is Contact.FLOOR and sample.centre_cm[1] > look.scene.torso_m * CM_PER_M
        return Contact.UNKNOWN if by_the_legs and not look.kneeling else Contact.BACK
    look_cm = _stand_sigma_cm(stand)
    doubt_cm = _SURELY * (scene_cm + np.where(np.isfinite(look_cm), look_cm, 0.0))
    return Contact.UNKNOWN if _within_receiver(params, look, sample.centre_cm, doubt_cm) else Contact.FLOOR


def _within_receiver(params: FeetParams, look: FeetLook, centre_cm: FloatArray, doubt_cm: FloatArray) -> bool:
    """Would the foot be on the receiver if it stood at the back's height? By (2,) `doubt_cm` more, across and along."""
    torso_cm = look.scene.torso_m * CM_PER_M
    along, doubt = centre_cm[1] / torso_cm, doubt_cm[1] / torso_cm
    lengthwise = -params.neck_reach - doubt <= along <= 1 + params.legs_reach + doubt
    return bool(abs(centre_cm[0]) <= params.back_half_width_cm + doubt_cm[0] and lengthwise)


def _turn(params: FeetParams, state: FeetState, heading: FloatArray, t_s: float) -> FloatArray:
    """Exponential mean of the heading with the time constant `heading_s`; NaN looks are skipped."""
    if not np.isfinite(heading).all():
        return state.heading
    if not np.isfinite(state.heading).all():
        return heading
    weight = 1 - np.exp(-(t_s - state.t_s) / params.heading_s)
    return state.heading + weight * (heading - state.heading)
