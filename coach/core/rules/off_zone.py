"""Off zone (technique.md D9): never on neck or head, not below the hips, not beyond the ribs' ends."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from coach.core.findings import Figure, Rule, Severity
from coach.core.rules.feet import event_side
from coach.core.rules.temporal import HoldParams, LevelParams, level
from coach.core.rules.track import READ_OK, READ_UNKNOWN, Outcome, Reading, TrackState, follow
from coach.core.sight import BackSight, Contact, FootSight, ViewVerdict
from coach.core.thresholds import Threshold
from coach.core.verdict import Verdict


class Outside(StrEnum):
    """Where outside the zone a foot stands; the reason of an `off_zone` event."""

    NECK = "neck"  # above the shoulder line; urgent
    HIPS = "hips"  # below the hip line
    RIBS = "ribs"  # beyond the ribs' ends


@dataclass(frozen=True, slots=True)
class OffZoneParams:
    """Thresholds of the zone rule."""

    end_margin_cm: Annotated[
        float, Threshold("cm", 0.0, 15.0, "half the error of the shoulder and hip line's height")
    ] = 1.5
    end_sigmas: Annotated[
        float, Threshold("sigma", 0.0, 3.0, "84 % sure that the footprint's centre is beyond the shoulder or hip line")
    ] = 1.0
    blind_along: Annotated[
        float,
        Threshold("torso lengths", 0.1, 2.0, "half a torso: shoulders and waist look alike, as from a low end"),
    ] = 0.5
    ribs_cm: Annotated[
        float,
        Threshold("cm", 8.0, 30.0, "technique.md D9: ribs' ends; adult waist half-breadth about 15 cm (ISO 7250)"),
    ] = 15.0
    ribs_sigmas: Annotated[
        float, Threshold("sigma", 0.0, 3.0, "98 % sure that the footprint's centre is beyond the limit")
    ] = 2.0
    return_cm: Annotated[
        float, Threshold("cm", 0.0, 10.0, "how far back inside a foot must come, against toggling")
    ] = 1.5
    confirm_s: Annotated[float, Threshold("s", 0.0, 2.0, "three frames at 12 fps agree")] = 0.25
    clear_s: Annotated[float, Threshold("s", 0.0, 5.0, "bridges the flicker of a foot's contact")] = 0.3
    lapse_s: Annotated[float, Threshold("s", 0.5, 10.0, "longer unseen than this, a fault is a guess")] = 2.0


@dataclass(frozen=True, slots=True)
class OffZoneState:
    """One foot: was it outside, and its track."""

    outside: bool = False
    track: TrackState = field(default_factory=TrackState)


def off_zone(
    params: OffZoneParams, state: OffZoneState, foot: FootSight, back: BackSight, t_s: float
) -> tuple[OffZoneState, Outcome]:
    """Judge one foot at one moment. Raises ValueError when time runs backwards."""
    outside, reading = read_zone(params, state.outside, foot, back)
    timing = HoldParams(params.confirm_s, params.clear_s, params.lapse_s)
    track, outcome = follow(Rule.OFF_ZONE, event_side(foot.side), timing, state.track, reading, t_s)
    return OffZoneState(outside, track), outcome


def read_zone(params: OffZoneParams, was_outside: bool, foot: FootSight, back: BackSight) -> tuple[bool, Reading]:
    """What this frame alone says about one foot, by its footprint's centre."""
    if foot.contact in (Contact.AIR, Contact.FLOOR):
        return False, READ_OK
    along_cm = foot.along * back.torso_cm
    if foot.contact is Contact.UNKNOWN or not math.isfinite(along_cm):
        return was_outside, READ_UNKNOWN
    sigma_cm = foot.along_sigma * back.torso_cm
    beyond_cm: dict[Outside, float] = {}
    margin_cm: dict[Outside, float] = {}
    if not foot.along_sigma > params.blind_along:
        end_cm = params.end_margin_cm + (params.end_sigmas * sigma_cm if math.isfinite(sigma_cm) else 0.0)
        beyond_cm |= {Outside.NECK: -along_cm, Outside.HIPS: along_cm - back.torso_cm}
        margin_cm |= {Outside.NECK: end_cm, Outside.HIPS: end_cm}
    sideways_known = math.isfinite(foot.offset_cm) and math.isfinite(foot.sigma_cm)
    if sideways_known and back.view is not ViewVerdict.CANNOT_JUDGE_FEET:
        beyond_cm[Outside.RIBS] = abs(foot.offset_cm) - params.ribs_cm
        margin_cm[Outside.RIBS] = params.ribs_sigmas * foot.sigma_cm
    if not beyond_cm:
        return was_outside, READ_UNKNOWN
    surely_cm = {place: beyond_cm[place] - margin_cm[place] for place in beyond_cm}
    where = max(surely_cm, key=lambda place: surely_cm[place])
    if level(LevelParams(enter=0.0, leave=-params.return_cm), was_outside, surely_cm[where]):
        severity = Severity.URGENT if where is Outside.NECK else Severity.WARNING
        figures = (
            Figure("beyond_cm", beyond_cm[where]),
            Figure("offset_cm", foot.offset_cm),
            Figure("along", foot.along),
            Figure("sigma_cm", foot.sigma_cm),
        )
        return True, Reading(Verdict.FAULT, surely_cm[where], figures, where.value, severity)
    if len(beyond_cm) < len(Outside) or max(beyond_cm.values()) > 0:  # seen outside, but not surely: no right step
        return was_outside, READ_UNKNOWN
    return False, READ_OK
