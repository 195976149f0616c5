"""The plan of a session (technique.md D3, D10, A2): warm-up by hand, treading, closing by hand; a question in between.

How long each part has lasted, and what is told of it: that a warm-up was not seen, to hold on before stepping up, to
begin more lightly, that a closing is due, and to ask how it feels. Each remark comes once. What could not be seen
counts as neither done nor left out, and nothing is said of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Annotated

from coach.core.live.stage import Stage
from coach.core.rules.phases import PhaseName
from coach.core.rules.presence import Presence
from coach.core.thresholds import Threshold
from coach.core.values import replace
from coach.core.verdict import Verdict

QUESTION = "check_in"
_MOST_STEP_S = 1.0  # a moment speaks for this long at most; what lies in a longer gap was not seen


@dataclass(frozen=True, slots=True)
class PlanParams:
    """How long the parts take, and when they are asked for."""

    by_hand_s: Annotated[
        float,
        Threshold("s", 5.0, 600.0, "technique.md D3, A2 name no length; less than this is a touch; own judgement"),
    ] = 30.0
    trodden_s: Annotated[
        float, Threshold("s", 5.0, 600.0, "nobody who has only stepped on and off has to close; own judgement")
    ] = 60.0
    done_s: Annotated[
        float, Threshold("s", 3.0, 120.0, "off the back for this long and no hand on it: perhaps done; own judgement")
    ] = 15.0
    rise_s: Annotated[
        float, Threshold("s", 1.0, 60.0, "after the warm-up, no hand on the back any more; own judgement")
    ] = 3.0
    check_in_s: Annotated[
        float,
        Threshold(
            "s", 0.0, 1200.0, "technique.md D10: now and then; four times in 20 minutes, own judgement; 0 = never"
        ),
    ] = 240.0
    quiet_s: Annotated[
        float, Threshold("s", 0.0, 60.0, "technique.md D10: no question into a lesson or an alarm; own judgement")
    ] = 10.0


@dataclass(frozen=True, slots=True)
class PlanSight:
    """What the plan asks of one moment.

    Attributes:
        phase: by the rules (`rules.phases`); None = nothing is known of this moment.
        presence: is the giver on the receiver? Whose hands are seen at work on the back is off it.
        quiet_s: how long the coach has been silent, s.
        alarm: something urgent or a warning is going on.
        early: the load proxy is higher than its ramp allows yet (`rules.ramp`).
    """

    phase: PhaseName | None = None
    presence: Presence = Presence.UNKNOWN
    quiet_s: float = math.inf
    alarm: bool = False
    early: bool = False


@dataclass(frozen=True, slots=True)
class PlanState:
    """How far a session is. All lengths are s of the session, without its pauses.

    Attributes:
        phase: the part that is on.
        phase_s: its length so far.
        warm_up_s, treading_s, closing_s: of all such parts; the closing is what follows the last treading.
        warmed: was the back warmed up before the treading, as it began? None = there was no treading yet.
        watched: the giver was seen off the receiver before the treading: a warm-up could have been seen.
        unseen_s: how long it was not known whether hands were on the back, before the treading or since.
        asked_s: worked at since the last question, s.
        told: the remarks that were made.
        last_s: time of the last moment; NaN = none yet.
    """

    phase: PhaseName = PhaseName.IDLE
    phase_s: float = 0.0
    warm_up_s: float = 0.0
    treading_s: float = 0.0
    closing_s: float = 0.0
    warmed: Verdict | None = None
    watched: bool = False
    unseen_s: float = 0.0
    asked_s: float = 0.0
    told: frozenset[str] = field(default_factory=frozenset[str])
    last_s: float = math.nan


@dataclass(frozen=True, slots=True)
class PlanTimes:
    """What a session's parts came to, for its sums.

    Attributes:
        warm_up_s, treading_s, closing_s: as in `PlanState`.
        warmed, closed: were they done, before and after the treading? None = nothing asked for them.
    """

    warm_up_s: float = 0.0
    treading_s: float = 0.0
    closing_s: float = 0.0
    warmed: Verdict | None = None
    closed: Verdict | None = None


def plan_times(params: PlanParams, state: PlanState) -> PlanTimes:
    """The parts so far."""
    return PlanTimes(state.warm_up_s, state.treading_s, state.closing_s, state.warmed, closed(params, state))


def warmed_up(params: PlanParams, state: PlanState) -> Verdict:
    """Was the back warmed up by hand before the treading? Unknown if a warm-up may have gone unseen.

    Ask it when the treading begins: later `unseen_s` tells of the closing.
    """
    if state.warm_up_s >= params.by_hand_s:
        return Verdict.OK
    missed = not state.watched or state.warm_up_s + state.unseen_s >= params.by_hand_s
    return Verdict.UNKNOWN if missed else Verdict.FAULT


def closed(params: PlanParams, state: PlanState) -> Verdict | None:
    """Was the back massaged by hand after the treading? None: there was too little treading to close."""
    if state.treading_s < params.trodden_s:
        return None
    if state.closing_s >= params.by_hand_s:
        return Verdict.OK
    missed = state.closing_s + state.unseen_s >= params.by_hand_s
    return Verdict.UNKNOWN if missed else Verdict.FAULT


def follow_plan(
    params: PlanParams, state: PlanState, seen: PlanSight, stage: Stage, t_s: float
) -> tuple[PlanState, tuple[str, ...]]:
    """Fold one moment in; the prompts that are due (ids of `prompts`). Pauses and the way to the session do not count.

    Raises:
        ValueError: time runs backwards.
    """
    if t_s < state.last_s:
        raise ValueError(f"time runs backwards: {t_s} s after {state.last_s} s")
    step_s = min(t_s - state.last_s, _MOST_STEP_S) if math.isfinite(state.last_s) else 0.0
    watched = state.watched or (seen.phase is not None and seen.presence is Presence.OFF)
    state = replace(state, last_s=t_s, watched=watched)
    if stage is not Stage.SESSION:
        return state, ()
    before = state
    state = _counted(state, seen, step_s)
    state, news = _remarks(params, before, state)
    if not news and seen.early and not seen.alarm and state.phase is PhaseName.TREADING:
        state, news = _told(state, "lighter_at_first")
    if not news:
        state, news = _question(params, state, seen)
    return state, news


def _counted(state: PlanState, seen: PlanSight, step_s: float) -> PlanState:
    """Book the stretch since the last moment for the part that was on, and change to the part that is on now."""
    unknown = seen.phase is None or seen.presence is Presence.UNKNOWN
    state = replace(
        state,
        phase_s=state.phase_s + step_s,
        warm_up_s=state.warm_up_s + step_s * (state.phase is PhaseName.WARM_UP and not unknown),
        treading_s=state.treading_s + step_s * (state.phase is PhaseName.TREADING),
        closing_s=state.closing_s + step_s * (state.phase is PhaseName.CLOSING and not unknown),
        unseen_s=state.unseen_s + step_s * (unknown and state.phase is not PhaseName.TREADING),
        asked_s=state.asked_s + step_s * (state.phase is not PhaseName.IDLE),
    )
    phase = state.phase if seen.phase is None else _part(state, seen.phase)
    return state if phase is state.phase else replace(state, phase=phase, phase_s=0.0)


def _part(state: PlanState, phase: PhaseName) -> PhaseName:
    """The rules' phase, as part of this session: hands on the back close it once there was treading in it."""
    if phase in (PhaseName.WARM_UP, PhaseName.CLOSING):
        return PhaseName.CLOSING if state.warmed is not None else PhaseName.WARM_UP
    return phase


