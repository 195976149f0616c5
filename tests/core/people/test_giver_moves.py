"""How far a followed person can go in how much time, and who is the giver when somebody else was followed away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from coach.core.landmarks import Landmark, Pose
from coach.core.look import Answer, Hints
from coach.core.people.giver import GiverState, back_to_giver, update_giver
from coach.core.people.giver_search import stands_on
from coach.core.people.left_right import LeftRight
from coach.core.people.regions import distance_either_way, extent_px
from coach.core.sight import Seen

Set = Callable[..., Any]
JITTER, FASTEST_PER_S, FARTHEST = 0.12, 1.5, 0.35  # of the extent
LIMIT = 0.003


def moved(pose: Pose, part: float) -> Pose:
    """Aside by a part of the body's extent."""
    return replace(pose, xy_px=pose.xy_px + np.array([part * extent_px(pose), 0.0]))


def step(told: Any, state: GiverState, pose: Pose | None, t_s: float) -> GiverState:
    """One frame in which the giver's region shows `pose`; None = nobody to speak of."""
    answer = Answer(told.giver(), 0.1) if pose is None else Answer(pose, 0.98)
    return update_giver(state, (answer,), (), None, told.size, Hints(), t_s)


@pytest.mark.parametrize("dt_s", [1 / 30, 1 / 15, 1 / 10])
def test_nobody_jumps_farther_from_one_frame_to_the_next_than_a_body_can(stage: Set, dt_s: float) -> None:
    told = stage()
    giver = told.giver()
    followed = GiverState(giver, Seen.MEASURED, t_s=2.0)
    far = JITTER + FASTEST_PER_S * dt_s
    near = step(told, followed, moved(giver, far - LIMIT), 2.0 + dt_s)
    assert near.seen is Seen.MEASURED
    assert near.pose is not None
    assert distance_either_way(near.pose, giver) == pytest.approx(far - LIMIT)
    held = step(told, followed, moved(giver, far + LIMIT), 2.0 + dt_s)
    assert held.seen is Seen.HELD
    assert held.pose is giver


@pytest.mark.parametrize("frames", [1, 2, 3, 10])
def test_who_was_not_seen_for_some_frames_may_be_as_much_farther_away(stage: Set, frames: int) -> None:
    told, dt_s = stage(), 1 / 30
    giver = told.giver()
    unseen = GiverState(giver, Seen.MEASURED, t_s=2.0)
    for number in range(1, frames + 1):
        unseen = step(told, unseen, None, 2.0 + number * dt_s)
    t_s = 2.0 + (frames + 1) * dt_s
    far = min(FARTHEST, JITTER + FASTEST_PER_S * (frames + 1) * dt_s)
    assert step(told, unseen, moved(giver, far - LIMIT), t_s).seen is Seen.MEASURED
    assert step(told, unseen, moved(giver, far + LIMIT), t_s).seen is Seen.HELD


@pytest.mark.parametrize("fps", [30, 15, 10])
def test_the_fastest_of_steps_is_followed_all_the_way(stage: Set, fps: int) -> None:
    told = stage()
    giver = told.giver()
    state = GiverState(giver, Seen.MEASURED, t_s=0.0)
    for number in range(1, fps // 2 + 1):
        place = moved(giver, 1.4 * number / fps)
        state = step(told, state, place, number / fps)
        assert state.seen is Seen.MEASURED
        assert state.pose is place


@pytest.fixture
def strayed(stage: Set, standing: Set) -> Callable[[str], tuple[Any, GiverState]]:
    """A stage with the giver on the back, while somebody beside is followed."""

    def begin(view: str = "head end") -> tuple[Any, GiverState]:
        told = stage(view)
        passer = told.giver(standing(left_cm=(-98.0, 25.0), right_cm=(-80.0, 25.0), on_floor=True))
        assert not stands_on(told.scene, passer)
        return told, GiverState(
            passer, Seen.MEASURED, missed_since_s=1.9, left_right=LeftRight(belief=-0.3), t_s=2.0, reach_px=900.0
        )

    return begin


def test_who_stands_on_the_receiver_is_the_giver_and_followed_as_if_newly_found(strayed: Set, view: str) -> None:
    told, state = strayed(view)
    giver = told.giver()
    back = back_to_giver(state, (Answer(told.receiver(), 0.99), Answer(giver, 0.98)), told.scene, told.receiver(), 2.0)
    assert back.pose is giver
    assert back.seen is Seen.MEASURED
    assert back.t_s == 2.0
    assert np.isnan(back.missed_since_s)
    assert back.left_right == LeftRight()
    assert back.reach_px < state.reach_px
    assert back.shown is not None
    np.testing.assert_allclose(back.shown.xy_px, giver.xy_px)


def on_the_side(pose: Pose) -> Pose:
    """The same body, tilted over by a right angle about its ankles."""
    middle = pose.xy_px[[Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE]].mean(axis=0)
    off = pose.xy_px - middle
    return replace(pose, xy_px=middle + np.column_stack([-off[:, 1], off[:, 0]]))


@pytest.mark.parametrize("kind", ["nothing", "receiver", "beside", "unsure", "holed", "tilted", "the same"])
def test_whoever_else_the_look_shows_changes_nothing(strayed: Set, standing: Set, kind: str) -> None:
    told, state = strayed()
    holed = told.giver()
    holed.xy_px[0] = np.nan
    tilted = on_the_side(told.giver())
    assert stands_on(told.scene, holed)
    assert stands_on(told.scene, tilted)
    beside = told.giver(standing(left_cm=(60.0, 25.0), right_cm=(78.0, 25.0), on_floor=True))
    shown = {
        "nothing": (),
        "receiver": (Answer(told.receiver(), 0.99),),
        "beside": (Answer(beside, 0.99),),
        "unsure": (Answer(told.giver(), 0.85),),
        "holed": (Answer(holed, 0.99),),
        "tilted": (Answer(tilted, 0.99),),
        "the same": (Answer(state.pose, 0.99),),
    }[kind]
    assert back_to_giver(state, shown, told.scene, told.receiver(), 2.0) is state


def test_who_stands_on_the_receiver_already_is_not_exchanged(stage: Set, standing: Set) -> None:
    told = stage()
    state = GiverState(told.giver(), Seen.MEASURED, t_s=2.0)
    other = told.giver(standing(left_cm=(-9.0, 55.0), right_cm=(9.0, 55.0), faces_head=False))
    assert back_to_giver(state, (Answer(other, 0.99),), told.scene, told.receiver(), 2.0) is state


def test_who_is_not_followed_is_not_brought_back(stage: Set) -> None:
    told = stage()
    nobody = GiverState(t_s=2.0)
    assert back_to_giver(nobody, (Answer(told.giver(), 0.99),), told.scene, told.receiver(), 2.0) is nobody
