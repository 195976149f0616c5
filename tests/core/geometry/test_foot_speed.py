"""How fast a foot comes down, and what is no fall: a jump to the side, a foot that rises or stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from coach.core.geometry.feet import FeetLook
from coach.core.landmarks import Side
from tests.core.geometry.feet_stories import FROM_CM, PARAMS, RIGHT_CM, Set, play, standing_still, told_look

FALLS_S, HEIGHT_M = 1.0, 0.15


def falling(told: Any, speed_m_s: float) -> Callable[[float], FeetLook]:
    """The left foot is held in the air and comes down (or goes up) at one speed from `FALLS_S` on."""

    def look(t_s: float) -> FeetLook:
        lift_m = float(np.clip(HEIGHT_M - speed_m_s * max(t_s - FALLS_S, 0.0), 0.0, 2 * HEIGHT_M))
        return told_look(told, (told.foot(Side.LEFT, FROM_CM, lift_m=lift_m), told.foot(Side.RIGHT, RIGHT_CM)))

    return look


@pytest.mark.parametrize("view", ["foot end", "head end", "side"])
@pytest.mark.parametrize("speed_m_s", [0.3, 0.7])
def test_a_falls_speed_is_read_from_every_side(stage: Set, view: str, speed_m_s: float) -> None:
    told = stage(view)
    ends_s = FALLS_S + HEIGHT_M / speed_m_s
    full_s = FALLS_S + 2 * PARAMS.landing_window_s
    speeds = [left.speed_cm_s for t_s, (left, _) in play(falling(told, speed_m_s), 60, 1.6) if full_s < t_s < ends_s]
    assert speeds
    assert speeds == pytest.approx([100 * speed_m_s] * len(speeds), rel=0.15)


def test_a_foot_that_rises_or_stands_does_not_fall(stage: Set) -> None:
    told = stage()
    for looks in (falling(told, -0.7), standing_still(told)):
        speeds = [left.speed_cm_s for t_s, (left, _) in play(looks, 30, 1.5) if t_s > FALLS_S]
        assert max(speeds) == pytest.approx(0.0, abs=0.5)


@pytest.mark.parametrize("view", ["foot end", "head end", "side"])
@pytest.mark.parametrize("aside_px", [-26.0, 26.0])
def test_one_look_at_another_foot_is_no_drop(stage: Set, view: str, aside_px: float) -> None:
    """The look jumps to the side and back: 150 cm/s across the picture."""
    told = stage(view)

    def look(t_s: float) -> FeetLook:
        left, right = told.feet()
        if 0.99 < t_s < 1.01:
            left = replace(left, points_px=left.points_px + np.array([aside_px, 0.0]))
        return told_look(told, (left, right))

    speeds = [left.speed_cm_s for t_s, (left, _) in play(look, 12, 2.0) if t_s > 0.5]
    assert max(speeds) < 25.0
