"""Uneven (technique.md D5): both sides of the spine get about the same time, over a window of minutes.

The sides are the receiver's own. A foot that may stand on the back but cannot be placed beside the spine may have been
on either side, so that its time never makes a side look neglected, nor even.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Annotated

from coach.core.findings import EventSide, Figure, Rule
from coach.core.rules.presence import Presence
from coach.core.rules.temporal import MAX_GAP_S, HoldParams, elapsed
from coach.core.rules.track import READ_OK, READ_UNKNOWN, Outcome, Reading, TrackState, follow
from coach.core.sight import BackSight, Contact, FootSight, ViewVerdict
from coach.core.thresholds import Threshold
from coach.core.values import replace
from coach.core.verdict import Verdict

BIN_S = 10.0  # the window moves on by this much at a time


@dataclass(frozen=True, slots=True)
class UnevenParams:
    """Thresholds of the evenness."""

    window_s: Annotated[
        float,
        Threshold("s", 60.0, 1200.0, "technique.md D6: one side of eight points of 5 s, twice, and then the other one"),
    ] = 240.0
    least_s: Annotated[
        float, Threshold("s", 10.0, 600.0, "a quarter of the window: less says nothing; own judgement")
    ] = 60.0
    enter_share: Annotated[
        float, Threshold("share", 0.05, 0.45, "one side gets twice the other's time; own judgement")
    ] = 0.33
    leave_share: Annotated[
        float, Threshold("share", 0.1, 0.5, "the end words call 1.5 to 1 uneven; against toggling")
    ] = 0.4
    ribs_cm: Annotated[float, Threshold("cm", 8.0, 30.0, "technique.md D9: ribs' ends; the same limit as off_zone")] = (
        15.0
    )
    lapse_s: Annotated[float, Threshold("s", 0.5, 60.0, "the window changes slowly; own judgement")] = 10.0

    def __post_init__(self) -> None:
        """Refuse thresholds that contradict each other."""
        if self.enter_share >= self.leave_share:
            raise ValueError("enter_share must be below leave_share")


@dataclass(frozen=True, slots=True)
class SideTime:
    """Seconds that feet stood on each side of the receiver's back, and on one of them or none, in a stretch of time."""

    left_s: float = 0.0
    right_s: float = 0.0
    unknown_s: float = 0.0

    def plus(self, other: SideTime) -> SideTime:
        """Both together."""
        return SideTime(self.left_s + other.left_s, self.right_s + other.right_s, self.unknown_s + other.unknown_s)


@dataclass(frozen=True, slots=True)
class SideBin:
    """The times of one stretch of `BIN_S`, by its number."""

    number: int
    time: SideTime


@dataclass(frozen=True, slots=True)
class UnevenState:
    """The window, the first contact with the back (NaN = none), where each foot stood just before, and the track."""

    bins: tuple[SideBin, ...] = ()
    began_s: float = math.nan
    before: SideTime = SideTime()
    last_s: float = math.nan
    side: EventSide | None = None
    track: TrackState = field(default_factory=TrackState)


def uneven(
    params: UnevenParams,
    state: UnevenState,
    feet: tuple[FootSight, FootSight],
    back: BackSight,
    presence: Presence,
    t_s: float,
) -> tuple[UnevenState, Outcome]:
    """Judge the window that ends now. Raises ValueError when time runs backwards."""
    stretch_s = min(elapsed(state.last_s, t_s), MAX_GAP_S)
    bins = _with(state.bins, state.before, stretch_s, t_s, params.window_s)
    began_s = state.began_s
    if math.isnan(began_s) and any(foot.contact is Contact.BACK for foot in feet):
        began_s = t_s
    before = SideTime()
    for foot in feet:
        before = before.plus(_where(params, foot, back, presence))
    total = SideTime()
    for one in bins:
        total = total.plus(one.time)
    reading, side = READ_UNKNOWN, state.side
    if t_s - began_s >= params.window_s:
        reading, side = _read(params, state, total)
    timing = HoldParams(0.0, 0.0, params.lapse_s)
    track, outcome = follow(Rule.UNEVEN, side, timing, state.track, reading, t_s)
    return UnevenState(bins, began_s, before, t_s, side, track), outcome


def _with(
    bins: tuple[SideBin, ...], where: SideTime, stretch_s: float, t_s: float, window_s: float
) -> tuple[SideBin, ...]:
    """The window with a stretch more, without what is older than it."""
    number = math.floor(t_s / BIN_S)
    if not bins or bins[-1].number != number:
        kept = tuple(one for one in bins if (one.number + 1) * BIN_S > t_s - window_s)
        bins = (*kept, SideBin(number, SideTime()))
    more = SideTime(where.left_s * stretch_s, where.right_s * stretch_s, where.unknown_s * stretch_s)
    return (*bins[:-1], replace(bins[-1], time=bins[-1].time.plus(more)))


def _where(params: UnevenParams, foot: FootSight, back: BackSight, presence: Presence) -> SideTime:
    """One second of this foot: on which side of the receiver's back it counts, if on any."""
    if foot.contact is Contact.UNKNOWN:
        return SideTime() if presence is Presence.OFF else SideTime(unknown_s=1.0)
    if foot.contact is not Contact.BACK:
        return SideTime()
    blind = back.view is ViewVerdict.CANNOT_JUDGE_FEET or not math.isfinite(foot.along)
    if blind or not abs(foot.offset_cm) > foot.sigma_cm:
        return SideTime(unknown_s=1.0)
    if not 0.0 <= foot.along <= 1.0 or abs(foot.offset_cm) > params.ribs_cm:
        return SideTime()
    return SideTime(right_s=1.0) if foot.offset_cm > 0.0 else SideTime(left_s=1.0)


def _read(params: UnevenParams, state: UnevenState, total: SideTime) -> tuple[Reading, EventSide | None]:
    """What the window says, and which side of the receiver's back got less."""
    known_s = total.left_s + total.right_s
    if known_s < params.least_s:
        return READ_UNKNOWN, state.side
    less_s = min(total.left_s, total.right_s)
    all_s = known_s + total.unknown_s
    at_fault = state.track.held.verdict is Verdict.FAULT
    side = EventSide.LEFT if total.left_s < total.right_s else EventSide.RIGHT
    limit = params.leave_share if at_fault else params.enter_share
    if (less_s + total.unknown_s) / all_s < limit:
        side = state.side if at_fault and state.side is not None else side
        figures = (Figure("left_s", total.left_s), Figure("right_s", total.right_s))
        return Reading(Verdict.FAULT, known_s - 2 * less_s, figures, side.value), side
    return (READ_OK if less_s / all_s >= limit else READ_UNKNOWN), side
