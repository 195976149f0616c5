"""Time in the rules: small steps `(params, state, x, t_s) -> (state, out)`, all in seconds and never in frames.

A frame's reading stands for the stretch until the next frame, but for no longer than `MAX_GAP_S`: what happened in a
longer gap was not seen. So the same motion at 30, 15 and 10 fps leads to the same decisions, one frame's length apart.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from coach.core.values import replace
from coach.core.verdict import Verdict

MAX_GAP_S = 0.25  # a frame speaks for this long at most; 10 fps with every second frame dropped still counts in full


def elapsed(last_s: float, t_s: float) -> float:
    """Seconds since the last frame; 0 for the first one (`last_s` is NaN).

    Raises:
        ValueError: `t_s` is not a finite number or lies before `last_s` (a programming error, never a data error).
    """
    if not math.isfinite(t_s):
        raise ValueError(f"a frame's time must be a finite number of seconds, got {t_s}")
    if math.isnan(last_s):
        return 0.0
    if t_s < last_s:
        raise ValueError(f"time runs backwards: {t_s} s after {last_s} s")
    return t_s - last_s


@dataclass(frozen=True, slots=True)
class HoldParams:
    """How long a reading must last before it is believed, s.

    Attributes:
        confirm_s: a fault is decided after this much time of faulty readings.
        clear_s: a fault is over after this much time of ok readings.
        lapse_s: after this much time without any reading a fault is neither a fault nor ok any more: it is unknown.
        brush_s: an ok stretch that is no longer than this does not end a suspicion, and is no evidence for it.
    """

    confirm_s: float
    clear_s: float
    lapse_s: float
    brush_s: float = 0.0


@dataclass(frozen=True, slots=True)
class HoldState:
    """A verdict and the evidence for leaving it. Times are s, NaN = none.

    Attributes:
        verdict: what is believed now.
        since_s: when it began in the picture (earlier than it was decided).
        ended_s: when the fault before it ended in the picture.
        reading, last_s: the last frame's reading and time.
        fault_from_s, fault_s: a suspicion's beginning and its evidence.
        ok_from_s, ok_s: the same for the end of a fault.
        last_fault_s: the last faulty frame.
        unseen_s: length of the present stretch without a reading.
    """

    verdict: Verdict = Verdict.UNKNOWN
    since_s: float = math.nan
    ended_s: float = math.nan
    reading: Verdict = Verdict.UNKNOWN
    last_s: float = math.nan
    fault_from_s: float = math.nan
    fault_s: float = 0.0
    ok_from_s: float = math.nan
    ok_s: float = 0.0
    last_fault_s: float = math.nan
    unseen_s: float = 0.0


def hold(params: HoldParams, state: HoldState, reading: Verdict, t_s: float) -> tuple[HoldState, Verdict]:
    """Believe a fault after `confirm_s` of it, and its end after `clear_s` of ok.

    Unknown never clears a fault, never counts as ok and is no evidence for either. A fault that stays unseen for
    `lapse_s` turns into unknown, not into ok: claiming it any longer would be a guess too.

    Raises:
        ValueError: time runs backwards.
    """
    state = _lapsed(params, _aged(state, reading, t_s))
    if reading is Verdict.FAULT:
        state = _on_fault(params, state, t_s)
    elif reading is Verdict.OK:
        state = _on_ok(params, state, t_s)
    elif state.verdict is Verdict.OK or math.isnan(state.since_s):
        state = replace(state, verdict=Verdict.UNKNOWN, since_s=t_s)
    return state, state.verdict


def _aged(state: HoldState, reading: Verdict, t_s: float) -> HoldState:
    """Book the stretch since the last frame as evidence for what that frame read, and begin this frame's."""
    stretch_s = elapsed(state.last_s, t_s)
    seen_s = 0.0 if state.reading is Verdict.UNKNOWN else min(stretch_s, MAX_GAP_S)
    return replace(
        state,
        fault_s=state.fault_s + (seen_s if state.reading is Verdict.FAULT else 0.0),
        ok_s=state.ok_s + (seen_s if state.reading is Verdict.OK else 0.0),
        unseen_s=state.unseen_s + (stretch_s - seen_s),
        reading=reading,
        last_s=t_s,
    )


