"""The pacing sound (technique.md D6): it follows the giver's own steps, and fades as they keep the pace.

A foot that lands is at its point until either foot lifts. A soft knock tells the earliest good time to move on, another
one that it is time. Stands of three to five seconds make both softer, some in a row silence them, and two that go wrong
bring them back: who hears them for ever learns to wait for them. What was not seen to land and to lift counts neither
as kept nor as wrong, and nothing sounds while a foot is not known.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

from coach.core.analysis import Moment
from coach.core.landmarks import Side
from coach.core.live.stage import Stage
from coach.core.live.ticks import ONWARDS, READY, Tick
from coach.core.live.voice import Spoken, VoiceState
from coach.core.rules.stands import StandStep
from coach.core.session import SessionState
from coach.core.sight import Contact
from coach.core.thresholds import Threshold
from coach.core.values import replace


@dataclass(frozen=True, slots=True)
class PaceParams:
    """When the knocks are heard, and how they fade."""

    sound: bool = False  # as with --pace
    ready_s: Annotated[float, Threshold("s", 1.0, 10.0, "technique.md D6: three to five seconds at each point")] = 3.0
    most_s: Annotated[float, Threshold("s", 1.0, 20.0, "technique.md D6: three to five seconds at each point")] = 5.0
    onwards_s: Annotated[
        float, Threshold("s", 1.0, 20.0, "half a second before most_s: time to hear it and to lift; own judgement")
    ] = 4.5
    slack_s: Annotated[
        float, Threshold("s", 0.0, 2.0, "landing and lift are each told to a quarter of a second (stands.lag_s)")
    ] = 0.5
    late_s: Annotated[
        float, Threshold("s", 0.1, 2.0, "a knock that finds no silence for so long is past; own judgement")
    ] = 0.4
    gap_s: Annotated[float, Threshold("s", 0.0, 10.0, "no knock right after words: they are listened to")] = 1.0
    recent: Annotated[int, Threshold("stands", 1, 20, "about half a minute of steps; own judgement")] = 6
    kept_row: Annotated[int, Threshold("stands", 1, 20, "so many kept in a row: the pace is found; own judgement")] = 4
    wrong: Annotated[int, Threshold("stands", 1, 20, "one slip is a slip, two of `recent` are not; own judgement")] = 2
    softest: Annotated[
        float, Threshold("of full", 0.0, 1.0, "12 dB below the first knock, before it is silent; own judgement")
    ] = 0.25

    def __post_init__(self) -> None:
        """Refuse thresholds that contradict each other."""
        if not self.ready_s < self.onwards_s <= self.most_s:
            raise ValueError("ready_s must be below onwards_s, and that at most most_s")
        if self.wrong > self.recent:
            raise ValueError("wrong must be at most recent")


@dataclass(frozen=True, slots=True)
class PacedFoot:
    """One foot of the giver at this moment."""

    contact: Contact
    step: StandStep


@dataclass(frozen=True, slots=True)
class PaceState:
    """How the steps went.

    Attributes:
        side: the foot that landed last and is at its point; None = none is, or it is not known.
        landed_s: when it landed, s.
        told: how many knocks are past at this point, heard or not.
        recent: the newest stands since the knocks last fell silent or came back, oldest first: was the pace kept?
        row: how many of them were kept, in a row, up to now.
        silent: the pace is kept without them.
    """

    side: Side | None = None
    landed_s: float = math.nan
    told: int = 0
    recent: tuple[bool, ...] = ()
    row: int = 0
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Knock:
    """A pacing sound that starts now; `volume`: 0 to 1, of its file."""

    tick: Tick
    volume: float


def follow_pace(
    params: PaceParams, state: PaceState, feet: tuple[PacedFoot, PacedFoot], t_s: float, *, quiet: bool
) -> tuple[PaceState, Knock | None]:
    """Fold one judged frame of the session in.

    Args:
        params: thresholds.
        state: what the last call returned.
        feet: left, right.
        t_s: the time.
        quiet: there is room for a knock: nothing is said or waits, and nothing grave is wrong.
    """
    state = _landed(_left(params, state, feet), feet)
    side = state.side
    if side is None:
        return state, None
    due = ((params.ready_s, READY), (params.onwards_s, ONWARDS))[state.told :]
    stood_s = t_s - state.landed_s
    for at_s, tick in due:
        if stood_s < at_s:
            break
        in_time = stood_s <= at_s + params.late_s
        if in_time and not state.silent and not (quiet and _stands(side, feet)):
            break  # there may be room in a moment
        state = replace(state, told=state.told + 1)
        if in_time and not state.silent:
            return state, Knock(tick, _volume(params, state))
    return state, None


def paced(
    params: PaceParams,
    state: PaceState,
    known: SessionState,
    judged: Moment,
    voice: VoiceState,
    stage: Stage,
    *,
    quiet: bool,
) -> tuple[PaceState, Spoken | None]:
    """Fold one judged frame of a live session in; the pacing sound gives way to everything that is said.

    Args:
        params: thresholds.
        state: what the last call returned.
        known: the session after this frame.
        judged: this frame.
        voice: what sounds, and what waits.
        stage: where the session stands.
        quiet: nothing starts to sound at this moment, and nothing grave is wrong.
    """
    t_s = judged.sight.t_s
    if stage in (Stage.PAUSED, Stage.ENDED):
        return off_point(state), None
    running = voice.running
    rests = stage is Stage.SESSION and not voice.waiting and (running is None or t_s >= running.end_s + params.gap_s)
    steps = (known.rules.left.step, known.rules.right.step)
    left, right = (PacedFoot(foot.contact, step) for foot, step in zip(judged.sight.feet, steps, strict=True))
    state, knock = follow_pace(params, state, (left, right), t_s, quiet=quiet and rests)
    if knock is None:
        return state, None
    tick = knock.tick
    return state, Spoken(t_s, tick.id, False, tick.severity, tick.length_s, knock.volume, wordless=True)


def off_point(state: PaceState) -> PaceState:
    """The session stands still: what is trodden now is no step of it."""
    return replace(state, side=None, landed_s=math.nan, told=0)


def _left(params: PaceParams, state: PaceState, feet: tuple[PacedFoot, PacedFoot]) -> PaceState:
    """Either foot has lifted, or the one at its point is not known any more: how long was it there?"""
    if state.side is None:
        return state
    ends = [foot.step.ended for foot in feet if foot.step.ended is not None]
    stood = feet[list(Side).index(state.side)].step
    if not ends:
        return state if math.isfinite(stood.standing_since_s) else off_point(state)
    stood_s = min(end.stand.end_s for end in ends) - state.landed_s
    if all(end.lift_seen for end in ends) and stood_s >= 0.0:
        state = _counted(params, state, params.ready_s - params.slack_s <= stood_s <= params.most_s + params.slack_s)
    return off_point(state)


def _landed(state: PaceState, feet: tuple[PacedFoot, PacedFoot]) -> PaceState:
    for side, foot in zip(Side, feet, strict=True):
        if foot.step.landed:
            state = replace(state, side=side, landed_s=foot.step.standing_since_s, told=0)
    return state


def _counted(params: PaceParams, state: PaceState, kept: bool) -> PaceState:
    recent = (*state.recent, kept)[-params.recent :]
    row = state.row + 1 if kept else 0
    back = state.silent and recent.count(False) >= params.wrong
    found = not state.silent and row >= params.kept_row
    if back or found:  # either way they begin afresh
        return replace(state, recent=(), row=0, silent=found)
    return replace(state, recent=recent, row=row)


def _stands(side: Side, feet: tuple[PacedFoot, PacedFoot]) -> bool:
    """Does the foot stand at its point, seen now, and the other one not go on already?"""
    index = list(Side).index(side)
    here, other = feet[index].contact, feet[1 - index].contact
    return here is Contact.BACK and other in (Contact.BACK, Contact.FLOOR)


def _volume(params: PaceParams, state: PaceState) -> float:
    if not state.recent:
        return 1.0
    return 1.0 - (1.0 - params.softest) * state.recent.count(True) / len(state.recent)
