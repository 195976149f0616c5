"""Standing, half squat, kneeling and seated, read from a stick figure's legs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.landmarks import Landmark, Pose, no_pose
from coach.core.people.technique import TechniqueParams, TechniqueState, update_technique
from coach.core.sight import Technique

PARAMS = TechniqueParams()
# Knee and ankle of the left and of the right leg, (across, down) from the hip in trunk lengths.
STRAIGHT = ((0.0, 0.85), (0.0, 1.7))
LEGS = {
    Technique.STANDING: (STRAIGHT, STRAIGHT),
    Technique.HALF_SQUAT: (((0.6, 0.6), (0.0, 1.2)),) * 2,
    Technique.KNEELING: (((0.1, 0.85), (0.5, 0.95)),) * 2,
    Technique.SEATED: (((0.8, 0.1), (0.8, 0.9)),) * 2,
}
BENT_STEP = (STRAIGHT, ((0.5, 0.65), (0.2, 1.3)))


def figure(legs: tuple[tuple[tuple[float, float], ...], ...], trunk_px: float = 200.0) -> Pose:
    pose = no_pose()
    for row, (knee, ankle) in enumerate(legs):
        hip = np.array([600.0 + 40 * row, 400.0])
        pose.xy_px[Landmark.LEFT_SHOULDER + row] = hip - [0.0, trunk_px]
        pose.xy_px[Landmark.LEFT_HIP + row] = hip
        pose.xy_px[Landmark.LEFT_KNEE + row] = hip + np.array(knee) * trunk_px
        pose.xy_px[Landmark.LEFT_ANKLE + row] = hip + np.array(ankle) * trunk_px
    return pose


def play(poses: Callable[[float], Pose | None], end_s: float, fps: int = 30) -> list[tuple[float, Technique]]:
    state, told = TechniqueState(), []
    for number in range(round(end_s * fps)):
        state = update_technique(PARAMS, state, poses(number / fps), number / fps)
        told.append((number / fps, state.now))
    return told


@pytest.mark.parametrize("technique", LEGS)
@pytest.mark.parametrize("trunk_px", [60.0, 200.0])
def test_each_technique_is_read_from_its_legs_at_any_size(technique: Technique, trunk_px: float) -> None:
    assert play(lambda _: figure(LEGS[technique], trunk_px), 0.2)[-1][1] is technique


@pytest.mark.parametrize("technique", LEGS)
def test_a_mirrored_figure_has_the_same_technique(technique: Technique) -> None:
    pose = figure(LEGS[technique])
    mirrored = Pose(pose.flipped().xy_px * [-1, 1] + [1280, 0], pose.visibility)
    assert play(lambda _: mirrored, 0.2)[-1][1] is technique


def test_the_short_knee_bend_of_a_step_does_not_toggle() -> None:
    def pose(t_s: float) -> Pose:
        return figure(BENT_STEP if 1.0 < t_s < 1.6 else LEGS[Technique.STANDING])

    assert {technique for _, technique in play(pose, 3.0)} == {Technique.STANDING}


def test_a_deep_bend_of_both_knees_that_is_short_does_not_toggle_either() -> None:
    def pose(t_s: float) -> Pose:
        return figure(LEGS[Technique.HALF_SQUAT if 1.0 < t_s < 1.7 else Technique.STANDING])

    assert {technique for _, technique in play(pose, 3.0)} == {Technique.STANDING}


@pytest.mark.parametrize("fps", [30, 15, 10])
def test_a_squat_that_lasts_is_told_after_the_settling_time_at_any_frame_rate(fps: int) -> None:
    told = play(lambda t_s: figure(LEGS[Technique.HALF_SQUAT if t_s > 1.0 else Technique.STANDING]), 3.0, fps)
    changed_s = next(t_s for t_s, technique in told if technique is Technique.HALF_SQUAT)
    assert 1.0 + PARAMS.settle_s <= changed_s <= 1.0 + PARAMS.settle_s + 2.5 / fps


def test_nobody_is_unknown_in_the_end_but_a_short_gap_keeps_the_technique() -> None:
    told = play(lambda t_s: figure(LEGS[Technique.KNEELING]) if t_s < 1.0 or 1.3 < t_s < 2.0 else None, 4.0)
    assert all(technique is Technique.KNEELING for t_s, technique in told if t_s < 2.5)
    assert told[-1][1] is Technique.UNKNOWN


@settings(max_examples=40, deadline=None)
@given(holes=st.lists(st.integers(0, 32), max_size=33), scale=st.floats(-2.0, 2.0))
def test_whatever_is_missing_or_squeezed_nothing_raises(holes: list[int], scale: float) -> None:
    pose = figure(LEGS[Technique.STANDING])
    pose.xy_px[:] *= scale
    pose.xy_px[holes] = np.nan
    assert update_technique(PARAMS, TechniqueState(), pose, 0.0).now in Technique
