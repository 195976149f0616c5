"""Stands: the steps of the massage (technique.md D5, D6), cut out of each foot's contact.

A stand begins when a foot lands on the back and ends when it lifts. Short gaps are bridged, because a contact that
vanishes for a quarter of a second was a flicker of the sight and not a step. A foot that is back in its very place may
have been away longer: who is shaken seems to lift; one that is back elsewhere has stepped, though nobody saw it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from coach.core.findings import Stand, Zone
from coach.core.landmarks import FloatArray, Side
from coach.core.rules.temporal import elapsed
from coach.core.sight import Contact, FootSight
from coach.core.thresholds import Threshold
from coach.core.values import replace

SAMPLE_S = 0.1  # a stand's place is the median of samples taken this often at most


@dataclass(frozen=True, slots=True)
class StandParams:
    """Thresholds of the cut."""

    bridge_s: Annotated[
        float, Threshold("s", 0.0, 1.0, "a step in the air takes 0.7 s or more; shorter is a flicker")
    ] = 0.25
    same_place_bridge_s: Annotated[
        float, Threshold("s", 0.0, 1.0, "as bridge_s, where the foot comes down again: below a step's 0.7 s")
    ] = 0.6
    same_place_cm: Annotated[
        float, Threshold("cm", 0.0, 15.0, "half of a foot's breadth: technique.md D5 asks for steps of one or more")
    ] = 4.0
    settled_s: Annotated[
        float,
        Threshold("s", 0.0, 2.0, "a swing's turning point rests for less, and is not the place that a foot stands at"),
    ] = 0.5
    hidden_bridge_s: Annotated[
        float, Threshold("s", 0.0, 3.0, "a foot hidden for less than one step is still the same stand")
    ] = 0.6
    least_s: Annotated[
        float,
        Threshold(
            "s",
            0.0,
            1.0,
            "a swing that turns along the line of sight rests in the picture: 0.2 s below feet.lift_cm_s at 1 m/s², "
            "and feet.window_s",
        ),
    ] = 0.35
    lag_s: Annotated[
        float,
        Threshold("s", 0.0, 0.5, "contact is told one and a half windows of speed late (feet.window_s)"),
    ] = 0.25
    ribs_cm: Annotated[float, Threshold("cm", 8.0, 30.0, "technique.md D9: ribs' ends; the same limit as off_zone")] = (
        15.0
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """A stand that goes on. Samples: offset (cm) and along, one pair per `SAMPLE_S`; newest place, back frame, cm."""

    start_s: float
    sure_start: bool
    last_back_s: float
    place_cm: FloatArray
    sampled_s: float
    offsets_cm: tuple[float, ...]
    alongs: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class StandState:
    """One foot.

    Attributes:
        standing: the stand that goes on, None between stands.
        left_s: first frame since the last contact that did not show the foot on the back; NaN = on it.
        lifted_s: first frame of the present stretch in the air or on the floor; NaN = none.
        off_s: last frame that showed the foot in the air or on the floor, s; NaN = never.
        last_s: last frame.
    """

    standing: Standing | None = None
    left_s: float = math.nan
    lifted_s: float = math.nan
    off_s: float = math.nan
    last_s: float = math.nan


@dataclass(frozen=True, slots=True)
class EndedStand:
    """A whole stand, and which of its ends were seen."""

    stand: Stand
    landing_seen: bool
    lift_seen: bool

    @property
    def sure(self) -> bool:
        """Both were seen, so that its length may be judged."""
        return self.landing_seen and self.lift_seen


@dataclass(frozen=True, slots=True)
class StandStep:
    """What happened to a foot in one frame.

    Attributes:
        ended: a stand that is over.
        landed: a new stand began, and the foot was seen in the air or on the floor just before.
        standing_since_s: landing of the stand that goes on, NaN = none.
        landing_seen: the foot was seen to land then.
        left_s: first frame since which that stand has not been seen to go on; NaN = it goes on in this frame.
    """

    ended: EndedStand | None
    landed: bool
    standing_since_s: float
    landing_seen: bool = False
    left_s: float = math.nan


def follow_stand(params: StandParams, state: StandState, foot: FootSight, t_s: float) -> tuple[StandState, StandStep]:
    """Fold one frame of one foot in. Raises ValueError when time runs backwards."""
    elapsed(state.last_s, t_s)
    state = replace(state, last_s=t_s)
    ended = None
    if state.standing is not None and (end_s := _end(params, state, state.standing, foot, t_s)) is not None:
        ended = _whole(params, foot.side, state.standing, end_s, sure_end=math.isfinite(state.lifted_s))
        state = replace(state, standing=None, left_s=math.nan, lifted_s=math.nan)
    landed = False
    if foot.contact is Contact.BACK:
        landed = state.standing is None and t_s - state.off_s <= params.bridge_s
        state = replace(_sampled(params, state, foot, t_s), left_s=math.nan, lifted_s=math.nan)
    else:
        state = _off(state, foot.contact, t_s)
    if state.standing is None:
        return state, StandStep(ended, landed, math.nan)
    since_s = max(0.0, state.standing.start_s - params.lag_s)
    return state, StandStep(ended, landed, since_s, state.standing.sure_start, state.left_s)


def finish_stand(params: StandParams, state: StandState, side: Side) -> EndedStand | None:
    """Close what goes on because the clip ends; its length is not to be judged."""
    if state.standing is None:
        return None
    end_s = state.standing.last_back_s if math.isnan(state.left_s) else state.left_s
    return _whole(params, side, state.standing, end_s, sure_end=False)


def zone_of(along: float, offset_cm: float, ribs_cm: float) -> Zone:
    """The named zone of a place on the back; `Zone.OUTSIDE` also where the place is not known."""
    if not 0.0 <= along <= 1.0 or not abs(offset_cm) <= ribs_cm:
        return Zone.OUTSIDE
    if along < 0.4:
        return Zone.SHOULDER_BLADES
    return Zone.MID_BACK if along < 0.7 else Zone.LOWER_BACK


def _end(params: StandParams, state: StandState, standing: Standing, foot: FootSight, t_s: float) -> float | None:
    """When the stand ended, if it has: lifted or hidden for long enough, or a long gap between frames."""
    if math.isnan(state.left_s):
        last_s = standing.last_back_s
        return last_s if t_s - last_s > params.hidden_bridge_s else None
    if foot.contact is Contact.BACK and _apart_cm(standing, foot) > params.same_place_cm:
        lift_bridge_s = hidden_bridge_s = params.bridge_s
    else:
        settled = state.left_s - standing.start_s >= params.settled_s
        lift_bridge_s = params.same_place_bridge_s if settled else params.bridge_s
        hidden_bridge_s = params.hidden_bridge_s
    lifted = t_s - state.lifted_s >= lift_bridge_s
    hidden = t_s - state.left_s >= hidden_bridge_s
    return state.left_s if lifted or hidden else None


def _apart_cm(standing: Standing, foot: FootSight) -> float:
    return float(np.linalg.norm(foot.centre_back_cm - standing.place_cm))


def _off(state: StandState, contact: Contact, t_s: float) -> StandState:
    left_s = t_s if math.isnan(state.left_s) else state.left_s
    if contact is Contact.UNKNOWN:
        return replace(state, left_s=left_s)
    lifted_s = t_s if math.isnan(state.lifted_s) else state.lifted_s
    return replace(state, left_s=left_s, lifted_s=lifted_s, off_s=t_s)


def _sampled(params: StandParams, state: StandState, foot: FootSight, t_s: float) -> StandState:
    standing = state.standing
    if standing is None:
        sure = t_s - state.off_s <= params.bridge_s
        standing = Standing(t_s, sure, t_s, foot.centre_back_cm, -math.inf, (), ())
    known = math.isfinite(foot.offset_cm) and math.isfinite(foot.along)
    if known and t_s - standing.sampled_s >= SAMPLE_S:
        standing = replace(
            standing,
            sampled_s=t_s,
            offsets_cm=(*standing.offsets_cm, foot.offset_cm),
            alongs=(*standing.alongs, foot.along),
        )
    return replace(state, standing=replace(standing, last_back_s=t_s, place_cm=foot.centre_back_cm))


def _whole(params: StandParams, side: Side, standing: Standing, end_s: float, sure_end: bool) -> EndedStand | None:
    if end_s - standing.start_s < params.least_s:
        return None
    offset_cm = float(np.median(standing.offsets_cm)) if standing.offsets_cm else math.nan
    along = float(np.median(standing.alongs)) if standing.alongs else math.nan
    zone = zone_of(along, offset_cm, params.ribs_cm)
    begin_s, over_s = (max(0.0, at_s - params.lag_s) for at_s in (standing.start_s, end_s))
    stand = Stand(side, begin_s, over_s, along, offset_cm, zone)
    return EndedStand(stand, standing.sure_start, sure_end)
