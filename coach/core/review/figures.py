"""The few figures of one clip that two clips are compared by, and that a couple's course over weeks is drawn from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from coach.core.findings import Rule, Zone
from coach.core.landmarks import Side

GOOD_STAY_S = (3.0, 5.0)  # technique.md D6
LEAST_ON_BACK_S = 0.001  # the fastest cameras take a picture in four times as long: a shorter span is no time at all
AREAS = tuple((zone, side) for zone in (Zone.SHOULDER_BLADES, Zone.MID_BACK, Zone.LOWER_BACK) for side in Side)


@dataclass(frozen=True, slots=True)
class Footing:
    """A foot that stood on the back. `offset_cm`: + = receiver's right, NaN = unknown; `zone` as the files name it."""

    start_s: float
    end_s: float
    offset_cm: float
    zone: str


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often one rule was broken."""

    rule: Rule
    count: int


@dataclass(frozen=True, slots=True)
class ClipFigures:
    """One clip in a few numbers.

    Attributes:
        on_back_s: time that the giver was seen on the back.
        urgent: findings that asked for a stop or a step off at once.
        counts: every rule but `not_seen`, in their order.
        stays: number of footings.
        good_stays: those of 3 to 5 s.
        median_stay_s: NaN without footings.
        areas: how many of the six areas beside the spine (three zones, two sides) were trodden.
        left_share: part of the time on the receiver's left, 0..1; NaN where no side is known.
        unknown: part of the frames that could not be judged, 0..1; NaN where it was not told.
    """

    on_back_s: float
    urgent: int
    counts: tuple[RuleCount, ...]
    stays: int
    good_stays: int
    median_stay_s: float
    areas: int
    left_share: float
    unknown: float

    def per_min(self, count: int) -> float:
        """A count as a rate per minute on the back; NaN if nobody was there for as long as a picture takes."""
        return 60.0 * count / self.on_back_s if self.on_back_s >= LEAST_ON_BACK_S else math.nan


def clip_figures(
    on_back_s: float, unknown: float, rules: Sequence[str], urgent: int, footings: Sequence[Footing]
) -> ClipFigures:
    """Sum a clip up.

    Args:
        on_back_s: time that the giver was on the back.
        unknown: part of the frames that could not be judged; NaN = not told.
        rules: the rule of each finding, by the names that the files use; unknown names are left out.
        urgent: how many of the findings are urgent.
        footings: what stood on the back.

    Returns:
        The figures.
    """
    stays_s = sorted(one.end_s - one.start_s for one in footings)
    shortest_s, longest_s = GOOD_STAY_S
    left_s = sum(one.end_s - one.start_s for one in footings if one.offset_cm < 0.0)
    right_s = sum(one.end_s - one.start_s for one in footings if one.offset_cm > 0.0)
    trodden = {(one.zone, one.offset_cm > 0.0) for one in footings if math.isfinite(one.offset_cm)}
    return ClipFigures(
        on_back_s=on_back_s,
        urgent=urgent,
        counts=tuple(RuleCount(rule, rules.count(rule)) for rule in Rule if rule is not Rule.NOT_SEEN),
        stays=len(stays_s),
        good_stays=sum(shortest_s <= stay <= longest_s for stay in stays_s),
        median_stay_s=_median(stays_s),
        areas=sum((zone.value, side is Side.RIGHT) in trodden for zone, side in AREAS),
        left_share=left_s / (left_s + right_s) if left_s + right_s > 0.0 else math.nan,
        unknown=unknown,
    )


def _median(values: Sequence[float]) -> float:
    half = len(values) // 2
    if not values:
        return math.nan
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2.0
