"""Three taps of a hand, or a small wave: the stop signal of who has no arm free to raise (technique.md D7).

A tap lifts the hand off the mat by a few centimetres and lets it fall, within a fraction of a second, again and again.
A landmark errs by about 1 cm, so a lift has to stand out of the hand's own unrest: below that, taps are not seen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Annotated

from coach.core.thresholds import Threshold
from coach.core.values import replace


@dataclass(frozen=True, slots=True)
class TapParams:
    """Thresholds of taps; lifts as fractions of the receiver's extent in the picture, 1.7 m."""

    lift: Annotated[
        float, Threshold("of extent", 0.008, 0.1, "3 cm: a tap of the hand from the wrist; breathing stays below 1 cm")
    ] = 0.018
    noise: Annotated[
        float, Threshold("ratio", 1.0, 20.0, "a hand must lift this many times its own unrest: five sigma, as the head")
    ] = 4.5
    fallen: Annotated[
        float, Threshold("ratio", 0.1, 0.9, "below this part of the lift the hand is down again, against toggling")
    ] = 0.5
    longest_s: Annotated[
        float, Threshold("s", 0.2, 2.0, "slow taps, one a second, have the hand up for half of it; longer is a reach")
    ] = 0.7
    beats: Annotated[int, Threshold("taps", 2, 6, "technique.md D7 and the rehearsal: three taps")] = 3
    within_s: Annotated[
        float, Threshold("s", 1.0, 10.0, "three taps at one a second, the slowest that still are one signal")
    ] = 3.2
    show_s: Annotated[
        float, Threshold("s", 0.3, 5.0, "the signal stands this long after the last tap: the rule confirms it")
    ] = 1.0
    watch_s: Annotated[
        float, Threshold("s", 0.0, 5.0, "after a lift the receiver is looked at in every frame for this long")
    ] = 1.5


@dataclass(frozen=True, slots=True)
class HandTaps:
    """One hand. Times are s; NaN = it is not up.

    Attributes:
        up_s: since when the hand has been up.
        down_s: when it came down again, for each of the last taps, oldest first.
        lifted_s: when it was last seen up; -inf = never.
    """

    up_s: float = math.nan
    down_s: tuple[float, ...] = ()
    lifted_s: float = -math.inf


@dataclass(frozen=True, slots=True)
class TapsState:
    """Both hands (left, right)."""

    hands: tuple[HandTaps, HandTaps] = field(default_factory=lambda: (HandTaps(), HandTaps()))


def update_taps(
    params: TapParams, state: TapsState, lifts: tuple[float, float], unrest: tuple[float, float], t_s: float
) -> TapsState:
    """Fold one look in.

    Args:
        params: thresholds.
        state: the taps so far.
        lifts: how far each hand is above its rest in the picture, of the extent; NaN = it cannot be told.
        unrest: the hand's median distance from its rest in quiet looks, of the extent.
        t_s: the time; never goes back.
    """
    left, right = (
        _hand(params, hand, lift, max(params.lift, params.noise * quiet), t_s)
        for hand, lift, quiet in zip(state.hands, lifts, unrest, strict=True)
    )
    return TapsState((left, right))


def is_tapping(params: TapParams, state: TapsState, t_s: float) -> bool:
    """Has a hand tapped often enough, just now?"""
    return any(
        len(hand.down_s) >= params.beats
        and t_s - hand.down_s[-1] <= params.show_s
        and hand.down_s[-1] - hand.down_s[-params.beats] <= params.within_s
        for hand in state.hands
    )


def wants_looks(params: TapParams, state: TapsState, t_s: float) -> bool:
    """Has a hand been up just now, so that the next looks must not miss a tap?"""
    return any(t_s - hand.lifted_s <= params.watch_s for hand in state.hands)


def _hand(params: TapParams, hand: HandTaps, lift: float, least: float, t_s: float) -> HandTaps:
    recent = tuple(at_s for at_s in hand.down_s if t_s - at_s <= params.within_s + params.show_s)
    hand = replace(hand, down_s=recent)
    if math.isnan(lift):
        return hand
    up = not math.isnan(hand.up_s)
    if not up:
        return replace(hand, up_s=t_s, lifted_s=t_s) if lift >= least else hand
    if lift >= params.fallen * least:
        return replace(hand, lifted_s=t_s)
    tapped = t_s - hand.up_s <= params.longest_s
    return replace(hand, up_s=math.nan, down_s=(*recent, t_s) if tapped else ())
