"""Support lost (technique.md D2): hold a wall, a chair or another person so as not to fall.

A heavy giver holds on with both hands (technique.md B7): then one hand that is seen to be free is a fault, and one
that is not seen is not known.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Annotated

from coach.core.findings import EventSide, Rule
from coach.core.rules.presence import Presence, is_stepping_up_or_down
from coach.core.rules.temporal import DwellState, HoldParams, dwell
from coach.core.rules.track import READ_OK, READ_UNKNOWN, Outcome, Reading, TrackState, follow
from coach.core.sight import Contact, Sight, Support, Technique
from coach.core.thresholds import Threshold
from coach.core.verdict import Verdict

ONE_HAND = "one hand"  # the reason of an event: one hand holds where both are asked for


@dataclass(frozen=True, slots=True)
class SupportLostParams:
    """Thresholds of the support rule."""

    step_up_s: Annotated[
        float, Threshold("s", 0.0, 5.0, "a giver who has just stepped up is still reaching for the support")
    ] = 1.0
    lands_s: Annotated[
        float, Threshold("s", 0.0, 2.0, "the weight takes about half a second to go over to the floor; own judgement")
    ] = 0.5
    confirm_s: Annotated[
        float, Threshold("s", 0.1, 5.0, "technique.md D2: a change of grip takes about half a second")
    ] = 0.5
    clear_s: Annotated[float, Threshold("s", 0.0, 5.0, "a hand that brushes past a support does not hold it")] = 0.3
    lapse_s: Annotated[float, Threshold("s", 0.5, 10.0, "longer unseen than this, a fault is a guess")] = 3.0
    brush_s: Annotated[
        float, Threshold("s", 0.0, 0.5, "no hand grips and lets go again in so short a time: a landmark's jitter")
    ] = 0.15
    both_hands: bool = False  # technique.md B7: a heavy giver; the preparation before a session tells it
    one_hand_s: Annotated[
        float, Threshold("s", 0.1, 10.0, "one hand moves to another place while the other holds; own judgement")
    ] = 2.0


@dataclass(frozen=True, slots=True)
class SupportLostState:
    """What is remembered.

    Attributes:
        floor: how long a foot has been on the floor; a far foot is told to be there for a moment now and then.
        air_s: when each foot was last in the air, from where alone it comes to the floor; -inf = never.
        up: how long the back alone has carried the giver.
        settled: whether that is long enough to judge.
        track: the fault's.
    """

    floor: DwellState = field(default_factory=DwellState)
    air_s: tuple[float, float] = (-math.inf, -math.inf)
    up: DwellState = field(default_factory=DwellState)
    settled: bool = False
    track: TrackState = field(default_factory=TrackState)


def support_lost(
    params: SupportLostParams, state: SupportLostState, sight: Sight, presence: Presence, t_s: float
) -> tuple[SupportLostState, Outcome]:
    """Judge both hands at one moment. Raises ValueError when time runs backwards."""
    touches = is_stepping_up_or_down(sight)
    floor, floor_s = dwell(state.floor, touches, t_s)
    air_s = tuple(
        t_s if foot.contact is Contact.AIR else last_s for foot, last_s in zip(sight.feet, state.air_s, strict=True)
    )
    landed = any(
        foot.contact is Contact.FLOOR and t_s - last_s <= params.lands_s
        for foot, last_s in zip(sight.feet, air_s, strict=True)
    )
    carried = touches and (landed or not state.settled or floor_s >= params.lands_s)
    alone = presence is not Presence.OFF and not carried
    up, up_s = dwell(state.up, alone, t_s)
    settled = alone and up_s >= params.step_up_s
    reading = read_support(sight, presence, settled, both=params.both_hands, carried=carried)
    confirm_s = params.one_hand_s if reading.reason == ONE_HAND else params.confirm_s
    timing = HoldParams(confirm_s, params.clear_s, params.lapse_s, params.brush_s)
    track, outcome = follow(Rule.SUPPORT_LOST, EventSide.BOTH, timing, state.track, reading, t_s)
    return SupportLostState(floor, (air_s[0], air_s[1]), up, settled, track), outcome


def read_support(
    sight: Sight, presence: Presence, settled: bool, *, both: bool = False, carried: bool = False
) -> Reading:
    """What this frame alone says.

    Nobody on the back, one whom a foot on the floor carries, or a seated giver (P3) needs no support. One hand that
    holds is enough, unless `both` are asked for.
    """
    if presence is Presence.OFF or sight.technique is Technique.SEATED or carried:
        return READ_OK
    held = [hand.support for hand in sight.hands]
    if all(one is Support.YES for one in held) or (Support.YES in held and not both):
        return READ_OK
    if presence is Presence.UNKNOWN or not settled:
        return READ_UNKNOWN
    if both and Support.NO in held and Support.YES in held:
        return Reading(Verdict.FAULT, weight=0.5, reason=ONE_HAND)
    return READ_UNKNOWN if Support.UNKNOWN in held else Reading(Verdict.FAULT, weight=1.0)


def support_unread(state: SupportLostState) -> bool:
    """Could this frame not be read although the giver had time to reach the support?"""
    return state.settled and state.track.held.reading is Verdict.UNKNOWN
