"""Believed by its share of the time: what is seen now and then is as good as not seen, and one lucky frame is no sight.

`hold` asks for readings that agree without a break, which is right for a fault: one frame that speaks against it ends
the suspicion. For sight that is wrong the other way round, since one good picture in ten would keep silent that nobody
can be judged. So here the last stretch of read time counts as a whole, whatever the order of the readings in it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from coach.core.rules.temporal import MAX_GAP_S, elapsed
from coach.core.values import replace
from coach.core.verdict import Verdict

_ROUNDING_S = 1e-9  # ten frames of 0.1 s are a second


@dataclass(frozen=True, slots=True)
class ShareParams:
    """How much of the time must be missed, and seen.

    Attributes:
        missed_s: a loss is believed once this much of the last `within_s` was missed, s.
        within_s: the window, s of read time.
        seen_s: and its end once this much of the last `seen_within_s` was seen, s.
        seen_within_s: that window, s of read time; shorter than `within_s`, so that a return is believed soon.
    """

    missed_s: float
    within_s: float
    seen_s: float
    seen_within_s: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """Frames in a row that read the same: since when, and how much of it counts as read, s."""

    reading: Verdict
    from_s: float
    read_s: float


@dataclass(frozen=True, slots=True)
class ShareState:
    """A verdict and the window that it comes from. Times are s, NaN = none.

    Attributes:
        verdict: what is believed now: fault = lost.
        since_s: when it began in the picture (earlier than it was decided).
        ended_s: when the loss before it ended in the picture.
        stretches: the window, oldest first; its oldest stretch may reach back further.
        reading, last_s: the last frame's reading and time.
        unread_s: how long nothing has been read.
    """

    verdict: Verdict = Verdict.UNKNOWN
    since_s: float = math.nan
    ended_s: float = math.nan
    stretches: tuple[Stretch, ...] = ()
    reading: Verdict = Verdict.UNKNOWN
    last_s: float = math.nan
    unread_s: float = 0.0


def by_share(params: ShareParams, state: ShareState, reading: Verdict, t_s: float) -> ShareState:
    """Fold one frame in: FAULT = missed in it, OK = seen, UNKNOWN = neither.

    Unknown is evidence for nothing. After `within_s` without any reading the window is forgotten and a loss is unknown.

    Raises:
        ValueError: time runs backwards.
    """
    state = _aged(params, state, reading, t_s)
    missed_s, lost_s = _sum(state.stretches, Verdict.FAULT, params.within_s)
    seen_s, back_s = _sum(state.stretches, Verdict.OK, params.seen_within_s)
    if reading is Verdict.FAULT and state.verdict is not Verdict.FAULT and missed_s >= params.missed_s - _ROUNDING_S:
        state = replace(state, verdict=Verdict.FAULT, since_s=lost_s, ended_s=math.nan)
    elif reading is Verdict.OK and state.verdict is Verdict.FAULT and seen_s >= params.seen_s - _ROUNDING_S:
        state = replace(state, verdict=Verdict.OK, since_s=back_s, ended_s=back_s)
    elif reading is Verdict.OK and state.verdict is Verdict.UNKNOWN:
        state = replace(state, verdict=Verdict.OK, since_s=t_s)
    elif math.isnan(state.since_s):
        state = replace(state, since_s=t_s)
    return state


def _aged(params: ShareParams, state: ShareState, reading: Verdict, t_s: float) -> ShareState:
    """Book the time since the last frame as what that frame read, and begin this frame's."""
    stretch_s = elapsed(state.last_s, t_s)
    read_s = 0.0 if state.reading is Verdict.UNKNOWN else min(stretch_s, MAX_GAP_S)
    unread_s = stretch_s - read_s + (0.0 if read_s > 0.0 else state.unread_s)
    if unread_s > params.within_s:
        ended_s = state.last_s if math.isnan(state.ended_s) else state.ended_s
        state = replace(state, stretches=(), unread_s=unread_s, reading=reading, last_s=t_s)
        if state.verdict is Verdict.FAULT:
            state = replace(state, verdict=Verdict.UNKNOWN, since_s=ended_s, ended_s=ended_s)
        return state
    stretches = state.stretches
    if read_s > 0.0:
        last = stretches[-1] if stretches else None
        if last is not None and last.reading is state.reading:
            stretches = (*stretches[:-1], replace(last, read_s=last.read_s + read_s))
        else:
            stretches = (*stretches, Stretch(state.reading, state.last_s, read_s))
    while len(stretches) > 1 and sum(one.read_s for one in stretches[1:]) >= params.within_s:
        stretches = stretches[1:]
    return replace(state, stretches=stretches, unread_s=unread_s, reading=reading, last_s=t_s)


def _sum(stretches: tuple[Stretch, ...], reading: Verdict, within_s: float) -> tuple[float, float]:
    """How much of the last `within_s` read so, s, and when the first such stretch in it began; NaN = none."""
    left_s, sum_s, from_s = within_s, 0.0, math.nan
    for one in reversed(stretches):
        if left_s <= _ROUNDING_S:
            break
        part_s = min(one.read_s, left_s)
        left_s -= part_s
        if one.reading is reading:
            sum_s, from_s = sum_s + part_s, one.from_s
    return sum_s, from_s
