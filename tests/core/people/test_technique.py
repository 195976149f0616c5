"""Standing, half squat, kneeling and seated, read from a stick figure's legs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.geometry.scene import CM_PER_M, Scene
from coach.core.landmarks import FloatArray, Landmark, Pose, no_pose
from coach.core.people.knees import UprightKnees, update_upright
from coach.core.people.technique import TechniqueParams, TechniqueState, leg_parts, update_technique
from coach.core.sight import Technique

Set = Callable[..., Any]
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
HEIGHT_M = 1.65
FROM_ABOVE = ((2.2, 2.0, 40.0), (2.4, 1.4, 52.0), (2.6, 1.2, 58.0))  # height and distance, m; pitch, degrees


def figure(legs: tuple[tuple[tuple[float, float], ...], ...], trunk_px: float = 200.0) -> Pose:
    pose = no_pose()
    for row, (knee, ankle) in enumerate(legs):
        hip = np.array([600.0 + 40 * row, 400.0])
        pose.xy_px[Landmark.LEFT_SHOULDER + row] = hip - [0.0, trunk_px]
        pose.xy_px[Landmark.LEFT_HIP + row] = hip
        pose.xy_px[Landmark.LEFT_KNEE + row] = hip + np.array(knee) * trunk_px
        pose.xy_px[Landmark.LEFT_ANKLE + row] = hip + np.array(ankle) * trunk_px
    return pose


def seen_from(scene: Scene, height_m: float, distance_m: float, pitch_deg: float) -> Scene:
    """The same bodies, seen by a camera that stands elsewhere."""
    camera = replace(scene.camera, height_m=height_m, pitch_rad=float(np.radians(pitch_deg)))
    return replace(scene, camera=camera, hip_m=np.array([0.05, distance_m]))


def on_back(scene: Scene, thigh_deg: float = 0.0, shank_deg: float = 0.0, lean_deg: float = 0.0) -> Pose:
    """A stick figure on the middle of the back that faces the picture's right; knees go forward by these angles."""

    def part(share: float, forward_deg: float) -> FloatArray:
        angle = np.radians(forward_deg)
        return share * HEIGHT_M * np.array([np.sin(angle), 0.0, np.cos(angle)])

    middle_cm = np.array([[0.0, scene.torso_m / 2 * CM_PER_M]])
    ankle = scene.scene_from_back(middle_cm, scene.sole_height_m)[0] + part(0.039, 0.0)
    knee = ankle + part(0.246, shank_deg)
    hip = knee + part(0.245, -thigh_deg)
    shoulder = hip + part(0.288, lean_deg)
    pose = no_pose()
    for left, to_left in ((0, 1.0), (1, -1.0)):
        for row, joint, half_m in (
            (Landmark.LEFT_SHOULDER, shoulder, 0.17),
            (Landmark.LEFT_HIP, hip, 0.09),
            (Landmark.LEFT_KNEE, knee, 0.09),
            (Landmark.LEFT_ANKLE, ankle, 0.09),
        ):
            pose.xy_px[row + left] = scene.camera.project((joint + np.array([0.0, to_left * half_m, 0.0]))[None])[0]
    return pose


def play(
    poses: Callable[[float], Pose | None], end_s: float, fps: int = 30, scene: Scene | None = None
) -> list[tuple[float, Technique]]:
    state, told = TechniqueState(), []
    for number in range(round(end_s * fps)):
        state = update_technique(PARAMS, state, poses(number / fps), scene, number / fps)
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


@pytest.mark.parametrize(
    ("in_space_deg", "technique"),
    [(120.0, Technique.HALF_SQUAT), (150.0, Technique.STANDING), (float("nan"), Technique.STANDING)],
)
def test_a_knee_that_bends_towards_the_camera_looks_straight_and_the_network_in_space_tells_it(
    in_space_deg: float, technique: Technique
) -> None:
    """Straight in the picture (180°): the mean with the angle in space decides, and without one the picture alone."""
    straight = figure(LEGS[Technique.STANDING])
    told = update_technique(PARAMS, TechniqueState(), straight, None, 0.0, knee_deg=in_space_deg)
    assert told.now is technique


def test_a_network_that_imagines_straight_knees_does_not_hide_a_squat_that_the_picture_shows() -> None:
    squat = figure(LEGS[Technique.HALF_SQUAT])
    assert update_technique(PARAMS, TechniqueState(), squat, None, 0.0, knee_deg=172.0).now is Technique.HALF_SQUAT