def _lapsed(params: HoldParams, state: HoldState) -> HoldState:
    """Give up what has not been seen for too long: a fault after `lapse_s`, a mere suspicion after `clear_s`."""
    if state.verdict is Verdict.FAULT:
        if state.unseen_s < params.lapse_s:
            return state
        ended_s = state.last_fault_s if math.isnan(state.ok_from_s) else state.ok_from_s
        return _settled(state, Verdict.UNKNOWN, since_s=ended_s, ended_s=ended_s)
    if state.unseen_s > max(params.clear_s, MAX_GAP_S):
        return replace(state, fault_from_s=math.nan, fault_s=0.0)
    return state


def _settled(state: HoldState, verdict: Verdict, since_s: float, ended_s: float) -> HoldState:
    return replace(
        state,
        verdict=verdict,
        since_s=since_s,
        ended_s=ended_s,
        fault_from_s=math.nan,
        fault_s=0.0,
        ok_from_s=math.nan,
        ok_s=0.0,
    )


def _on_fault(params: HoldParams, state: HoldState, t_s: float) -> HoldState:
    state = replace(state, last_fault_s=t_s, ok_from_s=math.nan, ok_s=0.0, unseen_s=0.0)
    if state.verdict is Verdict.FAULT:
        return state
    if math.isnan(state.fault_from_s):
        state = replace(state, fault_from_s=t_s, fault_s=0.0)
    if state.fault_s >= params.confirm_s:
        return _settled(state, Verdict.FAULT, since_s=state.fault_from_s, ended_s=math.nan)
    return state if not math.isnan(state.since_s) else replace(state, since_s=t_s)


def _on_ok(params: HoldParams, state: HoldState, t_s: float) -> HoldState:
    begins = math.isnan(state.ok_from_s)
    ok_from_s, ok_s = (t_s, 0.0) if begins else (state.ok_from_s, state.ok_s)
    if state.verdict is Verdict.FAULT:
        state = replace(state, ok_from_s=ok_from_s, ok_s=ok_s, unseen_s=0.0)
        if ok_s >= params.clear_s:
            return _settled(state, Verdict.OK, since_s=ok_from_s, ended_s=ok_from_s)
        return state
    brush = ok_s < params.brush_s
    return replace(
        state,
        verdict=Verdict.OK,
        since_s=state.since_s if state.verdict is Verdict.OK else t_s,
        ok_from_s=ok_from_s,
        ok_s=ok_s,
        fault_from_s=state.fault_from_s if brush else math.nan,
        fault_s=state.fault_s if brush else 0.0,
        unseen_s=0.0,
    )


@dataclass(frozen=True, slots=True)
class LevelParams:
    """Two levels of one number: it counts as high from `enter` on, and until it falls below `leave` (<= enter)."""

    enter: float
    leave: float


def level(params: LevelParams, was_high: bool, value: float) -> bool:
    """Is the number high? Between the two levels the answer stays what it was; so does it for NaN."""
    if math.isnan(value):
        return was_high
    return value >= params.enter or (was_high and value >= params.leave)


@dataclass(frozen=True, slots=True)
class DwellState:
    """Since when a condition has held without a break, s; NaN = it does not hold."""

    since_s: float = math.nan


def dwell(state: DwellState, holds: bool, t_s: float) -> tuple[DwellState, float]:
    """How long a condition has held, s (0 when it does not)."""
    if not holds:
        return DwellState(), 0.0
    if math.isnan(state.since_s):
        state = DwellState(since_s=t_s)
    return state, elapsed(state.since_s, t_s)


@dataclass(frozen=True, slots=True)
class RefractoryState:
    """When something last fired, s; NaN = never."""

    fired_s: float = math.nan


def refractory(rest_s: float, state: RefractoryState, wants: bool, t_s: float) -> tuple[RefractoryState, bool]:
    """Let something fire at most once in `rest_s` seconds."""
    rested = math.isnan(state.fired_s) or elapsed(state.fired_s, t_s) >= rest_s
    if wants and rested:
        return RefractoryState(fired_s=t_s), True
    return state, False
