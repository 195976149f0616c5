"""The back frame: an exact chart of the back in the picture, fixed to the body and handed as the receiver is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from coach.core.geometry.lying_body import TEMPLATE_JOINTS, BodyShape, template_joints_m
from coach.core.geometry.scene import CM_PER_M, Scene
from coach.core.landmarks import FloatArray, Landmark

Set = Callable[..., Any]
LAWS = settings(max_examples=30, deadline=None)

turns = st.floats(-np.pi, np.pi)
spots = st.tuples(st.floats(-25, 25), st.floats(-20, 70))
heights = st.floats(-0.2, 0.3)
CORNERS = np.array([Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP, Landmark.RIGHT_HIP])


def turned(scene: Scene, yaw_rad: float, hip_m: FloatArray | None = None) -> Scene:
    return replace(scene, yaw_rad=yaw_rad, hip_m=scene.hip_m if hip_m is None else hip_m)


@LAWS
@given(yaw_rad=turns, spot_cm=spots, height_m=heights)
def test_the_way_to_the_picture_and_back_ends_where_it_began(
    stage: Set, yaw_rad: float, spot_cm: tuple[float, float], height_m: float
) -> None:
    scene = turned(stage().scene, yaw_rad)
    spot = np.array([spot_cm])
    assert_allclose(scene.back_from_image(scene.image_from_back(spot, height_m), height_m), spot, atol=0.01)


@LAWS
@given(yaw_rad=turns, dx=st.floats(-0.8, 0.8), dy=st.floats(-0.5, 1.0), spot_cm=spots)
def test_a_body_that_is_moved_and_turned_keeps_the_back_coordinates_of_what_stands_on_it(
    stage: Set, yaw_rad: float, dx: float, dy: float, spot_cm: tuple[float, float]
) -> None:
    before = stage().scene
    after = turned(before, yaw_rad, before.hip_m + np.array([dx, dy]))
    along_m = before.torso_m - spot_cm[1] / CM_PER_M
    sole_m = before.skin_m(np.array([[spot_cm[0] / CM_PER_M, along_m]]))[0] + before.sole_height_m
    body_m = np.array([[spot_cm[0] / CM_PER_M, along_m, sole_m]])
    for scene in (before, after):
        seen_px = scene.camera.project(scene.scene_from_body(body_m))
        assert_allclose(scene.back_from_image(seen_px, scene.sole_height_m), [spot_cm], atol=0.01)


@LAWS
@given(yaw_rad=turns, hip_x_m=st.floats(-0.5, 0.5), spot_cm=spots)
def test_a_mirrored_scene_in_a_mirrored_picture_flips_the_side_and_nothing_else(
    stage: Set, yaw_rad: float, hip_x_m: float, spot_cm: tuple[float, float]
) -> None:
    scene = turned(stage().scene, yaw_rad, np.array([hip_x_m, 2.5]))
    mirrored = turned(scene, -yaw_rad, np.array([-hip_x_m, 2.5]))
    seen_px = scene.image_from_back(np.array([spot_cm]), 0.1)
    seen_px[:, 0] = scene.camera.width_px - seen_px[:, 0]
    assert_allclose(mirrored.back_from_image(seen_px, 0.1), [[-spot_cm[0], spot_cm[1]]], atol=1e-3)


def test_the_spine_line_is_x_zero_from_the_shoulder_line_to_the_hip_line(stage: Set, view: str) -> None:
    scene = stage(view).scene
    ends_cm = scene.back_from_image(scene.spine_px(), 0.0)
    assert_allclose(ends_cm, [[0, 0], [0, scene.torso_m * CM_PER_M]], atol=1e-6)


def test_the_torsos_corners_lie_where_the_frame_says(stage: Set, view: str) -> None:
    scene = stage(view).scene
    joints_m = template_joints_m(scene.shape, scene.torso_m)[:4]
    skin_m = scene.skin_m(joints_m[:, :2])
    for corner_px, depth_m, (left, along_cm) in zip(
        scene.joints_px()[:4],
        joints_m[:, 2] - skin_m,
        [(True, 0), (False, 0), (True, scene.torso_m * CM_PER_M), (False, scene.torso_m * CM_PER_M)],
        strict=True,
    ):
        x_cm, y_cm = scene.back_from_image(corner_px[None], depth_m)[0]
        assert (x_cm < 0) == left
        assert_allclose(y_cm, along_cm, atol=1e-6)


def test_from_above_the_receivers_right_is_clockwise_of_the_head(stage: Set, view: str) -> None:
    scene = stage(view).scene
    head_m, right_m = scene.scene_from_back(np.array([[0.0, -30.0], [30.0, 0.0]]), 0.0)[:, :2]
    middle_m = scene.scene_from_back(np.zeros((1, 2)), 0.0)[0, :2]
    towards_head, towards_right = head_m - middle_m, right_m - middle_m
    assert towards_head[0] * towards_right[1] - towards_head[1] * towards_right[0] < 0
    assert_allclose(towards_right / 0.3, scene.right_direction(), atol=1e-9)


def test_seen_from_the_foot_end_the_receivers_right_is_the_pictures_right(stage: Set) -> None:
    left_px, right_px = stage("foot end").scene.image_from_back(np.array([[-10.0, 25.0], [10.0, 25.0]]), 0.1)
    assert left_px[0] < right_px[0]
    left_px, right_px = stage("head end").scene.image_from_back(np.array([[-10.0, 25.0], [10.0, 25.0]]), 0.1)
    assert right_px[0] < left_px[0]


def test_a_point_read_at_the_joints_height_instead_of_the_soles_is_centimetres_off(stage: Set) -> None:
    scene = stage("side").scene
    seen_px = scene.image_from_back(np.array([[9.0, 25.0]]), scene.sole_height_m)
    wrong_cm = scene.back_from_image(seen_px, -scene.skin_m(np.array([[0.0, 0.25]]))[0])[0]
    assert abs(wrong_cm[0] - 9.0) > 8.0


def test_what_is_not_seen_has_no_place(stage: Set) -> None:
    scene = stage().scene
    places_cm = scene.back_from_image(np.array([[np.nan, 500.0], [640.0, -4000.0]]), 0.1)
    assert np.isnan(places_cm).any(axis=1).all()


@pytest.mark.parametrize("segment", [("shoulder_width", 0, 1), ("hip_width", 2, 3), ("thigh", 2, 4), ("shank", 4, 6)])
def test_the_template_has_the_lengths_that_its_shape_names(segment: tuple[str, int, int]) -> None:
    name, one, other = segment
    shape = BodyShape(knee_drop=0.05, ankle_drop=0.02)
    joints_m = template_joints_m(shape, 0.5)
    assert len(joints_m) == len(TEMPLATE_JOINTS)
    assert_allclose(np.linalg.norm(joints_m[one] - joints_m[other]), 0.5 * getattr(shape, name), rtol=1e-6)


def test_a_template_with_impossible_legs_stays_finite() -> None:
    assert np.isfinite(template_joints_m(BodyShape(thigh=0.1, knees_apart=5.0, knee_drop=2.0), 0.5)).all()
