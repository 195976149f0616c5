"""The back's surface: hollow at the waist, round across, and never without a height where there is a back."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from coach.core.geometry.back_surface import back_surface
from coach.core.geometry.lying_body import BodyShape, spine_points_m

TORSO_M = 0.475


def height_m(x_m: float, along_m: float) -> float:
    return float(back_surface(BodyShape(), TORSO_M).height_m(np.array([[x_m, along_m]]))[0])


def test_neck_and_sacrum_lie_on_the_surface() -> None:
    neck, _, sacrum = spine_points_m(BodyShape(), TORSO_M)
    for point in (neck, sacrum):
        assert_allclose(height_m(0.0, point[1]), point[2], atol=1e-9)


def test_the_waist_is_hollow_and_the_shoulder_blades_are_not() -> None:
    straight = np.interp(0.4, [0.066, 1.12], [height_m(0.0, 0.066 * TORSO_M), height_m(0.0, 1.12 * TORSO_M)])
    assert height_m(0.0, 0.4 * TORSO_M) < straight - 0.005
    assert height_m(0.0, 0.87 * TORSO_M) > height_m(0.0, 0.4 * TORSO_M)


@given(x_m=st.floats(0.01, 0.16), along=st.floats(0.0, 1.1))
def test_a_back_falls_off_alike_on_both_sides(x_m: float, along: float) -> None:
    middle, left, right = (height_m(x, along * TORSO_M) for x in (0.0, -x_m, x_m))
    assert left == right < middle


def test_beyond_the_body_nothing_runs_away_and_the_unseen_has_no_height() -> None:
    assert height_m(3.0, 5.0) == height_m(9.0, 50.0)
    assert np.isnan(height_m(float("nan"), 0.2))
