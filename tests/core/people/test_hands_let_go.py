"""Hands that stay with the room hold on; those that go along with the body, or have come down, do not."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

import numpy as np
import pytest

from coach.core.landmarks import Landmark, Pose
from coach.core.sight import Support
from tests.core.people.hand_stories import FPS, HELD_M, Set, around, play, swaying, waving


def lets_go(
    stage: Set, standing: Set, to_m: tuple[float, float, float], sways: Callable[[float], bool]
) -> Callable[[float], Pose]:
    """The left hand holds on for 3 s, is brought down within 0.3 s and stays there in the room; back at 7 s."""
    from_m = np.array(HELD_M)

    def pose(t_s: float) -> Pose:
        down = float(np.clip((t_s - 3.0) / 0.3, 0.0, 1.0) - np.clip((t_s - 7.0) / 0.3, 0.0, 1.0))
        giver = stage().giver(standing(left_hand_m=tuple(from_m + down * (np.array(to_m) - from_m))))
        return swaying(giver, along=False)(t_s) if sways(t_s) else giver

    return pose


@pytest.mark.parametrize("fps", FPS)
def test_a_hand_that_sinks_from_its_support_and_stops_in_the_air_has_let_go_until_it_is_back(
    stage: Set, standing: Set, fps: int
) -> None:
    """The body stands still, so that nothing else tells."""
    told, state = play(lets_go(stage, standing, (0.35, 0.1, 1.08), lambda t_s: t_s < 2.8), fps, 9.0)
    assert {hands[0].support for t_s, hands in told if 0.3 < t_s < 3.0} == {Support.YES}
    assert {hands[0].support for t_s, hands in told if 4.0 < t_s < 7.0} == {Support.NO}
    assert told[-1][1][0].support is Support.YES
    assert len(state.supports) == 1


@pytest.mark.parametrize("fps", FPS)
def test_a_hand_that_comes_down_from_where_it_rested_is_unknown_though_no_sway_has_told_of_the_place(
    stage: Set, standing: Set, fps: int
) -> None:
    """The body stands still all the time: neither what it held nor where it is now is a known support."""
    told, state = play(lets_go(stage, standing, (0.35, 0.1, 1.08), lambda _: False), fps, 9.0)
    assert state.supports == ()
    assert {hands[0].support for t_s, hands in told if 1.0 < t_s < 3.0} == {Support.YES}
    assert {hands[0].support for t_s, hands in told if 4.0 < t_s < 7.0} == {Support.UNKNOWN}
    assert told[-1][1][0].support is Support.YES


@pytest.mark.parametrize("fps", FPS)
def test_one_that_sinks_to_a_lower_support_holds_on_once_it_stays_there_while_the_body_sways(
    stage: Set, standing: Set, fps: int
) -> None:
    told, state = play(lets_go(stage, standing, (0.35, 0.1, 1.08), lambda _: True), fps, 7.0)
    assert told[-1][1][0].support is Support.YES
    assert len(state.supports) == 2


def test_a_hand_that_slides_along_its_bar_with_the_body_is_not_called_free(stage: Set, standing: Set) -> None:
    """It has been seen to hold there; from 4 s on it goes along."""
    giver = stage().giver(standing(left_hand_m=HELD_M))

    def pose(t_s: float) -> Pose:
        return swaying(giver, along=t_s > 4.0)(t_s)

    told, _ = play(pose, end_s=12.0)
    assert Support.NO not in {hands[0].support for _, hands in told}


@pytest.mark.parametrize("fps", FPS)
def test_a_hand_that_is_held_out_and_goes_along_with_the_body_is_unknown_first_and_then_holds_nothing(
    stage: Set, standing: Set, view: str, fps: int
) -> None:
    giver = stage(view).giver(standing(left_hand_m=HELD_M))
    told, _ = play(swaying(giver, along=True), fps, 7.0)
    said = [(t_s, hands[0].support) for t_s, hands in told]
    assert [support for support, _ in groupby(support for _, support in said)] == [
        Support.YES,  # until the body has swayed for long enough to tell
        Support.UNKNOWN,
        Support.NO,
    ]
    unknown_s = next(t_s for t_s, support in said if support is Support.UNKNOWN)
    free_s = next(t_s for t_s, support in said if support is Support.NO)
    assert 1.0 < unknown_s < 1.75
    assert free_s - unknown_s == pytest.approx(1.5, abs=1.5 / fps)


@pytest.mark.parametrize("fps", FPS)
def test_a_hand_that_stays_where_it_is_while_the_body_sways_holds_on(
    stage: Set, standing: Set, view: str, fps: int
) -> None:
    giver = stage(view).giver(standing(left_hand_m=HELD_M))
    told, state = play(swaying(giver, along=False), fps, 7.0)
    assert {hands[0].support for _, hands in told} == {Support.YES}
    assert len(state.supports) == 1


def test_a_hand_that_is_barely_seen_is_guessed_to_go_along_and_stays_unknown(stage: Set, standing: Set) -> None:
    giver = stage().giver(standing(left_hand_m=HELD_M))
    told, _ = play(swaying(giver, along=True, wrist_visibility=0.2), end_s=12.0)
    assert {hands[0].support for t_s, hands in told if t_s > 1.5} == {Support.UNKNOWN}


def test_a_marked_support_wins_over_a_hand_that_goes_along(stage: Set, standing: Set) -> None:
    giver = stage().giver(standing(left_hand_m=HELD_M))
    told, state = play(swaying(giver, along=True), end_s=7.0, marked=(around(giver),))
    assert {hands[0].support for _, hands in told} == {Support.YES}
    assert [support.marked for support in state.supports] == [True]


@pytest.mark.parametrize("fps", FPS)
@pytest.mark.parametrize("between", ["waves", "hangs"])
def test_a_hand_that_comes_to_rest_is_judged_anew(stage: Set, standing: Set, fps: int, between: str) -> None:
    """An arm that swung along, while its giver walked up, does not go along ever after."""
    giver = stage().giver(standing(left_hand_m=HELD_M))
    free, holds = swaying(giver, along=True), swaying(giver, along=False)
    moves = {"waves": waving(stage, standing), "hangs": swaying(stage().giver(), along=True)}[between]

    def pose(t_s: float) -> Pose:
        return free(t_s) if t_s < 6.0 else moves(t_s) if t_s < 7.5 else holds(t_s)

    told, _ = play(pose, fps, 12.0)
    assert [hands[0].support for t_s, hands in told if t_s < 6.0][-1] is Support.NO
    assert {hands[0].support for t_s, hands in told if t_s > 8.1} == {Support.YES}


@pytest.mark.parametrize("by_px", [0.0, 400.0])
def test_a_trunk_that_looks_shorter_now_and_then_does_not_free_a_hand_that_holds_on(
    stage: Set, standing: Set, by_px: float
) -> None:
    """The hips and the hand stand still; the trunk nods by 5 % of its length, wherever in the picture that is."""
    giver = stage().giver(standing(left_hand_m=HELD_M))
    hips = giver.xy_px[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=0)
    upper = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_ELBOW, Landmark.RIGHT_ELBOW]

    def pose(t_s: float) -> Pose:
        xy_px = giver.xy_px.copy()
        xy_px[upper] = hips + (xy_px[upper] - hips) * [1.0, 1.0 + 0.05 * float(np.sin(2 * np.pi * t_s / 2.0))]
        return Pose(xy_px + np.array([by_px, 0.0]), giver.visibility)

    told, _ = play(pose, end_s=7.0)
    assert {hands[0].support for _, hands in told} == {Support.YES}


@pytest.mark.parametrize("fps", FPS)
def test_a_hand_beside_the_thigh_holds_on_once_it_has_stayed_there_while_the_body_sways(stage: Set, fps: int) -> None:
    told, state = play(swaying(stage().giver(), along=False), fps, 6.0)
    left = [hands[0].support for _, hands in told]
    begins = left.index(Support.YES)
    assert set(left[:begins]) == {Support.NO}, "an arm that hangs is a loose one until it is seen not to be"
    assert 0.5 < begins / fps < 2.5
    assert set(left[begins:]) == {Support.YES}
    assert {hands[1].support for _, hands in told} == {Support.NO}
    assert len(state.supports) == 1


@pytest.mark.parametrize("fps", FPS)
def test_an_arm_that_hangs_and_goes_along_holds_nothing_however_the_body_sways(stage: Set, fps: int) -> None:
    told, state = play(swaying(stage().giver(), along=True), fps, 8.0)
    assert {hand.support for _, hands in told for hand in hands} == {Support.NO}
    assert state.supports == ()


def test_a_hand_beside_the_thigh_that_lets_go_and_goes_along_holds_nothing_any_more(stage: Set) -> None:
    giver = stage().giver()
    holding, loose = swaying(giver, along=False), swaying(giver, along=True)
    told, _ = play(lambda t_s: (holding if t_s < 6.4 else loose)(t_s), 15, 14.0)
    assert told[90][1][0].support is Support.YES
    assert {hands[0].support for t_s, hands in told if t_s > 10.5} == {Support.NO}
