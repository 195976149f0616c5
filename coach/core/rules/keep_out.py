"""Keep-out zones (technique.md B2): areas that the receiver marked are not pressed.

There are none unless the user gives some.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Annotated

import numpy as np
from shapely.geometry import Polygon

from coach.core.findings import Figure, Rule
from coach.core.rules.feet import event_side, normal_below
from coach.core.rules.temporal import HoldParams, LevelParams, level
from coach.core.rules.track import READ_OK, READ_UNKNOWN, Outcome, Reading, TrackState, follow
from coach.core.sight import BackSight, Contact, FootSight, ViewVerdict
from coach.core.thresholds import Threshold
from coach.core.verdict import Verdict

SHORT_TORSO_CM = 40.0  # a zone's length is told in torsos: made for a short one, a round zone is never too small


@dataclass(frozen=True, slots=True)
class BackPoint:
    """A point of the back: cm from the spine line (+ = receiver's right); along: 0 at the shoulders, 1 at the hips."""

    offset_cm: float
    along: float


@dataclass(frozen=True, slots=True)
class KeepOutZone:
    """A marked area: its name and at least three corners, in order around it."""

    name: str
    corners: tuple[BackPoint, ...]


@dataclass(frozen=True, slots=True)
class KeepOutParams:
    """Marked areas and thresholds of the keep-out rule."""

    zones: tuple[KeepOutZone, ...] = ()
    margin_cm: Annotated[float, Threshold("cm", 0.0, 10.0, "technique.md B2: the same band as beside the spine")] = 2.0
    enter_p: Annotated[float, Threshold("probability", 0.3, 0.95, "more likely on the area than not")] = 0.5
    leave_p: Annotated[float, Threshold("probability", 0.05, 0.9, "below enter_p, against toggling at the edge")] = 0.35
    clear_p: Annotated[
        float, Threshold("probability", 0.01, 0.5, "a foot this unlikely on the area is clear of it")
    ] = 0.2
    blind_sigma_cm: Annotated[
        float, Threshold("cm", 1.0, 20.0, "as for the spine: beyond it right and wrong look alike")
    ] = 6.0
    confirm_s: Annotated[float, Threshold("s", 0.0, 2.0, "urgent: two frames at 12 fps agree")] = 0.15
    clear_s: Annotated[float, Threshold("s", 0.0, 5.0, "bridges the flicker of a foot's contact")] = 0.3
    lapse_s: Annotated[float, Threshold("s", 0.5, 10.0, "longer unseen than this, a fault is a guess")] = 2.0

    def __post_init__(self) -> None:
        """Refuse thresholds that contradict each other, and a zone that is no area."""
        if self.leave_p > self.enter_p:
            raise ValueError("leave_p must not be above enter_p")
        for zone in self.zones:
            if len(zone.corners) < 3:
                raise ValueError(f"the zone '{zone.name}' needs at least three corners")


@dataclass(frozen=True, slots=True)
class KeepOutState:
    """One foot: is it near a marked area, and its track."""

    near: bool = False
    track: TrackState = field(default_factory=TrackState)


def keep_out(
    params: KeepOutParams, state: KeepOutState, foot: FootSight, back: BackSight, t_s: float
) -> tuple[KeepOutState, Outcome]:
    """Judge one foot at one moment; call it only when there are zones. Raises ValueError when time runs backwards."""
    near, reading = read_keep_out(params, state.near, foot, back)
    timing = HoldParams(params.confirm_s, params.clear_s, params.lapse_s)
    track, outcome = follow(Rule.KEEP_OUT, event_side(foot.side), timing, state.track, reading, t_s)
    return KeepOutState(near, track), outcome


def read_keep_out(params: KeepOutParams, was_near: bool, foot: FootSight, back: BackSight) -> tuple[bool, Reading]:
    """What this frame alone says about one foot and the marked area nearest to it."""
    if foot.contact in (Contact.AIR, Contact.FLOOR):
        return False, READ_OK
    outline = foot.footprint_back_cm.reshape(-1, 2)
    known = len(outline) >= 3 and bool(np.isfinite(outline).all()) and math.isfinite(foot.sigma_cm)
    blind = back.view is ViewVerdict.CANNOT_JUDGE_FEET or not math.isfinite(back.torso_cm)
    if foot.contact is Contact.UNKNOWN or blind or not known:
        return was_near, READ_UNKNOWN
    footprint = Polygon(outline).convex_hull
    gap_cm, name = min((float(footprint.distance(_area(zone, back.torso_cm))), zone.name) for zone in params.zones)
    probability = normal_below(params.margin_cm, gap_cm, max(foot.sigma_cm, 0.1))
    near = level(LevelParams(params.enter_p, params.leave_p), was_near, probability)
    if near:
        figures = (Figure("probability", probability), Figure("gap_cm", gap_cm), Figure("sigma_cm", foot.sigma_cm))
        return near, Reading(Verdict.FAULT, probability, figures, reason=name)
    if probability > params.clear_p and foot.sigma_cm > params.blind_sigma_cm:
        return near, READ_UNKNOWN
    return near, READ_OK


def is_area(zone: KeepOutZone) -> bool:
    """Has it an inside, and edges that do not cross?"""
    shape = _area(zone, 1.0)
    return shape.is_valid and shape.area > 0.0


def _area(zone: KeepOutZone, torso_cm: float) -> Polygon:
    return Polygon([(corner.offset_cm, corner.along * torso_cm) for corner in zone.corners])
