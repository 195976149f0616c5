"""The straighter knee's angle, in a plane and in space."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.landmarks import Landmark
from coach.core.people.knees import straighter_knee_deg


def legs(left_deg: float, right_deg: float, dimensions: int) -> np.ndarray:
    """Thighs straight up from the knees, shanks turned away from below them."""
    places = np.zeros((33, dimensions))
    for row, bend_deg in enumerate((left_deg, right_deg)):
        bend = np.radians(180.0 - bend_deg)
        places[Landmark.LEFT_HIP + row, 1] = -1.0
        places[Landmark.LEFT_ANKLE + row, 1] = np.cos(bend)
        places[Landmark.LEFT_ANKLE + row, dimensions - 1 if dimensions > 2 else 0] = np.sin(bend)
    return places


@pytest.mark.parametrize("dimensions", [2, 3])
@pytest.mark.parametrize(("left_deg", "right_deg"), [(180.0, 90.0), (117.0, 117.0), (60.0, 151.0)])
def test_the_straighter_knee_counts_in_a_plane_and_in_space(dimensions: int, left_deg: float, right_deg: float) -> None:
    told = straighter_knee_deg(legs(left_deg, right_deg, dimensions))
    assert told == pytest.approx(max(left_deg, right_deg), abs=1e-3)


def test_a_knee_that_bends_along_the_line_of_sight_is_straight_in_the_picture_only() -> None:
    places = legs(117.0, 117.0, 3)
    assert straighter_knee_deg(places) == pytest.approx(117.0, abs=1e-3)
    assert straighter_knee_deg(places[:, :2]) == pytest.approx(180.0, abs=1e-3)


@settings(max_examples=40, deadline=None)
@given(scale=st.floats(0.01, 100.0), turn=st.floats(-3.0, 3.0), by=st.floats(-50.0, 50.0))
def test_the_angle_knows_no_place_no_size_and_no_turn(scale: float, turn: float, by: float) -> None:
    places = legs(130.0, 100.0, 3)
    rotation = np.array([[np.cos(turn), -np.sin(turn), 0.0], [np.sin(turn), np.cos(turn), 0.0], [0.0, 0.0, 1.0]])
    assert straighter_knee_deg(scale * places @ rotation.T + by) == pytest.approx(130.0, abs=1e-3)


def test_what_is_not_known_gives_no_angle() -> None:
    assert np.isnan(straighter_knee_deg(np.full((33, 3), np.nan)))
