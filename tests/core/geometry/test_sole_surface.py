"""Where a sole can stand: level beside the spine, falling off at the ribs, and in a low view many places at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.geometry.scene import CM_PER_M
from coach.core.geometry.sole_surface import meet_sole, sole_above_skin_m, sole_m

Set = Callable[..., Any]
LAWS = settings(max_examples=25, deadline=None)


@LAWS
@given(x_m=st.floats(0.0, 0.3), further_m=st.floats(0.0, 0.1), y_m=st.floats(-0.1, 0.6))
def test_a_sole_stands_as_high_on_either_side_and_never_higher_further_out(
    stage: Set, x_m: float, further_m: float, y_m: float
) -> None:
    scene = stage().scene
    left, right, out = sole_m(scene, np.array([[-x_m, y_m], [x_m, y_m], [x_m + further_m, y_m]]))
    assert left == pytest.approx(right)
    assert out <= right + 1e-12


def test_soles_lie_lower_on_the_neck_than_between_the_shoulder_blades(stage: Set) -> None:
    """150 bodies: 0.04 to 0.08 of the torso length at 0.15 above the shoulder line."""
    scene = stage().scene
    shoulders, neck, nape = sole_m(scene, scene.torso_m * np.array([[0.15, 1.0], [0.15, 1.21], [0.15, 1.5]]))
    assert 0.02 < (shoulders - neck) / scene.torso_m < 0.1
    assert neck > nape > 0.0


@LAWS
@given(x_cm=st.floats(-13, 13), y_cm=st.floats(-5, 50))
def test_the_middle_of_a_sole_seen_from_above_is_met_where_it_stands(stage: Set, x_cm: float, y_cm: float) -> None:
    scene = stage("high").scene
    place_cm = np.array([x_cm, y_cm])
    pixel = scene.image_from_back(place_cm[None], sole_above_skin_m(scene, place_cm))
    found = meet_sole(scene, pixel)
    off_cm = found.centre_cm[0] - place_cm
    assert np.abs(off_cm).max() < 1.0
    assert np.sqrt(found.covariance_cm2[0].trace()) < 3.0


def test_on_the_far_side_of_a_low_view_many_places_are_possible_and_the_right_one_is_among_them(stage: Set) -> None:
    scene = stage("side").scene
    sides = np.array([[-11.0, 22.0], [11.0, 22.0]])
    spreads = []
    for place_cm in sides:
        pixel = scene.image_from_back(place_cm[None], sole_above_skin_m(scene, place_cm))
        found = meet_sole(scene, pixel)
        sigma_cm = float(np.sqrt(found.covariance_cm2[0, 0, 0]))
        assert abs(found.centre_cm[0, 0] - place_cm[0]) < 2 * sigma_cm
        spreads.append(sigma_cm)
    depths_m = scene.camera.depth_m(scene.scene_from_back(sides, 0.0))
    near, far = np.array(spreads)[np.argsort(depths_m)]
    assert far > 1.5 * near


def test_a_ray_that_meets_no_back_has_no_place_and_unseen_points_pass_through(stage: Set) -> None:
    scene = stage().scene
    found = meet_sole(scene, np.array([[320.0, -4000.0], [np.nan, np.nan]]))
    assert np.isnan(found.centre_cm).all()


def test_the_height_over_the_skin_is_small_where_a_sole_lies_on_muscle(stage: Set) -> None:
    scene = stage().scene
    for x_cm in (-8.0, 0.0, 8.0):
        height_cm = CM_PER_M * sole_above_skin_m(scene, np.array([x_cm, 20.0]))
        assert 0.5 < height_cm < 3.5
