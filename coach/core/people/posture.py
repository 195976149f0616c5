"""How the receiver lies (technique.md B4): on the front, and straight.

Whether somebody lies on the front or on the back, the looks' own left and right tell; whether on the side, a network of
its own (decision record 0037), of a receiver who lies there alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

import numpy as np

from coach.core.geometry.lying_body import TEMPLATE_JOINTS
from coach.core.people.lying import LyingBody
from coach.core.sight import Posture
from coach.core.thresholds import Threshold
from coach.core.verdict import Verdict

_PAIRS = 5  # of the template's joints: shoulders, hips, knees, ankles, ears


@dataclass(frozen=True, slots=True)
class PostureParams:
    """Thresholds of how the receiver lies."""

    bent_deg: Annotated[
        float,
        Threshold("degrees", 10.0, 90.0, "straight bodies are measured to lie within 14° in all views of the clips"),
    ] = 25.0
    supine: Annotated[
        float,
        Threshold("share of looks", 0.5, 1.0, "of prone bodies at most 3 of 100 looks say so, measured on the clips"),
    ] = 0.7
    on_side: Annotated[
        float,
        Threshold(
            "belief", 0.5, 1.0, "above what the mean of the looks says of any unseen prone body; records 0037, 0045"
        ),
    ] = 0.7


def posture_of(body: LyingBody | None, *, alone: bool, aside: float = math.nan) -> Posture:
    """The bend at the hips on the ground's plan, from the looks themselves, and how many of them say supine or aside.

    Args:
        body: as measured; None = no prone body is found.
        alone: nobody was over the body in the looks; else nothing is said of the side.
        aside: where no prone body is found, the belief that somebody lies there on the side.
    """
    if body is None:
        return Posture(on_side=aside)
    return Posture(_bend_deg(body), body.supine, body.on_side if alone else math.nan)


@lru_cache(maxsize=4)
def _bend_deg(body: LyingBody) -> float:
    places_m = body.fit.scene.body_from_image(body.looks_pose.xy_px[np.array(TEMPLATE_JOINTS)], np.zeros(2 * _PAIRS))
    shoulders, hips, _, ankles, _ = places_m.reshape(_PAIRS, 2, 2).mean(axis=1)
    trunk, legs = hips - shoulders, ankles - hips
    turned_rad = math.atan2(float(trunk[0] * legs[1] - trunk[1] * legs[0]), float(trunk @ legs))
    return abs(math.degrees(turned_rad))


def lies_straight(params: PostureParams, posture: Posture) -> Verdict:
    """Unknown while nothing is measured."""
    if math.isnan(posture.bend_deg):
        return Verdict.UNKNOWN
    return Verdict.FAULT if posture.bend_deg > params.bent_deg else Verdict.OK


def lies_prone(params: PostureParams, posture: Posture) -> Verdict:
    """Unknown while nothing is measured."""
    if posture.supine >= params.supine or lies_on_side(params, posture):
        return Verdict.FAULT
    return Verdict.UNKNOWN if math.isnan(posture.supine) else Verdict.OK


def lies_on_side(params: PostureParams, posture: Posture) -> bool:
    """Is the body seen to lie on its side? What is measured on it as if it were prone is nowhere, then."""
    return posture.on_side >= params.on_side
