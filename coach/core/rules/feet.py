"""What several foot rules share: which side an event is about, and how far a footprint reaches to either side."""

from __future__ import annotations

import math

import numpy as np

from coach.core.findings import EventSide
from coach.core.landmarks import Side
from coach.core.sight import FootSight

HALF_SOLE_CM = 4.5  # half the breadth of an adult sole (ISO 7250: foot breadth about 9 to 10 cm)


def event_side(side: Side) -> EventSide:
    """The event's name of a foot or hand."""
    return EventSide(side.value)


def lateral_reach_cm(foot: FootSight) -> tuple[float, float]:
    """Lowest and highest x of the footprint in the back frame, cm, + = receiver's right; NaN when not known.

    The outline says it best. Without one the gap tells half the breadth; where the footprint overlaps the line and
    has no outline, an adult sole's breadth stands in.
    """
    across = foot.footprint_back_cm.reshape(-1, 2)[:, 0]
    if len(across) > 0 and np.isfinite(across).all():
        return float(across.min()), float(across.max())
    half_cm = HALF_SOLE_CM
    if foot.gap_cm > 0.0:
        half_cm = max(abs(foot.offset_cm) - foot.gap_cm, 0.0)
    return foot.offset_cm - half_cm, foot.offset_cm + half_cm


def normal_below(value: float, mean: float, sigma: float) -> float:
    """Probability that a normal variable with this mean and standard deviation lies below `value`."""
    return 0.5 * (1.0 + math.erf((value - mean) / (sigma * math.sqrt(2.0))))
