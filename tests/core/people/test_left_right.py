"""Which leg is the left one: what is tracked lasts, until more of three witnesses speaks against it than for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from coach.core.body_look import FoldedAnswer
from coach.core.foot_look import FootAnswer
from coach.core.landmarks import Pose
from coach.core.look import Answer, Hints
from coach.core.people.folded import FoldedState
from coach.core.people.giver import GiverState, update_giver
from coach.core.people.left_right import LeftRight, asks_feet, update_left_right
from coach.core.see import begin_sight, plan_sight
from coach.core.sight import Seen

Set = Callable[..., Any]
FPS = 12


def unsure(feet: tuple[FootAnswer, ...], times: float) -> tuple[FootAnswer, ...]:
    return tuple(replace(foot, covariance_px2=times**2 * foot.covariance_px2) for foot in feet)


def frames(start_s: float, seconds: float) -> Iterator[float]:
    return (start_s + number / FPS for number in range(1, round(seconds * FPS) + 1))


class Follower:
    """A giver who is followed from frame to frame; the feet are looked at both ways whenever that is asked."""

    def __init__(self, told: Any) -> None:
        self.told = told
        self.state = GiverState(told.giver(), Seen.MEASURED, t_s=0.0)

    @property
    def right_way(self) -> bool:
        assert self.state.pose is not None
        return bool(np.allclose(self.state.pose.xy_px, self.told.giver().xy_px))

    def go_on(
        self,
        seconds: float,
        *,
        mirrored: bool,
        feet_tell: float | None = None,
        folded_mirrored: bool | None = None,
        trust: float = 0.98,
    ) -> list[bool]:
        """MediaPipe names left and right as they are or `mirrored`; where the tracked reading is the right one, the
        feet are surer of it by the factor `feet_tell`, where not, of the other one; None = they are not looked at.
        The network for folded legs says `folded_mirrored` four times a second, if it is asked, and has so much `trust`.
        """
        right = self.told.giver()
        pose = right.flipped() if mirrored else right
        seen: list[bool] = []
        for t_s in frames(self.state.t_s, seconds):
            feet, mixed = self.told.feet(), ()
            if feet_tell is not None and asks_feet(self.state.left_right, t_s):
                mixed = unsure(feet, feet_tell if self.right_way else 1 / feet_tell)
            answer = (Answer(pose, 0.98),)
            if folded_mirrored is not None and round(t_s * FPS) % 3 == 0:
                named = right.flipped() if folded_mirrored else right
                answer = (replace(answer[0], folded=FoldedAnswer(trust, 0.0, 0.0, named, np.full(33, 3.0))),)
            self.state = update_giver(self.state, answer, (), None, self.told.size, Hints(), t_s, (feet, mixed))
            seen.append(self.right_way)
        return seen


@pytest.fixture
def follower(stage: Set) -> Follower:
    return Follower(stage())


def test_mediapipe_alone_is_believed_once_it_has_said_so_for_long(follower: Follower) -> None:
    seen = follower.go_on(4.0, mirrored=True)
    turned_s = seen.index(False) / FPS
    assert 1.5 < turned_s < 2.5
    assert not any(seen[seen.index(False) :])


def test_what_has_been_named_right_for_long_takes_longer_to_turn(follower: Follower) -> None:
    assert all(follower.go_on(10.0, mirrored=False))
    assert all(follower.go_on(2.5, mirrored=True))
    assert not follower.go_on(2.0, mirrored=True)[-1]


def test_a_network_that_changes_its_mind_is_not_followed(follower: Follower) -> None:
    for _ in range(4):
        assert all(follower.go_on(0.75, mirrored=True))
        assert all(follower.go_on(0.75, mirrored=False))


def test_feet_that_are_seen_as_they_are_tracked_keep_the_reading_however_long_mediapipe_errs(
    follower: Follower,
) -> None:
    assert all(follower.go_on(1.0, mirrored=False, feet_tell=2.0))
    assert all(follower.go_on(10.0, mirrored=True, feet_tell=2.0))


def test_feet_and_the_other_network_turn_a_wrong_reading_within_two_seconds(follower: Follower) -> None:
    assert not all(follower.go_on(4.0, mirrored=True))
    seen = follower.go_on(2.0, mirrored=True, feet_tell=2.0, folded_mirrored=False)
    assert seen[-1]
    assert all(follower.go_on(5.0, mirrored=True, feet_tell=2.0, folded_mirrored=False)), "and it stays"


def test_feet_that_cannot_tell_leave_the_word_to_mediapipe(follower: Follower) -> None:
    assert all(follower.go_on(1.0, mirrored=False, feet_tell=1.05))
    assert not follower.go_on(4.0, mirrored=True, feet_tell=1.05)[-1]


def test_two_that_name_the_legs_as_tracked_outvote_feet_that_do_not(follower: Follower) -> None:
    assert all(follower.go_on(10.0, mirrored=False, feet_tell=0.5, folded_mirrored=False))


def test_the_other_network_and_mediapipe_turn_a_reading_against_feet_that_hardly_tell(follower: Follower) -> None:
    follower.go_on(1.0, mirrored=False, feet_tell=1.3, folded_mirrored=False)
    assert not follower.go_on(3.0, mirrored=True, feet_tell=1.3, folded_mirrored=True)[-1]


def test_a_network_that_does_not_trust_itself_is_not_heard(follower: Follower) -> None:
    assert all(follower.go_on(10.0, mirrored=True, feet_tell=2.0, folded_mirrored=True, trust=0.3))


def test_a_look_between_two_minds_hands_the_reading_over_to_nobody(follower: Follower) -> None:
    assert all(follower.go_on(1.0, mirrored=False))
    right = follower.told.giver()
    for part in (0.4, 0.6, 0.8):  # on the way from one reading to the other
        mixed = Pose(right.xy_px + part * (right.flipped().xy_px - right.xy_px), right.visibility)
        t_s = follower.state.t_s + 1 / FPS
        answer = (Answer(mixed, 0.98),)
        follower.state = update_giver(follower.state, answer, (), None, follower.told.size, Hints(), t_s)
    assert all(follower.go_on(0.5, mirrored=True)), "it is the same person, named the other way round"


def test_who_walks_is_read_by_shape_not_by_place(follower: Follower) -> None:
    right = follower.told.giver()
    for number in range(1, 13):
        moved = Pose(right.xy_px + np.array([8.0 * number, 0.0]), right.visibility)
        named = moved.flipped() if number % 2 else moved
        follower.state = update_giver(
            follower.state, (Answer(named, 0.98),), (), None, follower.told.size, Hints(), number / FPS
        )
        assert follower.state.pose is not None
        np.testing.assert_allclose(follower.state.pose.xy_px, moved.xy_px)


def test_a_turn_is_no_movement_of_the_landmarks_that_are_shown(follower: Follower) -> None:
    assert not follower.go_on(4.0, mirrored=True)[-1]
    assert follower.state.shown is not None
    assert follower.state.pose is not None
    assert np.allclose(follower.state.shown.xy_px, follower.state.pose.xy_px)


def test_one_look_turns_nothing_and_a_foot_alone_tells_nothing(stage: Set) -> None:
    feet = stage().feet()
    state, turns = update_left_right(LeftRight(), feet, unsure(feet, 0.2), 0.1, 0.1, contrary=True)
    assert not turns
    assert state.belief < 0
    alone = LeftRight()
    for number in range(20):
        alone, turns = update_left_right(alone, feet[:1], unsure(feet[:1], 0.2), 0.25, number / 4, contrary=None)
        assert not turns
    assert alone.belief == 0.0


@pytest.mark.parametrize("covariance", [0.0, np.nan, np.inf])
def test_looks_without_a_spread_turn_nothing_and_break_nothing(stage: Set, covariance: float) -> None:
    feet = stage().feet()
    odd = tuple(replace(foot, covariance_px2=np.full((4, 2, 2), covariance)) for foot in feet)
    state = LeftRight()
    for number in range(8):
        state, turns = update_left_right(state, odd, odd, 0.25, number / 4, contrary=None)
        assert not turns
    assert state.belief == 0.0
    state, _ = update_left_right(state, feet, unsure(feet, 2.0), 0.25, 3.0, contrary=None)
    assert state.belief > 0


def test_a_name_is_forgotten_while_nobody_speaks(stage: Set) -> None:
    state = LeftRight(belief=2.0)
    for number in range(60):
        state, _ = update_left_right(state, (), (), 0.1, number / 10, contrary=None)
    assert 0.2 < state.belief < 0.35  # a time constant of three seconds


def test_both_readings_are_looked_at_a_few_times_a_second(follower: Follower) -> None:
    asked = []
    for t_s in frames(0.0, 10.0):
        if asks_feet(follower.state.left_right, t_s):
            asked.append(t_s)
        follower.go_on(1 / FPS, mirrored=False, feet_tell=2.0)
    assert 30 < len(asked) < 52


@pytest.mark.parametrize("folded", [False, True])
def test_the_plan_asks_for_both_readings_of_feet_that_stand_and_of_no_folded_legs(stage: Set, folded: bool) -> None:
    told = stage()
    giver = GiverState(told.giver(), Seen.MEASURED, t_s=0.0, legs=FoldedState(folded=folded))
    state = begin_sight(told.size, Hints())
    state = replace(state, people=replace(state.people, giver=giver))
    plan = plan_sight(state, 1.0)
    assert len(plan.feet) == 2
    if folded:
        assert plan.feet_mixed == ()
    else:
        for foot, other in zip(plan.feet, plan.feet_mixed, strict=True):
            assert foot.side is other.side
            np.testing.assert_array_equal(other.points_px, np.roll(foot.points_px, 4, axis=0))
    asked = replace(giver, left_right=LeftRight(asked_s=0.95))
    assert plan_sight(replace(state, people=replace(state.people, giver=asked)), 1.0).feet_mixed == ()