def walked_up(walks: Pose, in_space_deg: float, then_deg: float, seconds: float = 4.0, **told: Any) -> Technique:
    """Walks on the floor for some seconds, then stands on the back, legs straight in the picture, for two more."""
    state = TechniqueState()
    for number in range(round((seconds + 2.0) * 12)):
        t_s = number / 12
        up = t_s >= seconds
        state = update_technique(
            PARAMS,
            state,
            figure(LEGS[Technique.STANDING]) if up else walks,
            None,
            t_s,
            knee_deg=then_deg if up else in_space_deg,
            **({} if up else {"stepping": True, "off_back": True, **told}),
        )
    return state.now


def test_a_view_from_which_the_network_bends_straight_knees_is_known_from_the_walk_up() -> None:
    """130 degrees on the back would be a half squat, were they not 140 on the floor, where everybody walks upright."""
    straight = figure(LEGS[Technique.STANDING])
    assert walked_up(straight, 170.0, 130.0) is Technique.HALF_SQUAT
    assert walked_up(straight, 140.0, 130.0) is Technique.STANDING
    assert walked_up(straight, 140.0, 105.0) is Technique.HALF_SQUAT


def test_what_the_network_straightens_is_never_taken_for_more_bent() -> None:
    assert walked_up(figure(LEGS[Technique.STANDING]), 178.0, 140.0) is Technique.STANDING


@pytest.mark.parametrize("crouches", [Technique.HALF_SQUAT, Technique.KNEELING, Technique.SEATED])
def test_who_crouches_beside_the_receiver_is_not_taken_for_an_upright_walker(crouches: Technique) -> None:
    assert walked_up(figure(LEGS[crouches]), 120.0, 130.0) is Technique.HALF_SQUAT


def test_a_step_up_and_a_moment_on_the_floor_tell_nothing_of_the_view() -> None:
    straight = figure(LEGS[Technique.STANDING])
    assert walked_up(straight, 140.0, 130.0, off_back=False) is Technique.HALF_SQUAT
    assert walked_up(straight, 140.0, 130.0, seconds=0.8) is Technique.HALF_SQUAT
    assert walked_up(straight, float("nan"), 130.0) is Technique.HALF_SQUAT


@pytest.mark.parametrize("fps", [30, 12, 5])
def test_what_upright_knees_look_like_is_the_mean_of_the_last_looks_at_any_frame_rate(fps: int) -> None:
    knees = UprightKnees()
    for number in range(20 * fps):
        knees = update_upright(knees, 150.0 if number % 2 else 140.0, number / fps)
    assert knees.mean_deg == pytest.approx(145.0, abs=0.3)
    assert knees.corrected_deg(130.0) == pytest.approx(145.0, abs=0.3)
    assert np.isnan(knees.corrected_deg(float("nan")))
    later = update_upright(knees, 150.0, 500.0)
    assert later.mean_deg - knees.mean_deg == pytest.approx(5.0 * 0.25 / 10.0, abs=0.05)


@pytest.mark.parametrize("bent", [Technique.HALF_SQUAT, Technique.KNEELING, Technique.SEATED])
def test_however_deep_and_long_a_foot_on_the_floor_bends_the_knees_it_is_a_step(bent: Technique) -> None:
    state = TechniqueState(Technique.STANDING)
    for number in range(90):
        state = update_technique(PARAMS, state, figure(LEGS[bent]), None, number / 30, stepping=True)
    assert state.now is Technique.STANDING
    unknown = update_technique(PARAMS, TechniqueState(), figure(LEGS[bent]), None, 0.0, stepping=True)
    assert unknown.now is Technique.UNKNOWN


def test_folded_legs_that_the_network_for_them_sees_count_with_a_foot_on_the_floor_too() -> None:
    standing = figure(LEGS[Technique.STANDING])
    told = update_technique(PARAMS, TechniqueState(), standing, None, 0.0, Technique.KNEELING, stepping=True)
    assert told.now is Technique.KNEELING


def test_who_gets_up_from_the_knees_between_squat_and_standing_is_on_the_feet_after_the_settling_time() -> None:
    def pose(t_s: float) -> Pose:
        if t_s < 1.0:
            return figure(LEGS[Technique.KNEELING])
        return figure(LEGS[Technique.HALF_SQUAT if round(t_s * 30) % 2 else Technique.STANDING])

    told = [technique for t_s, technique in play(pose, 2.5) if t_s > 1.0 + PARAMS.settle_s + 0.1]
    assert told
    assert Technique.KNEELING not in told


def test_nobody_is_unknown_in_the_end_but_a_short_gap_keeps_the_technique() -> None:
    told = play(lambda t_s: figure(LEGS[Technique.KNEELING]) if t_s < 1.0 or 1.3 < t_s < 2.0 else None, 4.0)
    assert all(technique is Technique.KNEELING for t_s, technique in told if t_s < 2.5)
    assert told[-1][1] is Technique.UNKNOWN


