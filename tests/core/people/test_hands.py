"""Hands hold on, hang, wave, hide or rest on the receiver; supports are learnt where hands rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import groupby
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.area import Box
from coach.core.landmarks import Landmark, Pose, Side, no_pose
from coach.core.people.hands import HandParams, HandsState, begin_hands, update_hands
from coach.core.sight import HandSight, Support

Set = Callable[..., Any]
Hands = tuple[HandSight, HandSight]
PARAMS = HandParams()
FPS = [30, 15, 10]
HELD_M = (0.5, 0.1, 1.35)  # a bar or a chair's back beside the giver: to the side, ahead, over the ground


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


@pytest.mark.parametrize("fps", FPS)
def test_hanging_hands_hold_nothing(stage: Set, view: str, fps: int) -> None:
    giver = stage(view).giver()
    told, state = play(lambda _: giver, fps)
    assert {hand.support for t_s, hands in told if t_s > 0.3 for hand in hands} == {Support.NO}
    assert state.supports == ()


@pytest.mark.parametrize("fps", FPS)
def test_a_raised_hand_that_rests_holds_on_and_the_other_one_does_not(
    stage: Set, standing: Set, view: str, fps: int
) -> None:
    giver = stage(view).giver(standing(left_hand_m=HELD_M))
    told, _ = play(lambda _: giver, fps)
    assert {hands[0].support for t_s, hands in told if t_s > 0.3} == {Support.YES}
    assert {hands[1].support for t_s, hands in told if t_s > 0.3} == {Support.NO}


@pytest.mark.parametrize("fps", FPS)
def test_a_waving_hand_is_never_called_holding(stage: Set, standing: Set, fps: int) -> None:
    told, state = play(waving(stage, standing), fps, 4.0)
    settled = [hands[0].support for t_s, hands in told if t_s > 0.5]
    assert Support.YES not in settled
    assert state.supports == ()


def test_a_hidden_hand_is_unknown(stage: Set, standing: Set) -> None:
    giver = stage().giver(standing(left_hand_m=HELD_M))
    giver.visibility[Landmark.LEFT_WRIST] = 0.01
    told, state = play(lambda _: giver)
    assert {hands[0].support for _, hands in told} == {Support.UNKNOWN}
    assert state.supports == ()


@pytest.mark.parametrize("fps", FPS)
def test_a_hidden_hand_that_is_not_at_the_support_that_it_held_has_let_go(stage: Set, standing: Set, fps: int) -> None:
    told, _ = play(hidden_from(2.5, stage, standing, left_hand_m=(0.2, 0.3, 1.1)), fps, 5.0)
    assert {hands[0].support for t_s, hands in told if 0.3 < t_s < 2.5} == {Support.YES}
    assert {hands[0].support for t_s, hands in told if t_s > 3.1} == {Support.NO}


@pytest.mark.parametrize("fps", FPS)
def test_a_hidden_hand_that_stays_at_the_support_that_it_held_is_unknown(stage: Set, standing: Set, fps: int) -> None:
    told, _ = play(hidden_from(2.5, stage, standing, left_hand_m=HELD_M), fps, 5.0)
    assert {hands[0].support for t_s, hands in told if t_s > 3.1} == {Support.UNKNOWN}


def hidden_from(hides_s: float, stage: Set, standing: Set, **then: Any) -> Callable[[float], Pose]:
    """The left hand holds on while the body sways; from `hides_s` on it is guessed to be where `then` says."""
    held, hidden = (stage().giver(standing(**pose)) for pose in ({"left_hand_m": HELD_M}, then))
    hidden.visibility[Landmark.LEFT_WRIST] = 0.01
    holding = swaying(held, along=False)
    return lambda t_s: holding(t_s) if t_s < hides_s else hidden


def test_a_hand_on_the_receivers_torso_is_on_the_body_and_holds_nothing(stage: Set) -> None:
    told_stage = stage("side")
    giver, receiver = told_stage.giver(), told_stage.receiver()
    torso = receiver.xy_px[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP, Landmark.RIGHT_HIP]]
    for row in (Landmark.LEFT_WRIST, Landmark.LEFT_PINKY, Landmark.LEFT_INDEX):
        giver.xy_px[row] = torso.mean(axis=0)
    told, state = play(lambda _: giver, receiver=receiver)
    left, right = told[-1][1]
    assert left.on_body
    assert left.support is Support.NO
    assert not right.on_body
    assert state.supports == ()


def test_a_marked_support_wins_over_a_hanging_arm(stage: Set) -> None:
    giver = stage().giver()
    told, state = play(lambda _: giver, marked=(around(giver),))
    assert told[-1][1][0].support is Support.YES
    assert [support.marked for support in state.supports] == [True]


def test_a_hand_that_passes_over_a_marked_support_does_not_hold_it(stage: Set, standing: Set) -> None:
    pose = waving(stage, standing)
    told, _ = play(pose, end_s=3.0, marked=(around(pose(0.0)),))
    assert Support.YES not in {hands[0].support for t_s, hands in told if t_s > 0.5}


@pytest.mark.parametrize("fps", FPS)
def test_a_support_is_learnt_once_a_hand_has_stayed_for_long_enough_while_the_body_sways(
    stage: Set, standing: Set, fps: int
) -> None:
    holding = swaying(stage().giver(standing(left_hand_m=HELD_M)), along=False)
    _, early = play(holding, fps, PARAMS.learn_s * 0.8)
    assert early.supports == ()
    told, late = play(holding, fps, 2.0)
    (support,) = late.supports
    assert not support.marked
    x, y, width, height = support.box_px
    palm = told[-1][1][0].xy_px
    assert (palm > [x, y]).all()
    assert (palm < [x + width, y + height]).all()


@pytest.mark.parametrize("along", [True, False])
def test_a_hand_in_the_air_makes_no_support_however_long_it_is_there(stage: Set, standing: Set, along: bool) -> None:
    """Beside a body that stands still, or along with one that sways."""
    giver = stage().giver(standing(left_hand_m=HELD_M))
    _, state = play(swaying(giver, along=True) if along else lambda _: giver, end_s=8.0)
    assert state.supports == ()


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


def test_a_hand_that_moves_on_holds_the_next_place_too_and_marked_places_are_never_forgotten(
    stage: Set, standing: Set
) -> None:
    def pose(t_s: float) -> Pose:
        place_m = (0.35 + 0.12 * (int(t_s / 2) % 9), 0.1, 1.35 + 0.05 * int(t_s / 2))
        return swaying(stage().giver(standing(left_hand_m=place_m)), along=False)(t_s)

    marked = Box(0, 0, 10, 10)
    _, state = play(pose, 15, 24.0, marked=(marked,))
    assert sum(support.marked for support in state.supports) == 1
    assert 3 <= len(state.supports) <= 7


PALM = [Landmark.LEFT_WRIST, Landmark.LEFT_PINKY, Landmark.LEFT_INDEX]


def test_a_hand_on_the_own_hip_holds_nothing(stage: Set) -> None:
    giver = stage().giver()
    shoulder, hip = giver.xy_px[Landmark.LEFT_SHOULDER], giver.xy_px[Landmark.LEFT_HIP]
    giver.xy_px[PALM] = hip + 0.17 * (shoulder - hip)
    giver.xy_px[Landmark.LEFT_ELBOW] = (shoulder + hip) / 2 + [0.45 * np.linalg.norm(shoulder - hip), 0.0]
    told, state = play(lambda _: giver)
    assert told[-1][1][0].support is Support.NO
    assert state.supports == ()


def test_an_arm_that_hangs_plumb_from_a_leaning_trunk_holds_nothing(stage: Set) -> None:
    giver = stage().giver()
    hips = giver.xy_px[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=0)
    shoulder = giver.xy_px[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]].mean(axis=0)
    trunk_px = float(np.linalg.norm(shoulder - hips))
    lean = hips + trunk_px * np.array([np.sin(0.7), -np.cos(0.7)])
    giver.xy_px[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]] = lean
    giver.xy_px[Landmark.LEFT_ELBOW] = lean + np.array([0.0, 0.5 * trunk_px])
    giver.xy_px[PALM] = lean + np.array([0.0, 1.05 * trunk_px])
    told, _ = play(lambda _: giver)
    assert told[-1][1][0].support is Support.NO


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


def test_the_hands_never_swap_sides(stage: Set, standing: Set) -> None:
    giver = stage().giver(standing(left_hand_m=(-0.5, 0.3, 1.0), right_hand_m=(-0.5, 0.3, 1.1)))
    for _, (left, right) in play(lambda _: giver)[0]:
        assert (left.side, right.side) == (Side.LEFT, Side.RIGHT)
        np.testing.assert_allclose(left.xy_px, giver.xy_px[Landmark.LEFT_WRIST])


def test_nobody_there_is_unknown_and_keeps_the_supports(stage: Set, standing: Set) -> None:
    holding = swaying(stage().giver(standing(left_hand_m=HELD_M)), along=False)
    told, state = play(lambda t_s: holding(t_s) if t_s < 2.0 else None, end_s=3.0)
    for hand in told[-1][1]:
        assert hand.support is Support.UNKNOWN
        assert np.isnan(hand.xy_px).all()
    assert len(state.supports) == 1


@settings(max_examples=40, deadline=None)
@given(
    frames=st.lists(st.tuples(st.lists(st.integers(0, 32), max_size=6), st.booleans(), st.booleans()), max_size=12),
    receiver_holes=st.lists(st.integers(0, 32), max_size=33),
)
def test_whatever_is_missing_nothing_raises_and_a_hand_without_a_place_is_unknown(
    stage: Set, frames: list[tuple[list[int], bool, bool]], receiver_holes: list[int]
) -> None:
    told = stage()
    receiver = told.receiver()
    receiver.xy_px[receiver_holes] = np.nan
    state = begin_hands(())
    for number, (holes, absent, blank) in enumerate(frames):
        giver = no_pose() if blank else told.giver()
        giver.xy_px[holes] = np.nan
        state, hands = update_hands(PARAMS, state, None if absent else giver, receiver, number / 10)
        for hand in hands:
            if not np.isfinite(hand.xy_px).all():
                assert hand.support is Support.UNKNOWN
    assert all(np.isfinite(support.box_px).all() for support in state.supports)


def test_a_support_that_is_marked_stays_where_it_was_marked() -> None:
    state = begin_hands((Box(1, 2, 3, 4),))
    assert replace(state).supports[0].box_px.tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize("fps", FPS)
def test_hands_of_a_kneeling_giver_that_are_hardly_seen_are_unknown_not_hanging(stage: Set, fps: int) -> None:
    seen = stage().giver()
    hardly_seen = Pose(seen.xy_px, np.full(33, 0.3))
    for pose, folded, expected in (
        (hardly_seen, True, Support.UNKNOWN),
        (hardly_seen, False, Support.NO),
        (seen, True, Support.NO),
    ):
        state = begin_hands(())
        for number in range(fps):
            state, hands = update_hands(PARAMS, state, pose, None, number / fps, folded=folded)
        assert {hand.support for hand in hands} == {expected}
