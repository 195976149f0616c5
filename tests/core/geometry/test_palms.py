"""A palm of a giver who sits on the receiver becomes a place on the back, or says why it cannot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.geometry.over_back import PALM_ABOVE_SKIN_M
from coach.core.geometry.palms import PALM_RADIUS_CM, elsewhere, place_palm
from coach.core.geometry.view_quality import ViewQuality
from coach.core.landmarks import Landmark, Pose, Side, no_pose
from coach.core.sight import Contact, ViewVerdict

Set = Callable[..., Any]
Spot = tuple[float, float]
VIEW = ViewQuality(0.5, 1.0, 5.0, 1.5, ViewVerdict.GOOD)
BESIDE: Spot = (8.5, 8.0)
# Hips on the buttocks, knees to either side of the waist: back frame, cm, and m above the skin there.
HIPS, KNEES = ((9.0, 62.0), 0.09), ((30.0, 45.0), 0.15)


def sitting(
    told: Any, left_cm: Spot = (-8.5, 8.0), right_cm: Spot = BESIDE, above_m: float = PALM_ABOVE_SKIN_M
) -> Pose:
    """A giver who sits and faces the head, the palms at two places of the back."""
    pose = told.giver()
    xy_px = pose.xy_px.copy()

    def put(landmark: int, place_cm: Spot, height_m: float) -> None:
        xy_px[landmark] = told.scene.image_from_back(np.array([place_cm]), height_m)[0]

    for row, sign in ((0, -1.0), (1, 1.0)):
        for first, ((out_cm, down_cm), height_m) in ((Landmark.LEFT_HIP, HIPS), (Landmark.LEFT_KNEE, KNEES)):
            put(first + row, (sign * out_cm, down_cm), height_m)
        for part in (Landmark.LEFT_WRIST, Landmark.LEFT_PINKY, Landmark.LEFT_INDEX):
            put(part + row, (left_cm, right_cm)[row], above_m)
    return Pose(xy_px, pose.visibility)


@settings(max_examples=25, deadline=None)
@given(spot_cm=st.tuples(st.floats(-14, 14), st.floats(0, 20)), side=st.sampled_from(Side))
def test_a_palm_is_placed_where_it_presses(stage: Set, view: str, spot_cm: Spot, side: Side) -> None:
    told = stage(view)
    palm = place_palm(told.scene, VIEW, sitting(told, spot_cm, spot_cm), side)
    if palm.contact is Contact.UNKNOWN:  # seen against the giver's own lap
        assert np.isfinite(palm.centre_back_cm).all()
        assert np.isnan(palm.offset_cm)
        return
    assert palm.contact is Contact.BACK
    assert palm.offset_cm == pytest.approx(spot_cm[0], abs=0.1)
    assert palm.centre_back_cm == pytest.approx(spot_cm, abs=0.1)
    assert palm.gap_cm == pytest.approx(max(abs(spot_cm[0]) - PALM_RADIUS_CM, 0.0), abs=0.1)
    assert palm.sigma_cm > VIEW.scene_sigma_cm


@pytest.mark.parametrize("name", ["head end", "oblique", "side", "high"])
def test_hands_on_the_upper_back_are_told_from_a_lap(stage: Set, name: str) -> None:
    told = stage(name)
    palms = [place_palm(told.scene, VIEW, sitting(told), side) for side in Side]
    assert {palm.contact for palm in palms} == {Contact.BACK}


def test_from_behind_a_giver_hands_on_the_back_may_lie_in_the_lap_as_well(stage: Set) -> None:
    told = stage("foot end")
    palms = [place_palm(told.scene, VIEW, sitting(told), side) for side in Side]
    assert {palm.contact for palm in palms} == {Contact.UNKNOWN}


@pytest.mark.parametrize("above_m", [0.01, 0.05])
@pytest.mark.parametrize("name", ["head end", "oblique", "side", "high"])
def test_a_flat_hand_and_one_on_its_heel_lie_within_two_sigma(stage: Set, name: str, above_m: float) -> None:
    told = stage(name)
    palm = place_palm(told.scene, VIEW, sitting(told, above_m=above_m), Side.RIGHT)
    assert palm.contact is Contact.BACK
    assert abs(palm.offset_cm - BESIDE[0]) < 2 * palm.sigma_cm


def test_a_low_view_from_the_side_is_less_sure_than_one_from_the_head_end(stage: Set) -> None:
    sigmas = {}
    for name in ("head end", "oblique", "side"):
        told = stage(name)
        sigmas[name] = place_palm(told.scene, VIEW, sitting(told), Side.RIGHT).sigma_cm
    assert sigmas["head end"] < sigmas["oblique"] < sigmas["side"]


@pytest.mark.parametrize("lap_cm", [(0.0, 55.0), (18.0, 54.0)])  # between the thighs, and on one
def test_a_hand_in_the_lap_may_rest_there_and_is_unknown(stage: Set, view: str, lap_cm: Spot) -> None:
    told = stage(view)
    palm = place_palm(told.scene, VIEW, sitting(told, lap_cm, lap_cm, above_m=0.12), Side.LEFT)
    assert palm.contact is not Contact.BACK
    assert np.isfinite(palm.centre_back_cm).all()


def test_a_hand_beside_the_body_presses_on_no_back(stage: Set) -> None:
    told = stage("head end")
    palm = place_palm(told.scene, VIEW, sitting(told, (-40.0, 10.0)), Side.LEFT)
    assert palm.contact is Contact.AIR
    assert np.isnan(palm.offset_cm)


@pytest.mark.parametrize("part", [Landmark.LEFT_WRIST, Landmark.LEFT_PINKY, Landmark.LEFT_INDEX])
def test_a_hand_of_which_a_part_is_hardly_seen_is_unknown(stage: Set, part: Landmark) -> None:
    told = stage("head end")
    pose = sitting(told)
    pose.visibility[part] = 0.4
    palm = place_palm(told.scene, VIEW, pose, Side.LEFT)
    assert palm.contact is Contact.UNKNOWN
    assert np.isnan(palm.centre_back_cm).all()
    assert place_palm(told.scene, VIEW, pose, Side.RIGHT).contact is Contact.BACK


def test_without_landmarks_a_palm_is_unknown_and_without_legs_it_may_be_in_the_lap(stage: Set) -> None:
    told = stage("head end")
    nobody = Pose(no_pose().xy_px, np.ones(len(no_pose().xy_px)))
    assert place_palm(told.scene, VIEW, nobody, Side.LEFT).contact is Contact.UNKNOWN
    pose = sitting(told)
    pose.xy_px[Landmark.LEFT_KNEE] = np.nan
    assert place_palm(told.scene, VIEW, pose, Side.RIGHT).contact is Contact.UNKNOWN


def test_a_hand_that_holds_on_to_a_support_is_elsewhere() -> None:
    palm = elsewhere(Side.RIGHT)
    assert (palm.side, palm.contact) == (Side.RIGHT, Contact.AIR)
    assert np.isnan([palm.offset_cm, palm.gap_cm, palm.sigma_cm]).all()
