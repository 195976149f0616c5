"""Taps of a hand as a stop signal: physics of a hand that lifts and falls, with a landmark's own error on it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from coach.core.landmarks import FloatArray, Landmark, Pose
from coach.core.people.activity import ActivityParams, ActivityState, update_activity
from coach.core.people.regions import extent_px
from coach.core.people.taps import TapParams, TapsState, is_tapping, update_taps, wants_looks
from coach.core.sight import ReceiverActivity

Set = Callable[..., Any]
PARAMS = TapParams()
BODY_M = 1.7
HAND = [Landmark.RIGHT_WRIST, Landmark.RIGHT_PINKY, Landmark.RIGHT_INDEX, Landmark.RIGHT_THUMB]
BEGINS_S, ENDS_S = 5.0, 14.0


def lift_m(since_s: float, taps: int, height_m: float, per_s: float) -> float:
    """A hand's height over the mat: half of each beat in the air, as a half sine; 0 before and after."""
    beat, phase = divmod(since_s * per_s, 1.0)
    return height_m * math.sin(2 * math.pi * phase) if 0 <= beat < taps and phase < 0.5 else 0.0


def play(
    stage: Set,
    seen: Set,
    fps: float,
    moves: Callable[[float], float],
    noise_m: float = 0.004,
    view: str = "side",
    seed: int = 0,
) -> list[ReceiverActivity]:
    """What is told at each look; `moves` is the right hand's height in m, since `BEGINS_S`."""
    draw = np.random.default_rng(seed)
    still = stage(view).receiver()
    px_per_m = extent_px(still) / BODY_M
    state, told = ActivityState(), []
    for number in range(round(ENDS_S * fps)):
        t_s = number / fps
        xy: FloatArray = still.xy_px + draw.normal(size=still.xy_px.shape) * noise_m * px_per_m
        xy[HAND, 1] -= moves(t_s - BEGINS_S) * px_per_m
        state, activity = update_activity(ActivityParams(), state, (seen(Pose(xy, still.visibility)),), None, t_s)
        told.append(activity)
    return told


@pytest.mark.parametrize("fps", [30.0, 15.0, 10.0])
@pytest.mark.parametrize("per_s", [1.0, 1.5, 2.0])
def test_three_taps_are_a_signal_at_every_frame_rate(stage: Set, seen: Set, fps: float, per_s: float) -> None:
    told = play(stage, seen, fps, lambda since_s: lift_m(since_s, 3, 0.08, per_s))
    signal_s = [number / fps for number, one in enumerate(told) if one is ReceiverActivity.TAPPING]
    third_s = BEGINS_S + 2.5 / per_s
    assert signal_s
    assert signal_s[0] == pytest.approx(third_s, abs=0.1 + 1 / fps)
    assert signal_s[-1] - signal_s[0] == pytest.approx(PARAMS.show_s, abs=2 / fps)


@pytest.mark.parametrize("fps", [30.0, 15.0, 10.0])
@pytest.mark.parametrize("noise_m", [0.002, 0.006])
def test_two_taps_a_reach_and_a_hand_that_lies_still_are_none(
    stage: Set, seen: Set, fps: float, noise_m: float
) -> None:
    def reaches(since_s: float) -> float:
        return 0.2 if 0 <= since_s < 2.0 else 0.0

    for moves in (lambda since_s: lift_m(since_s, 2, 0.08, 1.5), reaches, lambda since_s: 0.0 * since_s):
        assert ReceiverActivity.TAPPING not in play(stage, seen, fps, moves, noise_m)


def test_a_body_that_rocks_under_treading_feet_does_not_tap(stage: Set, seen: Set, view: str) -> None:
    still = stage(view).receiver()
    state, told = ActivityState(), set()
    for number in range(600):
        t_s = number / 15
        rocking_px = np.array([0.0, 0.02 * extent_px(still) * np.sin(2 * np.pi * 0.7 * t_s)])
        pose = Pose(still.xy_px + rocking_px, still.visibility)
        state, activity = update_activity(ActivityParams(), state, (seen(pose),), None, t_s)
        told.add(activity)
    assert ReceiverActivity.TAPPING not in told


def test_what_a_landmark_that_errs_by_a_centimetre_can_tell(stage: Set, seen: Set) -> None:
    """Low taps mostly vanish in the landmark's own error; high ones are told, and noise alone never is."""
    low, high, none = (
        [
            ReceiverActivity.TAPPING
            in play(stage, seen, 15.0, lambda since_s, h=height_m: lift_m(since_s, 3, h, 1.5), 0.01, seed=seed)
            for seed in range(6)
        ]
        for height_m in (0.03, 0.12, 0.0)
    )
    assert sum(none) == 0
    assert sum(low) <= 2
    assert sum(high) >= 5


def test_a_hand_that_is_hidden_between_taps_makes_no_signal_of_two() -> None:
    state = TapsState()
    for t_s, lift in ((0.0, 0.05), (0.2, 0.0), (0.4, math.nan), (0.6, 0.05), (0.8, 0.0), (1.0, math.nan)):
        state = update_taps(PARAMS, state, (math.nan, lift), (0.002, 0.002), t_s)
        assert not is_tapping(PARAMS, state, t_s)


def test_taps_that_are_spread_over_a_long_time_are_none() -> None:
    state, t_s = TapsState(), 0.0
    for _ in range(8):
        for lift in (0.05, 0.0):
            state = update_taps(PARAMS, state, (lift, 0.0), (0.002, 0.002), t_s)
            assert not is_tapping(PARAMS, state, t_s)
            t_s += 0.3
        t_s += 2.0


def test_after_a_lift_no_frame_goes_by_without_a_look_for_a_while() -> None:
    assert not wants_looks(PARAMS, TapsState(), 0.0)
    state = update_taps(PARAMS, TapsState(), (0.05, 0.0), (0.0, 0.0), 1.0)
    assert wants_looks(PARAMS, state, 2.0)
    assert not wants_looks(PARAMS, state, 3.0)


@pytest.mark.parametrize(
    "pair", [(Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER), (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)]
)
def test_a_twist_of_the_shoulders_or_of_the_hips_alone_is_a_shift(stage: Set, seen: Set, pair: tuple[int, int]) -> None:
    still = stage("side").receiver()
    state, told = ActivityState(), set()
    for number in range(80):
        xy = still.xy_px.copy()
        if number >= 60:
            xy[list(pair), 1] -= 0.12 * extent_px(still)
        state, activity = update_activity(
            ActivityParams(), state, (seen(Pose(xy, still.visibility)),), None, number / 12
        )
        told.add((number >= 60, activity))
    assert (True, ReceiverActivity.SHIFTED) in told
    assert (False, ReceiverActivity.SHIFTED) not in told
