"""Whose landmarks are the giver's: when the network for folded legs is believed, of who kneels, sits or stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from coach.core.body_look import FoldedAnswer
from coach.core.landmarks import Landmark, Pose
from coach.core.look import Answer, Hints
from coach.core.people.folded import FoldedState, giver_look, is_settled, is_steep, update_folded
from coach.core.people.giver import GiverState, plan_giver, update_giver
from coach.core.people.regions import extent_px, hip_region
from coach.core.people.technique import TechniqueParams, TechniqueState, update_technique
from coach.core.sight import Seen, Technique

FRAME_RATES = pytest.mark.parametrize("fps", [30, 15, 10])


def told(*, trust: float = 1.0, kneels: float = 0.0, sits: float = 0.0) -> FoldedAnswer:
    pose = Pose(np.full((33, 2), 7.0), np.ones(33))
    return FoldedAnswer(trust, kneels, sits, pose, np.full(33, 2.0))


def watch(state: FoldedState, answer: FoldedAnswer, seconds: float, fps: float, start_s: float = 0.0) -> FoldedState:
    """Looks for some seconds at a rate."""
    for frame in range(round(seconds * fps)):
        state = update_folded(state, answer, start_s + frame / fps)
    return state


@FRAME_RATES
def test_who_kneels_for_a_second_is_believed_to_kneel(fps: float) -> None:
    state = watch(FoldedState(), told(kneels=1.0), 1.0, fps)
    assert state.folded
    assert state.technique is Technique.KNEELING


@FRAME_RATES
def test_who_sits_for_a_second_is_believed_to_sit(fps: float) -> None:
    assert watch(FoldedState(), told(sits=1.0), 1.0, fps).technique is Technique.SEATED


@FRAME_RATES
def test_who_stands_is_never_believed_to_kneel(fps: float) -> None:
    state = watch(FoldedState(), told(kneels=0.1, sits=0.05), 30.0, fps)
    assert not state.folded
    assert state.technique is None


@FRAME_RATES
def test_one_wrong_look_changes_nothing(fps: float) -> None:
    state = watch(FoldedState(), told(), 5.0, fps)
    assert not update_folded(state, told(kneels=1.0), 5.0).folded


@FRAME_RATES
def test_who_stands_up_is_given_back_to_the_other_network_within_a_second(fps: float) -> None:
    state = watch(FoldedState(), told(kneels=1.0), 10.0, fps)
    assert not watch(state, told(), 1.0, fps, start_s=10.0).folded


def test_looks_at_the_same_picture_count_one_after_another_but_none_alone_is_believed() -> None:
    state = update_folded(FoldedState(), told(sits=0.95), 0.0)
    assert not state.folded
    assert not is_settled(state)
    for _ in range(3):
        state = update_folded(state, told(sits=0.95), 0.0)
    assert state.folded
    assert is_settled(state)
    assert is_settled(update_folded(FoldedState(), told(sits=0.05), 0.0))


def test_beliefs_of_a_network_that_does_not_trust_itself_count_for_nothing() -> None:
    assert not watch(FoldedState(), told(trust=0.2, kneels=1.0), 20.0, 15).folded


def test_a_look_that_saw_nobody_changes_nothing() -> None:
    state = watch(FoldedState(), told(sits=1.0), 2.0, 15)
    assert update_folded(state, None, 9.0) == state


@given(st.lists(st.floats(0.41, 0.59), min_size=1, max_size=60))
def test_beliefs_between_the_two_levels_never_toggle(beliefs: list[float]) -> None:
    for before in (FoldedState(kneels=0.5, folded=True), FoldedState(kneels=0.5, folded=False)):
        state = before
        for frame, belief in enumerate(beliefs):
            state = update_folded(state, told(kneels=belief), frame / 12)
            assert state.folded is before.folded


def upright() -> Pose:
    """Somebody who faces the camera: their left is on the picture's right."""
    xy_px = np.zeros((33, 2))
    xy_px[1::2, 0], xy_px[2::2, 0] = 30.0, -30.0
    xy_px[11:13, 1], xy_px[13:23, 1], xy_px[23:25, 1], xy_px[25:, 1] = 0.0, 50.0, 100.0, 150.0
    return Pose(xy_px, np.linspace(0.0, 1.0, 33))


FOLDED, STANDS = FoldedState(kneels=1.0, folded=True), FoldedState()


def look(mediapipe: Pose, *, trust: float = 1.0) -> Answer:
    """MediaPipe's landmarks, and beside them the network's: `upright`."""
    return Answer(mediapipe, 0.9, folded=FoldedAnswer(trust, 0.0, 0.0, upright(), np.full(33, 2.0)))


def with_a_leg_elsewhere(by_px: float) -> Pose:
    xy_px = upright().xy_px.copy()
    xy_px[27, 0] += by_px
    return Pose(xy_px, upright().visibility)


@pytest.mark.parametrize("legs", [FOLDED, STANDS])
def test_the_networks_landmarks_take_the_place_of_the_others_but_for_the_arms(legs: FoldedState) -> None:
    mediapipe = Pose(upright().xy_px + 1.0, upright().visibility)
    pose = giver_look(look(mediapipe), legs, steep=False).pose
    assert_array_equal(pose.xy_px[13:23], mediapipe.xy_px[13:23])
    for rows in (slice(0, 13), slice(23, 33)):
        assert_array_equal(pose.xy_px[rows], upright().xy_px[rows])


