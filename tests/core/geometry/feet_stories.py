"""What the tests of feet share: looks at feet that stand and step, and how they are played in time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from coach.core.foot_look import FootAnswer
from coach.core.geometry.feet import FeetLook, FeetParams, FeetState, update_feet
from coach.core.geometry.view_quality import ViewQuality
from coach.core.landmarks import Side
from coach.core.sight import FootSight, ViewVerdict

Set = Callable[..., Any]
Feet = tuple[FootSight, FootSight]
PARAMS = FeetParams()
VIEW = ViewQuality(0.5, 1.0, 1.5, 1.2, ViewVerdict.GOOD)
FPS = [30, 15, 10]
FROM_CM, TO_CM, RIGHT_CM = (-9.0, 20.0), (-8.0, 34.0), (9.0, 20.0)
LIFTS_S, LANDS_S, END_S = 1.5, 2.1, 4.0
TURNING_S = 0.15  # below the time for which the spine rule waits, and below any stand


def told_look(told: Any, answers: tuple[FootAnswer, ...], kneeling: bool = False) -> FeetLook:
    return FeetLook(told.scene, VIEW, told.giver(), answers, kneeling)


def play(looks: Callable[[float], FeetLook | None], fps: int, end_s: float) -> list[tuple[float, Feet]]:
    state, seen = FeetState(), []
    for number in range(round(end_s * fps)):
        t_s = number / fps
        state, sights = update_feet(PARAMS, state, looks(t_s), t_s)
        seen.append((t_s, sights))
    return seen


def stepping(told: Any) -> Callable[[float], FeetLook]:
    """The left foot makes one step along the back, 5 cm high; the right one stands."""

    def look(t_s: float) -> FeetLook:
        part = float(np.clip((t_s - LIFTS_S) / (LANDS_S - LIFTS_S), 0.0, 1.0))
        place = tuple((1 - part) * a + part * b for a, b in zip(FROM_CM, TO_CM, strict=True))
        left = told.foot(Side.LEFT, place, lift_m=0.05 * float(np.sin(np.pi * part)))
        return told_look(told, (left, told.foot(Side.RIGHT, RIGHT_CM)))

    return look


def doubted(foot: FootAnswer, sigma_px: float) -> FootAnswer:
    """The same look with another opinion of itself."""
    return replace(foot, covariance_px2=sigma_px**2 * foot.covariance_px2)


def sole_m(told: Any, foot: Any) -> Any:
    return told.scene.scene_from_back(foot.centre_back_cm[None], told.scene.sole_height_m)


def standing_still(told: Any, **left: Any) -> Callable[[float], FeetLook]:
    return lambda _: told_look(told, (told.foot(Side.LEFT, FROM_CM, **left), told.foot(Side.RIGHT, RIGHT_CM, **left)))
