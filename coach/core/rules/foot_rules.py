"""All rules that look at one foot, side by side; each has its own file."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from coach.core.findings import Event, Stand
from coach.core.landmarks import Side
from coach.core.rules.fast_step import FastStepParams, FastStepState, fast_step
from coach.core.rules.flash import close_flash
from coach.core.rules.keep_out import KeepOutParams, KeepOutState, keep_out
from coach.core.rules.off_zone import OffZoneParams, OffZoneState, off_zone
from coach.core.rules.pauses import LongPauseState, PauseParams, ShortPauseState, long_pause, short_pause
from coach.core.rules.spine_step import SpineStepParams, SpineStepState, spine_step
from coach.core.rules.stands import StandParams, StandState, StandStep, finish_stand, follow_stand
from coach.core.rules.steady import SteadyParams, SteadyState, steady_foot
from coach.core.rules.track import Outcome, close
from coach.core.sight import BackSight, FootSight
from coach.core.verdict import Verdict


@dataclass(frozen=True, slots=True)
class FootRulesParams:
    """The families that look at a foot."""

    spine_step: SpineStepParams
    keep_out: KeepOutParams
    off_zone: OffZoneParams
    fast_step: FastStepParams
    pauses: PauseParams
    stands: StandParams
    steady: SteadyParams


@dataclass(frozen=True, slots=True)
class FootState:
    """What the rules remember of one foot; `step` is what became of its stand in the newest frame."""

    steady: SteadyState = field(default_factory=SteadyState)
    stand: StandState = field(default_factory=StandState)
    spine_step: SpineStepState = field(default_factory=SpineStepState)
    keep_out: KeepOutState = field(default_factory=KeepOutState)
    off_zone: OffZoneState = field(default_factory=OffZoneState)
    fast_step: FastStepState = field(default_factory=FastStepState)
    short_pause: ShortPauseState = field(default_factory=ShortPauseState)
    long_pause: LongPauseState = field(default_factory=LongPauseState)
    step: StandStep = StandStep(None, False, math.nan)


@dataclass(frozen=True, slots=True)
class FootReading:
    """One foot at one moment, before its rules: its place averaged, and what became of its stand."""

    steady: SteadyState
    stand: StandState
    foot: FootSight
    step: StandStep


@dataclass(frozen=True, slots=True)
class FootOutcomes:
    """One foot at one moment: its rules, the stand that ended, and whether the spine rule could not read it."""

    outcomes: tuple[Outcome, ...]
    stands: tuple[Stand, ...]
    spine_unread: bool


@dataclass(frozen=True, slots=True)
class FootEnd:
    """What the end of a clip leaves of one foot."""

    events: tuple[Event, ...]
    stands: tuple[Stand, ...]


def read_foot(params: FootRulesParams, state: FootState, foot: FootSight, t_s: float) -> FootReading:
    """Follow one foot's place and stand. Raises ValueError when time runs backwards.

    A stand goes by the places as they are seen: an average would draw a hidden step's two places together.
    """
    stand, step = follow_stand(params.stands, state.stand, foot, t_s)
    steady, foot = steady_foot(params.steady, state.steady, foot, t_s)
    return FootReading(steady, stand, foot, step)


def judge_foot(
    params: FootRulesParams, state: FootState, reading: FootReading, other: StandStep, back: BackSight, t_s: float
) -> tuple[FootState, FootOutcomes]:
    """Judge one foot at one moment, beside what the other one did. Keep-out zones are judged only where there are some.

    Raises:
        ValueError: time runs backwards.
    """
    foot, step = reading.foot, reading.step
    spine, spine_out = spine_step(params.spine_step, state.spine_step, foot, back, t_s)
    zone, zone_out = off_zone(params.off_zone, state.off_zone, foot, back, t_s)
    fast, fast_out = fast_step(params.fast_step, state.fast_step, foot, back, step, t_s)
    short, short_out = short_pause(params.pauses, state.short_pause, foot, step, other, t_s)
    long, long_out = long_pause(params.pauses, state.long_pause, foot, step, t_s)
    outcomes = [spine_out, zone_out, fast_out, short_out, long_out]
    marked = state.keep_out
    if params.keep_out.zones:
        marked, marked_out = keep_out(params.keep_out, state.keep_out, foot, back, t_s)
        outcomes.insert(1, marked_out)
    ended = () if step.ended is None else (step.ended.stand,)
    unread = spine.track.held.reading is Verdict.UNKNOWN
    state = FootState(reading.steady, reading.stand, spine, marked, zone, fast, short, long, step)
    return state, FootOutcomes(tuple(outcomes), ended, unread)


def finish_foot(params: FootRulesParams, state: FootState, side: Side, t_s: float) -> FootEnd:
    """Close what is open of one foot because the clip ends."""
    tracks = (state.spine_step.track, state.keep_out.track, state.off_zone.track, state.long_pause.track)
    stand = finish_stand(params.stands, state.stand, side)
    return FootEnd(
        events=(
            *(event for track in tracks for event in close(track, t_s)),
            *close_flash(state.fast_step.flash),
            *close_flash(state.short_pause.flash),
        ),
        stands=() if stand is None else (stand.stand,),
    )
