"""How often `coach live` reminds the giver to ask how it feels, as the user tells it in minutes."""

from __future__ import annotations

import math
from dataclasses import replace

from coach.core.live.plan import PlanParams
from coach.errors import CoachError

_MINUTE_S = 60.0
_LEAST_MIN, _MOST_MIN = 1.0, 20.0  # technique.md A1: no session is longer


def plan_params(plan: PlanParams, check_in_min: float | None) -> PlanParams:
    """The session's plan with another interval; None = its own, 0 = no reminder.

    Raises:
        CoachError: another number than 0, or 1 to 20 minutes.
    """
    if check_in_min is None:
        return plan
    if check_in_min != 0.0 and not (math.isfinite(check_in_min) and _LEAST_MIN <= check_in_min <= _MOST_MIN):
        raise CoachError(
            f"--check-in is {check_in_min:g}, but it must be from {_LEAST_MIN:g} to {_MOST_MIN:g} minutes, or 0 for "
            "never: give for example --check-in 5.",
            f"--check-in 是 {check_in_min:g}，但应为 {_LEAST_MIN:g} 到 {_MOST_MIN:g} 分钟，0 表示从不："
            "例如 --check-in 5。",
        )
    return replace(plan, check_in_s=check_in_min * _MINUTE_S)
