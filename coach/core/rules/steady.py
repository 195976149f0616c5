"""A standing foot stays in its place: its place is averaged over the last moments of the stand.

A single picture's error (1 to 5 cm, by view) is mostly new in every frame; averaged, it shrinks. What remains is the
view's own steady error, which `sigma_cm` carries and no averaging can remove. The average starts afresh whenever the
foot was seen in the air or on the floor; while the foot is hidden it waits.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from coach.core.rules.feet import lateral_reach_cm
from coach.core.rules.temporal import MAX_GAP_S, elapsed
from coach.core.sight import Contact, FootSight
from coach.core.thresholds import Threshold
from coach.core.values import replace


@dataclass(frozen=True, slots=True)
class SteadyParams:
    """How long the average looks back."""

    average_s: Annotated[
        float, Threshold("s", 0.0, 2.0, "a foot that slides onto the spine is told within half a second")
    ] = 0.4


@dataclass(frozen=True, slots=True)
class SteadyState:
    """The averages so far, NaN = none; how many frames made them; the first and the last frame that counted."""

    offset_cm: float = math.nan
    along: float = math.nan
    frames: int = 0
    since_s: float = math.nan
    last_s: float = math.nan


def steady_foot(params: SteadyParams, state: SteadyState, foot: FootSight, t_s: float) -> tuple[SteadyState, FootSight]:
    """The same foot with its place averaged: offset, along, centre, footprint and gap move together.

    Raises:
        ValueError: time runs backwards.
    """
    if foot.contact in (Contact.AIR, Contact.FLOOR):
        return SteadyState(), foot
    if foot.contact is Contact.UNKNOWN or not (math.isfinite(foot.offset_cm) and math.isfinite(foot.along)):
        return state, foot
    share = _share(params, state, elapsed(state.last_s, t_s))
    offset_cm = _mixed(state.offset_cm, foot.offset_cm, share)
    along = _mixed(state.along, foot.along, share)
    since_s = t_s if math.isnan(state.since_s) else state.since_s
    state = SteadyState(offset_cm, along, state.frames + 1, since_s, t_s)
    return state, _moved(foot, offset_cm, along)


def _share(params: SteadyParams, state: SteadyState, stretch_s: float) -> float:
    """Weight of the new frame: a plain mean at first, later a fading memory of `average_s`."""
    if params.average_s <= 0.0:
        return 1.0
    fading = 1.0 - math.exp(-min(stretch_s, MAX_GAP_S) / params.average_s)
    return max(fading, 1.0 / (state.frames + 1))


def _mixed(before: float, now: float, share: float) -> float:
    return now if math.isnan(before) else before + share * (now - before)


def _moved(foot: FootSight, offset_cm: float, along: float) -> FootSight:
    across_cm = offset_cm - foot.offset_cm
    down_cm = 0.0
    if foot.along != 0.0 and math.isfinite(foot.centre_back_cm[1]):
        down_cm = float(foot.centre_back_cm[1]) * (along / foot.along - 1.0)
    shift_cm = np.array([across_cm, down_cm])
    moved = replace(
        foot,
        footprint_back_cm=foot.footprint_back_cm + shift_cm,
        centre_back_cm=foot.centre_back_cm + shift_cm,
        offset_cm=offset_cm,
        along=along,
    )
    low_cm, high_cm = lateral_reach_cm(moved)
    gap_cm = max(low_cm, -high_cm, 0.0) if math.isfinite(foot.gap_cm) else math.nan
    return replace(moved, gap_cm=gap_cm)
