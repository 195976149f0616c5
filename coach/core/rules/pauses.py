"""Pauses (technique.md D6): 3 to 5 s at each point. Too short and too long are told apart.

A foot also stands while the other one works, so a calm, alternating giver leaves each foot 6 to 12 s in
its place, and sometimes longer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
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
    params: PauseParams, state: ShortPauseState, foot: FootSight, stand: StandStep, t_s: float
) -> tuple[ShortPauseState, Outcome]:
    """Judge a stand when it has ended, if both its ends were seen. Raises ValueError when time runs backwards."""
    instant = None
    if stand.ended is not None and stand.ended.sure:
        whole = stand.ended.stand
        pause_s = whole.end_s - whole.start_s
        if pause_s < params.short_s:
            instant = Instant(whole.start_s, whole.end_s, (Figure("pause_s", pause_s),))
    otherwise = Verdict.UNKNOWN if foot.contact is Contact.UNKNOWN else Verdict.OK
    shown, outcome = flash(Rule.SHORT_PAUSE, event_side(foot.side), params.show_s, state.flash, instant, otherwise, t_s)
    return ShortPauseState(shown), outcome


def long_pause(
    params: PauseParams, state: LongPauseState, foot: FootSight, stand: StandStep, t_s: float
) -> tuple[LongPauseState, Outcome]:
    """Judge a stand while it goes on. Raises ValueError when time runs backwards."""
    reading = READ_OK
    pause_s = t_s - stand.standing_since_s
    if foot.contact is Contact.UNKNOWN:
        reading = READ_UNKNOWN
    elif math.isfinite(pause_s) and pause_s >= params.long_s:
        reading = Reading(Verdict.FAULT, pause_s, (Figure("pause_s", pause_s),))
    timing = HoldParams(0.0, params.clear_s, params.lapse_s)
    track, outcome = follow(Rule.LONG_PAUSE, event_side(foot.side), timing, state.track, reading, t_s)
    return LongPauseState(track), outcome
