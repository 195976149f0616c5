"""What the receiver does, read from free looks against a quiet baseline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from coach.core.landmarks import FloatArray, Landmark, Pose
from coach.core.people.activity import ActivityParams, ActivityState, update_activity
from coach.core.people.regions import extent_px
from coach.core.sight import ReceiverActivity

Set = Callable[..., Any]
PARAMS = ActivityParams()
HEAD = np.arange(11)
RIGHT_HAND = [Landmark.RIGHT_WRIST, Landmark.RIGHT_PINKY, Landmark.RIGHT_INDEX, Landmark.RIGHT_THUMB]
QUIET_S, MOVES_S, END_S = 3.0, 4.0, 7.0


def play(
    stage: Set,
    seen: Set,
    move: Callable[[FloatArray, float, float], None],
    view: str = "side",
    fps: int = 30,
    jitter: float = 0.0,
    flips: bool = False,
) -> list[tuple[float, ReceiverActivity]]:
    """`move` changes the (33, 2) landmarks at a time; the body's extent is its last argument."""
    draw = np.random.default_rng(2)
    still = stage(view).receiver()
    extent = extent_px(still)
    state, told = ActivityState(), []
    for number in range(round(END_S * fps)):
        t_s = number / fps
        xy = still.xy_px + draw.normal(size=still.xy_px.shape) * jitter * extent
        move(xy, t_s, extent)
        pose = Pose(xy, still.visibility)
        if flips and number % 3 == 0:
            pose = pose.flipped()
        state, activity = update_activity(PARAMS, state, (seen(pose),), None, t_s)
        told.append((t_s, activity))
    return told


def during(told: list[tuple[float, ReceiverActivity]]) -> set[ReceiverActivity]:
    return {activity for t_s, activity in told if MOVES_S + 0.2 < t_s < MOVES_S + 0.9}


def lies(xy: FloatArray, t_s: float, extent: float) -> None:
    del xy, t_s, extent


def breathes(xy: FloatArray, t_s: float, extent: float) -> None:
    xy[:, 1] += 0.01 * extent * np.sin(2 * np.pi * 0.25 * t_s)


def while_moving(t_s: float) -> bool:
    return MOVES_S <= t_s < MOVES_S + 1.0


def lifts_head(xy: FloatArray, t_s: float, extent: float) -> None:
    if while_moving(t_s):
        xy[HEAD, 1] -= 0.1 * extent


def raises_arm(xy: FloatArray, t_s: float, extent: float) -> None:
    if while_moving(t_s):
        xy[RIGHT_HAND, 1] -= 0.45 * extent


def shifts(xy: FloatArray, t_s: float, extent: float) -> None:
    if while_moving(t_s):
        xy[:, 0] += 0.15 * extent


@pytest.mark.parametrize("fps", [30, 15, 10])
@pytest.mark.parametrize(
    ("move", "activity"),
    [
        (lifts_head, ReceiverActivity.HEAD_LIFTED),
        (raises_arm, ReceiverActivity.ARM_RAISED),
        (shifts, ReceiverActivity.SHIFTED),
        (lies, ReceiverActivity.STILL),
        (breathes, ReceiverActivity.STILL),
    ],
)
def test_each_activity_is_told_while_it_lasts_and_stillness_after_it(
    stage: Set, seen: Set, move: Callable[..., None], activity: ReceiverActivity, fps: int
) -> None:
    told = play(stage, seen, move, fps=fps)
    assert during(told) == {activity}
    assert {a for t_s, a in told if t_s > MOVES_S + 1.2} == {ReceiverActivity.STILL}
    assert {a for t_s, a in told if QUIET_S < t_s < MOVES_S} == {ReceiverActivity.STILL}


def test_breathing_and_the_networks_jitter_are_still(stage: Set, seen: Set, view: str) -> None:
    told = play(stage, seen, breathes, view, jitter=0.004)
    assert {a for t_s, a in told if t_s > QUIET_S} == {ReceiverActivity.STILL}


def test_a_network_that_confuses_left_and_right_does_not_move_the_receiver(stage: Set, seen: Set, view: str) -> None:
    told = play(stage, seen, lies, view, flips=True)
    assert {a for t_s, a in told if t_s > QUIET_S} == {ReceiverActivity.STILL}


def test_before_there_is_a_baseline_nothing_is_known(stage: Set, seen: Set) -> None:
    assert {a for t_s, a in play(stage, seen, shifts) if t_s < 1.0} == {ReceiverActivity.UNKNOWN}


@pytest.mark.parametrize("blind", ["no look", "poor look", "hole"])
def test_without_a_sure_look_nothing_is_known_and_nothing_learnt(stage: Set, seen: Set, blind: str) -> None:
    pose = stage().receiver()
    if blind == "hole":
        pose.xy_px[Landmark.LEFT_HIP] = np.nan
    answers = {"no look": (), "poor look": (seen(pose, presence=0.4),), "hole": (seen(pose),)}[blind]
    state = ActivityState()
    for number in range(60):
        state, activity = update_activity(PARAMS, state, answers, None, number / 30)
        assert activity is ReceiverActivity.UNKNOWN
    assert state.looks_px == ()


def test_who_has_lain_elsewhere_for_a_while_rests_there(stage: Set, seen: Set) -> None:
    still = stage("side").receiver()
    state, told = ActivityState(), []
    for number in range(16 * 10):
        t_s = number / 10
        aside_px = 0.15 * extent_px(still) if t_s >= 4.0 else 0.0
        pose = Pose(still.xy_px + np.array([aside_px, 0.0]), still.visibility)
        state, activity = update_activity(PARAMS, state, (seen(pose),), None, t_s)
        told.append((t_s, activity))
    assert {activity for t_s, activity in told if 4.2 < t_s < 6.8} == {ReceiverActivity.SHIFTED}
    assert {activity for t_s, activity in told if t_s > 9.5} == {ReceiverActivity.STILL}
