"""What the tests of hands share: givers who hold on, wave and sway, and how they are played in time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from coach.core.area import Box
from coach.core.landmarks import Landmark, Pose
from coach.core.people.hands import HandParams, HandsState, begin_hands, update_hands
from coach.core.sight import HandSight

Set = Callable[..., Any]
Hands = tuple[HandSight, HandSight]
PARAMS = HandParams()
FPS = [30, 15, 10]
HELD_M = (0.5, 0.1, 1.35)  # a bar or a chair's back beside the giver: to the side, ahead, over the ground
PALM = [Landmark.LEFT_WRIST, Landmark.LEFT_PINKY, Landmark.LEFT_INDEX]


def play(
    giver: Callable[[float], Pose | None],
    fps: int = 30,
    end_s: float = 2.0,
    receiver: Pose | None = None,
    marked: tuple[Box, ...] = (),
) -> tuple[list[tuple[float, Hands]], HandsState]:
    state, told = begin_hands(marked), []
    for number in range(round(end_s * fps)):
        state, hands = update_hands(PARAMS, state, giver(number / fps), receiver, number / fps)
        told.append((number / fps, hands))
    return told, state


def around(giver: Pose, margin_px: float = 40.0) -> Box:
    """A box around the left palm."""
    x, y = giver.xy_px[Landmark.LEFT_WRIST]
    return Box(x - margin_px, y - margin_px, 2 * margin_px, 2 * margin_px)


def waving(stage: Set, standing: Set) -> Callable[[float], Pose]:
    def pose(t_s: float) -> Pose:
        out = 0.5 + 0.3 * float(np.sin(2 * np.pi * 1.0 * t_s))
        return stage().giver(standing(left_hand_m=(out, 0.1, 1.5)))

    return pose


def swaying(giver: Pose, along: bool, wrist_visibility: float = 0.95) -> Callable[[float], Pose]:
    """The giver goes from foot to foot, a tenth of the trunk to each side; the left hand goes along or stays."""
    hips = giver.xy_px[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=0)
    shoulders = giver.xy_px[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]].mean(axis=0)
    trunk_px = float(np.linalg.norm(shoulders - hips))
    visibility = giver.visibility.copy()
    visibility[Landmark.LEFT_WRIST] = wrist_visibility

    def pose(t_s: float) -> Pose:
        xy_px = giver.xy_px + np.array([0.1 * trunk_px * float(np.sin(2 * np.pi * t_s / 1.6)), 0.0])
        if not along:
            xy_px[PALM] = giver.xy_px[PALM]
        return Pose(xy_px, visibility)

    return pose