@pytest.mark.parametrize("camera", FROM_ABOVE)
def test_a_straight_body_stands_however_high_the_camera(stage: Set, camera: tuple[float, float, float]) -> None:
    scene = seen_from(stage("high").scene, *camera)
    assert play(lambda _: on_back(scene), 0.2, scene=scene)[-1][1] is Technique.STANDING
    assert play(lambda _: on_back(scene, 4.0, 4.0), 0.2, scene=scene)[-1][1] is Technique.STANDING


def test_from_high_above_a_straight_body_looks_like_a_half_squat_to_those_who_do_not_know_the_camera(
    stage: Set,
) -> None:
    scene = seen_from(stage("high").scene, *FROM_ABOVE[-1])
    assert play(lambda _: on_back(scene), 0.2)[-1][1] is Technique.HALF_SQUAT


@pytest.mark.parametrize("camera", FROM_ABOVE)
@pytest.mark.parametrize(("thigh_deg", "shank_deg", "lean_deg"), [(35, 25, 15), (50, 35, 20)])
def test_a_half_squat_is_one_from_high_above_too(
    stage: Set, camera: tuple[float, float, float], thigh_deg: float, shank_deg: float, lean_deg: float
) -> None:
    scene = seen_from(stage("high").scene, *camera)
    told = play(lambda _: on_back(scene, thigh_deg, shank_deg, lean_deg), 0.2, scene=scene)
    assert told[-1][1] is Technique.HALF_SQUAT


@pytest.mark.parametrize("camera", FROM_ABOVE)
def test_kneeling_and_sitting_are_told_from_high_above_too(stage: Set, camera: tuple[float, float, float]) -> None:
    scene = seen_from(stage("high").scene, *camera)
    assert play(lambda _: on_back(scene, 0.0, 90.0), 0.2, scene=scene)[-1][1] is Technique.KNEELING
    assert play(lambda _: on_back(scene, 85.0, 0.0), 0.2, scene=scene)[-1][1] is Technique.SEATED


@pytest.mark.parametrize("camera", [None, *FROM_ABOVE])
@pytest.mark.parametrize(("shank", "technique"), [(0.38, Technique.KNEELING), (0.5, Technique.HALF_SQUAT)])
def test_a_shank_lies_flat_or_does_not_wherever_the_camera_is_said_to_be(
    stage: Set, camera: tuple[float, float, float] | None, shank: float, technique: Technique
) -> None:
    """What is known of the view changes how far hips are over feet and knees, but no kneeling shank."""
    scene = None if camera is None else seen_from(stage("high").scene, *camera)
    legs = (((0.1, 0.7), (0.5, 0.7 + shank)),) * 2
    assert play(lambda _: figure(legs), 0.2, scene=scene)[-1][1] is technique


def test_straight_legs_look_shorter_the_higher_the_camera_and_as_long_as_they_are_from_the_side(stage: Set) -> None:
    assert leg_parts(None) == (1.0, 1.0)
    scene = stage("high").scene
    assert leg_parts(seen_from(scene, 0.8, 60.0, 0.0)) == pytest.approx((1.0, 1.0), abs=0.01)
    above = [leg_parts(seen_from(scene, *camera)) for camera in FROM_ABOVE]
    assert all(shank < thigh < 1.0 for thigh, shank in above)
    assert sorted(above, reverse=True) == above


@settings(max_examples=60, deadline=None)
@given(
    height_m=st.floats(0.1, 6.0), distance_m=st.floats(-2.0, 9.0), pitch_deg=st.floats(-30, 90), roll=st.floats(-3, 3)
)
def test_wherever_the_camera_is_straight_legs_have_a_length(
    stage: Set, height_m: float, distance_m: float, pitch_deg: float, roll: float
) -> None:
    scene = seen_from(stage().scene, height_m, distance_m, pitch_deg)
    parts = leg_parts(replace(scene, camera=replace(scene.camera, roll_rad=roll)))
    assert np.isfinite(parts).all()
    assert 0.4 <= min(parts) <= max(parts) <= 1.0


@settings(max_examples=40, deadline=None)
@given(holes=st.lists(st.integers(0, 32), max_size=33), scale=st.floats(-2.0, 2.0), from_above=st.booleans())
def test_whatever_is_missing_or_squeezed_nothing_raises(
    stage: Set, holes: list[int], scale: float, from_above: bool
) -> None:
    pose = figure(LEGS[Technique.STANDING])
    pose.xy_px[:] *= scale
    pose.xy_px[holes] = np.nan
    scene = stage("high").scene if from_above else None
    assert update_technique(PARAMS, TechniqueState(), pose, scene, 0.0).now in Technique