@pytest.mark.parametrize("legs", [FOLDED, STANDS])
def test_arms_of_somebody_whose_left_is_called_right_are_put_on_their_own_side(legs: FoldedState) -> None:
    mediapipe = upright().flipped()
    pose = giver_look(look(mediapipe), legs, steep=False).pose
    assert_array_equal(pose.xy_px, upright().xy_px)
    assert_array_equal(pose.visibility, mediapipe.flipped().visibility)


@pytest.mark.parametrize("legs", [FOLDED, STANDS])
@pytest.mark.parametrize(("part", "mixed"), [(0.05, False), (0.2, True), (0.5, True)])
def test_arms_that_hang_between_both_readings_are_the_networks(legs: FoldedState, part: float, mixed: bool) -> None:
    right = upright()
    between = Pose(right.xy_px + part * (right.flipped().xy_px - right.xy_px), right.visibility)
    pose = giver_look(look(between), legs, steep=True).pose
    assert_array_equal(pose.xy_px[13:23], (right if mixed else between).xy_px[13:23])
    assert_array_equal(pose.xy_px[23:], right.xy_px[23:])


def test_of_who_stands_a_leg_that_the_two_see_far_apart_is_mediapipes() -> None:
    far, near = look(with_a_leg_elsewhere(30.0)), look(with_a_leg_elsewhere(10.0))
    assert giver_look(far, STANDS, steep=False) is far
    assert_array_equal(giver_look(near, STANDS, steep=False).pose.xy_px[27], upright().xy_px[27])


@pytest.mark.parametrize(("legs", "steep"), [(FOLDED, False), (STANDS, True)])
def test_of_folded_legs_and_from_high_above_the_network_is_taken_by_its_word(legs: FoldedState, steep: bool) -> None:
    far = look(with_a_leg_elsewhere(60.0))
    assert_array_equal(giver_look(far, legs, steep=steep).pose.xy_px[27], upright().xy_px[27])


@pytest.mark.parametrize("steep", [False, True])
def test_of_who_stands_a_network_that_does_not_trust_itself_is_not_believed(steep: bool) -> None:
    unsure = look(with_a_leg_elsewhere(1.0), trust=0.4)
    assert giver_look(unsure, STANDS, steep=steep) is unsure


def test_a_look_that_was_not_asked_about_stays_as_it_is() -> None:
    unasked = Answer(upright(), 0.9)
    assert giver_look(unasked, FOLDED, steep=True) is unasked


@pytest.mark.parametrize(("elevation_deg", "steep"), [(25.0, False), (38.0, False), (42.0, True), (60.0, True)])
def test_steep_is_what_looks_down_on_the_back_by_more_than_forty_degrees(
    stage: Callable[..., Any], elevation_deg: float, steep: bool
) -> None:
    elevation_rad = np.radians(elevation_deg)
    scene = stage().scene
    middle_m = np.array([0.0, 3.0 * np.cos(elevation_rad)])
    towards_head = np.array([-np.sin(scene.yaw_rad), np.cos(scene.yaw_rad)])
    scene = replace(
        scene,
        camera=replace(scene.camera, pitch_rad=0.5, height_m=3.0 * np.sin(elevation_rad)),
        hip_m=middle_m - towards_head * scene.torso_m / 2,
    )
    assert scene.elevation_rad == pytest.approx(elevation_rad, abs=1e-6)
    assert is_steep(scene) is steep


def test_an_unknown_scene_is_not_steep() -> None:
    assert not is_steep(None)


def test_what_the_legs_are_told_to_be_wins_over_their_look() -> None:
    standing = np.zeros((33, 2))
    for rows, y in (((11, 12), 0.0), ((23, 24), 100.0), ((25, 26), 185.0), ((27, 28), 270.0)):
        standing[list(rows), 1] = y
    pose = Pose(standing, np.ones(33))
    params = TechniqueParams()
    assert update_technique(params, TechniqueState(), pose, None, 0.0).now is Technique.STANDING
    assert update_technique(params, TechniqueState(), pose, None, 0.0, Technique.SEATED).now is Technique.SEATED


def test_an_unseen_giver_has_no_technique_whatever_was_told() -> None:
    state = update_technique(TechniqueParams(), TechniqueState(), None, None, 0.0, Technique.KNEELING)
    assert state.now is Technique.UNKNOWN


@pytest.mark.parametrize("steep", [False, True])
def test_from_high_above_the_giver_is_followed_by_the_network_in_a_wider_region(
    stage: Callable[..., Any], steep: bool
) -> None:
    told = stage()
    mediapipes = told.giver()
    xy_px = mediapipes.xy_px.copy()
    xy_px[Landmark.LEFT_ANKLE] += np.array([0.2 * extent_px(mediapipes), 0.0])
    networks = Pose(xy_px, mediapipes.visibility)
    state = GiverState(mediapipes, Seen.MEASURED, t_s=0.0)
    regions, _ = plan_giver(state, told.size, (), False, 0.1, steep=steep)
    assert regions[0].size_px == pytest.approx(hip_region(mediapipes, narrow=not steep).size_px)
    seen = Answer(mediapipes, 0.98, folded=FoldedAnswer(0.9, 0.0, 0.0, networks, np.full(33, 2.0)))
    after = update_giver(state, (seen,), (), None, told.size, Hints(), 0.1, steep=steep)
    assert after.pose is not None
    assert_array_equal(after.pose.xy_px[25:], (networks if steep else mediapipes).xy_px[25:])
