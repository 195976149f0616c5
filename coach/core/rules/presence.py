"""Is the giver on the receiver? Every rule that only holds "while on the back" asks here."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from coach.core.landmarks import SIDES, FloatArray, Landmark, Side
from coach.core.sight import Contact, Seen, Sight, Technique

NEAR_SHARE = 0.25  # a foot this share of the receiver's size beside the receiver could be on the back a step later
# Own judgement: at three steps a second nobody steps on and off in less.
_SOMEBODY_S = 0.4
ON_TECHNIQUES = (Technique.STANDING, Technique.HALF_SQUAT, Technique.KNEELING, Technique.SEATED)


class Presence(StrEnum):
    """Where the giver is."""

    ON = "on"  # on the receiver's body
    OFF = "off"  # seen elsewhere, or not there at all
    UNKNOWN = "unknown"  # may be on it, unseen


@dataclass(frozen=True, slots=True)
class PresenceState:
    """What is remembered of the giver's place.

    Attributes:
        could_be_on: when last seen the giver was on the receiver or within a step of it, and had been seen for long
            enough to be somebody.
        was_on: when last known: on it.
        seen_s: for how long a giver has been seen, s; grows while one is and shrinks while none is.
        t_s: time of the last frame.
    """

    could_be_on: bool = False
    was_on: bool = False
    seen_s: float = 0.0
    t_s: float = math.nan


def find_presence(state: PresenceState, sight: Sight) -> tuple[PresenceState, Presence]:
    """Tell where the giver is; somebody who vanishes on the back or a step away from it may still be there.

    Nobody comes and goes within a few pictures: who is seen no longer than that (the one who lies, taken for a giver
    before the receiver is known; a body where none is) is nobody to be missed.
    """
    state = replace(state, seen_s=_seen_s(state, sight), t_s=sight.t_s)
    if sight.giver.seen is Seen.LOST:
        return state, Presence.UNKNOWN if state.could_be_on else Presence.OFF
    presence = _seen_presence(sight)
    was_on = state.was_on if presence is Presence.UNKNOWN else presence is Presence.ON
    somebody = state.could_be_on or state.seen_s >= _SOMEBODY_S
    near = presence is not Presence.OFF or _is_near(sight)
    return replace(state, could_be_on=near and somebody, was_on=was_on), presence


def works_by_hand(state: PresenceState, presence: Presence, sight: Sight) -> bool:
    """Are hands at work on the back, of somebody who has not been on it (technique.md D3, A2)?

    Who kneels beside hides the feet, so that `presence` may be unknown all the while; nobody needs the feet then.
    """
    return presence is not Presence.ON and not state.was_on and any(hand.on_body for hand in sight.hands)


def on_back(sight: Sight) -> bool:
    """Is a foot (or knee) on the back, or a technique seen that works on it?"""
    if sight.giver.seen is Seen.LOST:
        return False
    return sight.technique in ON_TECHNIQUES or any(foot.contact is Contact.BACK for foot in sight.feet)


def is_stepping_up_or_down(sight: Sight) -> bool:
    """One foot is still, or already, on the floor: the floor carries the giver. Kneeling, the feet do not tell."""
    return sight.technique is not Technique.KNEELING and any(foot.contact is Contact.FLOOR for foot in sight.feet)


def _seen_s(state: PresenceState, sight: Sight) -> float:
    step_s = sight.t_s - state.t_s if math.isfinite(state.t_s) else 0.0
    seen_s = state.seen_s + (step_s if sight.giver.seen is Seen.MEASURED else -step_s)
    return min(max(seen_s, 0.0), _SOMEBODY_S)


def _seen_presence(sight: Sight) -> Presence:
    if on_back(sight):
        return Presence.ON
    if sight.technique is Technique.NONE or all(foot.contact is Contact.FLOOR for foot in sight.feet):
        return Presence.OFF
    return Presence.UNKNOWN


def _is_near(sight: Sight) -> bool:
    """Is an ankle of the giver inside the receiver's box in the picture, or just beside it?"""
    box = _box(sight.receiver.pose.xy_px)
    if box is None:
        return False
    low, high = box
    margin_px = NEAR_SHARE * float(np.hypot(*(high - low)))
    ankles = sight.giver.pose.xy_px[[_ankle(side) for side in SIDES]]
    with np.errstate(invalid="ignore"):
        inside = (ankles >= low - margin_px) & (ankles <= high + margin_px)
    return bool(inside.all(axis=1).any())


def _ankle(side: Side) -> int:
    return int(Landmark.LEFT_ANKLE if side is Side.LEFT else Landmark.RIGHT_ANKLE)


def _box(xy_px: FloatArray) -> tuple[FloatArray, FloatArray] | None:
    known = xy_px[np.isfinite(xy_px).all(axis=1)]
    if len(known) == 0:
        return None
    return known.min(axis=0), known.max(axis=0)
