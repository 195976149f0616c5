"""Dim light is asked to be mended before it makes the coach blind: once while people set up, once in a session.

The camera's health tells when nothing can be seen any more. Here is the stretch above: all is still judged, but half
of this light would be too little, and what a camera makes of it is grainy. It is a request, not an alarm.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Annotated

from coach.core.live.camera_health import CameraCondition, CameraHealth, PictureFacts
from coach.core.live.stage import PREPARING, Stage
from coach.core.rules.temporal import HoldParams, HoldState, LevelParams, hold, level
from coach.core.thresholds import Threshold
from coach.core.verdict import Verdict

PROMPT = "more_light"
_LAPSE_S = 5.0  # without pictures for so long nothing is claimed of the light
_JUDGED = (CameraCondition.OK, CameraCondition.SLOW)  # a dark, covered or frozen picture has words of its own


@dataclass(frozen=True, slots=True)
class DimParams:
    """When the light counts as dim."""

    dim_below: Annotated[
        float, Threshold("grey levels", 0.0, 160.0, "half of this is too dark to see; lit rooms have 160 to 200")
    ] = 40.0
    dim_margin: Annotated[float, Threshold("grey levels", 0.0, 64.0, "a lamp's flicker and the camera's own gain")] = (
        10.0
    )
    lasts_s: Annotated[
        float, Threshold("s", 0.5, 30.0, "a camera takes a second or two to find its exposure; own judgement")
    ] = 3.0


@dataclass(frozen=True, slots=True)
class DimState:
    """What is remembered of the light.

    Attributes:
        is_dim: on which side of its two levels the brightness is.
        held: the held verdict; a fault is dim.
        told_of: this dim stretch was told of.
        told_in: the parts of the meeting in which one was told of.
    """

    is_dim: bool = False
    held: HoldState = field(default_factory=HoldState)
    told_of: bool = False
    told_in: frozenset[str] = field(default_factory=frozenset[str])


def follow_light(
    params: DimParams, state: DimState, facts: PictureFacts | None, health: CameraHealth, stage: Stage, t_s: float
) -> tuple[DimState, bool]:
    """Fold one moment in.

    Args:
        params: thresholds.
        state: so far.
        facts: of the picture that came; None = none came.
        health: of the camera, at this moment.
        stage: where the session stands.
        t_s: the time, s.

    Returns:
        The new state, and whether `PROMPT` is due; it stays so until it is said (`light_told`). A stretch that was told
        of is not told of again when the session begins; one that begins later is, once.
    """
    reading = Verdict.UNKNOWN
    if facts is not None and health.counts and health.condition in _JUDGED and math.isfinite(facts.mean):
        levels = LevelParams(enter=-params.dim_below, leave=-(params.dim_below + params.dim_margin))
        state = replace(state, is_dim=level(levels, state.is_dim, -facts.mean))
        reading = Verdict.FAULT if state.is_dim else Verdict.OK
    held, verdict = hold(HoldParams(params.lasts_s, params.lasts_s, _LAPSE_S), state.held, reading, t_s)
    state = replace(state, held=held, told_of=state.told_of and verdict is not Verdict.OK)
    dim = verdict is Verdict.FAULT and reading is Verdict.FAULT
    quiet = state.told_of or _part(stage) in state.told_in or stage in (Stage.PAUSED, Stage.ENDED)
    return state, dim and not quiet


def light_told(state: DimState, stage: Stage) -> DimState:
    """The prompt begins to sound: what waited before may have found no silence in time."""
    return replace(state, told_of=True, told_in=state.told_in | {_part(stage)})


def _part(stage: Stage) -> str:
    return "set up" if stage in PREPARING else stage.value
