"""The receiver's reaction (technique.md D7): a lifted head, an arm or taps say "stop, ask"; shifting is unease."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from coach.core.findings import Rule
from coach.core.rules.presence import Presence
from coach.core.rules.temporal import HoldParams
from coach.core.rules.track import READ_OK, READ_UNKNOWN, Outcome, Reading, TrackState, follow
from coach.core.sight import ReceiverActivity, Sight
from coach.core.thresholds import Threshold
from coach.core.verdict import Verdict

SIGNALS = (ReceiverActivity.HEAD_LIFTED, ReceiverActivity.ARM_RAISED, ReceiverActivity.TAPPING)
MOVES = (ReceiverActivity.SHIFTED,)


@dataclass(frozen=True, slots=True)
class ReceiverParams:
    """Thresholds of the receiver's reaction."""

    signal_confirm_s: Annotated[
        float, Threshold("s", 0.0, 3.0, "technique.md D7: a stop signal is obeyed at once; four frames at 12 fps agree")
    ] = 0.3
    moved_confirm_s: Annotated[
        float, Threshold("s", 0.0, 5.0, "a body shaken by a step comes to rest within half a second")
    ] = 0.6
    clear_s: Annotated[float, Threshold("s", 0.0, 10.0, "one movement with pauses is one event")] = 0.8
    lapse_s: Annotated[float, Threshold("s", 0.5, 10.0, "longer unseen than this, a fault is a guess")] = 3.0


@dataclass(frozen=True, slots=True)
class ReceiverState:
    """One of the two rules: its track."""

    track: TrackState = field(default_factory=TrackState)


def receiver_signal(
    params: ReceiverParams, state: ReceiverState, sight: Sight, presence: Presence, t_s: float
) -> tuple[ReceiverState, Outcome]:
    """Judge lifted head, raised arm and taps at one moment. Raises ValueError when time runs backwards."""
    timing = HoldParams(params.signal_confirm_s, params.clear_s, params.lapse_s)
    reading = read_receiver(sight, presence, SIGNALS)
    track, outcome = follow(Rule.RECEIVER_SIGNAL, None, timing, state.track, reading, t_s)
    return ReceiverState(track), outcome


def receiver_moved(
    params: ReceiverParams, state: ReceiverState, sight: Sight, presence: Presence, t_s: float
) -> tuple[ReceiverState, Outcome]:
    """Judge shifting and twisting at one moment. Raises ValueError when time runs backwards."""
    timing = HoldParams(params.moved_confirm_s, params.clear_s, params.lapse_s)
    reading = read_receiver(sight, presence, MOVES)
    track, outcome = follow(Rule.RECEIVER_MOVED, None, timing, state.track, reading, t_s)
    return ReceiverState(track), outcome


def read_receiver(sight: Sight, presence: Presence, faults: tuple[ReceiverActivity, ...]) -> Reading:
    """What this frame alone says. Without a giver at work the receiver may move as they like."""
    at_work = presence is not Presence.OFF or any(hand.on_body for hand in sight.hands)
    if not at_work:
        return READ_OK
    if sight.receiver_activity in faults:
        return Reading(Verdict.FAULT, weight=1.0, reason=sight.receiver_activity.value)
    if sight.receiver_activity is ReceiverActivity.UNKNOWN:
        return READ_UNKNOWN
    return READ_OK
