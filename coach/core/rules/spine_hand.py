"""Hands on the spine (technique.md D1, P3): who presses sitting or kneeling keeps the palms beside it, like soles.

The two stories and the levels are those of a sole (`spine_step`), the times its own: a hand that passes over the spine
on its way to the other side is no press. Hands of somebody who is not on the receiver are not judged: a warm-up by hand
(D3) is gentle, and a picture does not tell stroking from pressing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Annotated

from coach.core.findings import Rule
from coach.core.rules.feet import event_side
from coach.core.rules.spine_step import SpineStepParams, read_spine
from coach.core.rules.steady import SteadyParams, SteadyState, steady_foot
from coach.core.rules.temporal import HoldParams
from coach.core.rules.track import READ_OK, READ_UNKNOWN, Outcome, Reading, TrackState, follow
from coach.core.sight import Contact, HandSight, Seen, Sight, Technique
from coach.core.thresholds import Threshold
from coach.core.verdict import Verdict

HAND = "hand"  # the reason of every event and judgement that is about a hand


@dataclass(frozen=True, slots=True)
class SpineHandParams:
    """Times of the rule; bands and probabilities are those of `spine_step`."""

    average_s: Annotated[
        float, Threshold("s", 0.0, 2.0, "a palm's place jitters by 2 cm from look to look; as for a sole (steady)")
    ] = 0.4
    confirm_s: Annotated[
        float, Threshold("s", 0.2, 5.0, "a hand passes over the spine within half a second; twice that is a press")
    ] = 1.0
    clear_s: Annotated[float, Threshold("s", 0.0, 5.0, "a kneading hand lifts for less than this; own judgement")] = 0.5
    lapse_s: Annotated[float, Threshold("s", 0.5, 10.0, "longer unseen than this, a fault is a guess")] = 2.0


@dataclass(frozen=True, slots=True)
class SpineHandState:
    """One hand: its averaged place, is it near by the two-level test, and its track."""

    steady: SteadyState = field(default_factory=SteadyState)
    near: bool = False
    track: TrackState = field(default_factory=TrackState)


def spine_hand(
    params: SpineHandParams, spine: SpineStepParams, state: SpineHandState, hand: HandSight, sight: Sight, t_s: float
) -> tuple[SpineHandState, Outcome | None]:
    """Judge one hand at one moment.

    Returns:
        The new state, and what was found; None where nobody presses by hand and no fault is open.

    Raises:
        ValueError: time runs backwards.
    """
    steady, near, reading = _read(params, spine, state, hand, sight, t_s)
    reading = replace(reading, reason=HAND)
    timing = HoldParams(params.confirm_s, params.clear_s, params.lapse_s)
    track, outcome = follow(Rule.SPINE_STEP, event_side(hand.side), timing, state.track, reading, t_s)
    asked = hand.press is not None or outcome.judgement.verdict is Verdict.FAULT or bool(outcome.closed)
    return SpineHandState(steady, near, track), outcome if asked else None


def _read(
    params: SpineHandParams, spine: SpineStepParams, state: SpineHandState, hand: HandSight, sight: Sight, t_s: float
) -> tuple[SteadyState, bool, Reading]:
    if hand.press is None:
        if sight.giver.seen is Seen.LOST or sight.technique is Technique.UNKNOWN:
            return state.steady, state.near, READ_UNKNOWN
        return SteadyState(), False, READ_OK
    steady, palm = steady_foot(SteadyParams(params.average_s), state.steady, hand.press, t_s)
    near, reading = read_spine(spine, state.near, palm, sight.back)
    return steady, near, reading


def palms_unseen(sight: Sight) -> bool:
    """Does somebody sit and press, and a palm is not seen? One in the lap is seen; feet that press need no hands."""
    if sight.technique is not Technique.SEATED or any(foot.contact is Contact.BACK for foot in sight.feet):
        return False
    presses = [hand.press for hand in sight.hands if hand.press is not None]
    return any(palm.contact is Contact.UNKNOWN and math.isnan(float(palm.centre_back_cm[0])) for palm in presses)
