"""One look at a foot becomes a place on the back, with the look's own uncertainty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from coach.core.foot_look import FootPoint
from coach.core.geometry.footprint import (
    MANY_LOOKS,
    SOLE_LENGTH_CM,
    SOLE_WIDTH_CM,
    STAND_OF_LOOK,
    knee_outline_cm,
    place_knee,
    place_sole,
    pointing_cm,
    sole_outline_cm,
    spread_cm2,
)
from coach.core.geometry.sole_surface import meet_sole
from coach.core.landmarks import Landmark, Side, no_pose

Set = Callable[..., Any]
LAWS = settings(max_examples=25, deadline=None)

spots = st.tuples(st.floats(-13, 13), st.floats(-5, 50))


@LAWS
@given(spot_cm=spots, side=st.sampled_from(Side))
def test_a_foot_is_placed_where_it_stands(stage: Set, view: str, spot_cm: tuple[float, float], side: Side) -> None:
    told = stage(view)
    placement = place_sole(told.scene, told.foot(side, spot_cm))
    off_cm = placement.centre_cm - spot_cm
    assert off_cm @ np.linalg.solve(placement.covariance_cm2, off_cm) < 2.0**2


@LAWS
@given(spot_cm=spots, factor=st.floats(1.1, 30.0))
def test_the_uncertainty_grows_with_the_looks_own(stage: Set, spot_cm: tuple[float, float], factor: float) -> None:
    told = stage("oblique")
    answer = told.foot(Side.LEFT, spot_cm)
    sure = place_sole(told.scene, answer).covariance_cm2
    unsure = place_sole(told.scene, replace(answer, covariance_px2=answer.covariance_px2 * factor)).covariance_cm2
    assert np.linalg.eigvalsh(unsure - sure).min() > -1e-9
    assert unsure.trace() > sure.trace()
    assert np.allclose(sure, sure.T)
    assert np.linalg.eigvalsh(sure).min() > 0


def test_a_flat_view_spreads_a_pixel_further_along_the_ray_than_across_it(stage: Set) -> None:
    told = stage("head end")
    covariance = place_sole(told.scene, told.foot(Side.LEFT, (8.0, 20.0))).covariance_cm2
    assert covariance[1, 1] > 2 * covariance[0, 0]


def test_a_look_that_is_unsure_in_one_direction_of_the_picture_is_unsure_in_that_direction_of_the_back(
    stage: Set,
) -> None:
    told = stage("head end")
    answer = told.foot(Side.LEFT, (2.0, 20.0))
    exact = replace(answer, covariance_px2=np.zeros((4, 2, 2)))
    across = replace(answer, covariance_px2=np.tile(np.diag([9.0, 0.0]), (4, 1, 1)))
    more = place_sole(told.scene, across).covariance_cm2 - place_sole(told.scene, exact).covariance_cm2
    assert more[0, 0] > 20 * more[1, 1]


def test_feet_point_from_heel_to_toe_along_the_back(stage: Set, view: str) -> None:
    told = stage(view)
    heading = pointing_cm(told.scene, told.feet())
    assert_allclose(heading / np.linalg.norm(heading), [0.0, -1.0], atol=0.05)


def test_without_a_look_feet_point_nowhere(stage: Set) -> None:
    assert np.isnan(pointing_cm(stage().scene, ())).all()


def test_a_foot_that_is_not_seen_has_no_place_and_raises_nothing(stage: Set) -> None:
    told = stage()
    answer = replace(told.foot(Side.LEFT, (0.0, 0.0)), points_px=np.full((4, 2), np.nan))
    assert np.isnan(place_sole(told.scene, answer).centre_cm).all()
    assert np.isnan(pointing_cm(told.scene, (answer,))).all()
    assert np.isnan(place_knee(told.scene, no_pose(), Side.LEFT).centre_cm).all()


@pytest.mark.parametrize("side", Side)
def test_a_knee_is_placed_by_its_own_landmark(stage: Set, side: Side) -> None:
    told = stage()
    pose = no_pose()
    row = Landmark.LEFT_KNEE if side is Side.LEFT else Landmark.RIGHT_KNEE
    pose.xy_px[row] = told.scene.image_from_back(np.array([[7.0, 30.0]]), told.scene.sole_height_m + 0.05)[0]
    assert_allclose(place_knee(told.scene, pose, side).centre_cm, [7.0, 30.0], atol=0.5)


@given(angle=st.floats(-np.pi, np.pi), centre=spots)
def test_a_soles_outline_is_as_long_and_as_wide_as_a_sole_whatever_its_heading(
    angle: float, centre: tuple[float, float]
) -> None:
    heading = np.array([np.cos(angle), np.sin(angle)])
    outline_cm = sole_outline_cm(np.array(centre), heading)
    assert_allclose(np.ptp(outline_cm @ heading), SOLE_LENGTH_CM)
    assert_allclose(np.ptp(outline_cm @ np.array([-heading[1], heading[0]])), SOLE_WIDTH_CM)
    assert_allclose(outline_cm.mean(axis=0), centre, atol=1e-9)


def test_a_knees_outline_is_round_about_its_centre() -> None:
    centre_cm = np.array([4.0, 20.0])
    radii_cm = np.linalg.norm(knee_outline_cm(centre_cm) - centre_cm, axis=1)
    assert_allclose(radii_cm, radii_cm[0])
    assert np.isnan(knee_outline_cm(np.full(2, np.nan))).all()


def kneeling(told: Any, spot_cm: tuple[float, float]) -> Any:
    pose = told.giver()
    for row in (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE):
        pose.xy_px[row] = told.scene.image_from_back(np.array([spot_cm]), told.scene.sole_height_m + 0.05)[0]
    return pose


def test_a_knee_is_as_sure_as_the_network_for_folded_legs_believes(stage: Set, view: str) -> None:
    told = stage(view)
    pose = kneeling(told, (7.0, 30.0))
    traces = [place_knee(told.scene, pose, Side.LEFT, sigma).covariance_cm2.trace() for sigma in (2.0, 4.0, 12.0)]
    assert traces == sorted(traces)
    assert traces[2] > 4 * traces[0] or view == "low"


def test_a_knee_of_which_that_network_says_nothing_is_less_sure_than_one_that_it_places(stage: Set) -> None:
    told = stage("head end")
    pose = kneeling(told, (7.0, 30.0))
    without = place_knee(told.scene, pose, Side.LEFT)
    with_network = place_knee(told.scene, pose, Side.LEFT, 4.0)
    assert without.covariance_cm2.trace() > with_network.covariance_cm2.trace()
    assert_allclose(without.centre_cm, with_network.centre_cm)


def test_even_a_knee_that_is_seen_exactly_is_unsure_by_its_height_over_the_skin(stage: Set) -> None:
    told = stage("oblique")
    covariance = place_knee(told.scene, kneeling(told, (7.0, 30.0)), Side.LEFT, 0.0).covariance_cm2
    assert covariance.trace() > 1.0


def test_a_perfect_look_leaves_the_soles_height_open_and_across_the_back_less_of_it(stage: Set, view: str) -> None:
    told = stage(view)
    for foot in told.feet():
        look = replace(foot, covariance_px2=np.zeros_like(foot.covariance_px2))
        by_height_cm2 = meet_sole(told.scene, look.points_px[[FootPoint.SOLE]]).covariance_cm2[0]
        left_cm2 = place_sole(told.scene, look).covariance_cm2
        assert_allclose(left_cm2[0, 0], MANY_LOOKS**2 * by_height_cm2[0, 0])
        assert_allclose(left_cm2[0, 1], MANY_LOOKS * by_height_cm2[0, 1])
        assert_allclose(left_cm2[1, 1], by_height_cm2[1, 1])


def test_of_what_a_look_leaves_open_across_the_back_a_stand_leaves_less(stage: Set, view: str) -> None:
    told = stage(view)
    for foot in told.feet():
        places_cm = meet_sole(
            told.scene, foot.points_px[FootPoint.SOLE] + [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]
        ).centre_cm
        by_look_cm2 = spread_cm2(places_cm, foot.covariance_px2[FootPoint.SOLE])
        sure = replace(foot, covariance_px2=np.zeros_like(foot.covariance_px2))
        added_cm2 = place_sole(told.scene, foot).covariance_cm2 - place_sole(told.scene, sure).covariance_cm2
        assert_allclose(added_cm2[0, 0], STAND_OF_LOOK**2 * by_look_cm2[0, 0])
        assert_allclose(added_cm2[1, 1], by_look_cm2[1, 1])
