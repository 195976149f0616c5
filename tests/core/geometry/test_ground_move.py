"""A lying body's slide and turn are found from points of it, whatever a part of them does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from coach.core.geometry.ground_move import GroundMove, find_move, move_between, moved_scene, rigid_move
from coach.core.landmarks import FloatArray

Set = Callable[..., Any]
MOVE = GroundMove(0.05, -0.03, float(np.radians(5)))
moves = st.builds(GroundMove, st.floats(-1, 1), st.floats(-1, 1), st.floats(-3, 3))


def points_on(told: Any, count: int = 40) -> FloatArray:
    """(count, 2) scattered over trunk and legs, on the plan of the scene, m."""
    chance = np.random.default_rng(3)
    body_m = np.column_stack([chance.uniform(-0.18, 0.18, count), chance.uniform(-0.7, 0.45, count), np.zeros(count)])
    return told.scene.scene_from_body(body_m)[:, :2]


def seen(told: Any, points_m: FloatArray) -> FloatArray:
    return told.scene.camera.project(np.column_stack([points_m, np.zeros(len(points_m))]))


def about_hips(told: Any, move: GroundMove = MOVE) -> GroundMove:
    """The same turn about the hips, then the slide."""
    hip_m = told.scene.hip_m
    to_hip, from_hip = GroundMove(*(-hip_m)), GroundMove(*hip_m)
    return GroundMove(move.x_m, move.y_m).after(from_hip.after(GroundMove(yaw_rad=move.yaw_rad).after(to_hip)))


@given(moves, moves)
def test_two_moves_as_one_do_what_both_do(one: GroundMove, other: GroundMove) -> None:
    points_m = np.array([[0.0, 0.0], [1.0, 2.0], [-0.5, 0.3]])
    assert_allclose(other.after(one).apply(points_m), other.apply(one.apply(points_m)), atol=1e-9)


@given(moves)
def test_a_move_is_found_from_what_it_does(move: GroundMove) -> None:
    points_m = np.array([[0.0, 0.0], [1.0, 2.0], [-0.5, 0.3]])
    found = rigid_move(points_m, move.apply(points_m), np.array([1.0, 2.0, 0.5]))
    assert_allclose(found.apply(points_m), move.apply(points_m), atol=1e-9)


def test_no_move_leaves_the_scene_alone(stage: Set) -> None:
    scene = stage().scene
    assert_allclose(moved_scene(scene, GroundMove()).joints_px(), scene.joints_px())
    assert move_between(scene, scene.joints_px(), scene.joints_px()).yaw_rad == pytest.approx(0)


def test_the_body_goes_where_its_points_go(stage: Set, view: str) -> None:
    told = stage(view)
    move = about_hips(told)
    points_m = points_on(told)
    found = find_move(told.scene.camera, 0.0, seen(told, points_m), seen(told, move.apply(points_m)), 1.0)
    assert found is not None
    assert found.share == 1.0
    after = moved_scene(told.scene, found.move)
    assert_allclose(after.spine_px(), moved_scene(told.scene, move).spine_px(), atol=0.1)
    assert_allclose(after.hip_m, told.scene.hip_m + np.array([0.05, -0.03]), atol=1e-3)


def test_the_move_in_pixels_is_the_move_of_the_body(stage: Set, view: str) -> None:
    told = stage(view, shape=None)
    flat = told.scene.camera.on_plane(told.joints_px(), 0.0)[:, :2]
    move = about_hips(told)
    found = move_between(told.scene, seen(told, flat), seen(told, move.apply(flat)))
    assert_allclose(found.apply(flat), move.apply(flat), atol=1e-6)


def test_a_mat_that_stays_and_points_that_are_gone_are_left_out(stage: Set, view: str) -> None:
    told = stage(view)
    move = about_hips(told, GroundMove(0.08, 0.04, float(np.radians(4))))
    points_m = points_on(told)
    to_px = seen(told, move.apply(points_m))
    to_px[:10] = seen(told, points_m)[:10]
    to_px[10:15] = np.nan
    to_px += np.random.default_rng(5).normal(0, 0.2, to_px.shape)
    found = find_move(told.scene.camera, 0.0, seen(told, points_m), to_px, 1.0)
    assert found is not None
    assert not found.agrees[:15].any()
    assert 0.5 < found.share < 0.65
    assert_allclose(found.move.apply(points_m[15:]), move.apply(points_m[15:]), atol=0.012)


def test_points_in_one_spot_tell_a_turn_badly(stage: Set) -> None:
    told = stage()
    wide = points_on(told)
    middle = wide.mean(axis=0)
    narrow = middle + 0.05 * (wide - middle)
    noise = np.random.default_rng(7).normal(0, 0.3, wide.shape)

    def sigma_m(points_m: FloatArray) -> float:
        found = find_move(told.scene.camera, 0.0, seen(told, points_m), seen(told, points_m) + noise, 1.0)
        assert found is not None
        return found.sigma_m

    assert sigma_m(narrow) > 4 * sigma_m(wide)


@given(st.lists(st.booleans(), min_size=12, max_size=12))
def test_any_hole_is_no_error(stage: Set, holes: list[bool]) -> None:
    told = stage()
    from_px = seen(told, points_on(told, 12))
    to_px = np.where(np.array(holes)[:, None], np.nan, from_px)
    found = find_move(told.scene.camera, 0.0, from_px, to_px, 1.0)
    if found is not None:
        assert np.isfinite([found.move.x_m, found.move.y_m, found.move.yaw_rad, found.sigma_m]).all()
    assert find_move(told.scene.camera, 0.0, np.empty((0, 2)), np.empty((0, 2)), 1.0) is None


def test_places_above_the_horizon_tell_nothing(stage: Set) -> None:
    told = stage()
    sky_px = np.array([[100.0, -5000.0], [300.0, -5000.0]])
    assert find_move(told.scene.camera, 0.0, sky_px, sky_px, 1.0) is None
    assert move_between(told.scene, sky_px, sky_px) == GroundMove()
