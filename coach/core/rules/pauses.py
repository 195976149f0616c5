"""Pauses (technique.md D6): 3 to 5 s at each point. Too short and too long are told apart.

The pause at a point runs from a foot's landing to the next lift of either foot. It is too short when the foot leaves
its point at once, and when the other one already goes on: then the steps follow each other too fast.

A foot also stands while the other one works, so a calm, alternating giver leaves each foot 6 to 12 s in
its place, and sometimes longer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from coach.core.findings import Figure, Rule
from coach.core.rules.feet import event_side
from coach.core.rules.flash import FlashState, Instant, flash
from coach.core.rules.stands import StandStep
from coach.core.rules.temporal import HoldParams
from coach.core.rules.track import READ_OK, READ_UNKNOWN, Outcome, Reading, TrackState, follow
from coach.core.sight import Contact, FootSight
from coach.core.thresholds import Threshold
from coach.core.verdict import Verdict


class Hurry(StrEnum):
    """How a pause was too short; the reason of a `short_pause` event."""

    LEFT = "left its point"
    RHYTHM = "the other foot went on"


@dataclass(frozen=True, slots=True)
class PauseParams:
    """Thresholds of the pauses."""

    short_s: Annotated[
        float,
        Threshold(
            "s",
            0.3,
            5.0,
            "technique.md D6: 3 to 5 s a point; a step that is put right may take 1 to 3 s; less is a patter",
        ),
    ] = 1.0
    long_s: Annotated[
        float,
        Threshold("s", 5.0, 60.0, "technique.md D6: 5 s for its own point, and two of 5 s for the other foot's"),
    ] = 15.0
    show_s: Annotated[float, Threshold("s", 0.2, 5.0, "one pause, one remark")] = 0.5
    clear_s: Annotated[float, Threshold("s", 0.0, 5.0, "a foot that has left has left")] = 0.0
    lapse_s: Annotated[float, Threshold("s", 0.5, 10.0, "longer unseen than this, a fault is a guess")] = 2.0

    def __post_init__(self) -> None:
        """Refuse thresholds that contradict each other."""
        if self.short_s >= self.long_s:
            raise ValueError("short_s must be below long_s")


@dataclass(frozen=True, slots=True)
class ShortPauseState:
    """One foot: what is on show."""

    flash: FlashState = field(default_factory=FlashState)


@dataclass(frozen=True, slots=True)
class LongPauseState:
    """One foot: its track."""

    track: TrackState = field(default_factory=TrackState)


def short_pause(
    params: PauseParams, state: ShortPauseState, foot: FootSight, stand: StandStep, other: StandStep, t_s: float
) -> tuple[ShortPauseState, Outcome]:
    """Judge a foot's pause when this foot or the other one has lifted, if landing and lift were seen.

    A foot that comes up from the floor ends no pause; and nobody lifts both feet at once: then the sight has confused
    them. Raises ValueError when time runs backwards.
    """
    instant = _hurry(params, stand, other)
    otherwise = Verdict.UNKNOWN if foot.contact is Contact.UNKNOWN else Verdict.OK
    shown, outcome = flash(Rule.SHORT_PAUSE, event_side(foot.side), params.show_s, state.flash, instant, otherwise, t_s)
    return ShortPauseState(shown), outcome


def _hurry(params: PauseParams, stand: StandStep, other: StandStep) -> Instant | None:
    """The pause at the foot's point that has just ended, if it was too short."""
    mine, others = stand.ended, other.ended
    if mine is not None and others is None and mine.sure:
        landed_s, lifted_s, how = mine.stand.start_s, mine.stand.end_s, Hurry.LEFT
    elif mine is None and others is not None and others.lift_seen and stand.landing_seen:
        landed_s, lifted_s, how = stand.standing_since_s, others.stand.end_s, Hurry.RHYTHM
    else:
        return None
    pause_s = lifted_s - landed_s
    if not 0.0 <= pause_s < params.short_s:
        return None
    return Instant(landed_s, lifted_s, (Figure("pause_s", pause_s),), how.value)


def long_pause(
    params: PauseParams, state: LongPauseState, foot: FootSight, stand: StandStep, t_s: float
) -> tuple[LongPauseState, Outcome]:
    """Judge a stand while it goes on. Raises ValueError when time runs backwards."""
    reading = READ_OK
    pause_s = (t_s if math.isnan(stand.left_s) else stand.left_s) - stand.standing_since_s
    if foot.contact is Contact.UNKNOWN:
        reading = READ_UNKNOWN
    elif math.isfinite(pause_s) and pause_s >= params.long_s:
        reading = Reading(Verdict.FAULT, pause_s, (Figure("pause_s", pause_s),))
    timing = HoldParams(0.0, params.clear_s, params.lapse_s)
    track, outcome = follow(Rule.LONG_PAUSE, event_side(foot.side), timing, state.track, reading, t_s)
    return LongPauseState(track), outcome
