"""The pin-hole camera: what it projects it can take back, and its turns mean what they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from coach.core.geometry.camera import Camera

LAWS = settings(max_examples=40, deadline=None)

cameras = st.builds(
    Camera,
    focal_px=st.floats(300, 2000),
    roll_rad=st.floats(-0.5, 0.5),
    pitch_rad=st.floats(0.0, 1.5),
    height_m=st.floats(0.5, 3.0),
    width_px=st.just(1280),
    height_px=st.just(960),
)
low, high = st.floats(-0.4, 0.0), st.floats(0.0, 0.4)
places = st.tuples(st.floats(-3, 3), st.floats(0.2, 8), st.floats(-0.4, 0.4))


def level(roll_rad: float = 0.0, pitch_rad: float = 0.0) -> Camera:
    return Camera(1000.0, roll_rad, pitch_rad, 1.0, 1280, 960)


@LAWS
@given(camera=cameras, place=places)
def test_what_is_projected_comes_back_from_its_own_plane(camera: Camera, place: tuple[float, float, float]) -> None:
    point_m = np.array([place])
    assume(camera.depth_m(point_m)[0] > 0.1)
    assume(camera.height_m - place[2] > 0.05)
    assert_allclose(camera.on_plane(camera.project(point_m), place[2]), point_m, atol=1e-5)


@LAWS
@given(
    camera=cameras, x=st.floats(-3, 3), y=st.floats(0.5, 6), heights=st.tuples(st.floats(-0.4, 0), st.floats(0, 0.4))
)
def test_each_point_comes_back_from_its_own_height(
    camera: Camera, x: float, y: float, heights: tuple[float, float]
) -> None:
    points_m = np.array([[x, y, z] for z in heights])
    assume((camera.depth_m(points_m) > 0.1).all())
    assert_allclose(camera.on_heights(camera.project(points_m), np.array(heights)), points_m, atol=1e-5)


def test_a_level_camera_sees_its_own_height_on_the_middle_line_and_right_as_right() -> None:
    points_m = np.array([[0.0, 2.0, 1.0], [0.5, 2.0, 1.0], [0.0, 2.0, 0.0]])
    assert_allclose(level().project(points_m), [[640, 480], [890, 480], [640, 980]])


def test_a_camera_that_points_down_by_45_degrees_sees_the_place_as_far_away_as_it_is_high_in_the_middle() -> None:
    camera = level(pitch_rad=np.pi / 4)
    assert_allclose(camera.project(np.array([[0.0, 1.0, 0.0]])), [[640, 480]], atol=1e-9)
    farther, nearer = camera.project(np.array([[0.0, 1.5, 0.0], [0.0, 0.7, 0.0]]))
    assert farther[1] < 480 < nearer[1]


def test_positive_roll_turns_the_picture_clockwise() -> None:
    # 0.1 m right of the axis in 1 m: 100 px to the right. A quarter turn clockwise takes right to down.
    seen = level(roll_rad=np.pi / 2).project(np.array([[0.1, 1.0, 1.0]]))
    assert_allclose(seen, [[640, 580]], atol=1e-9)


def test_depth_is_positive_in_front_and_negative_behind() -> None:
    assert_allclose(level().depth_m(np.array([[0.0, 2.0, 0.3], [1.0, -2.0, 0.3]])), [2.0, -2.0])


@pytest.mark.parametrize("row", [0, 200, 480])
def test_a_ray_that_does_not_come_down_has_no_place(row: int) -> None:
    assert np.isnan(level().on_plane(np.array([[640.0, row]]), 0.0)).all()


def test_a_plane_above_the_camera_is_met_above_the_horizon_only() -> None:
    above, below = level().on_plane(np.array([[640.0, 100.0], [640.0, 900.0]]), 1.5)
    assert_allclose(above[2], 1.5)
    assert np.isnan(below).all()


def test_nan_passes_through_and_spoils_no_neighbour() -> None:
    camera = level(pitch_rad=0.4)
    points_px = np.array([[640.0, 700.0], [np.nan, 700.0], [640.0, np.nan]])
    places_m = camera.on_plane(points_px, 0.0)
    assert np.isfinite(places_m[0]).all()
    assert np.isnan(places_m[1:]).any(axis=1).all()
    seen_px = camera.project(np.array([[0.0, 2.0, 0.0], [np.nan, 2.0, 0.0]]))
    assert np.isfinite(seen_px[0]).all()
    assert np.isnan(seen_px[1, 0])


def test_a_point_behind_the_camera_projects_to_something_finite() -> None:
    assert np.isfinite(level().project(np.array([[0.3, -1.0, 0.0], [0.0, 0.0, 1.0]]))).all()