def _remarks(params: PlanParams, before: PlanState, state: PlanState) -> tuple[PlanState, tuple[str, ...]]:
    if state.phase is PhaseName.TREADING and before.phase is not PhaseName.TREADING:
        warmed = warmed_up(params, before) if state.warmed is None else state.warmed
        state = replace(state, warmed=warmed, closing_s=0.0, unseen_s=0.0)
        return _told(state, "no_warm_up") if warmed is Verdict.FAULT else (state, ())
    if state.phase is not PhaseName.IDLE:
        return state, ()
    if state.warmed is None:
        rises = state.warm_up_s >= params.by_hand_s and state.phase_s >= params.rise_s
        return _told(state, "before_stepping_on") if rises else (state, ())
    due = state.phase_s - state.unseen_s >= params.done_s and closed(params, state) is Verdict.FAULT
    return _told(state, "close_by_hand") if due else (state, ())


def _told(state: PlanState, name: str) -> tuple[PlanState, tuple[str, ...]]:
    """A remark, unless it was made before."""
    if name in state.told:
        return state, ()
    return replace(state, told=state.told | {name}), (name,)


def _question(params: PlanParams, state: PlanState, seen: PlanSight) -> tuple[PlanState, tuple[str, ...]]:
    """The question how it feels: in silence, and while the back is being worked on."""
    due = 0.0 < params.check_in_s <= state.asked_s and state.phase is not PhaseName.IDLE
    if not due or seen.alarm or seen.quiet_s < params.quiet_s:
        return state, ()
    return replace(state, asked_s=0.0), (QUESTION,)
