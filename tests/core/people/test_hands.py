"""Hands hold on, hang, wave, hide or rest on the receiver; supports are learnt where hands rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.area import Box
from coach.core.landmarks import Landmark, Pose, Side, no_pose
from coach.core.people.hands import begin_hands, update_hands
from coach.core.sight import Support
from tests.core.people.hand_stories import FPS, HELD_M, PALM, PARAMS, Set, around, play, swaying, waving


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
