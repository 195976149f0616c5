"""Phases of a session (technique.md D3, A2): warm-up by hand, treading, closing by hand, idle.

Treading is all work on the receiver's body, seated pressing (P3) included.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from coach.core.analysis import Phase
from coach.core.rules.presence import Presence
from coach.core.rules.temporal import elapsed
from coach.core.thresholds import Threshold


class PhaseName(StrEnum):
    """The phases by the names that the files use."""

    IDLE = "idle"
    WARM_UP = "warm_up"
    TREADING = "treading"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class PhaseParams:
    """Thresholds of the phases."""

    settle_s: Annotated[
        float, Threshold("s", 0.2, 30.0, "a phase is a matter of minutes; shorter changes are steps and glances")
    ] = 2.0


@dataclass(frozen=True, slots=True)
class PhaseState:
    """The phase that is on, the one that may follow (since when), and whether there was treading before."""

    name: PhaseName = PhaseName.IDLE
    start_s: float = math.nan
    next_name: PhaseName = PhaseName.IDLE
    next_s: float = math.nan
    trodden: bool = False
    last_s: float = math.nan


def follow_phase(
    params: PhaseParams, state: PhaseState, presence: Presence, by_hand: bool, t_s: float
) -> tuple[PhaseState, tuple[Phase, ...]]:
    """Fold one frame in (`by_hand` as `works_by_hand` says); the phase that ended with it, if one did.

    What is not seen changes no phase.

    Raises:
        ValueError: time runs backwards.
    """
    elapsed(state.last_s, t_s)
    start_s = t_s if math.isnan(state.start_s) else state.start_s
    name = _name(state, presence, by_hand)
    if name is state.name:
        return PhaseState(name, start_s, name, math.nan, state.trodden, t_s), ()
    next_s = t_s if name is not state.next_name or math.isnan(state.next_s) else state.next_s
    if t_s - next_s < params.settle_s:
        return PhaseState(state.name, start_s, name, next_s, state.trodden, t_s), ()
    trodden = state.trodden or name is PhaseName.TREADING
    ended = (Phase(state.name.value, start_s, next_s),) if next_s > start_s else ()
    return PhaseState(name, next_s, name, math.nan, trodden, t_s), ended


def finish_phase(state: PhaseState, t_s: float) -> tuple[Phase, ...]:
    """The phase that is on when the clip ends."""
    return () if math.isnan(state.start_s) else (Phase(state.name.value, state.start_s, t_s),)


def _name(state: PhaseState, presence: Presence, by_hand: bool) -> PhaseName:
    """The phase that this frame alone speaks for."""
    if presence is Presence.ON:
        return PhaseName.TREADING
    if by_hand:
        return PhaseName.CLOSING if state.trodden else PhaseName.WARM_UP
    return state.name if presence is Presence.UNKNOWN else PhaseName.IDLE
