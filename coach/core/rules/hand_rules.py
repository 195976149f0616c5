"""Hands that press (technique.md D1, B2, P3): who sits or kneels keeps the palms beside the spine and off marked areas.

The two stories and the levels are those of a sole (`spine_step`, `keep_out`), the times their own: a hand that passes
over a place on its way to the other side is no press. Hands of somebody who is not on the receiver are not judged: a
warm-up by hand (D3) is gentle, and a picture does not tell stroking from pressing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Annotated

from coach.core.findings import Limb, Rule
from coach.core.rules.feet import event_side
from coach.core.rules.keep_out import KeepOutParams, KeepOutState, read_keep_out
from coach.core.rules.spine_step import SpineStepParams, SpineStepState, read_spine
from coach.core.rules.steady import SteadyParams, SteadyState, steady_foot
from coach.core.rules.temporal import HoldParams
from coach.core.rules.track import READ_OK, READ_UNKNOWN, Outcome, Reading, TrackState, follow
from coach.core.sight import Contact, HandSight, Seen, Sight, Technique
from coach.core.thresholds import Threshold
from coach.core.verdict import Verdict


@dataclass(frozen=True, slots=True)
class HandParams:
    """Times of both rules; bands, margins and probabilities are those of soles."""

    average_s: Annotated[
        float,
        Threshold(
            "s",
            0.0,
            2.0,
            "a palm's place jitters by 2 cm from look to look, as for a sole (steady); known after so long",
        ),
    ] = 0.4
    confirm_s: Annotated[
        float, Threshold("s", 0.2, 5.0, "a hand passes over the spine within half a second; twice that is a press")
    ] = 1.0
    clear_s: Annotated[float, Threshold("s", 0.0, 5.0, "a kneading hand lifts for less than this; own judgement")] = 0.5
    lapse_s: Annotated[float, Threshold("s", 0.5, 10.0, "longer unseen than this, a fault is a guess")] = 2.0


@dataclass(frozen=True, slots=True)
class HandRulesParams:
    """What is asked of a palm: the times, the spine's band, the marked areas."""

    times: HandParams
    spine_step: SpineStepParams
    keep_out: KeepOutParams


@dataclass(frozen=True, slots=True)
class HandState:
    """What the rules remember of one hand: its averaged place, and each rule's own."""

    steady: SteadyState = field(default_factory=SteadyState)
    spine_step: SpineStepState = field(default_factory=SpineStepState)
    keep_out: KeepOutState = field(default_factory=KeepOutState)

    @property
    def tracks(self) -> tuple[TrackState, TrackState]:
        """One of each rule."""
        return self.spine_step.track, self.keep_out.track


def judge_hand(
    params: HandRulesParams, state: HandState, hand: HandSight, sight: Sight, t_s: float
) -> tuple[HandState, tuple[Outcome, ...]]:
    """Judge one hand at one moment. Marked areas are judged only where there are some.

    Returns:
        The new state, and what each rule found; nothing where nobody presses by hand and no fault is open.

    Raises:
        ValueError: time runs backwards.
    """
    palm, nobody = hand.press, _nobody_presses(sight)
    steady = state.steady if nobody is READ_UNKNOWN else SteadyState()
    if palm is not None:
        steady, palm = steady_foot(SteadyParams(params.times.average_s), state.steady, palm, t_s)
    if palm is not None and t_s - steady.since_s < params.times.average_s:
        palm, nobody = None, READ_UNKNOWN  # too new to be averaged: a body that was found only now still settles
    near, reading = (
        _without_palm(state.spine_step.near, nobody)
        if palm is None
        else read_spine(params.spine_step, state.spine_step.near, palm, sight.back)
    )
    track, spine = _follow(params.times, Rule.SPINE_STEP, state.spine_step.track, hand, reading, t_s)
    outcomes, marked = [spine], state.keep_out
    if params.keep_out.zones:
        near_area, reading = (
            _without_palm(marked.near, nobody)
            if palm is None
            else read_keep_out(params.keep_out, marked.near, palm, sight.back)
        )
        area_track, area = _follow(params.times, Rule.KEEP_OUT, marked.track, hand, reading, t_s)
        outcomes.append(area)
        marked = KeepOutState(near_area, area_track)
    state = HandState(steady, SpineStepState(near, track), marked)
    asked = hand.press is not None or any(out.judgement.verdict is Verdict.FAULT or out.closed for out in outcomes)
    return state, tuple(outcomes) if asked else ()


def palms_unseen(sight: Sight) -> bool:
    """Does somebody sit, and where a palm presses is not seen? Feet that press need no hands.

    A palm that may rest in the lap is no news beside one that is judged. Both of them there, as from the foot end
    always, leave nothing to judge, and silence would pass for praise.
    """
    if sight.technique is not Technique.SEATED or any(foot.contact is Contact.BACK for foot in sight.feet):
        return False
    presses = [hand.press for hand in sight.hands if hand.press is not None]
    unknown = [palm for palm in presses if palm.contact is Contact.UNKNOWN]
    hidden = any(math.isnan(float(palm.centre_back_cm[0])) for palm in unknown)
    return hidden or (bool(presses) and len(unknown) == len(presses))


def _nobody_presses(sight: Sight) -> Reading:
    """What is read where nobody asks for a palm: a giver who is not seen may still press with it."""
    if sight.giver.seen is Seen.LOST or sight.technique is Technique.UNKNOWN:
        return READ_UNKNOWN
    return READ_OK


def _without_palm(was_near: bool, nobody: Reading) -> tuple[bool, Reading]:
    return was_near and nobody is READ_UNKNOWN, nobody


def _follow(
    times: HandParams, rule: Rule, track: TrackState, hand: HandSight, reading: Reading, t_s: float
) -> tuple[TrackState, Outcome]:
    timing = HoldParams(times.confirm_s, times.clear_s, times.lapse_s)
    return follow(rule, event_side(hand.side), timing, track, replace(reading, limb=Limb.HAND), t_s)
