"""The mat's corners, markers and a told focal length make camera and scale surer, whichever way they are told."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from coach.core.geometry.camera import Camera
from coach.core.geometry.fit_scene import FitTask, FocalPrior, SceneFit, fit_scene
from coach.core.geometry.ground_fit import GroundTask, around, clicked_mat, ground_residuals, ground_starts
from coach.core.geometry.lying_body import SHAPE_NAMES, SPREAD, BodyShape, shape_vector
from coach.core.geometry.scene import Scene
from coach.core.geometry.told_scene import focal_prior, ground_task, lacks_corners
from coach.core.landmarks import FloatArray
from coach.core.look import Hints, PictureSize
from coach.core.marker_look import MARKER_M, MARKER_NUMBERS, MarkerAnswer

Set = Callable[..., Any]
FOCAL, PITCH = 0, 2  # rows of a fit's numbers
MAT_M = (0.9, 2.0)
DEPTH = 0.27  # of the torso
SCALE_SPREAD = 0.045


def on_mat(scene: Scene, plan_m: FloatArray, turn_rad: float = 0.07) -> FloatArray:
    """Places on the mat, which lies a little askew under the body, as the picture shows them."""
    turn = np.array([[np.cos(turn_rad), -np.sin(turn_rad)], [np.sin(turn_rad), np.cos(turn_rad)]])
    plan_m = plan_m @ turn.T + [0.05, -0.1]
    depth_m = np.full(len(plan_m), -DEPTH * scene.torso_m)
    return scene.camera.project(scene.scene_from_body(np.column_stack([plan_m, depth_m])))


def corners_of(scene: Scene, size_m: tuple[float, float] = MAT_M) -> FloatArray:
    return on_mat(scene, np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]]) * size_m)


def markers_of(scene: Scene, size_m: float = MARKER_M) -> tuple[MarkerAnswer, ...]:
    """The four markers, each flush in its corner of the mat, turned at will."""
    inset_m = size_m * 2 / 3
    found: list[MarkerAnswer] = []
    for number, side in zip(MARKER_NUMBERS, ((-1, 1), (1, 1), (1, -1), (-1, -1)), strict=True):
        middle_m = np.array(side) * (np.array(MAT_M) / 2 - inset_m)
        square_m = size_m * np.array([[-0.5, 0.5], [0.5, 0.5], [0.5, -0.5], [-0.5, -0.5]])
        angle = np.pi / 2 * number
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        found.append(MarkerAnswer(number, on_mat(scene, middle_m + square_m @ turn.T)))
    return tuple(found)


def body_of(told: Any, seed: int | None = None) -> FitTask:
    joints_px = told.joints_px()
    sigma_px = 0.02 * float(np.linalg.norm(np.ptp(joints_px, axis=0)))
    noise = 0.0 if seed is None else np.random.default_rng(seed).normal(size=(10, 2)) * sigma_px
    return FitTask(joints_px + noise, np.full(10, sigma_px), told.size.width, told.size.height, told.scene.torso_m)


def strange_stage(stage: Set, view: str, seed: int) -> Any:
    """A body and a lens that are not the usual ones."""
    draw = np.random.default_rng(seed)
    shape = shape_vector(BodyShape()) + 0.7 * draw.normal(size=len(SHAPE_NAMES)) * shape_vector(SPREAD)
    return stage(view, BodyShape(*(float(v) for v in shape)), focal_px=float(920 * np.exp(0.1 * draw.normal())))


def fitted(task: FitTask) -> SceneFit:
    fit = fit_scene(task)
    assert fit is not None
    return fit


def pitch_off_deg(fit: SceneFit, told: Any) -> float:
    return float(np.degrees(abs(fit.scene.camera.pitch_rad - told.scene.camera.pitch_rad)))


@pytest.mark.parametrize("known", ["corners", "mat", "markers"])
def test_what_lies_on_the_ground_sets_the_pitch_right_and_makes_it_surer(stage: Set, view: str, known: str) -> None:
    told = strange_stage(stage, view, 1)
    body = body_of(told, 1)
    ground = {
        "corners": GroundTask(SCALE_SPREAD, clicked_mat(corners_of(told.scene), None, 1280)),
        "mat": GroundTask(SCALE_SPREAD, clicked_mat(corners_of(told.scene), MAT_M, 1280)),
        "markers": GroundTask(SCALE_SPREAD, None, markers_of(told.scene), MARKER_M),
    }[known]
    alone = fitted(body)
    both = fitted(replace(body, ground=ground, start=alone))
    less = 0.95 if known == "corners" else 0.5
    assert both.covariance[PITCH, PITCH] < less * alone.covariance[PITCH, PITCH]
    assert both.ground_cost < 2.0
    assert pitch_off_deg(both, told) < max(1.0, pitch_off_deg(alone, told))


def test_a_told_focal_length_is_taken_and_makes_it_surer(stage: Set, view: str) -> None:
    told = strange_stage(stage, view, 3)
    true_px = told.scene.camera.focal_px
    body = body_of(told, 3)
    alone, both = fitted(body), fitted(replace(body, focal=FocalPrior(true_px, 0.03)))
    assert abs(np.log(both.scene.camera.focal_px / true_px)) < 0.03
    assert both.covariance[FOCAL, FOCAL] < 0.5 * alone.covariance[FOCAL, FOCAL]


@pytest.mark.parametrize("size_m", [MAT_M, MAT_M[::-1], None])
def test_the_order_of_corners_and_edges_changes_nothing(
    stage: Set, view: str, size_m: tuple[float, float] | None
) -> None:
    told = stage(view)
    body, corners_px = body_of(told, 5), corners_of(told.scene)
    body = replace(body, start=fitted(body))
    usual_m = None if size_m is None else MAT_M
    one = fitted(replace(body, ground=GroundTask(SCALE_SPREAD, clicked_mat(corners_px, usual_m, 1280))))
    for order in ([1, 2, 3, 0], [3, 2, 1, 0], [0, 2, 1, 3]):
        other = fitted(replace(body, ground=GroundTask(SCALE_SPREAD, clicked_mat(corners_px[order], size_m, 1280))))
        assert_allclose(other.vector, one.vector, atol=2e-3)


def test_a_fit_that_begins_at_another_pitch_ends_at_the_same_one(stage: Set, view: str) -> None:
    told = stage(view)
    body = replace(body_of(told), ground=GroundTask(SCALE_SPREAD, clicked_mat(corners_of(told.scene), MAT_M, 1280)))
    anywhere = fitted(body)
    nearby = fitted(replace(body, start=fitted(replace(body, ground=None))))
    assert nearby.scene.camera.pitch_rad == pytest.approx(anywhere.scene.camera.pitch_rad, abs=2e-3)


def test_a_mirrored_picture_gives_the_mirrored_scene(stage: Set) -> None:
    told = stage("oblique")
    body = body_of(told)
    ground = GroundTask(SCALE_SPREAD, clicked_mat(corners_of(told.scene), MAT_M, 1280))
    one = fitted(replace(body, ground=ground))

    def mirrored(points_px: FloatArray) -> FloatArray:
        return points_px * [-1, 1] + [1280, 0]

    swap = np.array([1, 0, 3, 2, 5, 4, 7, 6, 9, 8])
    flipped = replace(
        body,
        joints_px=mirrored(body.joints_px)[swap],
        ground=GroundTask(SCALE_SPREAD, clicked_mat(mirrored(corners_of(told.scene)), MAT_M, 1280)),
    )
    other = fitted(flipped)
    assert other.scene.camera.pitch_rad == pytest.approx(one.scene.camera.pitch_rad, abs=1e-3)
    assert other.scene.camera.height_m == pytest.approx(one.scene.camera.height_m, rel=1e-3)
    assert other.scene.hip_m == pytest.approx(one.scene.hip_m * [-1, 1], abs=1e-3)


@pytest.mark.parametrize("torso_m", [0.43, 0.52])
@pytest.mark.parametrize("known", ["mat", "markers"])
def test_a_known_size_on_the_ground_tells_how_large_the_body_is(stage: Set, known: str, torso_m: float) -> None:
    told = stage("head end")
    large = replace(told.scene, torso_m=torso_m)
    joints_px = large.joints_px()
    ground = (
        GroundTask(SCALE_SPREAD, clicked_mat(corners_of(large), MAT_M, 1280))
        if known == "mat"
        else GroundTask(SCALE_SPREAD, None, markers_of(large), MARKER_M)
    )
    task = FitTask(joints_px, np.full(10, 5.0), 1280, 960, told.scene.torso_m, ground=ground)
    fit = fitted(task)
    assert abs(fit.scene.torso_m - torso_m) < 0.7 * abs(told.scene.torso_m - torso_m)
    assert fit.scene.camera.height_m == pytest.approx(large.camera.height_m, rel=0.06)
    again = fitted(replace(task, start=fit))
    assert_allclose(again.vector, fit.vector, atol=1e-3)
    assert again.scene.torso_m == pytest.approx(fit.scene.torso_m, rel=1e-3)


def test_ground_that_contradicts_the_body_is_told_by_its_own_cost_and_not_by_the_bodys(stage: Set) -> None:
    told = stage("oblique")
    body = body_of(told)
    bent_px = corners_of(told.scene) + np.array([[0, 0], [60, -40], [0, 0], [-70, 10]])
    right = fitted(replace(body, ground=GroundTask(SCALE_SPREAD, clicked_mat(corners_of(told.scene), MAT_M, 1280))))
    wrong = fitted(replace(body, ground=GroundTask(SCALE_SPREAD, clicked_mat(bent_px, MAT_M, 1280))))
    assert wrong.ground_cost > right.ground_cost + 5.0
    assert wrong.cost < 8.0


def test_nothing_known_leaves_the_fit_as_it_is(stage: Set) -> None:
    camera = stage().scene.camera
    assert ground_starts(None, camera, 0.475)[0].size == 0
    assert ground_residuals(None, camera, np.empty(0), 0.475).size == 0
    assert fitted(body_of(stage())).ground_cost == 0.0


@settings(max_examples=40, deadline=None)
@given(
    corners=st.lists(st.tuples(st.floats(0, 640), st.floats(0, 480)), min_size=4, max_size=4),
    pitch_deg=st.floats(0.0, 80.0),
    size=st.sampled_from([None, (0.9, 2.0), (2.0, 0.9), (1.5, 1.5)]),
)
def test_any_four_corners_and_any_camera_give_finite_numbers(
    corners: list[tuple[float, float]], pitch_deg: float, size: tuple[float, float] | None
) -> None:
    camera = Camera(450.0, 0.0, float(np.radians(pitch_deg)), 1.2, 640, 480)
    marker = MarkerAnswer(0, np.array(corners))
    task = GroundTask(SCALE_SPREAD, clicked_mat(np.array(corners), size, 640), (marker,), MARKER_M)
    for numbers in ground_starts(task, camera, 0.475):
        assert np.isfinite(numbers).all()
        assert np.isfinite(ground_residuals(task, camera, numbers, 0.475)).all()


def test_corners_are_put_in_order_around_the_middle() -> None:
    square = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]])
    for order in itertools.permutations(range(4)):
        ordered = around(square[list(order)])
        edges = np.linalg.norm(np.roll(ordered, -1, axis=0) - ordered, axis=1)
        assert_allclose(edges, 10.0)


SIZE = PictureSize(640, 480)


def test_a_told_angle_wins_over_the_files_length() -> None:
    told = focal_prior(Hints(fov_rad=np.radians(90.0), focal_35mm=50.0), SIZE)
    assert told is not None
    assert told.focal_px == pytest.approx(320.0)
    file = focal_prior(Hints(focal_35mm=43.2666), SIZE)
    assert file is not None
    assert file.focal_px == pytest.approx(800.0, rel=1e-3)  # the picture's diagonal
    assert told.log_spread < file.log_spread
    assert focal_prior(Hints(), SIZE) is None


def test_only_what_is_told_becomes_a_task(stage: Set) -> None:
    markers = markers_of(stage().scene)
    assert ground_task(Hints(), SIZE) is None
    assert ground_task(Hints(receiver_height_m=1.7, fov_rad=1.0), SIZE) is None
    assert ground_task(Hints(giver_height_m=1.7), SIZE) is None
    heights = ground_task(Hints(giver_height_m=1.7, receiver_height_m=1.7), SIZE)
    assert heights is not None
    assert heights.mat is None
    sized = ground_task(Hints(mat_size_m=MAT_M), SIZE)
    assert sized is None
    laid = ground_task(Hints(mat_size_m=MAT_M[::-1], markers=markers), SIZE)
    assert laid is not None
    assert laid.mat is not None
    assert laid.mat.width_m == pytest.approx(MAT_M[0] - 2 * MARKER_M * 2 / 3)
    three = ground_task(Hints(mat_size_m=MAT_M, markers=markers[:3]), SIZE)
    assert three is not None
    assert three.mat is None


def test_a_mat_of_known_size_lacks_its_corners_until_they_are_marked_or_four_markers_are_seen(stage: Set) -> None:
    markers = markers_of(stage().scene)
    assert not lacks_corners(Hints())
    assert lacks_corners(Hints(mat_size_m=MAT_M))
    assert lacks_corners(Hints(mat_size_m=MAT_M, markers=markers[:3]))
    assert not lacks_corners(Hints(mat_size_m=MAT_M, markers=markers))
    assert not lacks_corners(Hints(mat_size_m=MAT_M, mat_corners_px=np.zeros((4, 2))))


def test_markers_in_the_mats_corners_and_its_size_together_are_no_contradiction(stage: Set, view: str) -> None:
    told = stage(view)
    hints = Hints(mat_size_m=MAT_M, markers=markers_of(told.scene))
    body = body_of(told, 7)
    fit = fitted(replace(body, ground=ground_task(hints, told.size), start=fitted(body)))
    assert fit.ground_cost < 1.5
    assert pitch_off_deg(fit, told) < 1.5
