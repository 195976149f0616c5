"""Spine step (technique.md D1): never press on the spine itself.

A foot's place is known with an error, so the rule weighs two stories of equal chance: the sole stands anywhere on the
band beside the spine line, or anywhere where it should, between the band and the ribs' ends. How much better the first
explains what is seen is the probability that the rule fires on; `sigma_cm` decides how much a near miss counts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Annotated

from coach.core.findings import Figure, Rule
from coach.core.rules.feet import event_side, lateral_reach_cm, normal_below
from coach.core.rules.temporal import HoldParams, LevelParams, level
from coach.core.rules.track import READ_OK, READ_UNKNOWN, Outcome, Reading, TrackState, follow
from coach.core.sight import BackSight, Contact, FootSight, ViewVerdict
from coach.core.thresholds import Threshold
from coach.core.verdict import Verdict

_LEAST_ROOM_CM = 2.0  # beside the band, for a sole that stands across the back
LEAST_SIGMA_CM = 0.1  # below a millimetre no camera view is that good; keeps the probability defined


@dataclass(frozen=True, slots=True)
class SpineStepParams:
    """Thresholds of the spine rule."""

    band_cm: Annotated[
        float,
        Threshold(
            "cm", 0.5, 6.0, "technique.md D1: the bony line is about 1 cm to each side; 1 cm for the sole's soft edge"
        ),
    ] = 2.0
    ribs_cm: Annotated[
        float, Threshold("cm", 8.0, 30.0, "technique.md D9: where the muscle bands end; the same limit as off_zone")
    ] = 15.0
    enter_p: Annotated[
        float,
        Threshold("probability", 0.3, 0.99, "four to one; Jeffreys (1961) calls evidence substantial from three on"),
    ] = 0.8
    leave_p: Annotated[
        float, Threshold("probability", 0.05, 0.9, "below enter_p, so that noise at the edge does not toggle the cue")
    ] = 0.45
    doubt_p: Annotated[
        float, Threshold("probability", 0.05, 0.95, "more likely on the band than not: this is not called ok")
    ] = 0.5
    clear_p: Annotated[
        float, Threshold("probability", 0.01, 0.5, "in a blind view only a foot this unlikely on the band is called ok")
    ] = 0.2
    blind_sigma_cm: Annotated[
        float,
        Threshold(
            "cm",
            1.0,
            20.0,
            "half of 8 cm from a right step to the spine, plus the band: beyond it right and wrong look alike",
        ),
    ] = 6.0
    confirm_s: Annotated[float, Threshold("s", 0.0, 2.0, "urgent: two frames at 12 fps agree")] = 0.15
    clear_s: Annotated[float, Threshold("s", 0.0, 5.0, "bridges the flicker of a foot's contact")] = 0.3
    lapse_s: Annotated[float, Threshold("s", 0.5, 10.0, "longer unseen than this, a fault is a guess")] = 2.0

    def __post_init__(self) -> None:
        """Refuse thresholds that contradict each other."""
        if self.leave_p > self.enter_p:
            raise ValueError("leave_p must not be above enter_p")
        if not self.clear_p <= self.doubt_p <= self.enter_p:
            raise ValueError("doubt_p must lie between clear_p and enter_p")


@dataclass(frozen=True, slots=True)
class SpineStepState:
    """One foot: is it near by the two-level test, and its track."""

    near: bool = False
    track: TrackState = field(default_factory=TrackState)


def spine_step(
    params: SpineStepParams, state: SpineStepState, foot: FootSight, back: BackSight, t_s: float
) -> tuple[SpineStepState, Outcome]:
    """Judge one foot at one moment. Raises ValueError when time runs backwards."""
    near, reading = read_spine(params, state.near, foot, back)
    timing = HoldParams(params.confirm_s, params.clear_s, params.lapse_s)
    track, outcome = follow(Rule.SPINE_STEP, event_side(foot.side), timing, state.track, reading, t_s)
    return SpineStepState(near, track), outcome


def read_spine(params: SpineStepParams, was_near: bool, foot: FootSight, back: BackSight) -> tuple[bool, Reading]:
    """What this frame alone says about one foot; a foot in the air or on the floor presses on nothing."""
    if foot.contact in (Contact.AIR, Contact.FLOOR):
        return False, READ_OK
    probability = probability_on_band(foot, params.band_cm, params.ribs_cm)
    if foot.contact is Contact.UNKNOWN or back.view is ViewVerdict.CANNOT_JUDGE_FEET or math.isnan(probability):
        return was_near, READ_UNKNOWN
    near = level(LevelParams(params.enter_p, params.leave_p), was_near, probability)
    if near:
        figures = (
            Figure("probability", probability),
            Figure("gap_cm", foot.gap_cm),
            Figure("offset_cm", foot.offset_cm),
            Figure("along", foot.along),
            Figure("sigma_cm", foot.sigma_cm),
        )
        return near, Reading(Verdict.FAULT, weight=probability, figures=figures)
    ok_p = params.clear_p if foot.sigma_cm > params.blind_sigma_cm else params.doubt_p
    return near, READ_OK if probability <= ok_p else READ_UNKNOWN


def probability_on_band(foot: FootSight, band_cm: float, ribs_cm: float) -> float:
    """Probability that the sole is on the band rather than where it should be; NaN when its place is not known.

    The middle of a sole on the band lies within `band_cm` and half a sole of the spine line; one that stands right lies
    farther out, as far as half a sole from the ribs' ends. Both stories are flat in there, equally likely beforehand,
    and blurred by a normal error with standard deviation `sigma_cm`. Source: Bayes' rule; technique.md D1, D9.
    """
    low_cm, high_cm = lateral_reach_cm(foot)
    if not all(math.isfinite(value) for value in (low_cm, high_cm, foot.sigma_cm)):
        return math.nan
    sigma_cm = max(foot.sigma_cm, LEAST_SIGMA_CM)
    inner_cm = band_cm + (high_cm - low_cm) / 2
    outer_cm = max(ribs_cm - (high_cm - low_cm) / 2, inner_cm + _LEAST_ROOM_CM)
    middle_cm = min(abs(high_cm + low_cm) / 2, outer_cm)  # farther out is no more likely on the spine

    def within(from_cm: float, to_cm: float) -> float:
        return normal_below(to_cm, middle_cm, sigma_cm) - normal_below(from_cm, middle_cm, sigma_cm)

    wrong = within(-inner_cm, inner_cm) / (2 * inner_cm)
    right = (within(inner_cm, outer_cm) + within(-outer_cm, -inner_cm)) / (2 * (outer_cm - inner_cm))
    return wrong / (wrong + right)
